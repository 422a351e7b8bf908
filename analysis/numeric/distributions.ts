/**
 * The one place every p-value and quantile comes from. Both tails are returned, the small one computed itself, never as one
 * less the other. Incomplete beta and error functions are @stdlib's; jStat opens the search for a quantile, where it is
 * good to 1e-8, and Brent's method closes it; gamma tails and the noncentral t are ours. Accuracy, measured in
 * test/analysis/distributions.test.ts against 50-digit values: methods/distributions.md.
 * Arguments outside their range are a fault of the caller and throw RangeError.
 */
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { jStat } from 'jstat';
import { incompleteGamma } from './incomplete-gamma';
import { noncentralStudentTail } from './noncentral-student';
import { normalLogDensity, normalLogLower } from './normal';
import {
  decreasingRoot,
  positiveQuantile,
  positiveRoot,
  requireFinite,
  requirePositive,
  requireProbability,
  type Tail,
  tailQuantile,
  type Tails,
} from './quantile-search';

/** Tails of the standard normal distribution. */
export function normalTails(z: number): Tails {
  return { lower: 0.5 * erfc(-z / Math.SQRT2), upper: 0.5 * erfc(z / Math.SQRT2) };
}

/** The z whose `tail` has probability p, 0 ≤ p ≤ 1. */
export function normalQuantile(p: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  const z = Math.SQRT2 * erfcinv(2 * p);
  return p === 0.5 ? 0 : tail === 'upper' ? z : -z;
}

/** Logarithms of the same tails, which reach where the tails are below the smallest double. */
export function normalLogTails(z: number): Tails {
  return { lower: normalLogLower(z), upper: normalLogLower(-z) };
}

/** The z whose `tail` has the probability with logarithm logP ≤ 0. */
export function normalQuantileOfLog(logP: number, tail: Tail = 'lower'): number {
  if (!(logP <= 0)) throw new RangeError(`the logarithm of a probability is not above 0, as ${logP} is`);
  if (tail === 'upper') return -normalQuantileOfLog(logP);
  if (logP > -Math.LN2) return normalQuantile(-Math.expm1(logP), 'upper');
  if (logP > -600) return normalQuantile(Math.exp(logP));
  // Far out ln Φ is nearly -z²/2, and Newton's method doubles its digits at every step.
  let z = -Math.sqrt(-2 * logP);
  for (let turn = 0; turn < 50; turn++) {
    const lower = normalLogLower(z);
    const step = (lower - logP) / Math.exp(normalLogDensity(z) - lower);
    z -= step;
    if (Math.abs(step) <= 1e-15 * Math.abs(z)) break;
  }
  return z;
}

/** Tails of Student's t with df > 0 degrees of freedom. */
export function studentTails(t: number, df: number): Tails {
  requirePositive(df);
  const square = t * t;
  const beyond =
    square > df
      ? betainc(df / (df + square), df / 2, 0.5, true, false)
      : betainc(square / (df + square), 0.5, df / 2, true, true);
  const small = square === Infinity ? 0 : beyond / 2;
  return t < 0 ? { lower: small, upper: 1 - small } : { lower: 1 - small, upper: small };
}

/** P(|T| > |t|): the two-sided p-value of a t statistic. */
export function studentTwoSided(t: number, df: number): number {
  return 2 * studentTails(Math.abs(t), df).upper;
}

/** The t whose `tail` has probability p, 0 ≤ p ≤ 1. */
export function studentQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  requireProbability(p);
  requirePositive(df);
  if (p === 0.5) return 0;
  const sign = p > 0.5 === (tail === 'lower') ? 1 : -1;
  if (p === 0 || p === 1) return sign * Infinity;
  const small = Math.min(p, 1 - p);
  // Near the middle the tail hardly moves with t, so the share between 0 and t is matched instead.
  if (small > 0.25) {
    const share = 2 * Math.abs(p - 0.5);
    const between = (t: number) => betainc((t * t) / (df + t * t), 0.5, df / 2, true, false) / share - 1;
    return sign * Math.exp(positiveRoot((u) => between(Math.exp(u)), Math.log(share)));
  }
  return sign * tailQuantile((t) => studentTails(t, df).upper, small, Math.abs(jStat.studentt.inv(small, df)), -1);
}

/** Tails of the F distribution with df1 and df2 > 0 degrees of freedom, x ≥ 0. */
export function fTails(x: number, df1: number, df2: number): Tails {
  requirePositive(df1);
  requirePositive(df2);
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const scaled = df1 * x;
  const part = (upper: boolean) =>
    scaled < df2
      ? betainc(scaled / (scaled + df2), df1 / 2, df2 / 2, true, upper)
      : betainc(df2 / (scaled + df2), df2 / 2, df1 / 2, true, !upper);
  return { lower: part(false), upper: part(true) };
}

/** The F whose `tail` has probability p, 0 ≤ p ≤ 1. */
export function fQuantile(p: number, df1: number, df2: number, tail: Tail = 'lower'): number {
  requirePositive(df1);
  requirePositive(df2);
  const lower = tail === 'lower' ? p : 1 - p;
  return positiveQuantile(p, tail, (x) => fTails(x, df1, df2), jStat.centralF.inv(lower, df1, df2));
}

/** Tails of the chi-square distribution with df > 0 degrees of freedom, x ≥ 0. */
export function chiSquareTails(x: number, df: number): Tails {
  requirePositive(df);
  return incompleteGamma(df / 2, x / 2);
}

/** The chi-square whose `tail` has probability p, 0 ≤ p ≤ 1. */
export function chiSquareQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  requirePositive(df);
  const lower = tail === 'lower' ? p : 1 - p;
  return positiveQuantile(p, tail, (x) => chiSquareTails(x, df), jStat.chisquare.inv(lower, df));
}

/** Tails of Student's t with df > 0 degrees of freedom and noncentrality ncp; one quadrature each, about 0.1 ms. */
export function noncentralStudentTails(t: number, df: number, ncp: number): Tails {
  requirePositive(df);
  requireFinite(t);
  requireFinite(ncp);
  return { lower: noncentralStudentTail(t, df, ncp, false), upper: noncentralStudentTail(t, df, ncp, true) };
}

/** The t below which noncentral Student's t has probability p, 0 < p < 1. */
export function noncentralStudentQuantile(p: number, df: number, ncp: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability lies between 0 and 1, not at ${p}`);
  requirePositive(df);
  requireFinite(ncp);
  const small = Math.min(p, 1 - p);
  const excess = (t: number) => Math.log(noncentralStudentTail(t, df, ncp, p > 0.5) / small) * (p > 0.5 ? 1 : -1);
  return decreasingRoot(excess, ncp, 1);
}

/**
 * The noncentralities for which an observed t lies exactly at the upper and lower (1 - level) / 2 point: the limits of the
 * exact interval of a noncentrality, and so, scaled, of a standardised mean difference. Absolute error below 1e-11.
 */
export function noncentralityLimits(t: number, df: number, level: number): { lower: number; upper: number } {
  requirePositive(df);
  requireProbability(level);
  requireFinite(t);
  const tail = (1 - level) / 2;
  const above = (ncp: number) => -Math.log(noncentralStudentTail(t, df, ncp, true) / tail);
  const below = (ncp: number) => Math.log(noncentralStudentTail(t, df, ncp, false) / tail);
  const width = Math.sqrt(1 + (t * t) / (2 * df));
  return { lower: decreasingRoot(above, t - 2 * width, width / 4), upper: decreasingRoot(below, t + 2 * width, width / 4) };
}
