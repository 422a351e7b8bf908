import type { Static } from '@sinclair/typebox';
import type { Assumptions } from '../model/protocol';
import type { ArmShare } from '../model/scheme';

/** Standard normal quantiles for the levels a protocol may name; other levels of alpha give no reckoning here. */
const TWO_SIDED: Readonly<Record<string, number>> = { '0.1': 1.644854, '0.05': 1.959964, '0.025': 2.241403, '0.01': 2.575829 };
const ONE_SIDED = { 0.8: 0.841621, 0.9: 1.281552 } as const;

/**
 * People in all that a comparison of two means takes, by the normal approximation: (z₁₋α/₂ + z_power)² · variance · (1/share₁ + 1/share₂)
 * / difference², the first arm's variance inflated by 1 + (m − 1)ρ where it meets in groups of m, and all of it by those who are lost.
 * @param groupSize people in one group of the arm that has groups; 1 where nobody meets in groups
 * @returns a whole number, or null where alpha is none of the usual levels or there are not two arms.
 */
export function participantsNeeded(
  { difference, standardDeviation, power, intraclassCorrelation = 0, attrition = 0 }: Static<typeof Assumptions>,
  alpha: number,
  arms: readonly ArmShare[],
  groupSize: number,
): number | null {
  const z = TWO_SIDED[String(alpha)];
  const [first, second] = arms;
  if (z === undefined || !first || !second || arms.length > 2) return null;
  const whole = first.ratio + second.ratio;
  const inflated = 1 + (groupSize - 1) * intraclassCorrelation;
  const spread = (inflated * whole) / first.ratio + whole / second.ratio;
  const analysed = ((z + ONE_SIDED[power]) ** 2 * standardDeviation ** 2 * spread) / difference ** 2;
  const least = Math.min(first.ratio, second.ratio);
  // Each arm is rounded up, so that the smaller one has what it needs.
  return Math.ceil((analysed * least) / whole / (1 - attrition) - 1e-9) * (whole / least);
}
