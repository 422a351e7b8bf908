/**
 * The p-quantile (0 ≤ p ≤ 1) of at least one value, type 7 of Hyndman and Fan (1996): linear between order statistics, the
 * default of R. Returns null for no values.
 */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position + 4 * Number.EPSILON);
  const share = position - below;
  const low = sorted[below]!;
  return share <= 4 * Number.EPSILON || below + 1 >= sorted.length ? low : low + share * (sorted[below + 1]! - low);
}
