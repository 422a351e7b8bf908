import { isReproduced } from '../describe/mean';
import { cholesky, invertCholesky, solveCholesky } from '../numeric/cholesky';
import { fitLeastSquares } from '../numeric/least-squares';
import { at, type Matrix, zeros } from '../numeric/matrix';
import { fitGeneralised, meanAt } from './generalised-linear';
import { type Cluster, correlationFactors, momentCorrelations, type WorkingCorrelation } from './working-correlation';

/** gaussian: means, identity link. logistic: events, log odds. poisson: counts, log mean. */
export type GeeFamily = 'gaussian' | 'logistic' | 'poisson';

export interface GeeData {
  readonly design: Matrix;
  readonly outcome: readonly number[];
  readonly clusters: readonly Cluster[];
  /** How many places in time there are. */
  readonly places: number;
  readonly family: GeeFamily;
  readonly correlation: WorkingCorrelation;
}

export interface GeeFit {
  readonly coefficients: Float64Array;
  /** (Σ D'V⁻¹D)⁻¹ with the scale left out, and its inverse. */
  readonly inverse: Matrix;
  readonly information: Matrix;
  /** Of each cluster: D'V⁻¹(y - μ) and D'V⁻¹D. */
  readonly scores: readonly Float64Array[];
  readonly shares: readonly Matrix[];
  readonly scale: number;
  readonly alpha: Float64Array;
  readonly turns: number;
}

export type GeeRefusal =
  | { readonly refused: 'separation' | 'rank-deficient'; readonly column: number }
  | { readonly refused: 'no-convergence' | 'no-pairs' | 'correlation-not-possible' | 'no-variance' };

const TURNS = 200;

/**
 * Generalised estimating equations: Fisher scoring of the coefficients between moment estimates of scale and correlations.
 * Sources: Liang and Zeger (1986), Biometrika 73, 13–22; Prentice (1988), Biometrics 44, 1033–1048 (correlations); methods/gee.md.
 */
export function fitGee(data: GeeData): GeeFit | GeeRefusal {
  const { design, outcome, clusters, places, correlation, family } = data;
  const p = design.columns;
  const start = independent(data);
  if ('refused' in start) return start;
  let beta = Float64Array.from(start);
  let alpha = new Float64Array(0);
  for (let turn = 1; turn <= TURNS; turn++) {
    const { residual, root } = standardised(data, beta);
    const scale = residual.reduce((total, value) => total + value * value, 0) / residual.length;
    if (family === 'gaussian' && isReproduced(scale, outcome)) return { refused: 'no-variance' };
    const found = momentCorrelations(correlation, clusters, places, residual, scale);
    if (found === 'no-pairs') return { refused: 'no-pairs' };
    const factorOf = correlationFactors(correlation, found, places);
    const information = zeros(p, p);
    const gradient = new Float64Array(p);
    const scores: Float64Array[] = [];
    const shares: Matrix[] = [];
    for (const cluster of clusters) {
      const factor = factorOf(cluster);
      if (factor === null) return { refused: 'correlation-not-possible' };
      const own = share(data, cluster, factor.lower, residual, root);
      own.score.forEach((value, j) => (gradient[j]! += value));
      own.information.values.forEach((value, j) => (information.values[j]! += value));
      scores.push(own.score);
      shares.push(own.information);
    }
    const factor = cholesky(information);
    if ('refused' in factor) return { refused: 'rank-deficient', column: factor.column };
    const step = solveCholesky(factor, gradient);
    const moved = found.reduce((most, value, k) => Math.max(most, Math.abs(value - (alpha[k] ?? Infinity))), 0);
    const shift = step.reduce((most, value, j) => Math.max(most, Math.abs(value) / (1e-3 + Math.abs(beta[j]!))), 0);
    if (shift < 1e-11 && moved < 1e-11) {
      return {
        coefficients: beta,
        inverse: invertCholesky(factor),
        information,
        scores,
        shares,
        scale,
        alpha: found,
        turns: turn,
      };
    }
    beta = beta.map((value, j) => value + step[j]!);
    alpha = Float64Array.from(found);
    if (beta.some((value) => !Number.isFinite(value))) return { refused: 'no-convergence' };
  }
  return { refused: 'no-convergence' };
}

/** Where the search begins: all rows as if they were people of their own. */
function independent({ design, outcome, family }: GeeData): readonly number[] | GeeRefusal {
  const fit = family === 'gaussian' ? fitLeastSquares(design, outcome) : fitGeneralised(design, outcome, family);
  return 'refused' in fit ? fit : fit.coefficients;
}

/** Residuals in units of their standard deviation, scale apart, and those units. */
function standardised({ design, outcome, family }: GeeData, beta: Float64Array) {
  const n = design.rows;
  const residual = new Float64Array(n);
  const root = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let eta = 0;
    for (let j = 0; j < beta.length; j++) eta += at(design, i, j) * beta[j]!;
    const mean = family === 'gaussian' ? eta : meanAt(eta, family);
    root[i] = family === 'gaussian' ? 1 : Math.sqrt(family === 'logistic' ? mean * (1 - mean) : mean);
    residual[i] = (outcome[i]! - mean) / root[i]!;
  }
  return { residual, root };
}

/** What one cluster adds, its rows made independent by the factor of their correlation. */
function share(
  { design }: GeeData,
  { rows }: Cluster,
  lower: Matrix,
  residual: Float64Array,
  root: Float64Array,
): { score: Float64Array; information: Matrix } {
  const [m, p] = [rows.length, design.columns];
  // All links are canonical, so the derivative of the mean over its standard deviation is that deviation.
  const columns = Array.from({ length: p }, (_, j) =>
    solveLower(
      lower,
      Float64Array.from(rows, (i) => root[i]! * at(design, i, j)),
    ),
  );
  const e = solveLower(
    lower,
    Float64Array.from(rows, (i) => residual[i]!),
  );
  const dot = (a: Float64Array, b: Float64Array) => {
    let total = 0;
    for (let i = 0; i < m; i++) total += a[i]! * b[i]!;
    return total;
  };
  const information = zeros(p, p);
  for (let j = 0; j < p; j++)
    for (let k = j; k < p; k++) {
      information.values[j * p + k] = dot(columns[j]!, columns[k]!);
      information.values[k * p + j] = information.values[j * p + k]!;
    }
  return { score: Float64Array.from(columns, (column) => dot(column, e)), information };
}

function solveLower({ rows: m, values }: Matrix, b: Float64Array): Float64Array {
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < i; k++) b[i]! -= values[k * m + i]! * b[k]!;
    b[i]! /= values[i * m + i]!;
  }
  return b;
}
