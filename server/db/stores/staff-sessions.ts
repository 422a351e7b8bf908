import type { Queryable } from '../zone';

/** A session of staff that stands, as the request needs it. */
export interface StaffSession {
  staff: string;
  session: string;
  /** When the person last proved who they are. */
  provedAt: Date;
  /** Whether the account has a second factor. */
  hasFactor: boolean;
}

export type SessionWay = 'password' | 'totp' | 'passkey' | 'recovery' | 'invitation';

const STANDS = `s.ended_at IS NULL AND s.seen_at > $2::timestamptz - interval '1 hour' AND s.created_at > $2::timestamptz - interval '12 hours'`;

/** Who a session token belongs to, if it stands: not ended, not idle for an hour, not older than twelve. */
export async function staffOfSession(identity: Queryable, tokenHash: string, now: Date): Promise<StaffSession | undefined> {
  const [row] = await identity.query<StaffSession>(
    `UPDATE identity.staff_session s SET seen_at = $2 FROM identity.staff p
     WHERE s.token_hash = $1 AND ${STANDS} AND p.staff = s.staff AND p.disabled_at IS NULL
     RETURNING s.staff, s.session, s.proved_at AS "provedAt",
       EXISTS (SELECT FROM identity.staff_totp t WHERE t.staff = s.staff AND t.confirmed_at IS NOT NULL)
         OR EXISTS (SELECT FROM identity.staff_passkey k WHERE k.staff = s.staff) AS "hasFactor"`,
    [tokenHash, now],
  );
  return row;
}

export async function insertStaffSession(
  identity: Queryable,
  session: { tokenHash: string; session: string; staff: string; way: SessionWay; now: Date },
): Promise<void> {
  await identity.query(
    `INSERT INTO identity.staff_session (token_hash, staff, created_at, seen_at, session, way, proved_at) VALUES ($1, $2, $3, $3, $4, $5, $3)`,
    [session.tokenHash, session.staff, session.now, session.session, session.way],
  );
}

/** Gives a session a new token after a fresh proof; the old one opens nothing. @returns false where it had ended meanwhile. */
export async function renewStaffSession(identity: Queryable, from: string, to: string, now: Date): Promise<boolean> {
  const rows = await identity.query(
    'UPDATE identity.staff_session SET token_hash = $2, proved_at = $3 WHERE token_hash = $1 AND ended_at IS NULL RETURNING session',
    [from, to, now],
  );
  return rows.length > 0;
}

export async function endStaffSession(identity: Queryable, tokenHash: string, now: Date): Promise<void> {
  await identity.query('UPDATE identity.staff_session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL', [
    tokenHash,
    now,
  ]);
}

/** The standing sessions of a member of staff, newest first. */
export function listStaffSessions(
  identity: Queryable,
  staff: string,
  now: Date,
): Promise<{ session: string; way: SessionWay; startedAt: Date; seenAt: Date }[]> {
  return identity.query(
    `SELECT s.session, s.way, s.created_at AS "startedAt", s.seen_at AS "seenAt" FROM identity.staff_session s
     WHERE s.staff = $1 AND ${STANDS} ORDER BY s.created_at DESC, s.session`,
    [staff, now],
  );
}

/** Ends one session of a member of staff. @returns false where it is none of theirs, or over. */
export async function endSessionOf(identity: Queryable, staff: string, session: string, now: Date): Promise<boolean> {
  const rows = await identity.query(
    'UPDATE identity.staff_session SET ended_at = $3 WHERE staff = $1 AND session = $2 AND ended_at IS NULL RETURNING session',
    [staff, session, now],
  );
  return rows.length > 0;
}

/** Ends every session of a member of staff, but for `except`. @returns how many. */
export async function endSessionsOf(identity: Queryable, staff: string, now: Date, except: string | null): Promise<number> {
  const rows = await identity.query(
    `UPDATE identity.staff_session SET ended_at = $2 WHERE staff = $1 AND ended_at IS NULL AND session IS DISTINCT FROM $3::uuid
     RETURNING session`,
    [staff, now, except],
  );
  return rows.length;
}
