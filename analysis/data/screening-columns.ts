import type { Criterion, Protocol } from '#protocols/model/protocol';
import { plain } from './protocol-plan';

/** The column of a screening item, such as `screening_age`. */
export const screeningColumn = (item: string): string => `screening_${plain(item)}`;

/** The criteria whose item is answered by a number, each item once. */
export function quantitiesAsked(protocol: Protocol): Criterion[] {
  const numeric = protocol.eligibility.filter(({ is }) => is === undefined);
  return numeric.filter((criterion, index) => numeric.findIndex(({ item }) => item === criterion.item) === index);
}
