/** The largest of several t statistics that share a control and its variance, as Dunnett compares arms. See methods/dunnett.md. */
import erfc from '@stdlib/math-base-special-erfc';
import { integrate, uphill } from './integrate';
import { stirlingError } from './log-gamma';
import { decreasingRoot, requirePositive, type Tails } from './quantile-search';

/** Half-width of the normal integral, and its step where the arms' own spread is 1; the rule's error falls faster than any power. */
const REACH = 9;
const STEP = 0.4;

/**
 * Tails of max |Tᵢ| at c ≥ 0: statistics i and j correlate by loadings[i] loadings[j], as those of arms against one control do with
 * loading √(n / (n + n₀)); df may be Infinity.
 * Source: Dunnett (1955), JASA 50, 1096–1121: given the control's mean and the spread the arms are independent.
 */
export function dunnettTails(c: number, loadings: readonly number[], df: number): Tails {
  requirePositive(df);
  if (loadings.some((loading) => !(loading >= 0 && loading < 1))) throw new RangeError('a loading lies from 0 to below 1');
  if (c <= 0) return { lower: 0, upper: 1 };
  return { lower: tailOf(c, loadings, df, false), upper: tailOf(c, loadings, df, true) };
}

/** The c that max |Tᵢ| exceeds with probability p, 0 < p < 1. */
export function dunnettQuantile(p: number, loadings: readonly number[], df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability lies between 0 and 1, not at ${p}`);
  return Math.exp(decreasingRoot((u) => Math.log(tailOf(Math.exp(u), loadings, df, true) / p), Math.log(2.5), 0.2));
}

/** The tail at c averaged over the scale, as for the noncentral t. */
function tailOf(c: number, loadings: readonly number[], df: number, upper: boolean): number {
  if (df === Infinity) return Math.min(1, normalTail(c, loadings, upper));
  const logIntegrand = (u: number) => df * (u - Math.expm1(2 * u) / 2) + Math.log(normalTail(c * Math.exp(u), loadings, upper));
  const scale = Math.LN2 + 0.5 * Math.log(df / (4 * Math.PI)) - stirlingError(df / 2);
  return Math.min(1, integrate(logIntegrand, uphill(logIntegrand, 0), 1, scale));
}

/** ∫ φ(z) Π P(|Zᵢ| ≤ c given z) dz, or its complement as 1 less the product without differences of numbers near 1. */
function normalTail(c: number, loadings: readonly number[], upper: boolean): number {
  const own = loadings.map((loading) => Math.sqrt(1 - loading * loading));
  const step = STEP * Math.min(...own);
  let total = 0;
  // The integrand is the same at -z, where above and below change places.
  for (let z = 0; z <= REACH; z += step) {
    let log = 0;
    for (let i = 0; i < loadings.length; i++) {
      const above = 0.5 * erfc((c - loadings[i]! * z) / own[i]! / Math.SQRT2);
      const below = 0.5 * erfc((c + loadings[i]! * z) / own[i]! / Math.SQRT2);
      log += above + below < 1 ? Math.log1p(-above - below) : -Infinity;
    }
    total += (z === 0 ? 1 : 2) * Math.exp(-0.5 * z * z) * (upper ? -Math.expm1(log) : Math.exp(log));
  }
  return (total * step) / Math.sqrt(2 * Math.PI);
}
