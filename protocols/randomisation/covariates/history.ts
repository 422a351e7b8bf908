import type { SchemeFactor } from '../../model/scheme';

/** Somebody to be drawn for, or drawn before: the level of each factor, and each covariate's number. */
export interface Profile {
  levels: Readonly<Record<string, string>>;
  covariates?: Readonly<Record<string, number>>;
}

/** The place of a profile's level in a factor. @throws RangeError for a level that the factor does not have. */
export function levelOf(factor: SchemeFactor, { levels }: Profile): number {
  const place = factor.levels.indexOf(levels[factor.id] ?? '');
  if (place < 0) throw new RangeError(`The factor ${factor.id} has no level "${levels[factor.id] ?? ''}"`);
  return place;
}
