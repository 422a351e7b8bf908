import { cholesky, invertCholesky } from '../numeric/cholesky';
import { at, type Matrix, multiply, quadraticForm, zeros } from '../numeric/matrix';
import { minimise, type Seen } from '../numeric/optimise';

/** One factor behind all items: loadings (its variance 1), what is each item's own, and McDonald's omega of their sum. */
export interface OneFactor {
  readonly loadings: readonly number[];
  readonly residuals: readonly number[];
  readonly omega: number;
  /** By the delta method from the expected information. */
  readonly standardError: number;
  /** Of exact fit: χ² with its degrees of freedom. */
  readonly chiSquare: number;
  readonly df: number;
}

/**
 * The one-factor model by maximum likelihood (covariances with divisor n), Fisher scoring. Three items or more.
 * Source: Jöreskog (1967), Psychometrika 32, 443–482; Raykov (2002), Structural Equation Modeling 9, 195–212. See methods/reliability.md.
 */
export function oneFactor(
  covariance: Matrix,
  n: number,
): OneFactor | { readonly refused: 'no-convergence' | 'negative-residual' } {
  const k = covariance.rows;
  const observed: Matrix = { ...covariance, values: covariance.values.map((value) => (value * (n - 1)) / n) };
  const factorOf = cholesky(observed);
  if ('refused' in factorOf) return { refused: 'no-convergence' };
  const items = Array.from({ length: k }, (_, j) => j);
  const sums = items.map((i) => items.reduce((total, j) => total + (i === j ? 0 : at(observed, i, j)), 0));
  const spread = Math.sqrt(Math.abs(sums.reduce((total, value) => total + value, 0)));
  const start = [
    ...items.map((i) => (spread > 0 ? sums[i]! / spread : 0.5 * Math.sqrt(at(observed, i, i)))),
    ...items.map((i) => 0.6 * at(observed, i, i)),
  ];
  const found = minimise((x) => seenAt(x, observed), start, { decrease: 1e-18, turns: 500 });
  if (!found.converged) return { refused: 'no-convergence' };
  const loadings = [...found.at.subarray(0, k)];
  const residuals = [...found.at.subarray(k)];
  if (residuals.some((value) => value < 0)) return { refused: 'negative-residual' };
  const total = loadings.reduce((sum, value) => sum + value, 0);
  const own = residuals.reduce((sum, value) => sum + value, 0);
  const omega = total ** 2 / (total ** 2 + own);
  const information = cholesky(seenAt(found.at, observed)!.curvature!);
  if ('refused' in information) return { refused: 'no-convergence' };
  const slope = [
    ...items.map(() => (2 * total * own) / (total ** 2 + own) ** 2),
    ...items.map(() => -(total ** 2) / (total ** 2 + own) ** 2),
  ];
  const square = (2 / n) * quadraticForm(invertCholesky(information), slope);
  const sign = total < 0 ? -1 : 1;
  return {
    loadings: loadings.map((value) => sign * value),
    residuals,
    omega,
    standardError: Math.sqrt(square),
    chiSquare: n * Math.max(0, found.value - factorOf.logDeterminant - k),
    df: (k * (k - 3)) / 2,
  };
}

/** ln |Σ| + tr(S Σ⁻¹) at loadings and residual variances, its gradient and its expected curvature. */
function seenAt(x: Float64Array, observed: Matrix): Seen | undefined {
  const k = observed.rows;
  const implied = zeros(k, k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) implied.values[j * k + i] = x[i]! * x[j]! + (i === j ? x[k + i]! : 0);
  const factor = cholesky(implied);
  if ('refused' in factor) return undefined;
  const inverse = invertCholesky(factor);
  const product = multiply(multiply(inverse, observed), inverse);
  // Ω = Σ⁻¹ − Σ⁻¹ S Σ⁻¹ is the gradient with respect to Σ.
  const omega = (i: number, j: number) => at(inverse, i, j) - at(product, i, j);
  const weighted = Array.from({ length: k }, (_, i) => {
    let total = 0;
    for (let j = 0; j < k; j++) total += at(inverse, i, j) * x[j]!;
    return total;
  });
  const shared = weighted.reduce((total, value, i) => total + value * x[i]!, 0);
  const gradient = new Float64Array(2 * k);
  const curvature = zeros(2 * k, 2 * k);
  const set = (a: number, b: number, value: number) => {
    curvature.values[b * 2 * k + a] = curvature.values[a * 2 * k + b] = value;
  };
  let trace = 0;
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      gradient[i]! += 2 * omega(i, j) * x[j]!;
      trace += at(inverse, i, j) * at(observed, i, j);
      set(i, j, 2 * (weighted[i]! * weighted[j]! + at(inverse, i, j) * shared));
      set(i, k + j, 2 * at(inverse, i, j) * weighted[j]!);
      set(k + i, k + j, at(inverse, i, j) ** 2);
    }
    gradient[k + i] = omega(i, i);
  }
  return { value: factor.logDeterminant + trace, gradient, curvature };
}
