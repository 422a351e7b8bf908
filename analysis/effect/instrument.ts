import { clusterCovariance } from '../numeric/cluster-covariance';
import { coefficientCovariance } from '../numeric/coefficient-covariance';
import { fitLeastSquares, type LeastSquares, type RankDeficient } from '../numeric/least-squares';
import { at, type Matrix } from '../numeric/matrix';

/** How standard errors are found; clusters name everybody's cluster. */
export type InstrumentErrors =
  'model' | 'hc0' | 'hc1' | { readonly kind: 'CR0' | 'CR1' | 'CR1S'; readonly clusters: readonly string[] };

/** One estimate and its standard error. */
export interface Part {
  readonly estimate: number;
  readonly standardError: number;
}

/** Values of the effect that the data do not exclude: between two limits, outside them, everything. */
export type ConfidenceSet =
  | { readonly kind: 'interval'; readonly lower: number; readonly upper: number }
  | { readonly kind: 'rays'; readonly below: number; readonly above: number }
  | { readonly kind: 'everything' };

export interface InstrumentFit extends Part {
  readonly df: number;
  /** The instrument on the outcome, and on what was received. */
  readonly reduced: Part;
  readonly first: Part;
  readonly coefficients: readonly number[];
  /** Anderson and Rubin's set at a two-sided critical value of t. */
  andersonRubin(critical: number): ConfidenceSet;
}

/** Where nothing is left of the instrument beside the other columns: a share of its own length. */
const NOTHING = 1e-10;

/**
 * Two-stage least squares with one instrument for one thing received: everything else is its own instrument.
 * @param design what is adjusted for, intercept first, the instrument in its column `instrument`
 * Sources: Wald (1940), Annals of Mathematical Statistics 11, 284–300; Angrist, Imbens and Rubin (1996), JASA 91, 444–455;
 * Anderson and Rubin (1949), Annals of Mathematical Statistics 20, 46–63. See methods/complier.md.
 */
export function instrumentFit(
  design: Matrix,
  instrument: number,
  received: readonly number[],
  outcome: readonly number[],
  errors: InstrumentErrors,
): InstrumentFit | RankDeficient | { readonly refused: 'no-first-stage' } {
  const reduced = fitLeastSquares(design, outcome);
  if ('refused' in reduced) return reduced;
  const first = fitLeastSquares(design, received);
  if ('refused' in first) return first;
  const size = Math.max(...received.map(Math.abs));
  if (!(Math.abs(first.coefficients[instrument]!) > NOTHING * size)) return { refused: 'no-first-stage' };

  const rows = design.rows;
  const projected: Matrix = { ...design, values: Float64Array.from(design.values) };
  for (let i = 0; i < rows; i++) projected.values[instrument * rows + i] = received[i]! - first.residuals[i]!;
  const second = fitLeastSquares(projected, outcome);
  if ('refused' in second) return second;
  const effect = second.coefficients[instrument]!;
  // The residuals are from what was received, not from what was foreseen.
  const residuals = second.residuals.map((residual, i) => residual - effect * first.residuals[i]!);
  const varianceOf = (fit: LeastSquares) => at(covarianceOf(fit, errors), instrument, instrument);
  const partOf = (fit: LeastSquares): Part => {
    return { estimate: fit.coefficients[instrument]!, standardError: Math.sqrt(varianceOf(fit)) };
  };
  const own = { reduced: partOf(reduced), first: partOf(first) };
  const summed = { ...reduced, residuals: reduced.residuals.map((residual, i) => residual + first.residuals[i]!) };
  const both = (varianceOf(summed) - own.reduced.standardError ** 2 - own.first.standardError ** 2) / 2;
  return {
    estimate: effect,
    standardError: Math.sqrt(varianceOf({ ...second, residuals })),
    df: typeof errors === 'string' ? second.residualDf : new Set(errors.clusters).size - 1,
    ...own,
    coefficients: second.coefficients,
    andersonRubin: (critical) => setOf(own.reduced, own.first, both, critical),
  };
}

function covarianceOf(fit: LeastSquares, errors: InstrumentErrors): Matrix {
  return typeof errors === 'string'
    ? coefficientCovariance(fit, errors)
    : clusterCovariance(fit, errors.clusters, errors.kind).covariance;
}

/** All β with (y − βd)² ≤ c² var(y − βd): a quadratic. */
function setOf(reduced: Part, first: Part, covariance: number, critical: number): ConfidenceSet {
  const c = critical * critical;
  const square = first.estimate ** 2 - c * first.standardError ** 2;
  const half = reduced.estimate * first.estimate - c * covariance;
  const constant = reduced.estimate ** 2 - c * reduced.standardError ** 2;
  const root = half * half - square * constant;
  if (square > 0) {
    const reach = Math.sqrt(Math.max(0, root));
    return { kind: 'interval', lower: (half - reach) / square, upper: (half + reach) / square };
  }
  if (root <= 0) return { kind: 'everything' };
  const ends = [(half - Math.sqrt(root)) / square, (half + Math.sqrt(root)) / square].sort((a, b) => a - b) as [number, number];
  return { kind: 'rays', below: ends[0], above: ends[1] };
}
