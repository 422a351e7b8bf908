import {
  chiSquareQuantile,
  noncentralStudentTails,
  normalQuantile,
  normalTails,
  studentQuantile,
} from '../numeric/distributions';
import { fQuantile } from '../numeric/distributions';
import { panels } from '../numeric/gauss-legendre';
import { logGamma } from '../numeric/log-gamma';
import { noncentralFTails } from '../numeric/noncentral';

/** What a trial is to show: that a difference is there, that it is no worse than a margin, or that it lies within one. */
export type Goal = 'superiority' | 'non-inferiority' | 'equivalence';

/** A test: its alpha (of each of the two tests of equivalence) and how many sides it has. */
export interface Test {
  readonly goal: Goal;
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Of non-inferiority and equivalence, above 0. */
  readonly margin: number;
}

/**
 * The chance that a t test shows what it is to show. The benefit counts upwards; a two-sided test that finds harm has shown none.
 * Non-inferiority is one-sided, equivalence two one-sided tests. See methods/power.md.
 */
export function studentPower({ goal, alpha, sides, margin }: Test, benefit: number, standardError: number, df: number): number {
  switch (goal) {
    case 'superiority':
      return noncentralStudentTails(studentQuantile(alpha / sides, df, 'upper'), df, benefit / standardError).upper;
    case 'non-inferiority':
      return noncentralStudentTails(studentQuantile(alpha, df, 'upper'), df, (benefit + margin) / standardError).upper;
    case 'equivalence':
      return withinMargin(benefit / standardError, margin / standardError, studentQuantile(alpha, df, 'upper'), df);
  }
}

/** The chance of the tail in the wrong direction, which a strict power adds. */
export function wrongTail(alpha: number, benefit: number, standardError: number, df: number): number {
  return noncentralStudentTails(-studentQuantile(alpha / 2, df, 'upper'), df, benefit / standardError).lower;
}

/** P(|difference| + t s ≤ margin), all in standard errors, over the distribution of the spread s found: exact. */
function withinMargin(benefit: number, margin: number, t: number, df: number): number {
  const low = Math.sqrt(chiSquareQuantile(1e-17, df) / df);
  const high = Math.min(margin / t, Math.sqrt(chiSquareQuantile(1e-17, df, 'upper') / df));
  if (!(low < high)) return 0;
  const constant = Math.LN2 + (df / 2) * Math.log(df / 2) - logGamma(df / 2);
  const { nodes, weights } = panels(low, high, Math.min(0.5 / t, 1 / Math.sqrt(2 * df)), 12);
  let total = 0;
  for (let i = 0; i < nodes.length; i++) {
    const s = nodes[i]!;
    const reach = margin - t * s;
    const inside = normalTails(reach - benefit).lower - normalTails(-reach - benefit).lower;
    total += weights[i]! * inside * Math.exp(constant + (df - 1) * Math.log(s) - (df * s * s) / 2);
  }
  return total;
}

/** The same where the statistic is normal, and its standard error under no difference may be another than under the truth. */
export function normalPower(
  { goal, alpha, sides, margin }: Test,
  benefit: number,
  errors: { readonly none: number; readonly truth: number },
): number {
  const z = (tail: number) => normalQuantile(tail, 'upper');
  switch (goal) {
    case 'superiority':
      return normalTails((benefit - z(alpha / sides) * errors.none) / errors.truth).lower;
    case 'non-inferiority':
      return normalTails((benefit + margin) / errors.truth - z(alpha)).lower;
    case 'equivalence': {
      const below = normalTails((margin - benefit) / errors.truth - z(alpha)).lower;
      const above = normalTails((margin + benefit) / errors.truth - z(alpha)).lower;
      return Math.max(0, below + above - 1);
    }
  }
}

/** The power of an F test with a noncentrality. */
export function fPower(alpha: number, df1: number, df2: number, noncentrality: number): number {
  return noncentralFTails(fQuantile(alpha, df1, df2, 'upper'), df1, df2, noncentrality).upper;
}

/** Of one-way analysis: `arms` of `n` each, the spread of their means f times that within. */
export function onewayPower(arms: number, n: number, f: number, alpha: number): number {
  return fPower(alpha, arms - 1, arms * (n - 1), arms * n * f * f);
}

/** Of the t test of a correlation, by Fisher's z with its bias: the two-sided chance of both tails. */
export function correlationPower(n: number, r: number, alpha: number): number {
  const t = studentQuantile(alpha / 2, n - 2, 'upper');
  const critical = Math.sqrt((t * t) / (t * t + n - 2));
  const mean = Math.atanh(r) + r / (2 * (n - 1));
  const root = Math.sqrt(n - 3);
  return normalTails((mean - Math.atanh(critical)) * root).lower + normalTails((-mean - Math.atanh(critical)) * root).lower;
}

/** Cohen's h: the distance of two risks on the arcsine scale. */
export function arcsineDistance(p1: number, p2: number): number {
  return 2 * Math.asin(Math.sqrt(p1)) - 2 * Math.asin(Math.sqrt(p2));
}

/** Of two risks by the arcsine, `n` in each arm: both tails. */
export function arcsinePower(h: number, n: number, alpha: number): number {
  const z = normalQuantile(alpha / 2, 'upper');
  const shift = h * Math.sqrt(n / 2);
  return normalTails(z - shift).upper + normalTails(-z - shift).lower;
}
