import type { Refusal } from '#protocols/model/estimate';
import { countsOf } from '../data/select-rows';
import { isRounding, mean, variance } from '../describe/mean';
import { type Difference, estimateFrom, type Pair, refuse, refuseUnlessComparable } from './estimate';

/** Two arms and nothing else. */
export interface TwoArms {
  /** One per person, in the order of `arm`; none missing. */
  readonly outcome: readonly number[];
  readonly arm: readonly string[];
  readonly contrast: Pair;
  /** Of the interval, between 0 and 1. */
  readonly level: number;
}

/**
 * The plain difference in means, treated minus reference, a variance per arm and Satterthwaite's degrees of freedom.
 * Refuses an empty arm, an arm of one, and two arms without variance. See methods/welch.md.
 */
export function welch(input: TwoArms): Difference | Refusal {
  const { contrast, level } = input;
  const n = countsOf(input.arm, [contrast.reference, contrast.treated]);
  const incomparable = refuseUnlessComparable('welch', n, input.outcome);
  if (incomparable) return incomparable;
  const [reference, treated] = [contrast.reference, contrast.treated].map((arm) => outcomesOf(input, arm));
  const a = variance(treated!) / treated!.length;
  const b = variance(reference!) / reference!.length;
  if (isRounding(a + b, input.outcome))
    return refuse('welch', n, 'no-variance', 'Within each arm everyone has the same outcome, so no standard error exists.');
  return estimateFrom({
    method: 'welch',
    standardErrors: null,
    contrast,
    estimate: mean(treated!) - mean(reference!),
    standardError: Math.sqrt(a + b),
    df: (a + b) ** 2 / (a ** 2 / (treated!.length - 1) + b ** 2 / (reference!.length - 1)),
    level,
    n,
  });
}

/** The outcomes of those in one arm. */
export function outcomesOf(input: TwoArms, arm: string): number[] {
  return input.outcome.filter((_, i) => input.arm[i] === arm);
}
