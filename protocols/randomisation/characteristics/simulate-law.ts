import type { ArmShare } from '../../model/scheme';
import { probabilitiesOf, type Branch, type Law } from '../methods/law';
import { share, type Random } from './random';
import { areEqualPair } from './step-figures';
import type { SimulatedTrial } from './simulate-covariates';
import { imbalanceOf } from './unfold';

/** Plays one trial of n people over strata that each of them falls into with equal chance. */
export function simulateLawTrial(
  law: Law<unknown>,
  arms: readonly ArmShare[],
  n: number,
  strata: number,
  random: Random,
): SimulatedTrial {
  const pair = areEqualPair(arms);
  const states = Array.from({ length: strata }, () => choose(law.start, random));
  const counts = arms.map(() => 0);
  const found = { correct: 0, forced: 0, entropy: 0, balanced: 0 };
  for (let i = 0; i < n; i += 1) {
    const stratum = strata === 1 ? 0 : Math.floor(share(random) * strata);
    const state = states[stratum];
    const chances = probabilitiesOf(law.weights(state));
    const lead = imbalanceOf(arms, law.tally(state));
    const most = Math.max(...chances);
    found.correct += !pair ? most : lead === 0 ? 0.5 : chances[lead > 0 ? 1 : 0]!;
    if (most === 1) found.forced += 1;
    for (const chance of chances) if (chance > 0) found.entropy -= chance * Math.log2(chance);
    const arm = pick(chances, random);
    counts[arm]! += 1;
    states[stratum] = choose(law.next(state, arm), random);
    if (imbalanceOf(arms, counts) === 0) found.balanced += 1;
  }
  return {
    correct: found.correct / n,
    forced: found.forced / n,
    entropy: found.entropy / n,
    balanced: found.balanced / n,
    imbalance: imbalanceOf(arms, counts),
    marginal: 0,
    marginalSquare: 0,
    marginalMost: 0,
  };
}

function pick(chances: readonly number[], random: Random): number {
  let left = share(random);
  const found = chances.findIndex((chance) => (left -= chance) < 0);
  return found < 0 ? chances.findLastIndex((chance) => chance > 0) : found;
}

function choose<S>(branches: readonly Branch<S>[], random: Random): S {
  return branches.length === 1
    ? branches[0]!.state
    : branches[
        pick(
          branches.map((one) => one.share),
          random,
        )
      ]!.state;
}
