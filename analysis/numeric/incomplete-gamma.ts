import { stirlingError } from './log-gamma';

/**
 * Both tails of the regularised incomplete gamma function, P(a, x) and Q(a, x), for a > 0, x ≥ 0.
 * The tail below a + 1 comes from the power series, the one above from Legendre's continued fraction, so a small
 * tail is computed itself and only the large one is a complement.
 * Source: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2; Lentz's evaluation.
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = (front(a, x) / a) * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = front(a, x) * fraction(a, x);
  return { lower: 1 - upper, upper };
}

/** Logarithms of both tails, also where a tail itself is below the smallest double. */
export function logIncompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: -Infinity, upper: 0 };
  if (x < a + 1) {
    const lower = logFront(a, x) - Math.log(a) + Math.log(series(a, x));
    return { lower, upper: Math.log1p(-Math.exp(lower)) };
  }
  const upper = logFront(a, x) + Math.log(fraction(a, x));
  return { lower: Math.log1p(-Math.exp(upper)), upper };
}

/** x^a e^-x / Γ(a). */
function front(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(exponentOf(a, x) - stirlingError(a));
}

function logFront(a: number, x: number): number {
  return 0.5 * Math.log(a / (2 * Math.PI)) + exponentOf(a, x) - stirlingError(a);
}

/** a ln(x / a) + a - x: near x = a the powers cancel, so their difference is formed first. */
function exponentOf(a: number, x: number): number {
  const shift = (x - a) / a;
  return Math.abs(shift) < 0.5 ? a * log1pMinus(shift) : a * Math.log(x / a) + a - x;
}

/** ln(1 + s) - s, by its own series where s is small. */
function log1pMinus(s: number): number {
  if (Math.abs(s) > 0.1) return Math.log1p(s) - s;
  let term = -s * s;
  let total = term / 2;
  for (let k = 3; k < 40 && Math.abs(term) > 1e-20 * Math.abs(total); k++) {
    term *= -s;
    total += term / k;
  }
  return total;
}

function series(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; term > total * 1e-17; k++) {
    term *= x / (a + k);
    total += term;
  }
  return total;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 1_000_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}
