import { type Matrix, zeros } from './matrix';

/** Which columns of a matrix carry its rank, found by Householder reflections that take the longest remaining column first. */
export interface PivotedQr {
  readonly rank: number;
  /** Column numbers in the order taken; those from `rank` on depend on the others. */
  readonly order: readonly number[];
  /** The triangular factor of the columns in that order. */
  readonly r: Matrix;
}

/** Columns of which less than this share of their own length remains are dependent; as in R's `lm`. */
const DEPENDENT = 1e-7;

/** QR with column pivoting. Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithm 5.4.1. */
export function pivotedQr(matrix: Matrix): PivotedQr {
  const { rows: n, columns: p } = matrix;
  const work = Float64Array.from(matrix.values);
  const order = Array.from({ length: p }, (_, j) => j);
  const column = (j: number) => work.subarray(j * n, (j + 1) * n);
  const lengthFrom = (j: number, from: number) => {
    let total = 0;
    for (let i = from; i < n; i++) total += work[j * n + i]! ** 2;
    return Math.sqrt(total);
  };
  const whole = order.map((j) => lengthFrom(j, 0));
  let rank = 0;
  for (; rank < Math.min(n, p); rank++) {
    // A column is judged by the share of itself that is left, so that units do not decide.
    let best = rank;
    let share = 0;
    for (let j = rank; j < p; j++) {
      const own = whole[order[j]!]! === 0 ? 0 : lengthFrom(j, rank) / whole[order[j]!]!;
      if (own > share) [best, share] = [j, own];
    }
    if (share <= DEPENDENT) break;
    if (best !== rank) {
      const held = column(rank).slice();
      column(rank).set(column(best));
      column(best).set(held);
      [order[rank], order[best]] = [order[best]!, order[rank]!];
    }
    reflectFrom(work, n, p, rank);
  }
  const r = zeros(p, p);
  for (let j = 0; j < p; j++) for (let i = 0; i <= Math.min(j, n - 1); i++) r.values[j * p + i] = work[j * n + i]!;
  return { rank, order, r };
}

/** Reflects column k onto the k-th axis, and the columns after it alike. */
function reflectFrom(work: Float64Array, n: number, p: number, k: number): void {
  const v = work.slice(k * n, (k + 1) * n).fill(0, 0, k);
  const length = Math.sqrt(v.reduce((total, value) => total + value * value, 0));
  v[k]! += v[k]! >= 0 ? length : -length;
  const square = v.reduce((total, value) => total + value * value, 0);
  for (let j = k; j < p; j++) {
    let dot = 0;
    for (let i = k; i < n; i++) dot += v[i]! * work[j * n + i]!;
    const factor = (2 * dot) / square;
    for (let i = k; i < n; i++) work[j * n + i]! -= factor * v[i]!;
  }
}
