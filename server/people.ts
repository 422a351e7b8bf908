import type { StaffContext } from './context';
import { contactsOf, readContacts, type Contact } from './db/stores/contacts';
import { staffNames } from './db/stores/staff';

/**
 * Who participants are: through the linkage zone to the identity zone, in one read that leaves one row in the log of accesses. Who is
 * erased, unlinked or never was a contact is absent.
 * @param purpose why the names are read, as the log keeps it.
 */
export async function peopleOf(
  context: StaffContext,
  participants: readonly string[],
  purpose: string,
): Promise<Map<string, Contact>> {
  if (participants.length === 0) return new Map();
  const { database, keys, scope, under, entropy, actor, request } = context;
  const links = await contactsOf(database.linkage, keys, under.trial, participants);
  const contacts = await database.identity.within(scope, (tx) =>
    readContacts(tx, keys, [...links.values()], { at: context.clock(), actor, purpose, request }, entropy),
  );
  const byContact = new Map(contacts.map((contact) => [contact.contact, contact]));
  return new Map(
    [...links].flatMap(([participant, contact]) => (byContact.has(contact) ? [[participant, byContact.get(contact)!]] : [])),
  );
}

/** How actors of facts are called on screens: staff by name, a participant's own acts as "participant", ours as "system". */
export async function actorNames(context: StaffContext, actors: readonly string[]): Promise<(actor: string) => string> {
  const staff = (actor: string) => (actor.startsWith('staff/') ? actor.slice('staff/'.length) : undefined);
  const ids = [...new Set(actors.map(staff).filter((id) => id !== undefined))];
  const names = await staffNames(context.database.identity, context.keys, ids, context.entropy);
  return (actor) => names.get(staff(actor) ?? '') ?? (actor === 'participant' ? 'participant' : 'system');
}
