import type { Queryable } from '../zone';

/** The contacts of a trial without a consent on file, a page at a time: those a sweep may concern. */
export async function unsettledContacts(
  identity: Queryable,
  trial: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await identity.query<{ contact: string }>(
    `SELECT contact FROM identity.contact c WHERE trial = $1 AND ($2::uuid IS NULL OR contact > $2)
       AND NOT EXISTS (SELECT FROM identity.document d WHERE d.contact = c.contact AND d.kind = 'consent')
     ORDER BY contact LIMIT $3`,
    [trial, after, limit],
  );
  return rows.map(({ contact }) => contact);
}

/** Those of `participants` whom the trial has registered. */
export async function registered(research: Queryable, participants: readonly string[]): Promise<Set<string>> {
  const rows = await research.query<{ participant: string }>(
    'SELECT participant FROM research.participant WHERE participant = ANY ($1::uuid[])',
    [participants],
  );
  return new Set(rows.map(({ participant }) => participant));
}

/** Participants registered before `before` who never consented, and whose contact may therefore be kept no longer. */
export async function unenrolled(research: Queryable, trial: string, before: Date): Promise<string[]> {
  const rows = await research.query<{ participant: string }>(
    `SELECT participant FROM research.participant p WHERE trial = $1 AND registered_at < $2
       AND NOT EXISTS (SELECT FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'consent-given')`,
    [trial, before],
  );
  return rows.map(({ participant }) => participant);
}
