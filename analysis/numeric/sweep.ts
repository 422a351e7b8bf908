import type { Matrix } from './matrix';

/** A column that cannot be swept because it follows from those swept before it. */
export interface Unsweepable {
  readonly refused: 'singular';
  readonly column: number;
}

/** A pivot below this share of its first value is rounding. */
const NOTHING_LEFT = 1e-12;

/**
 * Sweeps a symmetric matrix on the given columns, in place: the swept block becomes minus its inverse, the rest what is left after
 * regression on it. Sweeping X'X bordered by X'y gives coefficients and the residual sum of squares.
 * Source: Goodnight (1979), American Statistician 33, 149–158.
 */
export function sweep(matrix: Matrix, columns: readonly number[]): { readonly swept: readonly number[] } | Unsweepable {
  const p = matrix.rows;
  const a = matrix.values;
  const first = columns.map((k) => a[k * p + k]!);
  for (const [position, k] of columns.entries()) {
    const pivot = a[k * p + k]!;
    if (!(Math.abs(pivot) > NOTHING_LEFT * Math.abs(first[position]!))) return { refused: 'singular', column: k };
    for (let j = 0; j < p; j++) {
      if (j === k) continue;
      const factor = a[j * p + k]! / pivot;
      for (let i = 0; i < p; i++) if (i !== k) a[j * p + i]! -= a[k * p + i]! * factor;
    }
    for (let i = 0; i < p; i++) if (i !== k) a[k * p + i] = a[i * p + k] = a[k * p + i]! / pivot;
    a[k * p + k] = -1 / pivot;
  }
  return { swept: columns };
}
