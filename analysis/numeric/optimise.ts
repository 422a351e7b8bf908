import { cholesky, solveCholesky } from './cholesky';
import { type Matrix, zeros } from './matrix';

/** A function to make small, seen at one point. */
export interface Seen {
  readonly value: number;
  readonly gradient: Float64Array;
  /** The curvature, or what stands for it (expected information); without it BFGS builds its own. */
  readonly curvature?: Matrix;
}

/** Where a function is smallest, or why the search stopped before. */
export type Optimum =
  | {
      readonly converged: true;
      readonly at: Float64Array;
      readonly value: number;
      readonly gradient: Float64Array;
      readonly turns: number;
    }
  | {
      readonly converged: false;
      readonly why: 'no-start' | 'no-descent' | 'too-many-turns';
      readonly at: Float64Array;
      readonly gradient: Float64Array;
      readonly turns: number;
    };

export interface SearchOptions {
  /** Stop when a full step would lower the function by less than this. */
  readonly decrease?: number;
  readonly turns?: number;
}

/**
 * Minimises a smooth function: Newton or Fisher steps where curvature is given, BFGS where not, each with step halving. A point where
 * the function does not exist (undefined) is stepped back from. It has converged when the decrease that the quadratic model still
 * promises is below `decrease` and no half of the step goes lower.
 */
export function minimise(
  f: (x: Float64Array) => Seen | undefined,
  start: ArrayLike<number>,
  options: SearchOptions = {},
): Optimum {
  const { decrease = 1e-14, turns: most = 200 } = options;
  let x = Float64Array.from(start);
  const n = x.length;
  let here = f(x);
  if (!here) return { converged: false, why: 'no-start', at: x, gradient: new Float64Array(n), turns: 0 };
  let inverse = identity(n);
  for (let turn = 1; turn <= most; turn++) {
    const step = stepOf(here, inverse);
    const promise = -dot(here.gradient, step) / 2;
    const rounding = 1e-15 * Math.abs(here.value);
    let scale = 1;
    let next: Seen | undefined;
    let at = x;
    for (; scale > 1e-10; scale /= 2) {
      at = x.map((value, i) => value + scale * step[i]!);
      next = f(at);
      // Near the end values tie at rounding; a full step whose promise is below rounding is still the better point.
      if (
        next &&
        (next.value < here.value - 1e-4 * scale * promise ||
          (promise <= rounding * 100 && next.value <= here.value + rounding * 10))
      )
        break;
      next = undefined;
    }
    if (promise <= decrease) {
      const better = next && next.value <= here.value + rounding * 10 ? { at, seen: next } : { at: x, seen: here };
      return { converged: true, at: better.at, value: better.seen.value, gradient: better.seen.gradient, turns: turn };
    }
    if (!next) {
      if (!here.curvature && !isIdentity(inverse)) {
        inverse = identity(n);
        continue;
      }
      return { converged: false, why: 'no-descent', at: x, gradient: here.gradient, turns: turn };
    }
    if (!next.curvature) inverse = updated(inverse, at, x, next.gradient, here.gradient);
    x = at;
    here = next;
  }
  return { converged: false, why: 'too-many-turns', at: x, gradient: here.gradient, turns: most };
}

/** Newton's step; where the curvature is not positive definite its diagonal is raised until it is. */
function stepOf(seen: Seen, inverse: Float64Array): Float64Array {
  const n = seen.gradient.length;
  const downhill = seen.gradient.map((value) => -value);
  if (!seen.curvature) {
    return Float64Array.from({ length: n }, (_, i) => {
      let total = 0;
      for (let j = 0; j < n; j++) total += inverse[j * n + i]! * downhill[j]!;
      return total;
    });
  }
  let raised = 0;
  for (let turn = 0; turn < 40; turn++) {
    const curvature = { ...seen.curvature, values: seen.curvature.values.slice() };
    for (let j = 0; j < n; j++) curvature.values[j * n + j]! += raised * (Math.abs(curvature.values[j * n + j]!) + 1e-12);
    const factor = cholesky(curvature);
    if (!('refused' in factor)) return solveCholesky(factor, downhill);
    raised = raised === 0 ? 1e-6 : raised * 4;
  }
  return downhill;
}

/** The BFGS update of an inverse curvature; passed over where the slope did not rise along the step. */
function updated(
  inverse: Float64Array,
  to: Float64Array,
  from: Float64Array,
  slopeTo: Float64Array,
  slopeFrom: Float64Array,
): Float64Array {
  const n = to.length;
  const s = to.map((value, i) => value - from[i]!);
  const y = slopeTo.map((value, i) => value - slopeFrom[i]!);
  const sy = dot(s, y);
  if (!(sy > 1e-300)) return inverse;
  const hy = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) hy[i]! += inverse[j * n + i]! * y[j]!;
  const factor = 1 + dot(y, hy) / sy;
  const next = inverse.slice();
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) next[j * n + i]! += (factor * s[i]! * s[j]! - hy[i]! * s[j]! - s[i]! * hy[j]!) / sy;
  }
  return next;
}

function identity(n: number): Float64Array {
  const { values } = zeros(n, n);
  for (let i = 0; i < n; i++) values[i * n + i] = 1;
  return values;
}

function isIdentity(matrix: Float64Array): boolean {
  const n = Math.sqrt(matrix.length);
  return matrix.every((value, i) => value === (i % (n + 1) === 0 ? 1 : 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
