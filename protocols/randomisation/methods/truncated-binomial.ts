import type { Law } from './law';
import { countingLaw } from './counting';

/** Truncated binomial: a fair coin until one of two arms has n/2, then the other. After n draws it begins anew. */
export function truncatedBinomial(n: number): Law<readonly number[]> {
  const half = n / 2;
  return countingLaw(2, (counts) => {
    const begun = Math.floor((counts[0]! + counts[1]!) / n) * half;
    return counts.map((count) => (count - begun < half ? 1 : 0));
  });
}
