/**
 * A dense matrix of doubles, stored column by column in one Float64Array.
 * Only what least squares and sandwich covariances need; anything grander belongs in a file of its own.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Element (i, j) is `values[j * rows + i]`. */
  readonly values: Float64Array;
}

/** A matrix of zeros with the given shape. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** A matrix from its columns, all of the same length; throws RangeError where they differ. */
export function fromColumns(columns: readonly ArrayLike<number>[]): Matrix {
  const rows = columns[0]?.length ?? 0;
  const matrix = zeros(rows, columns.length);
  columns.forEach((column, j) => {
    if (column.length !== rows) throw new RangeError(`column ${j} has ${column.length} values where ${rows} are needed`);
    matrix.values.set(Array.from(column), j * rows);
  });
  return matrix;
}

/** Element (i, j), both counted from 0. */
export function at(matrix: Matrix, i: number, j: number): number {
  return matrix.values[j * matrix.rows + i]!;
}

/** The product a b; a has as many columns as b has rows. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = zeros(a.rows, b.columns);
  for (let j = 0; j < b.columns; j++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = at(b, k, j);
      for (let i = 0; i < a.rows; i++) product.values[j * a.rows + i]! += at(a, i, k) * factor;
    }
  }
  return product;
}

/** The transpose of a matrix. */
export function transpose(a: Matrix): Matrix {
  const turned = zeros(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) turned.values[i * a.columns + j] = at(a, i, j);
  return turned;
}

/** The quadratic form v' A v of a square matrix: the variance of a linear combination of coefficients. */
export function quadraticForm(a: Matrix, v: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < a.columns; j++) total += v[i]! * at(a, i, j) * v[j]!;
  return total;
}

/** A copy without the columns from `from` up to, not with, `to`. */
export function withoutColumns({ rows, columns, values }: Matrix, from: number, to: number): Matrix {
  const kept = zeros(rows, columns - (to - from));
  kept.values.set(values.subarray(0, from * rows));
  kept.values.set(values.subarray(to * rows), from * rows);
  return kept;
}
