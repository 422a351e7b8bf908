import type { Chance } from '../numeric/chance';
import { cholesky } from '../numeric/cholesky';
import type { CannotDraw, Drawing } from './draw-linear';

const TURNS = 60;
const NEVER = 1e-8;
const logistic = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/**
 * Draws categories from a proportional-odds regression whose parameters are drawn first; with two categories it is a logistic one.
 * P(y ≤ k) = logistic(θ_k - x'β). A few light pseudo-rows, each category at a standard deviation above and below each predictor's mean
 * and together as heavy as there are slopes and one, keep the maximum finite where a predictor parts the categories.
 * Categories are those seen, whatever their codes.
 * Sources: McCullagh (1980), JRSS B 42, 109–142; White, Daniel and Royston (2010), Computational Statistics & Data Analysis 54, 2267–2275.
 */
export function drawCategories(drawing: Drawing, chance: Chance): Float64Array | CannotDraw {
  const { values, observed, missing } = drawing;
  const codes = [...new Set(Array.from(observed, (row) => values[row]!))].sort((a, b) => a - b);
  if (codes.length === 1) return new Float64Array(missing.length).fill(codes[0]!);
  const columns = standardised(drawing);
  const p = columns.length;
  const last = codes.length - 1;
  const size = last + p;
  if (observed.length <= size) return { refused: 'too-few', seen: observed.length, coefficients: size };
  const place = new Map(codes.map((code, k) => [code, k]));
  const rows = rowsOf(drawing, columns, place, last);
  let theta = startAt(rows, last, p);
  let seen = likelihood(rows, theta, last, p);
  let factor = cholesky({ rows: size, columns: size, values: seen.information });
  for (let turn = 0; ; turn++) {
    if (turn === TURNS || 'refused' in factor) return { refused: 'not-converged', seen: observed.length, coefficients: size };
    const step = solve(factor.lower.values, seen.gradient, size);
    if (step.every((value) => Math.abs(value) < NEVER)) break;
    let share = 1;
    let next = theta.map((value, j) => value + step[j]!);
    let after = likelihood(rows, next, last, p);
    while (!(after.value >= seen.value - 1e-10) && share > 1e-6) {
      share /= 2;
      next = theta.map((value, j) => value + share * step[j]!);
      after = likelihood(rows, next, last, p);
    }
    theta = next;
    seen = after;
    factor = cholesky({ rows: size, columns: size, values: seen.information });
  }
  const drawn = drawAround(theta, factor.lower.values, last, chance);
  return Float64Array.from(missing, (row) => {
    let eta = 0;
    for (let j = 0; j < p; j++) eta += drawn[last + j]! * columns[j]![row]!;
    const u = chance.share();
    let k = 0;
    while (k < last && u > logistic(drawn[k]! - eta)) k += 1;
    return codes[k]!;
  });
}

/** The columns less their means over their standard deviations, those that do not vary or follow from others left out. */
function standardised({ predictors, observed }: Drawing): Float64Array[] {
  const n = observed.length;
  const kept: Float64Array[] = [];
  const axes: Float64Array[] = [];
  for (const column of predictors) {
    let centre = 0;
    for (const row of observed) centre += column[row]!;
    centre /= n;
    let squares = 0;
    for (const row of observed) squares += (column[row]! - centre) ** 2;
    if (!(squares > 1e-20 * n * centre * centre) || squares === 0) continue;
    const spread = Math.sqrt(squares / n);
    const scaled = column.map((value) => (value - centre) / spread);
    const rest = Float64Array.from(observed, (row) => scaled[row]!);
    for (const axis of axes) {
      let dot = 0;
      for (let i = 0; i < n; i++) dot += axis[i]! * rest[i]!;
      for (let i = 0; i < n; i++) rest[i]! -= dot * axis[i]!;
    }
    const length = Math.sqrt(rest.reduce((total, value) => total + value * value, 0));
    if (length < 1e-4 * Math.sqrt(n)) continue;
    axes.push(rest.map((value) => value / length));
    kept.push(scaled);
  }
  return kept;
}

interface Rows {
  /** Row by row: predictors. */
  readonly x: Float64Array;
  readonly category: Int32Array;
  readonly weight: Float64Array;
}

function rowsOf({ values, observed }: Drawing, columns: readonly Float64Array[], place: Map<number, number>, last: number): Rows {
  const p = columns.length;
  const n = observed.length;
  const made = 2 * p * (last + 1);
  const x = new Float64Array((n + made) * p);
  const category = new Int32Array(n + made);
  const weight = new Float64Array(n + made).fill(1, 0, n);
  observed.forEach((row, i) => {
    for (let j = 0; j < p; j++) x[i * p + j] = columns[j]![row]!;
    category[i] = place.get(values[row]!)!;
  });
  let at = n;
  for (let j = 0; j < p; j++) {
    for (const side of [-1, 1]) {
      for (let k = 0; k <= last; k++, at++) {
        x[at * p + j] = side;
        category[at] = k;
        weight[at] = (p + 1) / made;
      }
    }
  }
  return { x, category, weight };
}

/** Thresholds at the shares of the categories, no slopes. */
function startAt({ category, weight }: Rows, last: number, p: number): Float64Array {
  const shares = new Float64Array(last + 1);
  category.forEach((k, i) => (shares[k]! += weight[i]!));
  const total = shares.reduce((sum, value) => sum + value, 0);
  const theta = new Float64Array(last + p);
  let below = 0;
  for (let k = 0; k < last; k++) {
    below += shares[k]! / total;
    theta[k] = Math.log(below / (1 - below));
  }
  return theta;
}

/** Log-likelihood, gradient and observed information; -Infinity where the thresholds are out of order. */
function likelihood({ x, category, weight }: Rows, theta: Float64Array, last: number, p: number) {
  const size = last + p;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (let i = 0; i < category.length; i++) {
    const k = category[i]!;
    const w = weight[i]!;
    let eta = 0;
    for (let j = 0; j < p; j++) eta += theta[last + j]! * x[i * p + j]!;
    const upper = k === last ? 1 : logistic(theta[k]! - eta);
    const lower = k === 0 ? 0 : logistic(theta[k - 1]! - eta);
    const share = upper - lower;
    if (!(share > 0)) return { value: -Infinity, gradient, information };
    value += w * Math.log(share);
    const cu = (upper * (1 - upper)) / share;
    const cl = (lower * (1 - lower)) / share;
    const du = cu * (1 - 2 * upper);
    const dl = cl * (1 - 2 * lower);
    const slope = cu - cl;
    if (k < last) {
      gradient[k]! += w * cu;
      information[k * size + k]! -= w * (du - cu * cu);
    }
    if (k > 0) {
      gradient[k - 1]! -= w * cl;
      information[(k - 1) * size + k - 1]! += w * (dl + cl * cl);
      if (k < last) information[(k - 1) * size + k]! -= w * cu * cl;
    }
    const bend = w * (du - dl - slope * slope);
    for (let j = 0; j < p; j++) {
      const own = x[i * p + j]!;
      gradient[last + j]! -= w * slope * own;
      if (k < last) information[k * size + last + j]! += w * own * (du - cu * slope);
      if (k > 0) information[(k - 1) * size + last + j]! -= w * own * (dl - cl * slope);
      for (let l = j; l < p; l++) information[(last + j) * size + last + l]! -= bend * own * x[i * p + l]!;
    }
  }
  return { value, gradient, information };
}

/** One draw around the maximum; thresholds that crossed are drawn again, and sorted if they will not stay in order. */
function drawAround(theta: Float64Array, lower: Float64Array, last: number, chance: Chance): Float64Array {
  const size = theta.length;
  for (let tries = 0; ; tries++) {
    const z = Float64Array.from({ length: size }, () => chance.normal());
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) z[i]! -= lower[i * size + k]! * z[k]!;
      z[i]! /= lower[i * size + i]!;
    }
    const drawn = theta.map((value, j) => value + z[j]!);
    const ordered = drawn.subarray(0, last).every((value, k) => k === 0 || value > drawn[k - 1]!);
    if (ordered) return drawn;
    if (tries === 50) {
      drawn.subarray(0, last).sort();
      return drawn;
    }
  }
}

function solve(lower: Float64Array, b: Float64Array, size: number): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[k * size + i]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[i * size + k]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
}
