import { decline, type Declined, type People } from './method';

/** The refusal of an outcome that is not all counts, or null. */
export function notCounts(values: readonly number[], column: string, people: People): Declined | null {
  const odd = values.find((value) => !(Number.isInteger(value) && value >= 0));
  if (odd === undefined) return null;
  return decline('not-a-count', `“${column}” holds ${odd}. A count is a whole number, 0 or more.`, people);
}
