import type { SchemeFactor } from '../../model/scheme';

/** Somebody to be drawn for, or drawn before: the level of each factor, and each covariate's number. */
export interface Profile {
  levels: Readonly<Record<string, string>>;
  covariates?: Readonly<Record<string, number>>;
}

/** Somebody drawn before, with the place of their arm in the scheme (or of its equal part, where the method draws among parts). */
export interface Earlier extends Profile {
  arm: number;
}

/** The place of a profile's level in a factor. @throws RangeError for a level that the factor does not have. */
export function levelOf(factor: SchemeFactor, { levels }: Profile): number {
  const place = factor.levels.indexOf(levels[factor.id] ?? '');
  if (place < 0) throw new RangeError(`The factor ${factor.id} has no level "${levels[factor.id] ?? ''}"`);
  return place;
}

/** For each factor, how many before had this profile's level and which arm: counts[factor][arm]. */
export function marginsOf(
  factors: readonly SchemeFactor[],
  arms: number,
  earlier: readonly Earlier[],
  profile: Profile,
): number[][] {
  return factors.map((factor) => {
    const level = levelOf(factor, profile);
    const counts = Array<number>(arms).fill(0);
    for (const one of earlier) if (levelOf(factor, one) === level) counts[one.arm]! += 1;
    return counts;
  });
}

export function countsOf(arms: number, earlier: readonly Earlier[]): number[] {
  const counts = Array<number>(arms).fill(0);
  for (const { arm } of earlier) counts[arm]! += 1;
  return counts;
}
