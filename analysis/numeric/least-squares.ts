import { at, type Matrix, zeros } from './matrix';

/** What a least-squares fit leaves behind; every covariance is computed from it. */
export interface LeastSquares {
  /** One coefficient per column of the design. */
  readonly coefficients: readonly number[];
  /** On the weighted scale, as are the leverages: square root of the weight times (observed - fitted). */
  readonly residuals: readonly number[];
  /** Diagonal of the hat matrix, between 0 and 1. */
  readonly leverages: readonly number[];
  /** Rows less columns; may be 0, then nothing has a standard error. */
  readonly residualDf: number;
  /** Orthonormal columns spanning the (weighted) design, rows by columns. */
  readonly q: Matrix;
  /** Inverse of the triangular factor R; (X'WX)⁻¹ is its product with its own transpose. */
  readonly inverseR: Matrix;
}

/** A design whose column `column` (from 0) is, to working precision, a combination of the columns before it. */
export interface RankDeficient {
  readonly refused: 'rank-deficient';
  readonly column: number;
}

/** A column counts as dependent when less than this share of its length remains; the same limit as R's `lm`. */
const DEPENDENT = 1e-7;

/**
 * Ordinary or weighted least squares by Householder reflections.
 * @param design n by p, n ≥ p, intercept included as a column of ones where one is wanted
 * @param outcome n values
 * @param weights n positive precision weights; omitted means all equal to 1
 * Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithms 5.2.1 and 5.3.2; see methods/ancova.md.
 */
export function fitLeastSquares(
  design: Matrix,
  outcome: readonly number[],
  weights?: readonly number[],
): LeastSquares | RankDeficient {
  const { rows: n, columns: p } = design;
  const scale = outcome.map((_, i) => Math.sqrt(weights?.[i] ?? 1));
  const work = zeros(n, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) work.values[j * n + i] = design.values[j * n + i]! * scale[i]!;
  const y = Float64Array.from(outcome, (value, i) => value * scale[i]!);

  const reflectors: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const column = work.values.subarray(j * n, (j + 1) * n);
    const remaining = j < n ? lengthOf(column, j) : 0;
    if (!(remaining > DEPENDENT * lengthOf(column, 0))) return { refused: 'rank-deficient', column: j };
    const reflector = reflectorOf(column, j, remaining);
    for (let k = j; k < p; k++) reflect(reflector, work.values.subarray(k * n, (k + 1) * n), j);
    reflect(reflector, y, j);
    reflectors.push(reflector);
  }

  const q = zeros(n, p);
  for (let j = 0; j < p; j++) {
    const column = q.values.subarray(j * n, (j + 1) * n);
    column[j] = 1;
    for (let k = p - 1; k >= 0; k--) reflect(reflectors[k]!, column, k);
  }
  const residual = y.slice();
  residual.fill(0, 0, p);
  for (let k = p - 1; k >= 0; k--) reflect(reflectors[k]!, residual, k);

  const inverseR = invertUpper(work, p);
  const coefficients = Array.from({ length: p }, (_, i) => {
    let value = 0;
    for (let j = i; j < p; j++) value += at(inverseR, i, j) * y[j]!;
    return value;
  });
  const leverages = new Array<number>(n).fill(0);
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) leverages[i]! += q.values[j * n + i]! ** 2;
  return { coefficients, residuals: Array.from(residual), leverages, residualDf: n - p, q, inverseR };
}

function lengthOf(column: Float64Array, from: number): number {
  let largest = 0;
  for (let i = from; i < column.length; i++) largest = Math.max(largest, Math.abs(column[i]!));
  if (largest === 0) return 0;
  let total = 0;
  for (let i = from; i < column.length; i++) total += (column[i]! / largest) ** 2;
  return largest * Math.sqrt(total);
}

/** The unit vector v for which (I - 2vv') sends the column, from row `from` on, to a multiple of the first unit vector. */
function reflectorOf(column: Float64Array, from: number, length: number): Float64Array {
  const reflector = column.slice();
  reflector.fill(0, 0, from);
  reflector[from]! += column[from]! >= 0 ? length : -length;
  const size = lengthOf(reflector, from);
  for (let i = from; i < reflector.length; i++) reflector[i]! /= size;
  return reflector;
}

function reflect(reflector: Float64Array, column: Float64Array, from: number): void {
  let dot = 0;
  for (let i = from; i < column.length; i++) dot += reflector[i]! * column[i]!;
  for (let i = from; i < column.length; i++) column[i]! -= 2 * dot * reflector[i]!;
}

function invertUpper(triangular: Matrix, p: number): Matrix {
  const inverse = zeros(p, p);
  for (let j = 0; j < p; j++) {
    inverse.values[j * p + j] = 1 / at(triangular, j, j);
    for (let i = j - 1; i >= 0; i--) {
      let total = 0;
      for (let k = i + 1; k <= j; k++) total += at(triangular, i, k) * at(inverse, k, j);
      inverse.values[j * p + i] = -total / at(triangular, i, i);
    }
  }
  return inverse;
}
