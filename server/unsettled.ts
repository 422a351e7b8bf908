import type { StaffContext } from './context';
import { codesOf, listUnsettled, type UnsettledLetter } from './db/stores/letters';

/** The letters nobody knows about, of the people at the grant's sites, each with its participant's code. */
export async function unsettledLetters(
  { database, scope, now }: StaffContext,
  trial: string,
): Promise<(UnsettledLetter & { code: string })[]> {
  const found = await listUnsettled(database.linkage, now);
  if (found.length === 0) return [];
  const ids = found.map(({ participant }) => participant);
  const codes = await database.research.within(scope, (tx) => codesOf(tx, trial, ids));
  return found.flatMap((letter) => {
    const code = codes.get(letter.participant);
    return code === undefined ? [] : [{ ...letter, code }];
  });
}
