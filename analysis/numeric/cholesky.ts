import { type Matrix, zeros } from './matrix';

/** The lower triangle L of a positive definite matrix A = L L', with zeros above. */
export interface Cholesky {
  readonly lower: Matrix;
  /** ln of the determinant of A. */
  readonly logDeterminant: number;
}

/** A matrix whose column `column` (from 0) depends on those before it, or that is not positive definite there. */
export interface NotPositiveDefinite {
  readonly refused: 'not-positive-definite';
  readonly column: number;
}

/** A pivot below this share of its own diagonal element is rounding. */
const NOTHING_LEFT = 1e-13;

/** The Cholesky factor of a symmetric matrix; only its lower triangle is read. */
export function cholesky(matrix: Matrix): Cholesky | NotPositiveDefinite {
  const p = matrix.rows;
  const lower = zeros(p, p);
  const l = lower.values;
  let logDeterminant = 0;
  for (let j = 0; j < p; j++) {
    let pivot = matrix.values[j * p + j]!;
    for (let k = 0; k < j; k++) pivot -= l[k * p + j]! ** 2;
    if (!(pivot > NOTHING_LEFT * matrix.values[j * p + j]!)) return { refused: 'not-positive-definite', column: j };
    const root = Math.sqrt(pivot);
    logDeterminant += 2 * Math.log(root);
    l[j * p + j] = root;
    for (let i = j + 1; i < p; i++) {
      let value = matrix.values[j * p + i]!;
      for (let k = 0; k < j; k++) value -= l[k * p + i]! * l[k * p + j]!;
      l[j * p + i] = value / root;
    }
  }
  return { lower, logDeterminant };
}

/** x with A x = b. */
export function solveCholesky({ lower }: Cholesky, b: ArrayLike<number>): Float64Array {
  const p = lower.rows;
  const l = lower.values;
  const x = Float64Array.from(b);
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[k * p + i]! * x[k]!;
    x[i]! /= l[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    for (let k = i + 1; k < p; k++) x[i]! -= l[i * p + k]! * x[k]!;
    x[i]! /= l[i * p + i]!;
  }
  return x;
}

/** The inverse of A. */
export function invertCholesky(factor: Cholesky): Matrix {
  const p = factor.lower.rows;
  const inverse = zeros(p, p);
  const unit = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    unit.fill(0);
    unit[j] = 1;
    inverse.values.set(solveCholesky(factor, unit), j * p);
  }
  for (let j = 0; j < p; j++) for (let i = 0; i < j; i++) inverse.values[j * p + i] = inverse.values[i * p + j]!;
  return inverse;
}
