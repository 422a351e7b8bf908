import type { StaffContext } from './context';
import { peopleWithGrants } from './db/stores/grants';
import { Problem } from './problem';

/**
 * That a member of staff is one whom this administrator looks after. An account is one for all sites: who looks after a single site closes
 * and opens the accounts of those who work there alone.
 * @throws Problem 'not-found' where they hold no grant in the trial, or one beyond the administrator's own site.
 */
export async function requireMine({ database, under }: StaffContext, trial: string, staff: string): Promise<void> {
  const held = (await peopleWithGrants(database.research, trial)).filter((one) => one.staff === staff);
  const isMine = held.length > 0 && held.every(({ site }) => under.site === null || site === under.site);
  if (!isMine) throw new Problem('not-found');
}
