import { findRoot } from './find-root';
import { incompleteGamma } from './incomplete-gamma';
import { integrate, uphill } from './integrate';
import { stirlingError } from './log-gamma';
import { normalLogDensity, normalLogLower } from './normal';

/** Beyond this many widths of the scale's distribution the normal tail is a step that a grid for the scale would miss. */
const STEEP = 8;

/**
 * P(T ≤ t), or P(T > t) when `upper`, of Student's t with `df` > 0 degrees of freedom and noncentrality `ncp`.
 * Written as the normal tail averaged over the scale, ∫ Φ(±(t s - ncp)) f(s) ds, or, for very large t, by parts, so that every
 * term is positive and both tails keep their relative accuracy. The trapezoidal rule in u = ln s converges geometrically and
 * is doubled until it stands still. Sources: Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2,
 * chapter 31; Trefethen and Weideman (2014), SIAM Review 56, 385–458; methods/distributions.md.
 */
export function noncentralStudentTail(t: number, df: number, ncp: number, upper: boolean): number {
  if (t < 0) return noncentralStudentTail(-t, df, -ncp, !upper);
  if (t > STEEP * Math.sqrt(2 * df)) return overNormal(t, df, ncp, upper);
  return overScale(t, df, ncp, upper);
}

/** ∫ Φ(±(t s - ncp)) f(s) ds, f the density of a chi variable over the root of its degrees of freedom. */
function overScale(t: number, df: number, ncp: number, upper: boolean): number {
  const sign = upper ? -1 : 1;
  const argument = (u: number) => sign * (t * Math.exp(u) - ncp);
  const logIntegrand = (u: number) => df * (u - Math.expm1(2 * u) / 2) + normalLogLower(argument(u));
  const slope = (u: number) => {
    const z = argument(u);
    return -df * Math.expm1(2 * u) + sign * t * Math.exp(u) * Math.exp(normalLogDensity(z) - normalLogLower(z));
  };
  let low = -1;
  while (slope(low) < 0) low *= 2;
  let high = 1;
  while (slope(high) > 0) high *= 2;
  const top = findRoot(slope, low, high, 1e-4);
  const scale = Math.LN2 + 0.5 * Math.log(df / (4 * Math.PI)) - stirlingError(df / 2);
  return Math.min(1, integrate(logIntegrand, 'root' in top ? top.root : 0, 1, scale));
}

/**
 * The same by parts, for t > 0: Φ(-ncp) or 0, plus ∫ φ(t s - ncp) P(S ≷ s) t ds. The scale is counted from the summit of
 * φ(t s - ncp) s, where t s is `peak` and t s - ncp its reciprocal, so that nothing cancels however large t is.
 */
function overNormal(t: number, df: number, ncp: number, upper: boolean): number {
  const root = Math.sqrt(ncp * ncp + 4);
  const peak = ncp > 0 ? (ncp + root) / 2 : 2 / (root - ncp);
  const logIntegrand = (v: number) => {
    const s = (peak / t) * Math.exp(v);
    const tails = incompleteGamma(df / 2, (df * s * s) / 2);
    return normalLogDensity(1 / peak + peak * Math.expm1(v)) + v + Math.log(upper ? tails.lower : tails.upper);
  };
  const belowZero = upper ? 0 : Math.exp(normalLogLower(-ncp));
  return Math.min(1, belowZero + integrate(logIntegrand, uphill(logIntegrand, 0), 1 / (1 + peak), Math.log(peak)));
}
