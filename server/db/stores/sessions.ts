import { isInForce } from '#protocols/rules/grants';
import type { GrantInForce } from '../../context';
import type { Queryable } from '../zone';

/** A grant that was given and not ended, whether or not its days have come. */
export interface HeldGrant extends GrantInForce {
  from: string | null;
  until: string | null;
}

/** The grants of a member of staff that were not ended, in a stable order; with a trial, only those in it. */
export async function heldGrants(research: Queryable, staff: string, trial?: string): Promise<(HeldGrant & { clock: number })[]> {
  return research.query(
    `SELECT g.grant_id AS "grant", g.role, g.trial, g.site, g.group_id AS "group", g.starts_on::text AS "from", g.ends_on::text AS until,
       coalesce(c.offset_milliseconds, 0)::float8 AS clock
     FROM research.staff_grant g LEFT JOIN research.clock c ON c.trial = g.trial
     WHERE g.staff = $1 AND g.to_position IS NULL AND ($2::text IS NULL OR g.trial = $2) ORDER BY g.from_position`,
    [staff, trial ?? null],
  );
}

/** The grants in force of a member of staff at `realNow`, each by its own trial's clock; with a trial, only those in it. */
export async function grantsOf(research: Queryable, staff: string, realNow: Date, trial?: string): Promise<GrantInForce[]> {
  const held = await heldGrants(research, staff, trial);
  return held
    .filter(({ clock, ...days }) => isInForce(days, new Date(realNow.getTime() + clock)))
    .map(({ grant, role, trial: of, site, group }) => ({ grant, role, trial: of, site, group }));
}

/** Milliseconds by which a demonstration's clock is ahead; 0 in a real trial. */
export async function clockOf(research: Queryable, trial: string): Promise<number> {
  const [row] = await research.query<{ offset: string }>(
    'SELECT offset_milliseconds AS offset FROM research.clock WHERE trial = $1',
    [trial],
  );
  return Number(row?.offset ?? 0);
}

export async function insertParticipantSession(
  linkage: Queryable,
  session: { tokenHash: string; session: string; participant: string; trial: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await linkage.query('INSERT INTO linkage.session VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
    session.tokenHash,
    session.session,
    session.participant,
    session.trial,
    session.createdAt,
    session.expiresAt,
  ]);
}

export async function endParticipantSession(linkage: Queryable, tokenHash: string, now: Date): Promise<void> {
  await linkage.query('UPDATE linkage.session SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL', [tokenHash, now]);
}
