import { mean, variance } from '../describe/mean';
import { noncentralityLimits, normalQuantile, normalTails, studentTwoSided } from '../numeric/distributions';
import { hedgesCorrection } from './hedges-g';

/** A standardised difference with what belongs to it. */
export interface Standardised {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number | null;
  readonly p: number;
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** Which interval: the noncentral t inverted, exact for normal outcomes, or estimate ± z · standard error. */
export type StandardisedInterval = 'noncentral-t' | 'large-sample';

/** Pooled variance of two samples, its degrees of freedom, and the difference of means, treated minus reference. */
export function pooledOf(treated: readonly number[], reference: readonly number[]) {
  const df = treated.length + reference.length - 2;
  const square = ((treated.length - 1) * variance(treated) + (reference.length - 1) * variance(reference)) / df;
  return { df, square, difference: mean(treated) - mean(reference) };
}

/**
 * Cohen's d, or Hedges' g when `corrected`: the difference over the pooled standard deviation, times the exact J. See methods/effect-sizes.md.
 */
export function cohen(
  treated: readonly number[],
  reference: readonly number[],
  corrected: boolean,
  interval: StandardisedInterval,
  level: number,
): Standardised {
  const { df, square, difference } = pooledOf(treated, reference);
  const n = treated.length + reference.length;
  const perPerson = 1 / treated.length + 1 / reference.length;
  const d = difference / Math.sqrt(square);
  const factor = corrected ? hedgesCorrection(df) : 1;
  return finished(d, Math.sqrt(perPerson + d ** 2 / (2 * n)), perPerson, df, factor, interval, level);
}

/**
 * Glass' Δ: the difference over the reference arm's standard deviation; `corrected` times J of its degrees of freedom. The interval inverts a noncentral t
 * with n₂ - 1 degrees of freedom whose scale lets the arms' variances differ.
 */
export function glass(
  treated: readonly number[],
  reference: readonly number[],
  corrected: boolean,
  interval: StandardisedInterval,
  level: number,
): Standardised {
  const df = reference.length - 1;
  const ratio = variance(treated) / variance(reference);
  const perPerson = 1 / reference.length + ratio / treated.length;
  const delta = (mean(treated) - mean(reference)) / Math.sqrt(variance(reference));
  const factor = corrected ? hedgesCorrection(df) : 1;
  return finished(delta, Math.sqrt(perPerson + delta ** 2 / (2 * df)), perPerson, df, factor, interval, level);
}

/** The difference within pairs over the standard deviation of the differences, d_z; `corrected` g_z. */
export function withinPairs(
  differences: readonly number[],
  corrected: boolean,
  interval: StandardisedInterval,
  level: number,
): Standardised {
  const n = differences.length;
  const d = mean(differences) / Math.sqrt(variance(differences));
  const factor = corrected ? hedgesCorrection(n - 1) : 1;
  return finished(d, Math.sqrt(1 / n + d ** 2 / (2 * n)), 1 / n, n - 1, factor, interval, level);
}

function finished(
  d: number,
  error: number,
  perPerson: number,
  df: number,
  factor: number,
  interval: StandardisedInterval,
  level: number,
): Standardised {
  const estimate = factor * d;
  const standardError = factor * error;
  if (interval === 'large-sample') {
    const reach = normalQuantile((1 - level) / 2, 'upper') * standardError;
    const p = 2 * normalTails(Math.abs(estimate / standardError)).upper;
    return { estimate, standardError, df: null, p, interval: { lower: estimate - reach, upper: estimate + reach } };
  }
  const t = d / Math.sqrt(perPerson);
  const limits = noncentralityLimits(t, df, level);
  const scale = factor * Math.sqrt(perPerson);
  return {
    estimate,
    standardError,
    df,
    p: studentTwoSided(t, df),
    interval: { lower: limits.lower * scale, upper: limits.upper * scale },
  };
}
