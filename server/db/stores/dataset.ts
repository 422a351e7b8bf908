import type { TrialRows } from '#analysis/data/dataset';
import type { Draw } from '#protocols/model/rerandomisation';
import type { Way } from '#protocols/model/way';
import type { Queryable } from '../zone';

/** Where a trial's lock stands. */
export interface Lock {
  plan: string;
  cutoff: number;
  proposedBy: string;
  lockedBy: string | null;
  lockedAt: string | null;
}

/** The proposal or the lock of a trial's plan, if there is one. */
export async function lockOf(research: Queryable, trial: string): Promise<Lock | undefined> {
  const [row] = await research.query<Lock>(
    `SELECT plan, cutoff::float8 AS cutoff, proposed_by AS "proposedBy", locked_by AS "lockedBy", research.instant(locked_at) AS "lockedAt"
     FROM research.plan_lock WHERE trial = $1`,
    [trial],
  );
  return row;
}

/** A position below every append under way: what stands at or before it will not change. A transaction of its own. */
export async function takeCutoff(research: Queryable): Promise<number> {
  const [row] = await research.query<{ cutoff: number }>('SELECT audit.cutoff()::float8 AS cutoff', []);
  return row!.cutoff;
}

/**
 * The position of the newest fact that takes somebody out of the data, 0 where there is none: with a cut-off it says which data a
 * computed result rests on.
 */
export async function newestWithholding(tx: Queryable, trial: string): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    `SELECT coalesce(max(from_position), 0)::float8 AS position FROM research.milestone
     WHERE trial = $1 AND (kind = 'erased' OR (kind = 'participation-changed' AND detail->>'change' = 'erase'))`,
    [trial],
  );
  return row!.position;
}

/**
 * A trial's rows as of position `cutoff`, by range filters alone. The transaction's scope must read 'dataset'; before the lock the
 * database itself then gives nobody's arm and nobody's answer. Who was erased, or asked to be, is named whatever the cut-off.
 */
export async function readTrialRows(tx: Queryable, trial: string, cutoff: number): Promise<TrialRows> {
  const as = [trial, cutoff];
  return {
    allocations: await tx.query(
      `SELECT a.participant, p.version, a.site, a.arm, a.cohort, research.instant(a.occurred_at) AS at
       FROM allocation.allocation a JOIN research.participant p ON p.participant = a.participant
       WHERE a.trial = $1 AND a.from_position <= $2 ORDER BY a.participant`,
      as,
    ),
    groups: await tx.query(
      `SELECT DISTINCT ON (participant, delivery) participant, delivery, group_id AS "group", (
         SELECT bool_or(s.held) FROM research.group_session s
         WHERE s.group_id = p.group_id AND s.from_position <= $2 AND (s.to_position IS NULL OR s.to_position > $2)) AS begun
       FROM research.placement p
       WHERE trial = $1 AND assigned AND from_position <= $2 ORDER BY participant, delivery, from_position DESC`,
      as,
    ),
    leavings: await tx.query(
      `SELECT participant, left_on::text AS "on" FROM research.placement
       WHERE trial = $1 AND left_on IS NOT NULL AND reason <> 'moved' AND to_position <= $2 ORDER BY participant, from_position`,
      as,
    ),
    households: await tx.query(
      `SELECT participant, household FROM (
         SELECT DISTINCT ON (participant) participant, detail->>'household' AS household FROM research.milestone
         WHERE trial = $1 AND kind = 'household-set' AND from_position <= $2 ORDER BY participant, from_position DESC) AS latest
       WHERE household IS NOT NULL ORDER BY participant`,
      as,
    ),
    responses: await tx.query(
      `SELECT participant, wave, instrument, item, code, blank, late, research.instant(occurred_at) AS at FROM research.response
       WHERE trial = $1 AND from_position <= $2 AND (to_position IS NULL OR to_position > $2)
       ORDER BY participant, wave, instrument, item`,
      as,
    ),
    submissions: await tx.query(
      `SELECT participant, wave, late, research.instant(occurred_at) AS at FROM research.submission
       WHERE trial = $1 AND from_position <= $2 AND (to_position IS NULL OR to_position > $2) ORDER BY from_position`,
      as,
    ),
    changes: await tx.query(
      `SELECT participant, detail->>'change' AS change, research.instant(occurred_at) AS at FROM research.milestone
       WHERE trial = $1 AND kind = 'participation-changed' AND from_position <= $2 ORDER BY from_position`,
      as,
    ),
    unblindings: await tx.query(
      `SELECT participant, kind FROM research.unblinding WHERE trial = $1 AND from_position <= $2 ORDER BY from_position`,
      as,
    ),
    mishaps: await tx.query(
      `SELECT participant, kind, detail->>'given' AS given FROM research.mishap
       WHERE trial = $1 AND from_position <= $2 AND kind NOT IN ('in-error-reported', 'replacement-proposed') ORDER BY from_position`,
      as,
    ),
    screenings: await tx.query(
      `SELECT DISTINCT ON (participant) participant, detail->'answers' AS answers FROM research.milestone
       WHERE trial = $1 AND kind = 'screened' AND from_position <= $2 AND detail ? 'answers' ORDER BY participant, from_position DESC`,
      as,
    ),
    withheld: (
      await tx.query<{ participant: string }>(
        `SELECT DISTINCT participant FROM research.milestone
         WHERE trial = $1 AND (kind = 'erased' OR (kind = 'participation-changed' AND detail->>'change' = 'erase'))`,
        [trial],
      )
    ).map(({ participant }) => participant),
  };
}

/** The lottery's draws in their order, as of position `cutoff`, of those erased since as well: they are part of how it went. Scope as above. */
export async function readDraws(tx: Queryable, trial: string, cutoff: number): Promise<Draw[]> {
  return tx.query<Draw>(
    `SELECT participant, site, arm, scheme, stratum FROM allocation.allocation
     WHERE trial = $1 AND from_position <= $2 ORDER BY from_position`,
    [trial, cutoff],
  );
}

/** What stands for an arm that was not read: the rules of waves need to know only that there was a draw, and when. */
const UNREAD_ARM = 'not read';

/**
 * Everybody's way, with the fact of their draw but never its arm: it is taken off before the row leaves the database. The transaction's
 * scope must read 'system'.
 */
export async function listWaysWithoutArms(tx: Queryable, trial: string): Promise<Way[]> {
  const rows = await tx.query<{ way: Way }>(
    `SELECT research.way(participant) #- '{allocation,arm}' AS way FROM research.participant WHERE trial = $1`,
    [trial],
  );
  return rows.map(({ way }) => ({ ...way, allocation: way.allocation && { at: way.allocation.at, arm: UNREAD_ARM } }));
}
