import type { CovariateScheme, Minimisation } from '../../model/scheme';
import { pairKernel } from '../covariates/pair-kernel';
import { prefer } from '../covariates/minimisation';
import { optimalWeights } from '../covariates/optimal';
import type { Earlier, Profile } from '../covariates/history';
import { inLowestTerms } from '../methods/law-of';
import { probabilitiesOf } from '../methods/law';
import { areEqualPair } from './step-figures';
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

/** How a scheme's trials are played; made once for many trials. */
export function playerOf(scheme: CovariateScheme, n: number): Player {
  const k = scheme.factors.length;
  const room = { levels: new Uint8Array(n * k), chances: new Float64Array(n * scheme.arms.length), drawn: new Uint8Array(n) };
  const fill = (random: Random) => {
    for (let i = 0; i < n; i += 1)
      for (let f = 0; f < k; f += 1) room.levels[i * k + f] = Math.floor(share(random) * scheme.factors[f]!.levels.length);
  };
  if (scheme.method === 'optimal' || !areEqualPair(scheme.arms)) {
    return (people, random) => {
      fill(random);
      playGenerally(scheme, people, random, room);
      return room;
    };
  }
  const kernel = pairKernel(scheme);
  return (people, random) => {
    fill(random);
    kernel.reset();
    for (let i = 0; i < people; i += 1) {
      const chance = kernel.chance(room.levels, i * k);
      const first = share(random) < chance;
      kernel.add(room.levels, i * k, first ? 1 : -1);
      room.chances[2 * i] = chance;
      room.chances[2 * i + 1] = 1 - chance;
      room.drawn[i] = first ? 0 : 1;
    }
    return room;
  };
}

/** By the same functions as a live draw. */
function playGenerally(scheme: CovariateScheme, n: number, random: Random, { levels, chances, drawn }: Played): void {
  const arms = inLowestTerms(scheme.arms);
  const armOfPart = arms.flatMap(({ ratio }, arm) => Array<number>(ratio).fill(arm));
  const earlier: Earlier[] = [];
  for (let i = 0; i < n; i += 1) {
    const profile = profileOf(scheme, levels, i, random);
    const weights =
      scheme.method === 'optimal'
        ? optimalWeights(scheme, earlier, profile)
        : prefer(scheme as Minimisation, armOfPart.length, earlier, profile).weights;
    const own = probabilitiesOf(weights);
    let left = share(random);
    let part = own.findIndex((chance) => (left -= chance) < 0);
    if (part < 0) part = own.length - 1;
    arms.forEach((_, arm) => {
      chances[i * arms.length + arm] = own.reduce((sum, chance, index) => sum + (armOfPart[index] === arm ? chance : 0), 0);
    });
    earlier.push({ ...profile, arm: part });
    drawn[i] = armOfPart[part]!;
  }
}

function profileOf(scheme: CovariateScheme, levels: Uint8Array, i: number, random: Random): Profile {
  const k = scheme.factors.length;
  const own = Object.fromEntries(scheme.factors.map((factor, f) => [factor.id, factor.levels[levels[i * k + f]!]!]));
  if (scheme.method !== 'optimal') return { levels: own };
  return { levels: own, covariates: Object.fromEntries(scheme.covariates.map((id) => [id, normal(random)])) };
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
