import { cholesky, invertCholesky } from '../numeric/cholesky';
import { type Matrix, zeros } from '../numeric/matrix';
import { coxDerivatives, coxOrder, type CoxOrder, type Ties } from './cox-likelihood';

export interface CoxData {
  readonly time: readonly number[];
  readonly event: readonly number[];
  /** n by p, without an intercept. */
  readonly design: Matrix;
  /** Codes of strata with a baseline hazard each; one where left out. */
  readonly stratum?: readonly number[];
  readonly ties?: Ties;
}

export interface CoxFit {
  readonly coefficients: Float64Array;
  /** Inverse of the information. */
  readonly covariance: Matrix;
  /** At coefficients of 0 and at the maximum. */
  readonly logLikelihood: { readonly null: number; readonly fitted: number };
  /** Rao's test that all coefficients are 0. */
  readonly score: number;
  readonly turns: number;
  /** Rows in the order of the likelihood, the design about its centre and in units of its spread. */
  readonly order: CoxOrder;
  readonly ties: Ties;
  /** Of the standardised design; `predictor` in the order of rows sorted. */
  readonly standard: { readonly coefficients: Float64Array; readonly predictor: Float64Array; readonly covariance: Matrix };
}

export type CoxRefusal =
  | { readonly refused: 'separation'; readonly column: number }
  | { readonly refused: 'rank-deficient'; readonly column: number }
  | { readonly refused: 'no-convergence' };

const TURNS = 60;
/** Of a column in units of its spread, less than this is left once those before it are told. */
const NOTHING_LEFT = 1e-9;
/** Predictors that spread beyond this with steps that do not shrink are on their way to infinity. */
const FAR = 15;
const STILL_MOVING = 0.3;

/**
 * Cox's proportional hazards by Newton's method with step halving, ties by Efron or Breslow.
 * Sources: Cox (1972), JRSS B 34, 187–220; Efron (1977), JASA 72, 557–565; methods/survival.md.
 */
export function fitCox(data: CoxData): CoxFit | CoxRefusal {
  const ties = data.ties ?? 'efron';
  const order = coxOrder(data);
  const { rows: n, columns: p } = order;
  let beta: Float64Array = new Float64Array(p);
  let predictor: Float64Array = new Float64Array(n);
  let here = coxDerivatives(order, predictor, ties);
  const column = firstDependent(here.information, p, order.deaths);
  if (column !== null) return { refused: 'rank-deficient', column };
  const start = here;
  let score = 0;
  for (let turn = 1; turn <= TURNS; turn++) {
    const factor = cholesky(matrixOf(here.information, p));
    if ('refused' in factor) return { refused: 'separation', column: factor.column };
    const inverse = invertCholesky(factor);
    const step = times(inverse, here.gradient);
    const promise = dot(step, here.gradient);
    if (turn === 1) score = promise;
    let [next, moved, there] = [beta, predictor, here];
    for (let scale = 1; scale > 1e-6; scale /= 2) {
      next = beta.map((value, j) => value + scale * step[j]!);
      moved = predictorOf(order, next);
      there = coxDerivatives(order, moved, ties);
      if (there.logLikelihood >= here.logLikelihood - 1e-11 * Math.abs(here.logLikelihood)) break;
    }
    const [far, shift] = [spread(moved), largestShift(moved, predictor)];
    if (far > FAR && shift > STILL_MOVING && turn > FAR / 2) return { refused: 'separation', column: largestAt(step) };
    [beta, predictor, here] = [next, moved, there];
    if (promise <= 1e-20 * (1 + Math.abs(here.logLikelihood)) || shift < 1e-11 * (1 + far)) {
      const last = cholesky(matrixOf(here.information, p));
      if ('refused' in last) return { refused: 'separation', column: last.column };
      const covariance = invertCholesky(last);
      return {
        coefficients: beta.map((value, j) => value / order.scale[j]!),
        covariance: rescaled(covariance, order.scale),
        logLikelihood: { null: start.logLikelihood, fitted: here.logLikelihood },
        score,
        turns: turn,
        order,
        ties,
        standard: { coefficients: beta, predictor, covariance },
      };
    }
  }
  return { refused: 'no-convergence' };
}

/** A covariance of standardised coefficients as one of the coefficients themselves. */
export function rescaled(covariance: Matrix, scale: Float64Array): Matrix {
  const p = covariance.rows;
  const own = zeros(p, p);
  for (let j = 0; j < p; j++)
    for (let i = 0; i < p; i++) own.values[j * p + i] = covariance.values[j * p + i]! / (scale[i]! * scale[j]!);
  return own;
}

/** The first column of which, given those before it, the risk sets tell nothing; null where all tell something. */
function firstDependent(information: Float64Array, p: number, deaths: number): number | null {
  const left = information.slice();
  for (let j = 0; j < p; j++) {
    const pivot = left[j * p + j]!;
    if (!(pivot > NOTHING_LEFT * deaths)) return j;
    for (let k = j + 1; k < p; k++) for (let i = k; i < p; i++) left[k * p + i]! -= (left[j * p + i]! * left[j * p + k]!) / pivot;
  }
  return null;
}

function matrixOf(values: Float64Array, p: number): Matrix {
  return { rows: p, columns: p, values };
}

function times({ rows, values }: Matrix, v: Float64Array): Float64Array {
  const product = new Float64Array(rows);
  for (let j = 0; j < rows; j++) for (let i = 0; i < rows; i++) product[i]! += values[j * rows + i]! * v[j]!;
  return product;
}

function predictorOf({ design, rows, columns }: CoxOrder, beta: Float64Array): Float64Array {
  const predictor = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let total = 0;
    for (let j = 0; j < columns; j++) total += design[i * columns + j]! * beta[j]!;
    predictor[i] = total;
  }
  return predictor;
}

function spread(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least;
}

function largestShift(a: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

function largestAt(step: Float64Array): number {
  let at = 0;
  step.forEach((value, j) => (at = Math.abs(value) > Math.abs(step[at]!) ? j : at));
  return at;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
