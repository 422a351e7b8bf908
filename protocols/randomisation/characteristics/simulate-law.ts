import type { ArmShare } from '../../model/scheme';
import type { Law } from '../methods/law';
import { Walker } from '../methods/walker';
import { share, type Random } from './random';
import { areEqualPair } from './step-figures';
import type { SimulatedTrial } from './simulate-covariates';
import { imbalanceOf } from './unfold';

/** What a state is like to somebody who guesses its draw. */
interface Guess {
  correct: number;
  forced: number;
  entropy: number;
}

/** How a law's trials are played, of n people over strata that each of them falls into with equal chance; made once for many trials. */
export function lawPlayer(
  law: Law<unknown>,
  arms: readonly ArmShare[],
  n: number,
  strata: number,
): (random: Random) => SimulatedTrial {
  const pair = areEqualPair(arms);
  const walker = new Walker<Guess>(law, (state, chances) => {
    const most = Math.max(...chances);
    const lead = pair ? imbalanceOf(arms, law.tally(state)) : 0;
    return {
      correct: !pair ? most : lead === 0 ? 0.5 : chances[lead > 0 ? 1 : 0]!,
      forced: most === 1 ? 1 : 0,
      entropy: chances.reduce((sum, chance) => (chance > 0 ? sum - chance * Math.log2(chance) : sum), 0),
    };
  });
  const nodes = Array.from({ length: strata }, () => walker.start(() => 0));
  const counts = arms.map(() => 0);
  return (random) => {
    let [correct, forced, entropy, balanced] = [0, 0, 0, 0];
    counts.fill(0);
    for (let stratum = 0; stratum < strata; stratum += 1) nodes[stratum] = walker.start(random);
    for (let i = 0; i < n; i += 1) {
      const stratum = strata === 1 ? 0 : Math.floor(share(random) * strata);
      const node = nodes[stratum]!;
      correct += node.told.correct;
      forced += node.told.forced;
      entropy += node.told.entropy;
      const arm = walker.draw(node, random);
      counts[arm]! += 1;
      nodes[stratum] = walker.next(node, arm, random);
      if (isBalanced(arms, counts)) balanced += 1;
    }
    return {
      correct: correct / n,
      forced: forced / n,
      entropy: entropy / n,
      balanced: balanced / n,
      imbalance: imbalanceOf(arms, counts),
      ...{ marginal: 0, marginalSquare: 0, marginalMost: 0 },
    };
  };
}

/** As `imbalanceOf` being nought, by whole numbers alone. */
function isBalanced(arms: readonly ArmShare[], counts: readonly number[]): boolean {
  for (let arm = 1; arm < arms.length; arm += 1) {
    if (counts[arm]! * arms[0]!.ratio !== counts[0]! * arms[arm]!.ratio) return false;
  }
  return true;
}
