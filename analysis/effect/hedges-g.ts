import type { Refusal } from '#protocols/model/estimate';
import { countsOf } from '../data/select-rows';
import { isRounding, mean, variance } from '../describe/mean';
import { noncentralityLimits, studentTwoSided } from '../numeric/distributions';
import { logGammaHalfRatio } from '../numeric/log-gamma';
import { type Difference, differenceOf, estimateFrom, refuse, refuseUnlessComparable } from './estimate';
import { outcomesOf, type TwoArms } from './welch';

/** Hedges' exact small-sample factor J for df > 1 degrees of freedom; times Cohen's d it is unbiased. See methods/hedges-g.md. */
export function hedgesCorrection(df: number): number {
  return Math.exp(logGammaHalfRatio(df / 2));
}

/**
 * Hedges' g: the difference in means over the pooled standard deviation, corrected by the exact J.
 * `noncentral-t` inverts the noncentral t (exact for normal outcomes of equal variance; p is the pooled t test's, to which
 * the interval corresponds); `large-sample` is g ± z · standard error. The standard error is the same, J √((n₁+n₂)/(n₁n₂) + d²/(2(n₁+n₂))).
 * Refuses what Welch's comparison refuses. See methods/hedges-g.md.
 */
export function hedgesG(input: TwoArms, interval: 'noncentral-t' | 'large-sample'): Difference | Refusal {
  const { contrast, level } = input;
  const method = interval === 'noncentral-t' ? 'hedges-g' : 'hedges-g-large-sample';
  const n = countsOf(input.arm, [contrast.reference, contrast.treated]);
  const incomparable = refuseUnlessComparable(method, n, input.outcome);
  if (incomparable) return incomparable;
  const treated = outcomesOf(input, contrast.treated);
  const reference = outcomesOf(input, contrast.reference);
  const df = treated.length + reference.length - 2;
  const pooled = ((treated.length - 1) * variance(treated) + (reference.length - 1) * variance(reference)) / df;
  if (isRounding(pooled, input.outcome))
    return refuse(method, n, 'no-variance', 'Within each arm everyone has the same outcome, so there is no unit to measure in.');

  const d = (mean(treated) - mean(reference)) / Math.sqrt(pooled);
  const correction = hedgesCorrection(df);
  const perPerson = 1 / treated.length + 1 / reference.length;
  const found = estimateFrom({
    method,
    standardErrors: null,
    contrast,
    estimate: correction * d,
    standardError: correction * Math.sqrt(perPerson + d ** 2 / (2 * (treated.length + reference.length))),
    df: null,
    level,
    n,
  });
  if (interval === 'large-sample') return found;
  const t = d / Math.sqrt(perPerson);
  const limits = noncentralityLimits(t, df, level);
  const scale = correction * Math.sqrt(perPerson);
  return differenceOf({ method, standardErrors: null, n }, contrast, {
    estimate: found.estimate,
    standardError: found.standardError,
    df,
    interval: { level, lower: limits.lower * scale, upper: limits.upper * scale },
    p: studentTwoSided(t, df),
  });
}
