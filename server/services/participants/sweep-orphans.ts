import type { App } from '../../context';
import { endCapabilities } from '../../db/stores/capabilities';
import { deleteLink, forgetContact, participantsOf } from '../../db/stores/contacts';
import { registered, unsettledContacts } from '../../db/stores/sweeping';
import type { Database, Scope } from '../../db/zone';

/** How long a registration may take from contact to fact. */
const PATIENCE = 10 * 60_000;
const PAGE = 500;

/**
 * When each process first saw a contact without a participant. Kept here and not in the database: a time to the second beside a
 * contact would join the zones. A restart only makes the sweep wait once more.
 */
const sightings = new WeakMap<Database, Map<string, number>>();

/**
 * Deletes contacts whose participant was never registered: the registration broke off between the identity zone and the fact. One
 * that has been seen for ten minutes is an orphan; a consent on file is proof that a contact is none.
 * @returns how many were deleted.
 */
export async function sweepOrphans(app: App, trial: string): Promise<number> {
  const { database } = app;
  const scope: Scope = { trial, sites: '*' };
  const seen = sightings.get(database) ?? new Map<string, number>();
  sightings.set(database, seen);
  const now = app.clock().getTime();
  let deleted = 0;
  for (let after: string | null = null; ;) {
    const page: string[] = await database.identity.within(scope, (tx) => unsettledContacts(tx, trial, after, PAGE));
    const links = await participantsOf(database.linkage, app.keys, trial, page);
    const known = await database.research.within(scope, (tx) => registered(tx, [...links.values()]));
    for (const contact of page) {
      const participant = links.get(contact);
      if (participant !== undefined && known.has(participant)) {
        seen.delete(contact);
        continue;
      }
      const first = seen.get(contact) ?? now;
      seen.set(contact, first);
      if (now - first < PATIENCE) continue;
      await database.identity.within(scope, (tx) => forgetContact(tx, contact));
      if (participant !== undefined) {
        await deleteLink(database.linkage, app.keys, trial, participant);
        await endCapabilities(database.linkage, participant, app.clock());
      }
      seen.delete(contact);
      deleted += 1;
    }
    if (page.length < PAGE) return deleted;
    after = page.at(-1)!;
  }
}
