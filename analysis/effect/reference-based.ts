import { cholesky, solveCholesky } from '../numeric/cholesky';
import type { Matrix } from '../numeric/matrix';

/**
 * What a person who is no longer seen is assumed to be like: as others of the own arm who were seen as long (`mar`); on the reference arm's
 * means from then on (`jump-to-reference`); as if in the reference arm from the start (`copy-reference`); keeping what was gained, then
 * moving as the reference arm moves (`copy-increments`).
 * Source: Carpenter, Roger and Kenward (2013), Journal of Biopharmaceutical Statistics 23, 1352–1371.
 */
export const STRATEGIES = ['mar', 'jump-to-reference', 'copy-reference', 'copy-increments'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Means at every visit and the covariance between visits, m by m. */
export interface Profile {
  readonly mean: ArrayLike<number>;
  readonly covariance: Matrix;
}

/**
 * The regression of visits not seen on visits seen under one covariance: it serves everyone with the same pattern.
 * @param seen, missing visits in order
 */
export interface Pattern {
  readonly seen: readonly number[];
  readonly missing: readonly number[];
  /** missing by seen, row by row. */
  readonly slopes: Float64Array;
  /** Of the covariance left: a lower triangle. */
  readonly spread: Matrix;
}

/** The pattern under a covariance; refused where that is not positive definite. */
export function patternOf(
  covariance: Matrix,
  seen: readonly number[],
  missing: readonly number[],
): Pattern | { refused: 'singular' } {
  const block = (rows: readonly number[], columns: readonly number[]): Matrix => {
    const values = new Float64Array(rows.length * columns.length);
    columns.forEach((c, j) =>
      rows.forEach((r, i) => (values[j * rows.length + i] = covariance.values[c * covariance.rows + r]!)),
    );
    return { rows: rows.length, columns: columns.length, values };
  };
  const rest = block(missing, missing);
  const slopes = new Float64Array(missing.length * seen.length);
  if (seen.length > 0) {
    const factor = cholesky(block(seen, seen));
    if ('refused' in factor) return { refused: 'singular' };
    const across = block(seen, missing);
    missing.forEach((_, i) => {
      const own = across.values.subarray(i * seen.length, (i + 1) * seen.length);
      const solved = solveCholesky(factor, own);
      slopes.set(solved, i * seen.length);
      for (let j = 0; j < missing.length; j++) {
        let explained = 0;
        for (let k = 0; k < seen.length; k++) explained += solved[k]! * across.values[j * seen.length + k]!;
        rest.values[j * missing.length + i]! -= explained;
      }
    });
  }
  const spread = cholesky(rest);
  return 'refused' in spread ? { refused: 'singular' } : { seen, missing, slopes, spread: spread.lower };
}

/**
 * The means that a strategy gives one person: `seen` those around which what was seen is taken to lie, `missing` those of the visits not seen.
 * The regression of the latter on the former is the reference arm's in every strategy but `mar`, so a pattern of the reference arm serves.
 * @param last the last visit seen; -1 for someone never seen
 */
export function meansUnder(
  strategy: Strategy,
  own: ArrayLike<number>,
  reference: ArrayLike<number>,
  last: number,
): ArrayLike<number> {
  switch (strategy) {
    case 'mar':
      return own;
    case 'copy-reference':
      return reference;
    case 'jump-to-reference':
      return Float64Array.from(own, (value, v) => (v <= last ? value : reference[v]!));
    case 'copy-increments':
      // Whoever was never seen has no mean to start from, and is as the reference arm.
      return last < 0
        ? reference
        : Float64Array.from(own, (value, v) => (v <= last ? value : own[last]! + reference[v]! - reference[last]!));
  }
}

/** The mean of the visits not seen given those seen. */
export function conditionalMean(pattern: Pattern, means: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const { seen, missing, slopes } = pattern;
  const found = new Float64Array(missing.length);
  for (let i = 0; i < missing.length; i++) {
    let mean = means[missing[i]!]!;
    for (let k = 0; k < seen.length; k++) mean += slopes[i * seen.length + k]! * (values[seen[k]!]! - means[seen[k]!]!);
    found[i] = mean;
  }
  return found;
}
