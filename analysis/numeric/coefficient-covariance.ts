import type { LeastSquares } from './least-squares';
import { at, type Matrix, multiply, transpose, zeros } from './matrix';

/** How the covariance of least-squares coefficients is estimated; HC0 to HC4 as in R's sandwich package. */
export type CovarianceKind = 'model' | 'hc0' | 'hc1' | 'hc2' | 'hc3' | 'hc4';

/** A row this close to leverage 1 has a column of its own: its residual is 0 by construction and it informs nothing else. */
export const ALONE = 1 - 1e-10;

/**
 * Covariance matrix of the coefficients of a fit with at least one residual degree of freedom.
 * `model` assumes one residual variance; the others are White's sandwich with the named correction.
 * A row alone in its own column contributes nothing: its limit under HC2 and HC3 is what leaving it out gives.
 * Sources: MacKinnon and White (1985), J. Econometrics 29, 305–325; Cribari-Neto (2004), CSDA 45, 215–233; methods/ancova.md.
 */
export function coefficientCovariance(fit: LeastSquares, kind: CovarianceKind): Matrix {
  const { q, inverseR } = fit;
  const p = q.columns;
  const middle = zeros(p, p);
  if (kind === 'model') {
    const variance = residualVariance(fit);
    for (let j = 0; j < p; j++) middle.values[j * p + j] = variance;
  } else {
    fit.residuals.forEach((residual, row) => {
      const leverage = fit.leverages[row]!;
      if (leverage > ALONE) return;
      const square = residual ** 2 * correction(kind, leverage, q.rows, p);
      for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) middle.values[j * p + i]! += at(q, row, i) * square * at(q, row, j);
    });
  }
  return multiply(multiply(inverseR, middle), transpose(inverseR));
}

/** The residual sum of squares divided by the residual degrees of freedom. */
export function residualVariance(fit: LeastSquares): number {
  return fit.residuals.reduce((total, residual) => total + residual ** 2, 0) / fit.residualDf;
}

function correction(kind: Exclude<CovarianceKind, 'model'>, leverage: number, n: number, p: number): number {
  switch (kind) {
    case 'hc0':
      return 1;
    case 'hc1':
      return n / (n - p);
    case 'hc2':
      return 1 / (1 - leverage);
    case 'hc3':
      return 1 / (1 - leverage) ** 2;
    case 'hc4':
      return 1 / (1 - leverage) ** Math.min(4, (n * leverage) / p);
  }
}
