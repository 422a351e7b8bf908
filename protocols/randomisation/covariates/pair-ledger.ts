import type { HuHu, Minimisation } from '../../model/scheme';
import { share, type Random } from '../characteristics/random';
import type { Ledger, People } from './ledger';

export interface PairLedger extends Ledger {
  /** Draws and counts n people one after another, from an empty ledger. @param arms the place of each one's arm. */
  draw(people: People, n: number, random: Random, arms: Uint8Array): void;
}

const FAIR: readonly number[] = [1, 1];

/**
 * Minimisation (Pocock and Simon, 1975) and Hu and Hu (2012) for two equal arms as one rule: each arm's lead is kept as a difference, and the arm that
 * lessens their weighted sum has chance p = r/s. By the variance every difference counts by its size, as (d + 1)² − (d − 1)² = 4d; by the range and
 * the standard deviation by its sign. Hu and Hu count the whole trial and the joint stratum beside the margins.
 */
export function pairLedger(scheme: Minimisation | HuHu): PairLedger {
  const { factors, burnIn } = scheme;
  const k = factors.length;
  const [r, s] = scheme.p;
  const behind: readonly number[] = [r, s - r];
  const ahead: readonly number[] = [s - r, r];
  const p = r / s;
  const bySign = scheme.method === 'minimisation' && scheme.measure !== 'variance';
  const weights = Int32Array.from(factors, ({ weight }) => weight);
  const [overall, joint] = scheme.method === 'hu-hu' ? [scheme.overall, scheme.stratum] : [0, 0];
  const offsets = new Int32Array(k);
  const strides = new Int32Array(k);
  let width = 0;
  let strata = 1;
  factors.forEach(({ levels }, index) => {
    offsets[index] = width;
    strides[index] = strata;
    width += levels.length;
    strata *= levels.length;
  });
  const margins = new Int32Array(width);
  const inStratum = new Int32Array(joint > 0 ? strata : 1);
  let difference = 0;
  let n = 0;

  const stratumOf = (levels: ArrayLike<number>, at: number) => {
    let place = 0;
    for (let f = 0; f < k; f += 1) place += strides[f]! * levels[at + f]!;
    return place;
  };
  const pullOf = (levels: ArrayLike<number>, at: number) => {
    let pull = overall * difference;
    for (let f = 0; f < k; f += 1) {
      const d = margins[offsets[f]! + levels[at + f]!]!;
      pull += weights[f]! * (bySign ? (d > 0 ? 1 : d < 0 ? -1 : 0) : d);
    }
    return joint > 0 ? pull + joint * inStratum[stratumOf(levels, at)]! : pull;
  };
  const count = (levels: ArrayLike<number>, at: number, toFirst: number) => {
    n += 1;
    difference += toFirst;
    for (let f = 0; f < k; f += 1) margins[offsets[f]! + levels[at + f]!]! += toFirst;
    if (joint > 0) inStratum[stratumOf(levels, at)]! += toFirst;
  };
  const reset = () => {
    margins.fill(0);
    inStratum.fill(0);
    difference = 0;
    n = 0;
  };
  return {
    reset,
    weights: ({ levels }, person) => {
      const pull = n < burnIn ? 0 : pullOf(levels, person * k);
      return pull === 0 ? FAIR : pull < 0 ? behind : ahead;
    },
    add: ({ levels }, person, part) => count(levels, person * k, part === 0 ? 1 : -1),
    draw: ({ levels }, people, random, arms) => {
      reset();
      for (let i = 0; i < people; i += 1) {
        const pull = i < burnIn ? 0 : pullOf(levels, i * k);
        const isFirst = share(random) < (pull === 0 ? 0.5 : pull < 0 ? p : 1 - p);
        count(levels, i * k, isFirst ? 1 : -1);
        arms[i] = isFirst ? 0 : 1;
      }
    },
  };
}
