import type { ArmShare } from '../../model/scheme';
import { certain, type Law } from './law';

/** Simple randomisation: every draw alike, in the ratio. */
export function simple(arms: readonly ArmShare[]): Law<readonly number[]> {
  const weights = arms.map(({ ratio }) => ratio);
  return {
    start: certain(weights.map(() => 0)),
    weights: () => weights,
    next: (counts, arm) => certain(counts.map((count, index) => (index === arm ? count + 1 : count))),
    key: (counts) => counts.join(),
    tally: (counts) => counts,
  };
}
