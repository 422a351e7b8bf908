import { certain, type Law, type Weights } from './law';

/** A method whose chances follow from the numbers drawn to each arm so far. */
export function countingLaw(arms: number, weights: (counts: readonly number[]) => Weights): Law<readonly number[]> {
  return {
    start: certain(Array<number>(arms).fill(0)),
    weights,
    next: (counts, arm) => certain(counts.map((count, index) => (index === arm ? count + 1 : count))),
    key: (counts) => counts.join(),
    tally: (counts) => counts,
  };
}

/** A method for two equal arms whose chances follow from the difference D = first − second alone. */
export function differenceLaw(weights: (difference: number) => Weights): Law<number> {
  return {
    start: certain(0),
    weights,
    next: (difference, arm) => certain(arm === 0 ? difference + 1 : difference - 1),
    key: (difference) => difference,
    tally: (difference) => (difference > 0 ? [difference, 0] : [0, -difference]),
  };
}
