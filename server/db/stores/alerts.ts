import type { AlertOutcome } from '#protocols/model/fact';
import type { Head } from '../facts';
import type { Queryable } from '../zone';

export interface AlertListed {
  alert: string;
  code: string;
  site: string;
  source: 'answer' | 'concern';
  what: string;
  raisedAt: string;
  dueAt: string;
  seenAt: string | null;
  seenBy: string | null;
  contactedAt: string | null;
  closedAt: string | null;
  outcome: AlertOutcome | null;
}

/** The alerts of the scope's sites: those open by deadline, then those closed, newest first; at most `limit`. */
export async function listAlertRows(tx: Queryable, trial: string, limit: number): Promise<AlertListed[]> {
  return tx.query(
    `SELECT a.alert, p.code, a.site, a.source, a.what, research.instant(a.raised_at) AS "raisedAt", research.instant(a.due_at) AS "dueAt",
       research.instant(a.seen_at) AS "seenAt", a.seen_by AS "seenBy", research.instant(a.contacted_at) AS "contactedAt",
       research.instant(a.closed_at) AS "closedAt", a.outcome
     FROM research.alert a JOIN research.participant p ON p.participant = a.participant
     WHERE a.trial = $1 ORDER BY a.closed_at IS NOT NULL, a.closed_at DESC, a.due_at, a.from_position LIMIT $2`,
    [trial, limit],
  );
}

/** An alert with what writing to its participant's stream needs. */
export interface AlertStanding {
  alert: string;
  trial: string;
  participant: string;
  site: string;
  seen: boolean;
  contacted: boolean;
  outcome: AlertOutcome | null;
  stream: Head;
}

export async function alertStanding(tx: Queryable, alert: string): Promise<AlertStanding | undefined> {
  const [row] = await tx.query<{ found: AlertStanding | null }>('SELECT research.alert_of($1) AS found', [alert]);
  return row?.found ?? undefined;
}

/** How many alerts stand where, at the scope's sites. */
export async function countAlertRows(
  tx: Queryable,
  trial: string,
  now: Date,
): Promise<{ open: number; overdue: number; closed: number }> {
  const [row] = await tx.query<{ counts: { open: number; overdue: number; closed: number } }>(
    'SELECT research.alert_counts($1, $2) AS counts',
    [trial, now],
  );
  return row!.counts;
}

export interface OpenAlert {
  alert: string;
  site: string;
  raisedAt: string;
  isSeen: boolean;
  notices: number;
}

/** The alerts of a trial that are not closed, oldest first. */
export async function listOpenAlerts(tx: Queryable, trial: string): Promise<OpenAlert[]> {
  return tx.query(
    `SELECT alert, site, research.instant(raised_at) AS "raisedAt", seen_at IS NOT NULL AS "isSeen", notices
     FROM research.alert WHERE trial = $1 AND closed_at IS NULL ORDER BY from_position`,
    [trial],
  );
}

/** Takes a notice for sending: true for exactly one of however many try. */
export async function takeNotice(
  identity: Queryable,
  alert: string,
  ordinal: number,
  staff: string,
  now: Date,
): Promise<boolean> {
  const rows = await identity.query(
    'INSERT INTO identity.staff_notice VALUES ($1, $2, $3, $4, NULL) ON CONFLICT DO NOTHING RETURNING 1',
    [alert, ordinal, staff, now],
  );
  return rows.length === 1;
}

/** Gives a notice back that surely did not go out. */
export async function releaseNotice(identity: Queryable, alert: string, ordinal: number): Promise<void> {
  await identity.query('DELETE FROM identity.staff_notice WHERE alert = $1 AND ordinal = $2', [alert, ordinal]);
}

export async function settleNotice(identity: Queryable, alert: string, ordinal: number, now: Date): Promise<void> {
  await identity.query('UPDATE identity.staff_notice SET sent_at = $3 WHERE alert = $1 AND ordinal = $2', [alert, ordinal, now]);
}
