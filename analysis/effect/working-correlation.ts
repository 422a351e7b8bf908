import { type Cholesky, cholesky } from '../numeric/cholesky';
import { zeros } from '../numeric/matrix';

/** How outcomes of one cluster are taken to go together; the estimates hold even where it is wrong. */
export const WORKING_CORRELATIONS = ['independence', 'exchangeable', 'ar1', 'unstructured'] as const;
export type WorkingCorrelation = (typeof WORKING_CORRELATIONS)[number];

/** The rows of one cluster and the place of each in time, from 0. */
export interface Cluster {
  readonly rows: readonly number[];
  readonly places: readonly number[];
}

/** The correlations a structure is made of: none, one, or one for each pair of places in the order (0,1), (0,2) … (1,2) …. */
export function momentCorrelations(
  kind: WorkingCorrelation,
  clusters: readonly Cluster[],
  places: number,
  residuals: ArrayLike<number>,
  scale: number,
): Float64Array | 'no-pairs' {
  if (kind === 'independence') return new Float64Array(0);
  const size = kind === 'unstructured' ? (places * (places - 1)) / 2 : kind === 'ar1' ? places : 1;
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  for (const { rows, places: at } of clusters) {
    for (let j = 0; j < rows.length; j++) {
      for (let k = j + 1; k < rows.length; k++) {
        const cell = kind === 'exchangeable' ? 0 : kind === 'ar1' ? Math.abs(at[k]! - at[j]!) : pairAt(at[j]!, at[k]!, places);
        sums[cell]! += (residuals[rows[j]!]! * residuals[rows[k]!]!) / scale;
        counts[cell]! += 1;
      }
    }
  }
  if (kind === 'ar1') {
    const alpha = powerOf(sums, counts);
    return alpha === null ? 'no-pairs' : Float64Array.of(alpha);
  }
  if (counts.some((count) => count === 0)) return 'no-pairs';
  return sums.map((sum, k) => sum / counts[k]!);
}

/** The α whose powers lie nearest the products at each lag, all pairs alike; null where there is no pair. */
function powerOf(sums: Float64Array, counts: Float64Array): number | null {
  const pairs = counts.reduce((total, count) => total + count, 0);
  if (pairs === 0) return null;
  const start = counts.findIndex((count) => count > 0);
  let alpha = Math.sign(sums[start]!) * Math.abs(sums[start]! / counts[start]!) ** (1 / start);
  for (let turn = 0; turn < 200; turn++) {
    let [slope, curvature] = [0, 0];
    counts.forEach((count, lag) => {
      if (count === 0) return;
      const derivative = lag * alpha ** (lag - 1);
      slope += derivative * (sums[lag]! - count * alpha ** lag);
      curvature += count * derivative ** 2;
    });
    const step = slope / curvature;
    alpha += step;
    if (Math.abs(step) < 1e-15) break;
  }
  return alpha;
}

function pairAt(a: number, b: number, places: number): number {
  const [j, k] = a < b ? [a, b] : [b, a];
  return (j * (2 * places - j - 1)) / 2 + (k - j - 1);
}

/** The factor of a cluster's working correlation, remembered by the places it has; null where the correlations are not possible. */
export function correlationFactors(
  kind: WorkingCorrelation,
  alpha: Float64Array,
  places: number,
): (cluster: Cluster) => Cholesky | null {
  const known = new Map<string, Cholesky | null>();
  const between = (a: number, b: number): number => {
    switch (kind) {
      case 'independence':
        return 0;
      case 'exchangeable':
        return alpha[0]!;
      case 'ar1':
        return alpha[0]! ** Math.abs(a - b);
      case 'unstructured':
        return alpha[pairAt(a, b, places)]!;
    }
  };
  return ({ places: at }) => {
    const key = kind === 'exchangeable' || kind === 'independence' ? String(at.length) : at.join(' ');
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const matrix = zeros(at.length, at.length);
    for (let j = 0; j < at.length; j++)
      for (let k = 0; k < at.length; k++) matrix.values[k * at.length + j] = j === k ? 1 : between(at[j]!, at[k]!);
    const factor = cholesky(matrix);
    const own = 'refused' in factor ? null : factor;
    known.set(key, own);
    return own;
  };
}
