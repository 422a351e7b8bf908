import { normalQuantile, normalTails } from '../numeric/distributions';

/** percentile: quantiles of the replicates. bca: moved by their median bias and the acceleration. normal: estimate less bias ± z sd. */
export const BOOTSTRAP_INTERVALS = ['bca', 'percentile', 'normal'] as const;
export type BootstrapInterval = (typeof BOOTSTRAP_INTERVALS)[number];

/** What replicates say of an estimate. */
export interface BootstrapAnswer {
  readonly standardError: number;
  readonly bias: number;
  readonly lower: number;
  readonly upper: number;
  /** Two-sided: the least α whose interval leaves 0 out. */
  readonly p: number;
}

/**
 * Interval and p of a bootstrap.
 * @param acceleration of BCa, from a jackknife; see `accelerationOf`
 * @returns null where the interval lies beyond the replicates: there are too few of them
 * Source: Davison and Hinkley (1997), Bootstrap Methods and their Application, sections 5.2 and 5.3.
 */
export function bootstrapAnswer(
  estimate: number,
  replicates: Float64Array,
  kind: BootstrapInterval,
  level: number,
  acceleration: number,
): BootstrapAnswer | null {
  const r = replicates.length;
  const mean = replicates.reduce((total, value) => total + value, 0) / r;
  const standardError = Math.sqrt(replicates.reduce((total, value) => total + (value - mean) ** 2, 0) / (r - 1));
  const bias = mean - estimate;
  const tail = (1 - level) / 2;
  if (kind === 'normal') {
    const reach = normalQuantile(tail, 'upper') * standardError;
    const z = Math.abs(estimate - bias) / standardError;
    const centre = estimate - bias;
    return { standardError, bias, lower: centre - reach, upper: centre + reach, p: 2 * normalTails(z).upper };
  }
  const sorted = replicates.slice().sort();
  const below = (value: number) => {
    let count = 0;
    while (count < r && sorted[count]! < value) count += 1;
    return count;
  };
  const shift = kind === 'bca' ? normalQuantile(Math.min(Math.max(below(estimate), 0.5), r - 0.5) / r) : 0;
  const a = kind === 'bca' ? acceleration : 0;
  const limitAt = (z: number) => quantileAt(sorted, normalTails(shift + (shift + z) / (1 - a * (shift + z))).lower);
  const reach = normalQuantile(tail, 'upper');
  const lower = limitAt(-reach);
  const upper = limitAt(reach);
  if (lower === null || upper === null) return null;
  // The z at which a limit meets 0, by the same formula turned about.
  const zero = normalQuantile((Math.min(Math.max(below(0), 0), r) + 0.5) / (r + 1));
  const z = (zero - shift) / (1 + a * (zero - shift)) - shift;
  const own = normalTails(z);
  return { standardError, bias, lower, upper, p: Math.min(1, 2 * Math.min(own.lower, own.upper)) };
}

/** Skewness of the jackknife. Source: Efron (1987), JASA 82, 171–185. */
export function accelerationOf(leftOut: ArrayLike<number>): number {
  const values = Array.from(leftOut);
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** A quantile of sorted replicates, between two of them interpolated on the normal scale as in R's boot; null beyond them. */
function quantileAt(sorted: Float64Array, share: number): number | null {
  const rank = (sorted.length + 1) * share;
  const k = Math.floor(rank);
  if (k < 1 || k > sorted.length || (k === sorted.length && rank > k)) return null;
  if (rank === k) return sorted[k - 1]!;
  const [at, low, high] = [share, k / (sorted.length + 1), (k + 1) / (sorted.length + 1)].map((value) =>
    normalQuantile(value),
  ) as [number, number, number];
  return sorted[k - 1]! + ((at - low) / (high - low)) * (sorted[k]! - sorted[k - 1]!);
}
