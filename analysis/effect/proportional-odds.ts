import { cholesky, invertCholesky, solveCholesky } from '../numeric/cholesky';
import { chiSquareTails } from '../numeric/distributions';
import { fitLeastSquares } from '../numeric/least-squares';
import { at, fromColumns, type Matrix, zeros } from '../numeric/matrix';
import { minimise } from '../numeric/optimise';

/** Cumulative logits: ln odds of at most category k are ζₖ - xβ, so that a positive β is towards higher categories. */
export interface ProportionalOddsFit {
  readonly thresholds: readonly number[];
  readonly coefficients: readonly number[];
  /** Thresholds first; inverse of the observed information. */
  readonly covariance: Matrix;
  readonly logLikelihood: number;
  /** Score test that β is the same at every threshold; null where there is no second threshold. */
  readonly assumption: { readonly statistic: number; readonly df: number; readonly p: number } | null;
}

export type ProportionalOddsRefusal =
  { readonly refused: 'separation' | 'rank-deficient'; readonly column: number } | { readonly refused: 'no-convergence' };

/** Predictors that spread beyond this at the maximum are on their way to infinity. */
const FAR = 25;

/**
 * Maximum likelihood by Newton's method.
 * @param design without an intercept
 * @param category 0, 1, … of each row; every one of the `categories` occurs
 * Sources: McCullagh (1980), JRSS B 42, 109–142; score test of the assumption: Peterson and Harrell (1990), Applied Statistics 39, 205–217.
 */
export function fitProportionalOdds(
  design: Matrix,
  category: readonly number[],
  categories: number,
): ProportionalOddsFit | ProportionalOddsRefusal {
  const { rows: n, columns: q } = design;
  const columns = Array.from({ length: q }, (_, j) => design.values.subarray(j * n, (j + 1) * n));
  const plain = fitLeastSquares(fromColumns([new Float64Array(n).fill(1), ...columns]), category);
  if ('refused' in plain) return { refused: 'rank-deficient', column: plain.column - 1 };
  const cuts = categories - 1;
  const start = new Float64Array(cuts + q);
  for (let k = 0; k < cuts; k++) {
    const below = category.filter((own) => own <= k).length / n;
    start[k] = Math.log(below / (1 - below));
  }
  const found = minimise((theta) => seenAt(design, category, cuts, theta), start);
  const coefficients = Array.from(found.at.subarray(cuts));
  const reach = columns.map((own, j) => Math.abs(coefficients[j]!) * (Math.max(...own) - Math.min(...own)));
  const widest = reach.indexOf(Math.max(...reach));
  if (reach.some((width) => width > FAR)) return { refused: 'separation', column: widest };
  if (!found.converged) return { refused: 'no-convergence' };
  const seen = seenAt(design, category, cuts, found.at)!;
  const factor = cholesky(seen.curvature);
  if ('refused' in factor) return { refused: 'separation', column: widest };
  return {
    thresholds: Array.from(found.at.subarray(0, cuts)),
    coefficients,
    covariance: invertCholesky(factor),
    logLikelihood: -seen.value,
    assumption: cuts > 1 && q > 0 ? assumptionOf(design, category, cuts, found.at) : null,
  };
}

const logistic = (eta: number) => 1 / (1 + Math.exp(-eta));

/** -ln L with its slope and curvature; undefined where thresholds are not in order. */
function seenAt(design: Matrix, category: readonly number[], cuts: number, theta: Float64Array) {
  const { rows: n, columns: q } = design;
  const size = cuts + q;
  const gradient = new Float64Array(size);
  const curvature = zeros(size, size);
  const row = new Float64Array(size);
  let value = 0;
  const add = (i: number, k: number, first: number, second: number, other: number, cross: number) => {
    // η of threshold k: 1 at its own place, -x at the coefficients; `other` is the threshold below, where both bound the category.
    row.fill(0, 0, cuts);
    row[k] = 1;
    for (let j = 0; j < q; j++) row[cuts + j] = -at(design, i, j);
    for (let a = 0; a < size; a++) {
      if (row[a] === 0) continue;
      gradient[a]! -= first * row[a]!;
      for (let b = 0; b < size; b++) curvature.values[b * size + a]! -= second * row[a]! * row[b]!;
    }
    if (cross === 0) return;
    for (let a = 0; a < size; a++) {
      const low = a === other ? 1 : a < cuts ? 0 : row[a]!;
      for (let b = 0; b < size; b++) {
        const product = low * row[b]!;
        curvature.values[b * size + a]! -= cross * product;
        curvature.values[a * size + b]! -= cross * product;
      }
    }
  };
  for (let i = 0; i < n; i++) {
    let shift = 0;
    for (let j = 0; j < q; j++) shift += at(design, i, j) * theta[cuts + j]!;
    const j = category[i]!;
    const [upper, lower] = [j < cuts ? theta[j]! - shift : Infinity, j > 0 ? theta[j - 1]! - shift : -Infinity];
    // As a difference of the smaller tails, so that nothing is lost far out.
    const p = lower > 0 ? logistic(-lower) - logistic(-upper) : logistic(upper) - logistic(lower);
    if (!(p > 0)) return undefined;
    value -= Math.log(p);
    const density = (eta: number) => (Number.isFinite(eta) ? logistic(eta) * logistic(-eta) : 0);
    const slope = (eta: number) => (Number.isFinite(eta) ? density(eta) * (logistic(-eta) - logistic(eta)) : 0);
    const [up, low] = [density(upper) / p, -density(lower) / p];
    if (j < cuts) add(i, j, up, slope(upper) / p - up * up, j - 1, j > 0 ? -up * low : 0);
    if (j > 0) add(i, j - 1, low, -slope(lower) / p - low * low, -1, 0);
  }
  return { value, gradient, curvature };
}

/** Rao's test of coefficients of their own at each threshold, at the fit without, by expected information. */
function assumptionOf(design: Matrix, category: readonly number[], cuts: number, theta: Float64Array) {
  const { rows: n, columns: q } = design;
  const width = 1 + q;
  const size = cuts * width;
  const score = new Float64Array(size);
  const information = zeros(size, size);
  const x = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    x[0] = 1;
    let shift = 0;
    for (let j = 0; j < q; j++) {
      x[1 + j] = -at(design, i, j);
      shift += at(design, i, j) * theta[cuts + j]!;
    }
    const below = Array.from({ length: cuts }, (_, k) => logistic(theta[k]! - shift));
    const share = Array.from({ length: cuts + 1 }, (_, k) => (below[k] ?? 1) - (below[k - 1] ?? 0));
    const density = below.map((own) => own * (1 - own));
    const own = category[i]!;
    for (let k = 0; k < cuts; k++) {
      const sign = own === k ? 1 : own === k + 1 ? -1 : 0;
      for (let a = 0; a < width; a++) {
        score[k * width + a]! += ((sign * density[k]!) / share[own]!) * x[a]!;
        for (let b = 0; b < width; b++) {
          const same = density[k]! ** 2 * (1 / share[k]! + 1 / share[k + 1]!);
          information.values[(k * width + b) * size + k * width + a]! += same * x[a]! * x[b]!;
          if (k + 1 < cuts) {
            const next = (-density[k]! * density[k + 1]!) / share[k + 1]!;
            information.values[((k + 1) * width + b) * size + k * width + a]! += next * x[a]! * x[b]!;
            information.values[(k * width + a) * size + (k + 1) * width + b]! += next * x[a]! * x[b]!;
          }
        }
      }
    }
  }
  const factor = cholesky(information);
  if ('refused' in factor) return null;
  const solved = solveCholesky(factor, score);
  const statistic = score.reduce((total, value, k) => total + value * solved[k]!, 0);
  const df = q * (cuts - 1);
  return { statistic, df, p: chiSquareTails(statistic, df).upper };
}
