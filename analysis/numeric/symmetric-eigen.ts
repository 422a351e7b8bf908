import { type Matrix, zeros } from './matrix';

/** Eigenvalues in falling order, and the unit eigenvectors as columns in the same order. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/**
 * The spectrum of a symmetric matrix by cyclic Jacobi rotations; small eigenvalues keep their relative accuracy where the matrix
 * grants it. Meant for matrices of up to a few dozen rows. Only the lower triangle is read.
 * Source: Golub and Van Loan, Matrix Computations, 4th ed., section 8.5.
 */
export function symmetricEigen(matrix: Matrix): Spectrum {
  const p = matrix.rows;
  const a = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) a[j * p + i] = a[i * p + j] = matrix.values[j * p + i]!;
  const v = new Float64Array(p * p);
  for (let i = 0; i < p; i++) v[i * p + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let on = 0;
    for (let j = 0; j < p; j++)
      for (let i = 0; i < p; i++)
        if (i === j) on += a[j * p + i]! ** 2;
        else off += a[j * p + i]! ** 2;
    if (off <= 1e-34 * on || off === 0) break;
    for (let i = 0; i < p - 1; i++) for (let j = i + 1; j < p; j++) rotate(a, v, p, i, j);
  }
  const order = Array.from({ length: p }, (_, k) => k).sort((x, y) => a[y * p + y]! - a[x * p + x]!);
  const vectors = zeros(p, p);
  order.forEach((from, to) => vectors.values.set(v.subarray(from * p, (from + 1) * p), to * p));
  return { values: Float64Array.from(order, (k) => a[k * p + k]!), vectors };
}

/** One rotation that makes element (i, j) zero, in the matrix and in the vectors. */
function rotate(a: Float64Array, v: Float64Array, p: number, i: number, j: number): void {
  const aij = a[j * p + i]!;
  if (aij === 0) return;
  const theta = (a[j * p + j]! - a[i * p + i]!) / (2 * aij);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < p; k++) {
    const x = a[i * p + k]!;
    const y = a[j * p + k]!;
    a[i * p + k] = c * x - s * y;
    a[j * p + k] = s * x + c * y;
  }
  for (let k = 0; k < p; k++) {
    const x = a[k * p + i]!;
    const y = a[k * p + j]!;
    a[k * p + i] = c * x - s * y;
    a[k * p + j] = s * x + c * y;
    const vx = v[i * p + k]!;
    const vy = v[j * p + k]!;
    v[i * p + k] = c * vx - s * vy;
    v[j * p + k] = s * vx + c * vy;
  }
}
