/** Where a function crosses zero, or why no crossing was found. */
export type Root = { readonly root: number } | { readonly refused: 'no-sign-change' | 'no-convergence' };

/**
 * A root of a continuous function between `low` and `high`, at which it must have opposite signs, by Brent's method.
 * @param tolerance half-width of the final bracket, beside the spacing of doubles at the root
 * Source: Brent (1973), Algorithms for Minimization without Derivatives, chapter 4 (zeroin).
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance: number): Root {
  let [a, fa, b, fb] = [low, f(low), high, f(high)];
  if (!(fa * fb <= 0)) return { refused: 'no-sign-change' };
  let [c, fc] = [a, fa];
  let step = b - a;
  let before = step;
  for (let turn = 0; turn < 200; turn++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= near || fb === 0) return { root: b };
    const wanted = Math.abs(before) >= near && Math.abs(fa) > Math.abs(fb) ? interpolate(a, b, c, fa, fb, fc) : undefined;
    if (
      wanted !== undefined &&
      Math.abs(wanted) < Math.min(1.5 * Math.abs(half) - near / 2, Math.abs(before) / 2) &&
      wanted * half > 0
    ) {
      before = step;
      step = wanted;
    } else {
      step = half;
      before = half;
    }
    [a, fa] = [b, fb];
    b += Math.abs(step) > near ? step : half > 0 ? near : -near;
    fb = f(b);
    if (fb > 0 === fc > 0) {
      [c, fc] = [a, fa];
      step = b - a;
      before = step;
    }
  }
  return { refused: 'no-convergence' };
}

/** The step from b that a secant, or an inverse parabola where three points differ, proposes. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number): number {
  const s = fb / fa;
  if (a === c) return (s * (c - b)) / (s - 1);
  const q = fa / fc;
  const r = fb / fc;
  return (-s * ((c - b) * q * (q - r) - (b - a) * (r - 1))) / ((q - 1) * (r - 1) * (s - 1));
}
