/** Tukey's studentised range of k means with df degrees of freedom. See methods/distributions.md. */
import erfc from '@stdlib/math-base-special-erfc';
import { integrate, uphill } from './integrate';
import { stirlingError } from './log-gamma';
import { decreasingRoot, requirePositive, requireProbability, type Tail, type Tails } from './quantile-search';

/** The trapezoidal rule at this step on a product of normal functions leaves an error below 1e-14. */
const STEP = 0.25;
/** The normal density beyond this is below 1e-19 of its top. */
const REACH = 9.5;

const POINTS = Array.from({ length: Math.round((2 * REACH) / STEP) + 1 }, (_, i) => {
  const z = i * STEP - REACH;
  return { z, density: Math.exp(-0.5 * z * z), below: 0.5 * erfc(-z / Math.SQRT2), above: 0.5 * erfc(z / Math.SQRT2) };
});

/** Tails of the range of k ≥ 2 standardised means at q; df may be Infinity. */
export function studentisedRangeTails(q: number, k: number, df: number): Tails {
  requirePositive(df);
  if (!(Number.isInteger(k) && k >= 2)) throw new RangeError(`a range is of two means or more, not ${k}`);
  if (q <= 0) return { lower: 0, upper: 1 };
  return { lower: tailOf(q, k, df, false), upper: tailOf(q, k, df, true) };
}

/** The q whose `tail` has probability p, 0 < p < 1. */
export function studentisedRangeQuantile(p: number, k: number, df: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Infinity;
  const matchLower = p <= 0.5 === (tail === 'lower');
  const size = Math.min(p, 1 - p);
  const excess = (u: number) => {
    const own = Math.log(tailOf(Math.exp(u), k, df, !matchLower) / size);
    return matchLower ? -own : own;
  };
  return Math.exp(decreasingRoot(excess, Math.log(3), 0.2));
}

/** The tail at q averaged over the scale, as for the noncentral t. */
function tailOf(q: number, k: number, df: number, upper: boolean): number {
  if (df === Infinity) return Math.min(1, normalRange(q, k, upper));
  const logIntegrand = (u: number) => df * (u - Math.expm1(2 * u) / 2) + Math.log(normalRange(q * Math.exp(u), k, upper));
  const scale = Math.LN2 + 0.5 * Math.log(df / (4 * Math.PI)) - stirlingError(df / 2);
  return Math.min(1, integrate(logIntegrand, uphill(logIntegrand, 0), 1, scale));
}

/**
 * The range of k standard normals: k ∫ φ(z) [Φ(z) - Φ(z - w)]^(k - 1) dz below w, and above it k ∫ φ(z) {Φ(z)^(k - 1) - [...]} dz
 * with the difference written as a product, so that a small tail is a sum of small positive terms.
 */
function normalRange(w: number, k: number, upper: boolean): number {
  let total = 0;
  for (let i = 0; i < POINTS.length; i++) {
    const { z, density, below, above } = POINTS[i]!;
    if (upper) {
      const share = (0.5 * erfc((w - z) / Math.SQRT2)) / below;
      total += density * below ** (k - 1) * (share >= 1 ? 1 : -Math.expm1((k - 1) * Math.log1p(-share)));
    } else {
      const between = z > w ? 0.5 * erfc((z - w) / Math.SQRT2) - above : below - 0.5 * erfc((w - z) / Math.SQRT2);
      total += density * between ** (k - 1);
    }
  }
  return (k * total * STEP) / Math.sqrt(2 * Math.PI);
}
