import type { Kind } from '#protocols/model/fact';
import type { Queryable } from '../zone';

export interface MishapRow {
  code: string;
  participant: string;
  kind: Kind;
  reason: string | null;
  /** The code of the other person, where there are two. */
  other: string | null;
  detail: Record<string, string>;
  actor: string;
  at: string;
}

/** What went wrong with draws, newest first, as far as the scope may see it. */
export async function listMishapRows(tx: Queryable, trial: string): Promise<MishapRow[]> {
  return tx.query(
    `SELECT p.code, m.participant, m.kind, m.reason, o.code AS other, m.detail, m.actor, research.instant(m.occurred_at) AS at
     FROM research.mishap m JOIN research.participant p ON p.participant = m.participant
       LEFT JOIN research.participant o ON o.participant = m.other
     WHERE m.trial = $1 ORDER BY m.from_position DESC`,
    [trial],
  );
}

/** What went wrong with one person's draw, oldest first. */
export async function mishapsOf(tx: Queryable, participant: string): Promise<Pick<MishapRow, 'kind' | 'reason' | 'actor'>[]> {
  return tx.query('SELECT kind, reason, actor FROM research.mishap WHERE participant = $1 ORDER BY from_position', [participant]);
}

/** How many were given another arm than the one drawn. */
export async function countForced(tx: Queryable, trial: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>('SELECT research.forced_count($1) AS n', [trial]);
  return row!.n;
}

export interface PauseRow {
  reason: string;
  actor: string;
  at: string;
}

/** The pause in force, if there is one. */
export async function pauseOf(research: Queryable, trial: string): Promise<PauseRow | undefined> {
  const [row] = await research.query<PauseRow>(
    `SELECT reason, actor, research.instant(occurred_at) AS at FROM research.lottery_pause WHERE trial = $1 AND to_position IS NULL`,
    [trial],
  );
  return row;
}

/** Whether lots were drawn for a person; what they gave is not read. */
export async function isDrawn(tx: Queryable, participant: string): Promise<boolean> {
  const [row] = await tx.query<{ drawn: boolean }>('SELECT research.is_drawn($1) AS drawn', [participant]);
  return row!.drawn;
}

/** Replacements made so far, and those of one person. */
export async function countReplacements(
  tx: Queryable,
  trial: string,
  participant: string,
): Promise<{ made: number; ofPerson: number }> {
  const [row] = await tx.query<{ made: number; ofPerson: number }>(
    'SELECT made, of_person AS "ofPerson" FROM research.replacements($1, $2)',
    [trial, participant],
  );
  return row!;
}

export interface SheetListRow {
  list: string;
  site: string;
  at: string;
  sheets: number;
  used: number[];
}

/** The lists of sealed sheets at the scope's sites, newest first, with the numbers of the sheets that are used. */
export async function listSheetRows(tx: Queryable, trial: string): Promise<SheetListRow[]> {
  return tx.query(
    `SELECT l.list, l.site, research.instant(l.occurred_at) AS at, l.sheets,
       ARRAY(SELECT u.sheet FROM research.used_sheets($1) u WHERE u.list = l.list ORDER BY u.sheet) AS used
     FROM research.sheet_list l WHERE l.trial = $1 ORDER BY l.from_position DESC`,
    [trial],
  );
}

/** For how many people each thing went wrong, of what is settled; another arm given only where the scope reads arms. */
export async function countMishaps(tx: Queryable, trial: string): Promise<{ kind: Kind; n: number }[]> {
  return tx.query(
    `SELECT kind, count(DISTINCT participant)::integer AS n FROM research.mishap
     WHERE trial = $1 AND kind NOT IN ('in-error-reported', 'replacement-proposed') GROUP BY kind ORDER BY kind`,
    [trial],
  );
}
