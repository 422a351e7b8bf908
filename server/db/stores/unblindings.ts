import type { Emergency, Learner, Learnt, Told, Unblinding } from '#protocols/model/fact';
import type { Role } from '#protocols/model/role';
import type { GrantDays } from '#protocols/rules/grants';
import type { Queryable } from '../zone';

export interface UnblindingRow {
  code: string;
  kind: 'emergency' | 'accident';
  at: string;
  actor: string;
  reason: Emergency | null;
  knows: Told[];
  how: Unblinding | null;
  who: Learner | null;
  learnt: Learnt | null;
}

/** Whose arm was opened in an emergency or became known by accident, newest first. */
export async function listUnblindingRows(tx: Queryable, trial: string): Promise<UnblindingRow[]> {
  return tx.query(
    `SELECT p.code, u.kind, research.instant(u.occurred_at) AS at, u.actor, u.reason, coalesce(u.knows, '{}') AS knows, u.how, u.who, u.learnt
     FROM research.unblinding u JOIN research.participant p ON p.participant = u.participant
     WHERE u.trial = $1 ORDER BY u.from_position DESC`,
    [trial],
  );
}

/** When somebody's arm was opened in an emergency, oldest first. */
export async function openingsOf(tx: Queryable, participant: string): Promise<string[]> {
  const rows = await tx.query<{ at: string }>(
    `SELECT research.instant(occurred_at) AS at FROM research.unblinding
     WHERE participant = $1 AND kind = 'emergency' ORDER BY from_position`,
    [participant],
  );
  return rows.map(({ at }) => at);
}

/** Arms opened in an emergency since an instant: whose, and when. */
export async function openedSince(tx: Queryable, trial: string, since: Date): Promise<{ code: string; at: string }[]> {
  return tx.query(
    `SELECT p.code, research.instant(u.occurred_at) AS at FROM research.unblinding u
       JOIN research.participant p ON p.participant = u.participant
     WHERE u.trial = $1 AND u.kind = 'emergency' AND u.occurred_at >= $2 ORDER BY u.from_position DESC`,
    [trial, since],
  );
}

/** An arm opened in an emergency and somebody who must know of it. */
export interface OpenedToTell extends GrantDays {
  /** The position of the fact. */
  fact: string;
  at: string;
  staff: string;
  role: Role;
}

/**
 * The arms opened in an emergency since an instant, each with the custodian and the researchers who held their grant for the whole trial then
 * and still do. Whose arm, and which, is not read. Which days a grant is in force, is for a rule to say.
 */
export async function openedToTell(tx: Queryable, trial: string, since: Date): Promise<OpenedToTell[]> {
  return tx.query(
    `SELECT u.from_position::text AS fact, research.instant(u.occurred_at) AS at, g.staff, g.role,
       g.starts_on::text AS "from", g.ends_on::text AS until
     FROM research.unblinding u JOIN research.staff_grant g ON g.trial = u.trial AND g.from_position < u.from_position
     WHERE u.trial = $1 AND u.kind = 'emergency' AND u.occurred_at >= $2
       AND g.site IS NULL AND g.role IN ('custodian', 'researcher') AND g.to_position IS NULL
     ORDER BY u.from_position, g.from_position`,
    [trial, since],
  );
}
