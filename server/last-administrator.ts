import { isLastAdministrator } from '#protocols/rules/grants';
import type { App } from './context';
import { listAdministering } from './db/stores/grants';
import { clockOf } from './db/stores/sessions';
import { lockAble } from './db/stores/staff';
import type { Queryable } from './db/zone';
import { Problem } from './problem';

/**
 * Sees to it that every trial keeps an administrator who can come in. The administrators' accounts are locked first and their grants read
 * again then: two who leave at once decide one after the other.
 * @param tx the transaction of the identity zone in which the account is closed, or around the ending of the grant.
 * @throws Problem 'last-administrator'.
 */
export async function keepAnAdministrator(
  app: App,
  tx: Queryable,
  leaving: { staff: string } | { trial: string; grant: string },
): Promise<void> {
  const { research } = app.database;
  const before = await listAdministering(research, leaving);
  const able = await lockAble(tx, [...new Set(before.map(({ staff }) => staff))]);
  const held = await listAdministering(research, leaving);
  for (const trial of new Set(held.map((one) => one.trial))) {
    const here = held.filter((one) => one.trial === trial);
    const gone = here.filter((one) => ('grant' in leaving ? one.grant === leaving.grant : one.staff === leaving.staff));
    const now = new Date(app.clock().getTime() + (await clockOf(research, trial)));
    if (isLastAdministrator(here, gone, able, now)) throw new Problem('last-administrator');
  }
}
