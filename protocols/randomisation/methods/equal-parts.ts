import type { ArmShare } from '../../model/scheme';
import { probabilitiesOf, type Branch, type Law, type Weights } from './law';

/**
 * An unequal ratio by equal parts (Kuznetsova and Tymofyeyev): an arm of ratio 2 is two parts, the method draws among equal parts, and
 * each part stands for its arm. As the parts are alike, every single draw has the ratio, which the urns' own formulae do not give.
 * Which part was drawn is not seen; it is part of where a draw leads.
 * @param partsLaw the method among so many equal parts; its states must be counts in the parts' order.
 */
export function byEqualParts(
  arms: readonly ArmShare[],
  partsLaw: (parts: number) => Law<readonly number[]>,
): Law<readonly number[]> {
  const armOfPart = arms.flatMap(({ ratio }, arm) => Array<number>(ratio).fill(arm));
  const law = partsLaw(armOfPart.length);
  // Parts of one arm are alike: the order of their counts tells nothing.
  const canonical = (counts: readonly number[]) =>
    arms.flatMap((_, arm) => counts.filter((_count, part) => armOfPart[part] === arm).sort((a, b) => a - b));
  return {
    start: law.start,
    weights: (counts): Weights => {
      const weights = law.weights(counts) as readonly number[];
      return arms.map((_, arm) => weights.reduce((sum, weight, part) => sum + (armOfPart[part] === arm ? weight : 0), 0));
    },
    next: (counts, arm) => {
      const chances = probabilitiesOf(law.weights(counts));
      const own = chances.map((chance, part) => (armOfPart[part] === arm ? chance : 0));
      const all = own.reduce((sum, chance) => sum + chance, 0);
      return own.flatMap((chance, part): Branch<readonly number[]>[] =>
        chance === 0 ? [] : [{ state: canonical(law.next(counts, part)[0]!.state), share: chance / all }],
      );
    },
    key: (counts) => counts.join(),
    tally: (counts) => arms.map((_, arm) => counts.reduce((sum, count, part) => sum + (armOfPart[part] === arm ? count : 0), 0)),
  };
}
