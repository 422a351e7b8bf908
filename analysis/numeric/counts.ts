/** Binomial and Poisson distributions. Densities by Loader's saddle point, tails by incomplete beta and gamma. */
import { incompleteBeta } from './incomplete-beta';
import { incompleteGamma } from './incomplete-gamma';
import { stirlingError } from './log-gamma';
import { requireProbability, type Tail, type Tails } from './quantile-search';

/** P(X = k) of n trials with probability p. */
export function binomialProbability(k: number, n: number, p: number): number {
  return Math.exp(binomialLogProbability(k, n, p));
}

/** ln P(X = k). Source: Loader (2000), Fast and accurate computation of binomial probabilities. */
export function binomialLogProbability(k: number, n: number, p: number): number {
  requireCount(n);
  requireProbability(p);
  if (!Number.isInteger(k) || k < 0 || k > n) return -Infinity;
  if (p === 0 || p === 1) return k === n * p ? 0 : -Infinity;
  if (k === 0) return n * Math.log1p(-p);
  if (k === n) return n * Math.log(p);
  return (
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p)) +
    0.5 * Math.log(n / (2 * Math.PI * k * (n - k)))
  );
}

/** P(X ≤ k) and P(X > k). */
export function binomialTails(k: number, n: number, p: number): Tails {
  requireCount(n);
  requireProbability(p);
  const whole = Math.floor(k);
  if (whole < 0) return { lower: 0, upper: 1 };
  if (whole >= n) return { lower: 1, upper: 0 };
  return incompleteBeta(1 - p, p, n - whole, whole + 1);
}

/** The smallest k with P(X ≤ k) at least p (or, for the upper tail, P(X > k) at most p). */
export function binomialQuantile(p: number, n: number, chance: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  return smallestCount((k) => binomialTails(k, n, chance), p, tail, n);
}

/** P(X = k) at mean λ. */
export function poissonProbability(k: number, mean: number): number {
  requireMean(mean);
  if (!Number.isInteger(k) || k < 0) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(2 * Math.PI * k);
}

/** P(X ≤ k) and P(X > k). */
export function poissonTails(k: number, mean: number): Tails {
  requireMean(mean);
  if (k < 0) return { lower: 0, upper: 1 };
  const { lower, upper } = incompleteGamma(Math.floor(k) + 1, mean);
  return { lower: upper, upper: lower };
}

/** The smallest k with P(X ≤ k) at least p (or, for the upper tail, P(X > k) at most p). */
export function poissonQuantile(p: number, mean: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  return smallestCount((k) => poissonTails(k, mean), p, tail, Infinity);
}

/** A probability this close to the wanted one counts as reached, as rounding decides otherwise. */
const TOUCH = 64 * Number.EPSILON;

function smallestCount(tails: (k: number) => Tails, p: number, tail: Tail, most: number): number {
  const reached = (k: number) => (tail === 'lower' ? tails(k).lower >= p * (1 - TOUCH) : tails(k).upper <= p * (1 + TOUCH));
  if ((tail === 'lower') === (p === 1) && (p === 0 || p === 1)) return most;
  let high = 1;
  while (high < most && !reached(high)) high *= 2;
  let low = -1;
  high = Math.min(high, most);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** x ln(x / m) + m - x, by its own series where x is near m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let total = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = total + term / (2 * j + 1);
    if (next === total) break;
    total = next;
  }
  return total;
}

function requireCount(n: number): void {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`a number of trials is a whole number, not ${n}`);
}

function requireMean(mean: number): void {
  if (!(mean >= 0 && Number.isFinite(mean))) throw new RangeError(`a mean count is finite and not negative, not ${mean}`);
}
