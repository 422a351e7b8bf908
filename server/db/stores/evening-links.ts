import type { Queryable } from '../zone';

/** A facilitator's link for one evening and one group. */
export interface EveningLink {
  link: string;
  staff: string;
  grant: string;
  group: string;
  trial: string;
  site: string;
  ordinal: number;
  expiresAt: Date;
}

const LINK = `l.link, l.staff, l.grant_id AS "grant", l.group_id AS "group", l.trial, l.site, l.ordinal, l.expires_at AS "expiresAt"`;

/** Keeps a new link; earlier ones of the same person and group are void in the same statement, and their sessions with them. */
export async function insertEveningLink(
  linkage: Queryable,
  codeHash: string,
  { link, staff, grant, group, trial, site, ordinal, expiresAt }: EveningLink,
  now: Date,
): Promise<void> {
  await linkage.query(
    `WITH void AS (UPDATE linkage.evening_link SET revoked_at = $9 WHERE staff = $3 AND group_id = $5 AND revoked_at IS NULL)
     INSERT INTO linkage.evening_link VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)`,
    [codeHash, link, staff, grant, group, trial, site, ordinal, now, expiresAt],
  );
}

/** The link with that code, where it stands. */
export async function findEveningLink(linkage: Queryable, codeHash: string, now: Date): Promise<EveningLink | undefined> {
  const [row] = await linkage.query<EveningLink>(
    `SELECT ${LINK} FROM linkage.evening_link l WHERE l.code_hash = $1 AND l.revoked_at IS NULL AND l.expires_at > $2`,
    [codeHash, now],
  );
  return row;
}

/** Voids every link of somebody to a group. */
export async function revokeEveningLinks(linkage: Queryable, staff: string, group: string, now: Date): Promise<void> {
  await linkage.query(
    'UPDATE linkage.evening_link SET revoked_at = $3 WHERE staff = $1 AND group_id = $2 AND revoked_at IS NULL',
    [staff, group, now],
  );
}

export async function insertEveningSession(linkage: Queryable, tokenHash: string, link: string, now: Date): Promise<void> {
  await linkage.query('INSERT INTO linkage.evening_session VALUES ($1, $2, $3, NULL)', [tokenHash, link, now]);
}

/** The link behind a session's token: a session lasts no longer than its link. */
export async function eveningOfSession(linkage: Queryable, tokenHash: string, now: Date): Promise<EveningLink | undefined> {
  const [row] = await linkage.query<EveningLink>(
    `SELECT ${LINK} FROM linkage.evening_session s JOIN linkage.evening_link l ON l.link = s.link
     WHERE s.token_hash = $1 AND s.ended_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > $2`,
    [tokenHash, now],
  );
  return row;
}

export async function endEveningSession(linkage: Queryable, tokenHash: string, now: Date): Promise<void> {
  await linkage.query('UPDATE linkage.evening_session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL', [
    tokenHash,
    now,
  ]);
}
