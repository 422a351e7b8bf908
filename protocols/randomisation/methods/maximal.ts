import { countingLaw } from './counting';
import type { Law } from './law';

/**
 * The maximal procedure: every sequence of n that stays within the tolerance and ends in balance is equally likely, so the chance of
 * an arm is the share of completions that begin with it. After n draws it begins anew.
 */
export function maximal(n: number, tolerance: number): Law<readonly number[]> {
  const completions = countCompletions(n, tolerance);
  return countingLaw(2, ([a, b]) => {
    const drawn = (a! + b!) % n;
    const from = completions[drawn + 1]!;
    const place = a! - b! + tolerance;
    return [from[place + 1] ?? 0n, from[place - 1] ?? 0n];
  });
}

/** How many feasible sequences of n there are. */
export const countFeasible = (n: number, tolerance: number): bigint => countCompletions(n, tolerance)[0]![tolerance]!;

/** completions[i][D + tolerance]: the ways to go on from difference D after i draws. */
function countCompletions(n: number, tolerance: number): bigint[][] {
  const width = 2 * tolerance + 1;
  const rows: bigint[][] = [Array.from({ length: width }, (_, place) => (place === tolerance ? 1n : 0n))];
  for (let left = 1; left <= n; left += 1) {
    const after = rows[0]!;
    rows.unshift(Array.from({ length: width }, (_, place) => (after[place + 1] ?? 0n) + (after[place - 1] ?? 0n)));
  }
  return rows;
}
