/** Uniformly random subsets of a given total size, for batches whose units (single people, couples) differ in size. */
import { type Stream, uniformBigInt } from './draw';

/** How many subsets of the units from `index` on have exactly `total` members: `ways[index][total]`. */
export type SubsetCounts = readonly (readonly bigint[])[];

/**
 * Counts the subsets by their total.
 * @param sizes members of each unit, positive whole numbers.
 * @returns sizes.length + 1 rows, each with a count for every total from 0 to the sum of all sizes.
 */
export function countSubsets(sizes: readonly number[]): SubsetCounts {
  const people = sizes.reduce((sum, size) => sum + size, 0);
  const none = Array.from({ length: people + 1 }, (_, total) => (total === 0 ? 1n : 0n));
  return sizes.reduceRight<bigint[][]>(
    (rows, size) => {
      const later = rows[0] ?? none;
      return [later.map((without, total) => without + (later[total - size] ?? 0n)), ...rows];
    },
    [none],
  );
}

/**
 * Draws one of the subsets with the given total, each equally likely.
 * @param ways from `countSubsets(sizes)`; `ways[0][total]` must be positive.
 * @returns for each unit, whether it is in the subset.
 */
export function drawSubset(stream: Stream, sizes: readonly number[], total: number, ways: SubsetCounts): boolean[] {
  let index = uniformBigInt(stream, ways[0]?.[total] ?? 0n);
  let left = total;
  return sizes.map((size, unit) => {
    const including = ways[unit + 1]?.[left - size] ?? 0n;
    const isIn = index < including;
    if (isIn) left -= size;
    else index -= including;
    return isIn;
  });
}
