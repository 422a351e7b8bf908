import type { Counts, Estimate, PlanMethod, Refusal, Refused, StandardErrors, Warning } from '#protocols/model/estimate';
import { normalQuantile, normalTails, studentQuantile, studentTwoSided } from '../numeric/distributions';

/** The two arms of a comparison: the difference is treated minus reference. */
export interface Pair {
  readonly treated: string;
  readonly reference: string;
}

/** An estimate of a comparison of means: none of its numbers can be lacking. */
export interface Difference extends Estimate {
  estimate: number;
  standardError: number;
  interval: NonNullable<Estimate['interval']>;
  p: number;
}

/** What a method knows when it has a difference and its standard error; interval and p follow for all methods alike. */
export interface Found {
  readonly method: PlanMethod;
  readonly standardErrors: StandardErrors | null;
  readonly contrast: Pair;
  readonly estimate: number;
  readonly standardError: number;
  /** Degrees of freedom of t, or null for the normal distribution. */
  readonly df: number | null;
  readonly level: number;
  readonly n: Counts;
  readonly warnings?: readonly Warning[];
}

/** The one result shape: symmetric interval at `level` and two-sided p of no difference, from t with `df` or the normal. */
export function estimateFrom(found: Found): Difference {
  const { estimate, standardError, df, level, contrast } = found;
  const tail = (1 - level) / 2;
  const reach = (df === null ? normalQuantile(tail, 'upper') : studentQuantile(tail, df, 'upper')) * standardError;
  const statistic = estimate / standardError;
  return differenceOf(found, contrast, {
    estimate,
    standardError,
    df,
    interval: { level, lower: estimate - reach, upper: estimate + reach },
    p: df === null ? 2 * normalTails(Math.abs(statistic)).upper : studentTwoSided(statistic, df),
  });
}

/** The one shape around the numbers of one contrast. */
export function differenceOf(
  found: Pick<Found, 'method' | 'standardErrors' | 'n' | 'warnings'>,
  { treated, reference }: Pair,
  numbers: Pick<Difference, 'estimate' | 'standardError' | 'df' | 'interval' | 'p'>,
): Difference {
  return {
    method: found.method,
    ...numbers,
    ...peopleOf(found.n),
    contrasts: [{ arm: treated, reference, ...numbers }],
    warnings: [...(found.warnings ?? [])],
    details: found.standardErrors === null ? {} : { errors: found.standardErrors },
  };
}

/** Counts as an estimate carries them. */
export function peopleOf(n: Counts): Pick<Estimate, 'n' | 'nByArm'> {
  return { n: n.total, nByArm: Object.fromEntries(n.byArm.map(({ arm, n: own }) => [arm, own])) };
}

/** The same shape's other half: no estimate, and why. */
export function refuse(method: PlanMethod, n: Counts, refused: Refused, detail: string): Refusal {
  return { method, refused, detail, ...peopleOf(n) };
}

/** The refusals every comparison of arms shares: nobody at all, an empty arm, an arm of one, an outcome that never varies. */
export function refuseUnlessComparable(method: PlanMethod, n: Counts, outcome: readonly number[]): Refusal | null {
  if (n.total === 0)
    return refuse(method, n, 'no-data', 'No row holds everything the plan needs. Look at the reasons rows were left out.');
  const smallest = n.byArm.reduce((least, arm) => (arm.n < least.n ? arm : least));
  if (smallest.n === 0)
    return refuse(method, n, 'one-arm', `Nobody in arm “${smallest.arm}” can be analysed, so there is nothing to compare.`);
  if (smallest.n === 1)
    return refuse(method, n, 'too-few', `Arm “${smallest.arm}” has one person; a spread needs at least two in each arm.`);
  if (outcome.every((value) => value === outcome[0])) {
    return refuse(method, n, 'no-variance', `Everyone has the same outcome, ${outcome[0]}, so no standard error exists.`);
  }
  return null;
}

/** The warnings for columns that are the same for everyone analysed: a model cannot carry them, and does without. */
export const leftOutOf = (constant: readonly string[]): Warning[] =>
  constant.map((column) => ({
    code: 'no-variation',
    detail: `“${column}” is the same for everyone analysed and was left out of the model.`,
  }));
