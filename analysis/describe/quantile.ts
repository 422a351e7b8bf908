/** The nine definitions of Hyndman and Fan (1996), American Statistician 50, 361–365; 7 is R's default, 6 that of SPSS. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** Positions this near a whole number are that number: n p is rounded where p is a decimal. */
const FUZZ = 4 * Number.EPSILON;

/** The p-quantile (0 ≤ p ≤ 1) of at least one value; null for no values. */
export function quantile(values: readonly number[], p: number, type: QuantileType = 7): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const at = (rank: number) => sorted[Math.min(Math.max(rank, 1), n) - 1]!;
  const between = (below: number, share: number) => {
    const low = at(below);
    return share === 0 ? low : share === 1 ? at(below + 1) : low + share * (at(below + 1) - low);
  };
  if (type <= 3) {
    const position = type === 3 ? n * p - 0.5 : n * p;
    const below = Math.floor(position + FUZZ * Math.max(1, position));
    const touches = position <= below + FUZZ * Math.max(1, position);
    switch (type as 1 | 2 | 3) {
      case 1:
        return between(below, touches ? 0 : 1);
      case 2:
        return between(below, touches ? 0.5 : 1);
      case 3:
        return between(below, touches && below % 2 === 0 ? 0 : 1);
    }
  }
  const [a, b] = OFFSETS[type as 4 | 5 | 6 | 7 | 8 | 9];
  const position = a + p * (n + 1 - a - b);
  const below = Math.floor(position + FUZZ * Math.max(1, position));
  const share = position - below;
  return between(below, Math.abs(share) < FUZZ * Math.max(1, position) ? 0 : share);
}

/** Plotting positions of the types that interpolate. */
const OFFSETS: Record<4 | 5 | 6 | 7 | 8 | 9, readonly [number, number]> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
};
