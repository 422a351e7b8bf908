import type { App } from '../../context';
import { endCapabilities } from '../../db/stores/capabilities';
import { contactsOf, deleteLink, forgetContact } from '../../db/stores/contacts';
import { clockOf } from '../../db/stores/sessions';
import { unenrolled } from '../../db/stores/sweeping';
import type { Scope } from '../../db/zone';

const DAY = 86_400_000;

/**
 * Deletes who a person is, where they never consented within the days the protocol gives. The code stays in the counts, without a name.
 * @returns how many were forgotten.
 */
export async function forgetUnenrolled(app: App, trial: string): Promise<number> {
  const { database, keys } = app;
  const scope: Scope = { trial, sites: '*' };
  const inForce = (await app.protocols(trial)).at(-1);
  if (!inForce) return 0;
  const now = app.clock().getTime() + (await clockOf(database.research, trial));
  const before = new Date(now - inForce.protocol.unenrolledDays * DAY);
  const participants = await database.research.within(scope, (tx) => unenrolled(tx, trial, before));
  const links = await contactsOf(database.linkage, keys, trial, participants);

  for (const [participant, contact] of links) {
    await database.identity.within(scope, (tx) => forgetContact(tx, contact));
    await deleteLink(database.linkage, keys, trial, participant);
    await endCapabilities(database.linkage, participant, app.clock());
  }
  return links.size;
}
