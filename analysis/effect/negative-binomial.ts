import { fitLeastSquares, type LeastSquares } from '../numeric/least-squares';
import { at, type Matrix, multiply, transpose } from '../numeric/matrix';
import { fitGeneralised, type GeneralisedRefusal } from './generalised-linear';

/** Counts whose variance is μ + μ²/θ, log link, at their maximum likelihood. */
export interface NegativeBinomialFit {
  readonly coefficients: readonly number[];
  /** Given θ, to which the coefficients are orthogonal. */
  readonly covariance: Matrix;
  readonly last: LeastSquares;
  readonly fitted: readonly number[];
  readonly theta: number;
  readonly thetaError: number;
  readonly deviance: number;
  readonly logLikelihood: number;
  /** Of Poisson's model, which is this one at infinite θ. */
  readonly poissonLogLikelihood: number;
}

const TURNS = 200;

/**
 * Reweighted least squares for the coefficients and Newton's method for θ, in turn until neither moves.
 * @param offset added to the linear predictor of each row
 * Source: Lawless (1987), Canadian Journal of Statistics 15, 209–225.
 */
export function fitNegativeBinomial(
  design: Matrix,
  outcome: readonly number[],
  offset: readonly number[],
): NegativeBinomialFit | GeneralisedRefusal | { readonly refused: 'no-overdispersion' } {
  const poisson = fitGeneralised(design, outcome, 'poisson', offset);
  if ('refused' in poisson) return poisson;
  const spread = outcome.reduce((total, y, i) => total + (y - poisson.fitted[i]!) ** 2 - y, 0);
  if (!(spread > 0)) return { refused: 'no-overdispersion' };
  const beyond = timesBeyond(outcome);
  let fitted: readonly number[] = poisson.fitted;
  let coefficients = poisson.coefficients;
  let theta = fitted.reduce((total, mu) => total + mu * mu, 0) / spread;
  for (let turn = 0; turn < TURNS; turn++) {
    const before = theta;
    theta = likeliestTheta(theta, outcome, fitted, beyond);
    if (!Number.isFinite(theta)) return { refused: 'no-overdispersion' };
    const weights = fitted.map((mu) => mu / (1 + mu / theta));
    const working = outcome.map((y, i) => Math.log(fitted[i]!) - offset[i]! + (y - fitted[i]!) / fitted[i]!);
    const last = fitLeastSquares(design, working, weights);
    if ('refused' in last) return last;
    const shift = last.coefficients.reduce((most, value, j) => Math.max(most, Math.abs(value - coefficients[j]!)), 0);
    if (shift < 1e-11 && Math.abs(theta - before) < 1e-11 * theta) {
      return {
        coefficients,
        covariance: multiply(last.inverseR, transpose(last.inverseR)),
        last,
        fitted,
        theta,
        thetaError: 1 / Math.sqrt(thetaSlope(theta, outcome, fitted, beyond).information),
        deviance: devianceOf(outcome, fitted, theta),
        logLikelihood: logLikelihoodOf(outcome, fitted, theta, beyond),
        poissonLogLikelihood: poisson.logLikelihood,
      };
    }
    coefficients = last.coefficients;
    fitted = offset.map((value, i) => Math.exp(coefficients.reduce((total, b, j) => total + b * at(design, i, j), value)));
  }
  return { refused: 'no-convergence' };
}

/** How many outcomes are above each whole number: Γ(y + θ)/Γ(θ) is a product over these. */
function timesBeyond(outcome: readonly number[]): Float64Array {
  const beyond = new Float64Array(outcome.reduce((most, y) => Math.max(most, y), 0));
  for (const y of outcome) if (y > 0) beyond[y - 1]! += 1;
  for (let k = beyond.length - 2; k >= 0; k--) beyond[k]! += beyond[k + 1]!;
  return beyond;
}

function thetaSlope(theta: number, outcome: readonly number[], fitted: readonly number[], beyond: Float64Array) {
  let [slope, information] = [0, 0];
  for (let k = 0; k < beyond.length; k++) {
    slope += beyond[k]! / (theta + k);
    information += beyond[k]! / (theta + k) ** 2;
  }
  outcome.forEach((y, i) => {
    const mu = fitted[i]!;
    slope += 1 - Math.log1p(mu / theta) - (y + theta) / (mu + theta);
    information -= 1 / theta - 2 / (mu + theta) + (y + theta) / (mu + theta) ** 2;
  });
  return { slope, information };
}

/** Newton's method on ln θ; infinite where the likelihood rises for ever. */
function likeliestTheta(start: number, outcome: readonly number[], fitted: readonly number[], beyond: Float64Array): number {
  let theta = start;
  for (let turn = 0; turn < 100; turn++) {
    const { slope, information } = thetaSlope(theta, outcome, fitted, beyond);
    // On ln θ the curvature is θ² information less θ slope; where that is not positive a step of 1 goes uphill.
    const curvature = theta * theta * information - theta * slope;
    const step = curvature > 0 ? Math.max(-1, Math.min(1, (theta * slope) / curvature)) : Math.sign(slope);
    theta *= Math.exp(step);
    if (theta > 1e9) return Infinity;
    if (Math.abs(step) < 1e-13) break;
  }
  return theta;
}

function devianceOf(outcome: readonly number[], fitted: readonly number[], theta: number): number {
  return (
    2 *
    outcome.reduce((total, y, i) => {
      const mu = fitted[i]!;
      return total + (y === 0 ? 0 : y * Math.log(y / mu)) - (y + theta) * Math.log((y + theta) / (mu + theta));
    }, 0)
  );
}

function logLikelihoodOf(outcome: readonly number[], fitted: readonly number[], theta: number, beyond: Float64Array): number {
  let total = 0;
  for (let k = 0; k < beyond.length; k++) total += beyond[k]! * (Math.log(theta + k) - Math.log(k + 1));
  return outcome.reduce((sum, y, i) => {
    const mu = fitted[i]!;
    return sum - theta * Math.log1p(mu / theta) + (y === 0 ? 0 : y * Math.log(mu / (mu + theta)));
  }, total);
}
