import type { Criterion, Protocol } from '#protocols/model/protocol';

/** The criteria whose item is answered by a number, each item once. */
export function quantitiesAsked(protocol: Protocol): Criterion[] {
  const numeric = protocol.eligibility.filter(({ is }) => is === undefined);
  return numeric.filter((criterion, index) => numeric.findIndex(({ item }) => item === criterion.item) === index);
}
