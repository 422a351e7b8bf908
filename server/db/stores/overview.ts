import type { Change } from '#protocols/model/fact';
import type { FlowGroup } from '#protocols/rules/flow';
import type { RecruitmentCount } from '#protocols/rules/recruitment';
import type { Queryable } from '../zone';

/** Who came how far on which date in Denmark, counted by the database within the scope. */
export async function recruitmentCounts(tx: Queryable, trial: string): Promise<RecruitmentCount[]> {
  return tx.query(
    `SELECT site, what, to_char(at AT TIME ZONE 'Europe/Copenhagen', 'YYYY-MM-DD') AS day, count(*)::integer AS n
     FROM research.standing s CROSS JOIN LATERAL (VALUES ('registered', s.registered_at), ('consented', s.consented_at),
       ('drawn', s.drawn_at)) AS came (what, at)
     WHERE s.trial = $1 AND at IS NOT NULL GROUP BY 1, 2, 3`,
    [trial],
  );
}

/** Whether anybody was ever registered within the scope. */
export async function isAnybodyHere(tx: Queryable, trial: string): Promise<boolean> {
  const rows = await tx.query('SELECT FROM research.standing WHERE trial = $1 LIMIT 1', [trial]);
  return rows.length > 0;
}

/**
 * People grouped by all that the flow diagram asks. The scope must read 'system', or after the lock 'dataset'; with the first no arm
 * leaves the database.
 * @param by the reading of arms: 'arm' only where the lock opens them.
 */
export async function flowGroups(
  tx: Queryable,
  trial: string,
  wave: string,
  forgottenBefore: Date,
  by: 'arm' | 'all',
): Promise<FlowGroup[]> {
  const arm = by === 'arm' ? '(SELECT a.arm FROM allocation.allocation a WHERE a.participant = s.participant)' : 'NULL::text';
  return tx.query<FlowGroup>(
    `SELECT count(*)::integer AS n, consented, eligible, coalesce(unmet, '{}') AS unmet, forgotten, changes, drawn, arm, answered
     FROM (
       SELECT s.consented_at IS NOT NULL AS consented, s.eligible, s.unmet, s.consented_at IS NULL AND s.registered_at < $3 AS forgotten,
         s.changes, s.drawn_at IS NOT NULL AS drawn, ${arm} AS arm, w.participant IS NOT NULL AS answered
       FROM research.standing s
         LEFT JOIN research.submission w ON w.participant = s.participant AND w.wave = $2 AND w.to_position IS NULL
       WHERE s.trial = $1) one
     GROUP BY consented, eligible, unmet, forgotten, changes, drawn, arm, answered`,
    [trial, wave, forgottenBefore],
  );
}

/** What a wave's state depends on, and how many people have it alike. Days are dates in Denmark. */
export interface WaveGroup {
  n: number;
  version: string;
  wave: string;
  consentedOn: string | null;
  baselineOn: string | null;
  drawnOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  change: Change | null;
  handedIn: 'no' | 'in-time' | 'late';
  invited: boolean;
}

/**
 * People grouped by what the states of `waves` depend on. The scope must read 'system'.
 * @param needs which days a window is measured from: the others are left out, so that the groups are few.
 */
export async function waveGroups(
  tx: Queryable,
  trial: string,
  waves: readonly string[],
  needs: { consent: boolean; baseline: boolean; randomisation: boolean },
): Promise<WaveGroup[]> {
  const day = (isNeeded: boolean, column: string): string =>
    // What is not needed only tells whether it happened; of who has handed in, nothing is asked.
    `CASE WHEN w.participant IS NULL AND s.${column} IS NOT NULL THEN ${isNeeded ? `to_char(s.${column} AT TIME ZONE 'Europe/Copenhagen', 'YYYY-MM-DD')` : `'2000-01-01'`} END`;
  return tx.query<WaveGroup>(
    `SELECT count(*)::integer AS n, version, wave, "consentedOn", "baselineOn", "drawnOn", "startsOn", "endsOn", change, "handedIn", invited
     FROM (
       SELECT s.version, v.wave, ${day(needs.consent, 'consented_at')} AS "consentedOn", ${day(needs.baseline, 'baseline_at')} AS "baselineOn",
         ${day(needs.randomisation, 'drawn_at')} AS "drawnOn", CASE WHEN w.participant IS NULL THEN c.starts_on::text END AS "startsOn",
         CASE WHEN w.participant IS NULL THEN c.ends_on::text END AS "endsOn",
         (SELECT x FROM unnest(s.changes) WITH ORDINALITY AS u (x, place)
          WHERE x IN ('no-more-data', 'unlink', 'erase', 'lost', 'died') ORDER BY place DESC LIMIT 1) AS change,
         CASE WHEN w.participant IS NULL THEN 'no' WHEN w.late THEN 'late' ELSE 'in-time' END AS "handedIn",
         l.participant IS NOT NULL AS invited
       FROM research.standing s
         CROSS JOIN unnest($2::text[]) AS v (wave)
         LEFT JOIN research.cohort c ON c.cohort = s.cohort AND c.to_position IS NULL
         LEFT JOIN research.submission w ON w.participant = s.participant AND w.wave = v.wave AND w.to_position IS NULL
         LEFT JOIN research.letter l ON l.participant = s.participant AND l.wave = v.wave AND l.letter = 'invitation' AND l.ordinal = 1
       WHERE s.trial = $1 AND s.consented_at IS NOT NULL) one
     GROUP BY version, wave, "consentedOn", "baselineOn", "drawnOn", "startsOn", "endsOn", change, "handedIn", invited`,
    [trial, waves],
  );
}

/** How many letters of a trial went out since `since`. The scope must read 'system'. */
export async function countSent(tx: Queryable, trial: string, since: Date): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM research.letter WHERE trial = $1 AND occurred_at >= $2',
    [trial, since],
  );
  return row!.n;
}

/** Those drawn before `before` who have had no announcement and have not stopped. The scope must read 'system'. */
export async function countUnannounced(tx: Queryable, trial: string, before: Date): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM research.standing s WHERE s.trial = $1 AND s.drawn_at < $2
       AND NOT s.changes && '{no-more-data,unlink,erase,lost,died}'
       AND NOT EXISTS (SELECT FROM research.letter l WHERE l.participant = s.participant AND l.letter = 'announcement')`,
    [trial, before],
  );
  return row!.n;
}

export interface AskedErasure {
  code: string;
  at: string;
  actor: string;
}

/** Erasures asked for and not carried out, the oldest first. */
export async function askedErasures(tx: Queryable, trial: string): Promise<AskedErasure[]> {
  return tx.query(
    `SELECT s.code, research.instant(s.erasure_asked_at) AS at,
       (SELECT m.actor FROM research.milestone m WHERE m.participant = s.participant AND m.kind = 'erasure-requested'
        ORDER BY m.from_position DESC LIMIT 1) AS actor
     FROM research.standing s WHERE s.trial = $1 AND s.erasure_asked_at IS NOT NULL AND s.erased_at IS NULL
     ORDER BY s.erasure_asked_at LIMIT 100`,
    [trial],
  );
}

/** How many exports were made of a trial after position `after`. */
export async function countExports(tx: Queryable, trial: string, after: number): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM research.export WHERE trial = $1 AND from_position > $2',
    [trial, after],
  );
  return row!.n;
}
