import betainc from '@stdlib/math-base-special-betainc';
import { stirlingError } from './log-gamma';

/** Below this a tail is near underflow and its logarithm is formed without the tail. */
const TINY = 1e-280;

/** Both tails of the regularised incomplete beta function at x and at its complement y = 1 - x, which the caller knows exactly. */
export function incompleteBeta(x: number, y: number, a: number, b: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  // The smaller of x and 1 - x is handed over, so that neither rounds to 1.
  return x < y
    ? { lower: betainc(x, a, b, true, false), upper: betainc(x, a, b, true, true) }
    : { lower: betainc(y, b, a, true, true), upper: betainc(y, b, a, true, false) };
}

/** The logarithm of the lower tail, also where the tail itself is below the smallest double. */
export function logIncompleteBeta(x: number, y: number, a: number, b: number): number {
  const { lower, upper } = incompleteBeta(x, y, a, b);
  if (lower > 0.5) return Math.log1p(-upper);
  if (lower > TINY) return Math.log(lower);
  if (x <= 0) return -Infinity;
  return a * Math.log(x) + b * Math.log(y) - logBeta(a, b) - Math.log(a) + Math.log(fraction(x, a, b));
}

/** ln B(a, b), without the cancellation of large logarithms of Γ. */
export function logBeta(a: number, b: number): number {
  const total = a + b;
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  return (
    0.5 * Math.log(2 * Math.PI) +
    (small - 0.5) * Math.log(small / total) +
    (large - 0.5) * Math.log1p(-small / total) -
    0.5 * Math.log(total) +
    stirlingError(a) +
    stirlingError(b) -
    stirlingError(total)
  );
}

/** The continued fraction of I_x(a, b) B(a, b) a / (x^a (1 - x)^b), for x below the mean. NIST DLMF 8.17.22, Lentz's evaluation. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}
