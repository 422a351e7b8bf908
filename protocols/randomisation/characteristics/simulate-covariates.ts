import type { CovariateScheme } from '../../model/scheme';
import { armsOfParts, ledgerOf } from '../covariates/ledger';
import { drawPart } from '../methods/law';
import { share, type Random } from './random';

/** What one simulated trial was like. */
export interface SimulatedTrial {
  /** Shares of the draws. */
  correct: number;
  forced: number;
  entropy: number;
  balanced: number;
  imbalance: number;
  /** |difference| of each margin's arms, averaged over factors and levels; its square; and the largest. */
  marginal: number;
  marginalSquare: number;
  marginalMost: number;
}

/**
 * Plays one trial: n people with independent factors, their levels equally likely, covariates normal; the guesser knows the rule and everybody's
 * factors, and so names the likeliest arm.
 */
export function simulateTrial(scheme: CovariateScheme, n: number, random: Random, play: Player): SimulatedTrial {
  const arms = scheme.arms.length;
  const { levels, chances, drawn } = play(n, random);
  const ratios = scheme.arms.map(({ ratio }) => ratio);
  const counts = new Int32Array(arms);
  const found = { correct: 0, forced: 0, entropy: 0, balanced: 0 };
  for (let i = 0; i < n; i += 1) {
    if (imbalanceIn(counts, ratios) === 0) found.balanced += 1;
    let most = 0;
    for (let arm = 0; arm < arms; arm += 1) {
      const chance = chances[i * arms + arm]!;
      if (chance > most) most = chance;
      if (chance > 0 && chance < 1) found.entropy -= chance * Math.log2(chance);
    }
    found.correct += most;
    if (most === 1) found.forced += 1;
    counts[drawn[i]!]! += 1;
  }
  return {
    correct: found.correct / n,
    forced: found.forced / n,
    entropy: found.entropy / n,
    balanced: found.balanced / n,
    imbalance: imbalanceIn(counts, ratios),
    ...marginsIn(scheme, levels, drawn, n, ratios),
  };
}

/** Levels flat (person by person), each arm's chance flat, and the arm drawn. The arrays are used again for the next trial. */
export interface Played {
  levels: Uint8Array;
  chances: Float64Array;
  drawn: Uint8Array;
}
export type Player = (n: number, random: Random) => Played;

/** How a scheme's trials are played, by the ledger of its live draws; made once for many trials. */
export function playerOf(scheme: CovariateScheme, n: number): Player {
  const k = scheme.factors.length;
  const arms = scheme.arms.length;
  const armOfPart = Uint8Array.from(armsOfParts(scheme));
  const covariates = scheme.method === 'optimal' ? scheme.covariates.length : 0;
  const levels = new Uint8Array(n * k);
  const numbers = new Float64Array(n * covariates);
  const people = { levels, numbers };
  const room = { levels, chances: new Float64Array(n * arms), drawn: new Uint8Array(n) };
  const ledger = ledgerOf(scheme);
  const sizes = Float64Array.from(scheme.factors, (factor) => factor.levels.length);
  return (trialSize, random) => {
    ledger.reset();
    room.chances.fill(0);
    for (let i = 0; i < trialSize; i += 1) {
      for (let f = 0; f < k; f += 1) levels[i * k + f] = share(random) * sizes[f]!;
    }
    for (let i = 0; i < trialSize; i += 1) {
      for (let c = 0; c < covariates; c += 1) numbers[i * covariates + c] = normal(random);
      const weights = ledger.weights(people, i);
      let sum = 0;
      for (let part = 0; part < weights.length; part += 1) sum += weights[part]!;
      for (let part = 0; part < weights.length; part += 1) room.chances[i * arms + armOfPart[part]!]! += weights[part]! / sum;
      const part = drawPart(weights, share(random));
      ledger.add(people, i, part);
      room.drawn[i] = armOfPart[part]!;
    }
    return room;
  };
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - share(random))) * Math.cos(2 * Math.PI * share(random));

function imbalanceIn(counts: Int32Array, ratios: readonly number[]): number {
  if (counts.length === 2) return counts[0]! / ratios[0]! - counts[1]! / ratios[1]!;
  let [least, most] = [Infinity, -Infinity];
  for (let arm = 0; arm < counts.length; arm += 1) {
    least = Math.min(least, counts[arm]! / ratios[arm]!);
    most = Math.max(most, counts[arm]! / ratios[arm]!);
  }
  return most - least;
}

function marginsIn(
  { factors, arms }: CovariateScheme,
  levels: Uint8Array,
  drawn: Uint8Array,
  n: number,
  ratios: readonly number[],
) {
  const k = factors.length;
  let [sum, squares, most, margins] = [0, 0, 0, 0];
  for (let f = 0; f < k; f += 1) {
    const counts = factors[f]!.levels.map(() => new Int32Array(arms.length));
    for (let i = 0; i < n; i += 1) counts[levels[i * k + f]!]![drawn[i]!]! += 1;
    for (const own of counts) {
      const difference = Math.abs(imbalanceIn(own, ratios));
      sum += difference;
      squares += difference ** 2;
      most = Math.max(most, difference);
      margins += 1;
    }
  }
  return {
    marginal: margins === 0 ? 0 : sum / margins,
    marginalSquare: margins === 0 ? 0 : squares / margins,
    marginalMost: most,
  };
}
