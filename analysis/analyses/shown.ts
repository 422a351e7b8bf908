import { at, type Matrix } from '../numeric/matrix';

/** A matrix as rows of numbers, for the details of an answer. */
export function rowsOfMatrix(matrix: Matrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => Array.from({ length: matrix.columns }, (__, j) => at(matrix, i, j)));
}
