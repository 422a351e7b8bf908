import type { HuHu, Minimisation } from '../../model/scheme';
import { share, type Random } from '../characteristics/random';

/**
 * Minimisation and Hu–Hu for two equal arms as one rule in typed arrays, for simulation and re-randomisation: the arm that lessens the weighted sum of
 * the differences (of their signs, where the measure is the range or the standard deviation) has chance p.
 */
export interface PairKernel {
  /** Forgets everybody. */
  reset(): void;
  /** The chance of the first arm for somebody with these levels (places, one per factor). */
  chance(levels: ArrayLike<number>, at: number): number;
  /** Counts somebody as drawn; `toFirst` is 1 or −1. */
  add(levels: ArrayLike<number>, at: number, toFirst: number): void;
  /** Draws and counts n people one after another. @param arms 1 for the first arm, 0 for the second, written from place 0 on. */
  draw(levels: ArrayLike<number>, n: number, random: Random, arms: Uint8Array): void;
}

/** @param scheme two equal arms. Levels are given flat: person after person, a place per factor. */
export function pairKernel(scheme: Minimisation | HuHu): PairKernel {
  const { factors, burnIn } = scheme;
  const k = factors.length;
  const [r, s] = scheme.p;
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
  const chance = (levels: ArrayLike<number>, at: number) => {
    if (n < burnIn) return 0.5;
    const pull = pullOf(levels, at);
    return pull === 0 ? 0.5 : pull < 0 ? p : 1 - p;
  };
  const add = (levels: ArrayLike<number>, at: number, toFirst: number) => {
    n += 1;
    difference += toFirst;
    for (let f = 0; f < k; f += 1) margins[offsets[f]! + levels[at + f]!]! += toFirst;
    if (joint > 0) inStratum[stratumOf(levels, at)]! += toFirst;
  };
  return {
    reset: () => {
      margins.fill(0);
      inStratum.fill(0);
      difference = 0;
      n = 0;
    },
    chance,
    add,
    draw: (levels, people, random, arms) => {
      for (let i = 0; i < people; i += 1) {
        const first = share(random) < chance(levels, i * k);
        add(levels, i * k, first ? 1 : -1);
        arms[i] = first ? 1 : 0;
      }
    },
  };
}
