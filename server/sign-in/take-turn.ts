import type { OpenContext } from '../context';
import { takeTry } from '../db/stores/sign-in-waits';
import { emailIndex } from '../db/stores/staff';
import type { Keys } from '../keys';
import { Problem } from '../problem';

/** The counts of wrong tries: of passwords by address, known here or not, so that the answers are alike; of all else by account. */
export const addressAccount = (keys: Keys, email: string): string => `address:${emailIndex(keys, email)}`;
export const proofAccount = (staff: string): string => `proof:${staff}`;

/**
 * Takes a try at a secret of `account`, counted across processes and restarts.
 * @throws Problem 'too-many-tries' saying from when on the next one is looked at.
 */
export async function takeTurn({ database, realNow }: OpenContext, account: string): Promise<void> {
  const until = await takeTry(database.identity, account, realNow);
  if (until) throw new Problem('too-many-tries', { until: until.toISOString() });
}
