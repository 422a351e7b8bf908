import { cholesky } from '../numeric/cholesky';
import { type Matrix, multiply, transpose, zeros } from '../numeric/matrix';
import { symmetricEigen } from '../numeric/symmetric-eigen';
import type { GeeFit } from './gee';

/** model: if the working correlation were true. robust: the sandwich. The other two take out the pull of each cluster on its own residuals. */
export const GEE_ERRORS = ['model', 'robust', 'kauermann-carroll', 'mancl-derouen'] as const;
export type GeeErrors = (typeof GEE_ERRORS)[number];

/** A direction a cluster decides to this share of 1 has no residual to correct. */
const DECIDED = 1 - 1e-10;

/**
 * The covariance of the coefficients; null where a cluster alone decides a coefficient, which leaves nothing to correct. All is done in p
 * dimensions: (I - H)^s of a cluster's rows acts on its score as (I - C⁻¹ D'V⁻¹D C⁻ᵀ)^s does, C the factor of the information.
 * Sources: Liang and Zeger (1986); Mancl and DeRouen (2001), Biometrics 57, 126–134; Kauermann and Carroll (2001), JASA 96, 1387–1396.
 */
export function geeCovariance(fit: GeeFit, kind: GeeErrors): Matrix | null {
  const { inverse, information, scores, shares, scale } = fit;
  const p = inverse.rows;
  if (kind === 'model') return { ...inverse, values: inverse.values.map((value) => scale * value) };
  const factor = cholesky(information);
  if ('refused' in factor) return null;
  const c = factor.lower;
  const middle = zeros(p, p);
  for (const [g, score] of scores.entries()) {
    const own = kind === 'robust' ? score : corrected(score, shares[g]!, c, kind === 'mancl-derouen' ? 1 : 0.5);
    if (own === null) return null;
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) middle.values[k * p + j]! += own[j]! * own[k]!;
  }
  return multiply(multiply(inverse, middle), inverse);
}

/** C (I - C⁻¹ G C⁻ᵀ)^-power C⁻¹ u. */
function corrected(score: Float64Array, share: Matrix, c: Matrix, power: number): Float64Array | null {
  const p = score.length;
  const inner = solveColumns(c, transpose(solveColumns(c, share)));
  const { values, vectors } = symmetricEigen(inner);
  if (values.some((value) => value > DECIDED)) return null;
  const v = { rows: p, columns: 1, values: Float64Array.from(score) };
  const spectral = multiply(transpose(vectors), solveColumns(c, v));
  for (let k = 0; k < p; k++) spectral.values[k]! /= (1 - values[k]!) ** power;
  return multiply(c, multiply(vectors, spectral)).values;
}

/** L⁻¹ B of a lower triangle. */
function solveColumns(lower: Matrix, b: Matrix): Matrix {
  const p = lower.rows;
  const x = { ...b, values: b.values.slice() };
  for (let j = 0; j < b.columns; j++) {
    const own = x.values.subarray(j * p, (j + 1) * p);
    for (let i = 0; i < p; i++) {
      for (let k = 0; k < i; k++) own[i]! -= lower.values[k * p + i]! * own[k]!;
      own[i]! /= lower.values[i * p + i]!;
    }
  }
  return x;
}
