/**
 * What a method that looks at everybody before keeps of them: sums that grow by one person at a time, so that the next draw takes no longer
 * when twenty thousand came before it. Live draws, the verifier, simulation and the re-randomisation test all ask the same ledger.
 */
import type { CovariateScheme } from '../../model/scheme';
import { inLowestTerms } from '../methods/law-of';
import { levelOf, type Profile } from './history';
import { optimalLedger } from './optimal';
import { pairLedger } from './pair-ledger';
import { partsLedger } from './parts-ledger';

/** People in flat arrays: person after person, the place of the level of each factor, and each covariate's number. */
export interface People {
  levels: ArrayLike<number>;
  numbers: ArrayLike<number>;
}

export interface Ledger {
  /** Forgets everybody. */
  reset(): void;
  /** Whole-number chances of the equal parts for somebody; the array is used again. */
  weights(people: People, person: number): readonly number[];
  /** Counts somebody as drawn to a part. */
  add(people: People, person: number, part: number): void;
}

/** The arm (its place in the scheme) of each equal part that a scheme draws among. */
export function armsOfParts(scheme: CovariateScheme): number[] {
  if (scheme.method !== 'minimisation') return [0, 1];
  return inLowestTerms(scheme.arms).flatMap(({ ratio }, arm) => Array<number>(ratio).fill(arm));
}

/** The empty ledger of a scheme. */
export function ledgerOf(scheme: CovariateScheme): Ledger {
  switch (scheme.method) {
    case 'minimisation': {
      const parts = armsOfParts(scheme).length;
      return parts === 2 ? pairLedger(scheme) : partsLedger(scheme, parts);
    }
    case 'hu-hu':
      return pairLedger(scheme);
    case 'optimal':
      return optimalLedger(scheme);
  }
}

/**
 * Profiles as a ledger reads them.
 * @throws RangeError for a level that a factor does not have, or a covariate without a number.
 */
export function peopleOf(scheme: CovariateScheme, profiles: readonly Profile[]): People {
  const asked = scheme.method === 'optimal' ? scheme.covariates : [];
  return {
    levels: Uint8Array.from(profiles.flatMap((profile) => scheme.factors.map((factor) => levelOf(factor, profile)))),
    numbers: Float64Array.from(profiles.flatMap(({ covariates }) => asked.map((id) => numberOf(id, covariates?.[id])))),
  };
}

function numberOf(id: string, value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) throw new RangeError(`The covariate ${id} has no number`);
  return value;
}
