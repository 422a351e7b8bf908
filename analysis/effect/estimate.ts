import type { Counts, Estimate, Method, Refusal, Refused, StandardErrors, Warning } from '#protocols/model/estimate';
import { normalQuantile, normalTails, studentQuantile, studentTwoSided } from '../numeric/distributions';

/** What a method knows when it has a difference and its standard error; interval and p follow for all methods alike. */
export interface Found {
  readonly method: Method;
  readonly standardErrors: StandardErrors | null;
  readonly contrast: Estimate['contrast'];
  readonly estimate: number;
  readonly standardError: number;
  /** Degrees of freedom of t, or null for the normal distribution. */
  readonly df: number | null;
  readonly level: number;
  readonly n: Counts;
  readonly warnings?: readonly Warning[];
}

/** The one result shape: symmetric interval at `level` and two-sided p of no difference, from t with `df` or the normal. */
export function estimateFrom(found: Found): Estimate {
  const { estimate, standardError, df, level } = found;
  const tail = (1 - level) / 2;
  const reach = (df === null ? normalQuantile(tail, 'upper') : studentQuantile(tail, df, 'upper')) * standardError;
  const statistic = estimate / standardError;
  return {
    method: found.method,
    standardErrors: found.standardErrors,
    contrast: found.contrast,
    estimate,
    standardError,
    df,
    interval: { level, lower: estimate - reach, upper: estimate + reach },
    p: df === null ? 2 * normalTails(Math.abs(statistic)).upper : studentTwoSided(statistic, df),
    n: found.n,
    warnings: [...(found.warnings ?? [])],
  };
}

/** The same shape's other half: no estimate, and why. */
export function refuse(method: Method, n: Counts, refused: Refused, detail: string): Refusal {
  return { method, refused, detail, n };
}

/** The refusals every comparison of arms shares: nobody at all, an empty arm, an arm of one, an outcome that never varies. */
export function refuseUnlessComparable(method: Method, n: Counts, outcome: readonly number[]): Refusal | null {
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
