import type { Protocol } from '../model/protocol';
import type { Randomisation } from '../model/randomisation';
import type { Scheme, SchemeFactor } from '../model/scheme';
import { without } from '../model/without';

/** What of a protocol says how lots are drawn. */
export type DrawsLots = Pick<Protocol, 'id' | 'randomisation' | 'arms' | 'sites' | 'screening'>;

/** The part of a protocol that says how lots are drawn. A trial that draws none is never opened, so asking it is a fault. */
export function randomisationOf({ id, randomisation }: Pick<Protocol, 'id' | 'randomisation'>): Randomisation {
  if (!randomisation) throw new RangeError(`the protocol ${id} draws no lots`);
  return randomisation;
}

/** The scheme a protocol draws by: its method's parameters with the protocol's own arms and ratios, and the levels of its factors. */
export function schemeOf(protocol: DrawsLots): Scheme {
  const method = without(randomisationOf(protocol), 'id', 'strata', 'unit', 'exceptions');
  const arms = protocol.arms.map(({ id, ratio }) => ({ id, ratio }));
  switch (method.method) {
    case 'minimisation':
    case 'hu-hu':
    case 'optimal':
      return { ...method, arms, factors: method.factors.map((factor) => withLevels(protocol, factor)) };
    default:
      return { ...method, arms };
  }
}

/** What balances the lottery across the trial: strata, or the factors that take their place. */
export function balancedBy(randomisation: Randomisation): string[] {
  return 'factors' in randomisation ? randomisation.factors.map(({ id }) => id) : randomisation.strata;
}

/** What balances the lottery, each with how many levels it has; their product is the number of strata. */
export function strataOf(protocol: DrawsLots): { id: string; levels: number }[] {
  return balancedBy(randomisationOf(protocol)).map((id) => ({ id, levels: withLevels(protocol, { id }).levels.length }));
}

/** The numbers that an optimal design balances beside its factors, by screening item. */
export function covariatesOf(randomisation: Randomisation): string[] {
  return randomisation.method === 'optimal' ? randomisation.covariates : [];
}

/** What the protocol decided beforehand for draws that go wrong; nothing where lots are drawn for whole clusters. */
export function exceptionsOf(protocol: Pick<Protocol, 'id' | 'randomisation'>): NonNullable<PermittedExceptions> {
  const randomisation = randomisationOf(protocol);
  return ('exceptions' in randomisation ? randomisation.exceptions : undefined) ?? {};
}
type PermittedExceptions = Extract<Randomisation, { method: 'permuted-blocks' }>['exceptions'];

/** Whether draws look at the corrected value of a factor once it is corrected, rather than at the one that was used. */
export const correctsFromNowOn = (protocol: Pick<Protocol, 'id' | 'randomisation'>): boolean =>
  exceptionsOf(protocol).correctedFactors === 'from-now-on';

/** The levels a factor of the lottery may have. */
export const levelsFor = ({ sites, screening = [] }: DrawsLots, factor: string): string[] =>
  (factor === 'site' ? sites : (screening.find((item) => item.id === factor)?.choices ?? [])).map(({ id }) => id);

function withLevels(protocol: DrawsLots, { id, weight = 1 }: { id: string; weight?: number }): SchemeFactor {
  return { id, levels: levelsFor(protocol, id), weight };
}
