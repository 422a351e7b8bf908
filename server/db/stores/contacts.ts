import { contactIndex, linkIndex, makeEnvelope, openEnvelope, type Envelope } from '../../identity';
import type { Keys } from '../../keys';
import { open, seal, type Entropy } from '../../seal';
import type { Queryable } from '../zone';

/** Who a participant really is. */
export interface Contact {
  contact: string;
  trial: string;
  site: string;
  name: string;
  telephone: string | null;
  email: string | null;
}

interface ContactRow {
  contact: string;
  trial: string;
  site: string;
  wrapped_key: string | null;
  name: string | null;
  telephone: string | null;
  email: string | null;
}

const TABLE = 'identity.contact';

/** Stores a new contact, sealed; `createdOn` is a date, for a time to the second would join zones. */
export async function insertContact(
  identity: Queryable,
  keys: Keys,
  contact: Contact,
  createdOn: string,
  entropy: Entropy,
): Promise<void> {
  const envelope = makeEnvelope(keys, TABLE, contact.contact, entropy);
  const index = (column: 'email' | 'telephone') =>
    contact[column] === null ? null : contactIndex(keys, contact.trial, column, contact[column]);
  const sealed = (column: 'telephone' | 'email') => (contact[column] === null ? null : envelope.seal(column, contact[column]));
  await identity.query('INSERT INTO identity.contact VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    contact.contact,
    contact.trial,
    contact.site,
    envelope.wrappedKey,
    envelope.seal('name', contact.name),
    sealed('telephone'),
    sealed('email'),
    index('email'),
    index('telephone'),
    createdOn,
  ]);
}

/** The contacts of a trial that share an e-mail address or telephone number, oldest first. */
export async function findContacts(
  identity: Queryable,
  keys: Keys,
  trial: string,
  search: { email: string | null; telephone: string | null },
): Promise<string[]> {
  const rows = await identity.query<{ contact: string }>(
    `SELECT contact FROM identity.contact WHERE trial = $1 AND (email_index = $2 OR telephone_index = $3) ORDER BY created_on, contact`,
    [
      trial,
      search.email === null ? null : contactIndex(keys, trial, 'email', search.email),
      search.telephone === null ? null : contactIndex(keys, trial, 'telephone', search.telephone),
    ],
  );
  return rows.map(({ contact }) => contact);
}

/** Reads contacts and, in the same statement, logs who read how many and why. Erased people are left out. */
export async function readContacts(
  identity: Queryable,
  keys: Keys,
  contacts: readonly string[],
  access: { at: Date; actor: string; purpose: string; request: string },
  entropy: Entropy,
): Promise<Contact[]> {
  if (contacts.length === 0) return [];
  const rows = await identity.query<ContactRow>(
    `WITH found AS (SELECT * FROM identity.contact WHERE contact = ANY ($1)),
       logged AS (INSERT INTO audit.access (at, actor, purpose, contacts, request) SELECT $2, $3, $4, count(*), $5 FROM found)
     SELECT contact, trial, site, wrapped_key, name, telephone, email FROM found`,
    [contacts, access.at, access.actor, access.purpose, access.request],
  );
  return rows.flatMap((row) => {
    if (row.wrapped_key === null || row.name === null) return [];
    const envelope = openEnvelope(keys, TABLE, row.contact, row.wrapped_key, entropy);
    const field = (column: 'telephone' | 'email') => (row[column] === null ? null : envelope.open(column, row[column]));
    return [
      {
        contact: row.contact,
        trial: row.trial,
        site: row.site,
        name: envelope.open('name', row.name),
        telephone: field('telephone'),
        email: field('email'),
      },
    ];
  });
}

/** Deletes who a person is: every field, every document, and the key that sealed them. */
export async function forgetContact(identity: Queryable, contact: string): Promise<void> {
  await identity.query('DELETE FROM identity.document WHERE contact = $1', [contact]);
  await identity.query('DELETE FROM identity.contact WHERE contact = $1', [contact]);
}

export type DocumentKind = 'participant-signature' | 'informer-signature' | 'consent' | 'unblinding-reason' | 'mishap-reason';

/** Keeps a document of a person, sealed under that person's key. */
export async function insertDocument(
  identity: Queryable,
  keys: Keys,
  document: { document: string; contact: string; kind: DocumentKind; text: string; digest: string },
  entropy: Entropy,
): Promise<void> {
  const envelope = await envelopeOf(identity, keys, document.contact, entropy);
  await identity.query('INSERT INTO identity.document VALUES ($1, $2, $3, $4, $5)', [
    document.document,
    document.contact,
    document.kind,
    envelope.seal(`document:${document.kind}`, document.text),
    document.digest,
  ]);
}

/** The document with that keyed digest, opened; undefined where it is not (or no longer) kept. */
export async function readDocument(
  identity: Queryable,
  keys: Keys,
  contact: string,
  kind: DocumentKind,
  digest: string,
  entropy: Entropy,
): Promise<string | undefined> {
  const [row] = await identity.query<{ sealed: string }>(
    'SELECT sealed FROM identity.document WHERE contact = $1 AND kind = $2 AND digest = $3',
    [contact, kind, digest],
  );
  if (!row) return undefined;
  return (await envelopeOf(identity, keys, contact, entropy)).open(`document:${kind}`, row.sealed);
}

async function envelopeOf(identity: Queryable, keys: Keys, contact: string, entropy: Entropy): Promise<Envelope> {
  const [row] = await identity.query<{ wrapped_key: string }>('SELECT wrapped_key FROM identity.contact WHERE contact = $1', [
    contact,
  ]);
  if (!row) throw new Error('the contact is gone');
  return openEnvelope(keys, TABLE, contact, row.wrapped_key, entropy);
}

/** Says, sealed, that a contact is a participant. */
export async function insertLink(
  linkage: Queryable,
  keys: Keys,
  trial: string,
  contact: string,
  participant: string,
  entropy: Entropy,
): Promise<void> {
  const row = linkIndex(keys, trial, 'participant', participant);
  const sealed = seal(
    keys.linkage,
    { table: 'linkage.link', column: 'sealed', row },
    JSON.stringify({ contact, participant }),
    entropy,
  );
  await linkage.query('INSERT INTO linkage.link VALUES ($1, $2, $3, $4)', [
    row,
    linkIndex(keys, trial, 'contact', contact),
    trial,
    sealed,
  ]);
}

interface LinkRow {
  participant_index: string;
  sealed: string;
}

const openLink = (keys: Keys, row: LinkRow): { contact: string; participant: string } =>
  JSON.parse(
    open(keys.linkage, { table: 'linkage.link', column: 'sealed', row: row.participant_index }, row.sealed).toString('utf8'),
  );

/** The contacts of participants, by participant. */
export async function contactsOf(
  linkage: Queryable,
  keys: Keys,
  trial: string,
  participants: readonly string[],
): Promise<Map<string, string>> {
  const rows = await linkage.query<LinkRow>(
    'SELECT participant_index, sealed FROM linkage.link WHERE participant_index = ANY ($1)',
    [participants.map((participant) => linkIndex(keys, trial, 'participant', participant))],
  );
  return new Map(rows.map((row) => openLink(keys, row)).map(({ contact, participant }) => [participant, contact]));
}

/** The participants that contacts are linked to, by contact; without a link a contact is absent. */
export async function participantsOf(
  linkage: Queryable,
  keys: Keys,
  trial: string,
  contacts: readonly string[],
): Promise<Map<string, string>> {
  const rows = await linkage.query<LinkRow>('SELECT participant_index, sealed FROM linkage.link WHERE contact_index = ANY ($1)', [
    contacts.map((contact) => linkIndex(keys, trial, 'contact', contact)),
  ]);
  return new Map(rows.map((row) => openLink(keys, row)).map(({ contact, participant }) => [contact, participant]));
}

export async function deleteLink(linkage: Queryable, keys: Keys, trial: string, participant: string): Promise<void> {
  await linkage.query('DELETE FROM linkage.link WHERE participant_index = $1', [
    linkIndex(keys, trial, 'participant', participant),
  ]);
}
