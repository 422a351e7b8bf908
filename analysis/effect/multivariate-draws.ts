import type { Chance } from '../numeric/chance';
import { cholesky } from '../numeric/cholesky';
import { type Matrix, zeros } from '../numeric/matrix';
import { conditionalMean, type Pattern, patternOf } from './reference-based';

/** One arm's repeated outcomes: predictors (the first a column of ones) and outcomes, one column per visit, NaN where not seen. */
export interface ArmOutcomes {
  readonly predictors: readonly Float64Array[];
  readonly outcomes: readonly Float64Array[];
}

/** One draw of the parameters of an arm, and its outcomes completed under them. */
export interface ArmDraw {
  /** Predictors by visits; a predictor that follows from those before it has zeros. */
  readonly beta: Matrix;
  readonly covariance: Matrix;
  readonly completed: readonly Float64Array[];
}

export interface ArmRefusal {
  readonly refused: 'too-few' | 'no-variance' | 'never-seen';
  readonly people: number;
  readonly needed: number;
  /** The visit nobody was seen at. */
  readonly visit?: number;
}

const DEPENDENT = 1e-8;

/**
 * Multivariate normal regression with blanks by data augmentation, one chain: draw what was not seen given the parameters, then the parameters
 * given all, so many turns. Under the prior |Σ|^(-(m + 1)/2): Σ inverse Wishart with n - p degrees of freedom around the residual products,
 * B normal around least squares. See methods/reference-based.md.
 * Source: Schafer (1997), Analysis of Incomplete Multivariate Data, sections 5.3 and 5.4.
 */
export function drawArm({ predictors, outcomes }: ArmOutcomes, turns: number, chance: Chance): ArmDraw | ArmRefusal {
  const m = outcomes.length;
  const n = predictors[0]!.length;
  const axes = axesOf(predictors);
  const df = n - axes.length;
  const needed = axes.length + m;
  const unseen = outcomes.findIndex((values) => values.every(Number.isNaN));
  if (unseen >= 0) return { refused: 'never-seen', people: n, needed, visit: unseen };
  if (df < m) return { refused: 'too-few', people: n, needed };
  const completed = outcomes.map((values) => begun(values, chance));
  const groups = patternsOf(outcomes);
  const own = new Float64Array(m);
  let parameters = drawParameters(completed, predictors, axes, df, chance);
  for (let turn = 0; turn < turns; turn++) {
    if ('refused' in parameters) return { refused: 'no-variance', people: n, needed };
    const means = meansOf(predictors, parameters.beta);
    for (const { seen, missing, people } of groups) {
      const pattern = patternOf(parameters.covariance, seen, missing);
      if ('refused' in pattern) return { refused: 'no-variance', people: n, needed };
      for (const person of people) {
        for (let v = 0; v < m; v++) own[v] = means[v]![person]!;
        drawInto(completed, person, pattern, own, chance);
      }
    }
    if (turn < turns - 1) parameters = drawParameters(completed, predictors, axes, df, chance);
  }
  return 'refused' in parameters ? { refused: 'no-variance', people: n, needed } : { ...parameters, completed };
}

/** Draws the visits of a pattern for one person around given means, in place. */
export function drawInto(
  completed: readonly Float64Array[],
  person: number,
  pattern: Pattern,
  means: ArrayLike<number>,
  chance: Chance,
): void {
  const { missing, spread } = pattern;
  const k = missing.length;
  const values = new Float64Array(completed.length);
  for (let v = 0; v < values.length; v++) values[v] = completed[v]![person]!;
  const mean = conditionalMean(pattern, means, values);
  const z = new Float64Array(k);
  for (let i = 0; i < k; i++) z[i] = chance.normal();
  for (let i = 0; i < k; i++) {
    let value = mean[i]!;
    for (let j = 0; j <= i; j++) value += spread.values[j * k + i]! * z[j]!;
    completed[missing[i]!]![person] = value;
  }
}

/** Means of every person at every visit. */
export function meansOf(predictors: readonly Float64Array[], beta: Matrix): Float64Array[] {
  return Array.from({ length: beta.columns }, (_, v) => {
    const means = new Float64Array(predictors[0]!.length);
    predictors.forEach((column, j) => {
      const b = beta.values[v * beta.rows + j]!;
      if (b !== 0) for (let i = 0; i < means.length; i++) means[i]! += b * column[i]!;
    });
    return means;
  });
}

function begun(values: Float64Array, chance: Chance): Float64Array {
  const seen = values.filter((value) => !Number.isNaN(value));
  return values.map((value) => (Number.isNaN(value) ? seen[chance.whole(seen.length)]! : value));
}

function patternsOf(outcomes: readonly Float64Array[]): { seen: number[]; missing: number[]; people: number[] }[] {
  const groups = new Map<string, { seen: number[]; missing: number[]; people: number[] }>();
  for (let person = 0; person < outcomes[0]!.length; person++) {
    const blank = outcomes.map((values) => Number.isNaN(values[person]!));
    if (!blank.includes(true)) continue;
    const key = blank.map(Number).join('');
    const own = groups.get(key) ?? {
      seen: blank.flatMap((is, v) => (is ? [] : [v])),
      missing: blank.flatMap((is, v) => (is ? [v] : [])),
      people: [],
    };
    own.people.push(person);
    groups.set(key, own);
  }
  return [...groups.values()];
}

/** An orthonormal column and what makes it of the predictors: those up to `predictor`, by back substitution. */
interface Axis {
  readonly predictor: number;
  readonly unit: Float64Array;
  /** Inner products of the predictor with the axes up to its own. */
  readonly r: readonly number[];
}

/** Modified Gram–Schmidt, twice, passing over predictors that follow from those before them. */
function axesOf(predictors: readonly Float64Array[]): Axis[] {
  const axes: Axis[] = [];
  predictors.forEach((column, predictor) => {
    const unit = column.slice();
    const whole = lengthOf(column);
    const r = axes.map(() => 0);
    for (let again = 0; again < 2; again++) {
      axes.forEach((axis, k) => {
        const dot = product(axis.unit, unit);
        r[k]! += dot;
        for (let i = 0; i < unit.length; i++) unit[i]! -= dot * axis.unit[i]!;
      });
    }
    const left = lengthOf(unit);
    if (!(left > DEPENDENT * whole)) return;
    for (let i = 0; i < unit.length; i++) unit[i]! /= left;
    axes.push({ predictor, unit, r: [...r, left] });
  });
  return axes;
}

function drawParameters(
  completed: readonly Float64Array[],
  predictors: readonly Float64Array[],
  axes: readonly Axis[],
  df: number,
  chance: Chance,
): { beta: Matrix; covariance: Matrix } | { refused: 'singular' } {
  const m = completed.length;
  const onAxes = completed.map((values) => axes.map(({ unit }) => product(unit, values)));
  const residuals = completed.map((values, v) => {
    const left = values.slice();
    axes.forEach(({ unit }, k) => {
      const b = onAxes[v]![k]!;
      for (let i = 0; i < left.length; i++) left[i]! -= b * unit[i]!;
    });
    return left;
  });
  const products = zeros(m, m);
  for (let a = 0; a < m; a++) for (let b = 0; b <= a; b++) products.values[b * m + a] = product(residuals[a]!, residuals[b]!);
  const factor = cholesky(products);
  if ('refused' in factor) return { refused: 'singular' };
  const g = inverseWishartRoot(factor.lower, df, chance);
  const covariance = zeros(m, m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      let total = 0;
      for (let k = 0; k < m; k++) total += g.values[k * m + a]! * g.values[k * m + b]!;
      covariance.values[b * m + a] = total;
    }
  }
  const beta = zeros(predictors.length, m);
  const noise = axes.map(() => Float64Array.from({ length: m }, () => chance.normal()));
  for (let v = 0; v < m; v++) {
    const rotated = axes.map((_, k) => {
      let value = onAxes[v]![k]!;
      for (let j = 0; j < m; j++) value += g.values[j * m + v]! * noise[k]![j]!;
      return value;
    });
    for (let k = axes.length - 1; k >= 0; k--) {
      let value = rotated[k]!;
      for (let l = k + 1; l < axes.length; l++) value -= axes[l]!.r[k]! * beta.values[v * beta.rows + axes[l]!.predictor]!;
      beta.values[v * beta.rows + axes[k]!.predictor] = value / axes[k]!.r[k]!;
    }
  }
  return { beta, covariance };
}

/** G with Σ = G G' from the inverse Wishart distribution: G = L A⁻ᵀ, A from Bartlett's decomposition, L the root of the scale. */
function inverseWishartRoot(lower: Matrix, df: number, chance: Chance): Matrix {
  const m = lower.rows;
  const a = zeros(m, m);
  for (let i = 0; i < m; i++) {
    a.values[i * m + i] = Math.sqrt(chance.chiSquare(df - i));
    for (let j = 0; j < i; j++) a.values[j * m + i] = chance.normal();
  }
  // Row by row of L: g A' = l, A' upper triangular.
  const g = zeros(m, m);
  for (let row = 0; row < m; row++) {
    for (let j = 0; j < m; j++) {
      let value = lower.values[j * m + row]!;
      for (let k = 0; k < j; k++) value -= g.values[k * m + row]! * a.values[k * m + j]!;
      g.values[j * m + row] = value / a.values[j * m + j]!;
    }
  }
  return g;
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

const lengthOf = (a: Float64Array) => Math.sqrt(product(a, a));
