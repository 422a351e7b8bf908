import { fitLeastSquares, type LeastSquares } from '../numeric/least-squares';
import { at, type Matrix, multiply, transpose } from '../numeric/matrix';

/** logistic: events 0 or 1, log odds. poisson: counts (or, for risk ratios, events), log mean. Both links are canonical. */
export type Family = 'logistic' | 'poisson';

/** A generalised linear model at its maximum likelihood. */
export interface GeneralisedFit {
  readonly coefficients: readonly number[];
  /** Inverse of the information; dispersion 1. */
  readonly covariance: Matrix;
  /** The weighted least squares of the last step: robust covariances are computed from it as from any. */
  readonly last: LeastSquares;
  readonly fitted: readonly number[];
  readonly deviance: number;
  readonly logLikelihood: number;
}

export type GeneralisedRefusal =
  | { readonly refused: 'separation'; readonly column: number }
  | { readonly refused: 'rank-deficient'; readonly column: number }
  | { readonly refused: 'no-convergence' };

/** Linear predictors beyond this with steps that do not shrink are on their way to infinity. */
const FAR = 15;
const STILL_MOVING = 0.3;
const TURNS = 100;

/**
 * Maximum likelihood by iteratively reweighted least squares with step halving.
 * Where the events are separated no maximum exists: predictors grow by about 1 a turn for ever. That is seen as a predictor far out
 * whose steps do not shrink, and refused with the column that moves it most, instead of stopped where rounding happens to end it.
 * @param offset added to the linear predictor of each row; 0 where left out
 * Sources: McCullagh and Nelder (1989), Generalized Linear Models, section 2.5; Albert and Anderson (1984), Biometrika 71, 1–10.
 */
export function fitGeneralised(
  design: Matrix,
  outcome: readonly number[],
  family: Family,
  offset?: readonly number[],
): GeneralisedFit | GeneralisedRefusal {
  const n = design.rows;
  const fixed = offset ?? new Array<number>(n).fill(0);
  const start = outcome.map((y) => (family === 'logistic' ? logit((y + 0.5) / 2) : Math.log(y + 0.1)));
  let predictor = start;
  let coefficients: readonly number[] | null = null;
  for (let turn = 0; turn < TURNS; turn++) {
    const mean = predictor.map((eta) => meanAt(eta, family));
    const weights = mean.map((mu) => weightAt(mu, family));
    const working = outcome.map((y, i) => predictor[i]! - fixed[i]! + (y - mean[i]!) / weights[i]!);
    const fit = fitLeastSquares(design, working, weights);
    if ('refused' in fit) return fit;
    let next = fit.coefficients;
    let moved = predict(design, next, fixed);
    if (coefficients !== null) {
      const before = deviance(outcome, mean, family);
      for (let half = 0; half < 30; half++) {
        const after = deviance(
          outcome,
          moved.map((eta) => meanAt(eta, family)),
          family,
        );
        if (after <= before + 1e-10 * (Math.abs(before) + 1)) break;
        next = next.map((value, j) => (value + coefficients![j]!) / 2);
        moved = predict(design, next, fixed);
      }
    }
    const step = moved.map((eta, i) => Math.abs(eta - predictor[i]!));
    const largest = Math.max(...step);
    const runaway = coefficients !== null && moved.some((eta, i) => Math.abs(eta) > FAR && step[i]! > STILL_MOVING);
    if (runaway && turn > FAR / 2) return { refused: 'separation', column: widest(design, next, coefficients!) };
    predictor = moved;
    coefficients = next;
    if (largest < 1e-11 * (1 + Math.max(...moved.map(Math.abs))))
      return finished(design, outcome, family, predictor, fixed, next);
  }
  return { refused: 'no-convergence' };
}

function finished(
  design: Matrix,
  outcome: readonly number[],
  family: Family,
  predictor: readonly number[],
  fixed: readonly number[],
  coefficients: readonly number[],
): GeneralisedFit | GeneralisedRefusal {
  const fitted = predictor.map((eta) => meanAt(eta, family));
  const weights = fitted.map((mu) => weightAt(mu, family));
  const working = outcome.map((y, i) => predictor[i]! - fixed[i]! + (y - fitted[i]!) / weights[i]!);
  const last = fitLeastSquares(design, working, weights);
  if ('refused' in last) return last;
  const own = deviance(outcome, fitted, family);
  return {
    coefficients,
    covariance: multiply(last.inverseR, transpose(last.inverseR)),
    last,
    fitted,
    deviance: own,
    logLikelihood: family === 'logistic' ? -own / 2 : poissonLogLikelihood(outcome, fitted),
  };
}

/** The column whose change moves the predictors most. */
function widest(design: Matrix, next: readonly number[], before: readonly number[]): number {
  const spread = next.map((value, j) => {
    const column = design.values.subarray(j * design.rows, (j + 1) * design.rows);
    const range =
      column.reduce((most, x) => Math.max(most, x), -Infinity) - column.reduce((least, x) => Math.min(least, x), Infinity);
    return Math.abs(value - before[j]!) * range;
  });
  return spread.indexOf(Math.max(...spread));
}

function predict(design: Matrix, coefficients: readonly number[], fixed: readonly number[]): number[] {
  return fixed.map((value, i) => coefficients.reduce((total, b, j) => total + b * at(design, i, j), value));
}

const logit = (p: number) => Math.log(p / (1 - p));

/** The mean at a linear predictor. */
export function meanAt(eta: number, family: Family): number {
  return family === 'logistic' ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta);
}

/** The variance of an outcome of this mean, which for a canonical link is the weight; kept from 0 so that a step exists. */
function weightAt(mu: number, family: Family): number {
  return Math.max(family === 'logistic' ? mu * (1 - mu) : mu, 1e-14);
}

function deviance(outcome: readonly number[], mean: readonly number[], family: Family): number {
  const share = (y: number, mu: number) => (y === 0 ? 0 : y * Math.log(y / mu));
  return (
    2 *
    outcome.reduce((total, y, i) => {
      const mu = mean[i]!;
      return total + share(y, mu) + (family === 'logistic' ? share(1 - y, 1 - mu) : mu - y);
    }, 0)
  );
}

function poissonLogLikelihood(outcome: readonly number[], mean: readonly number[]): number {
  return outcome.reduce((total, y, i) => total + (y === 0 ? 0 : y * Math.log(mean[i]!)) - mean[i]! - logFactorial(y), 0);
}

function logFactorial(y: number): number {
  let total = 0;
  for (let k = 2; k <= y; k++) total += Math.log(k);
  return total;
}
