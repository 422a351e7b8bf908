/** Beta and gamma distributions, and the logarithms of the tails of t, F and χ², which are theirs. See methods/distributions.md. */
import { incompleteBeta, logIncompleteBeta } from './incomplete-beta';
import { incompleteGamma, logIncompleteGamma } from './incomplete-gamma';
import { decreasingRoot, positiveQuantile, requirePositive, requireProbability, type Tail, type Tails } from './quantile-search';

/** Tails of the beta distribution with shapes a and b > 0 at 0 ≤ x ≤ 1. */
export function betaTails(x: number, a: number, b: number): Tails {
  requirePositive(a);
  requirePositive(b);
  return incompleteBeta(x, 1 - x, a, b);
}

/** Logarithms of the same tails. */
export function betaLogTails(x: number, a: number, b: number): Tails {
  requirePositive(a);
  requirePositive(b);
  return { lower: logIncompleteBeta(x, 1 - x, a, b), upper: logIncompleteBeta(1 - x, x, b, a) };
}

/** The x whose `tail` has probability p. */
export function betaQuantile(p: number, a: number, b: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  requirePositive(a);
  requirePositive(b);
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : 1;
  // The smaller tail is matched on the logarithmic scale, in the logit of x, so that neither end of the unit interval is coarse.
  const matchLower = p <= 0.5 === (tail === 'lower');
  const size = Math.log(Math.min(p, 1 - p));
  const excess = (u: number) => {
    const x = 1 / (1 + Math.exp(-u));
    const y = 1 / (1 + Math.exp(u));
    return matchLower ? size - logIncompleteBeta(x, y, a, b) : logIncompleteBeta(y, x, b, a) - size;
  };
  return 1 / (1 + Math.exp(-decreasingRoot(excess, Math.log(a / b), 0.5)));
}

/** Tails of the gamma distribution with the given shape and rate, x ≥ 0. */
export function gammaTails(x: number, shape: number, rate: number): Tails {
  requirePositive(shape);
  requirePositive(rate);
  return incompleteGamma(shape, x * rate);
}

/** Logarithms of the same tails. */
export function gammaLogTails(x: number, shape: number, rate: number): Tails {
  requirePositive(shape);
  requirePositive(rate);
  return logIncompleteGamma(shape, x * rate);
}

/** The x whose `tail` has probability p. */
export function gammaQuantile(p: number, shape: number, rate: number, tail: Tail = 'lower'): number {
  requirePositive(rate);
  requirePositive(shape);
  return positiveQuantile(p, tail, (x) => incompleteGamma(shape, x), shape) / rate;
}

/** Logarithms of the tails of χ². */
export function chiSquareLogTails(x: number, df: number): Tails {
  return gammaLogTails(x, df / 2, 0.5);
}

/** Logarithms of the tails of F. */
export function fLogTails(x: number, df1: number, df2: number): Tails {
  requirePositive(df1);
  requirePositive(df2);
  if (x <= 0) return { lower: -Infinity, upper: 0 };
  const share = (df1 * x) / (df1 * x + df2);
  const rest = df2 / (df1 * x + df2);
  return { lower: logIncompleteBeta(share, rest, df1 / 2, df2 / 2), upper: logIncompleteBeta(rest, share, df2 / 2, df1 / 2) };
}

/** Logarithms of the tails of Student's t. */
export function studentLogTails(t: number, df: number): Tails {
  requirePositive(df);
  const square = t * t;
  const small = logIncompleteBeta(df / (df + square), square / (df + square), df / 2, 0.5) - Math.LN2;
  const large = Math.log1p(-Math.exp(small));
  return t < 0 ? { lower: small, upper: large } : { lower: large, upper: small };
}
