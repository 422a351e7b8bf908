import type { HuHu } from '../../model/scheme';
import { levelOf, type Earlier, type Profile } from './history';

/**
 * Hu and Hu (2012) for two equal arms: the arm that lessens the weighted sum of squared differences over the trial, each margin and the joint
 * stratum has chance p. As (d + 1)² − (d − 1)² = 4d, that is the sign of the weighted sum of the differences.
 * @returns whole-number chances of the two arms
 */
export function huHuWeights(
  { factors, overall, stratum, p: [r, s], burnIn }: HuHu,
  earlier: readonly Earlier[],
  profile: Profile,
): number[] {
  if (earlier.length < burnIn) return [1, 1];
  const own = factors.map((factor) => levelOf(factor, profile));
  const pull = earlier.reduce((sum, one) => {
    const shared = factors.map((factor, index) => levelOf(factor, one) === own[index]);
    const weight =
      overall +
      factors.reduce((total, factor, index) => total + (shared[index] ? factor.weight : 0), 0) +
      (shared.every(Boolean) ? stratum : 0);
    return sum + (one.arm === 0 ? weight : -weight);
  }, 0);
  if (pull === 0) return [1, 1];
  return pull < 0 ? [r, s - r] : [s - r, r];
}
