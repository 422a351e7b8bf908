import type { Role } from '#protocols/model/role';
import type { Queryable } from '../zone';

export interface TrailFact {
  position: string;
  kind: string;
  at: string;
  actor: string;
  role: Role | null;
  code: string | null;
}

/** What to look for in a trail. */
export interface TrailFilter {
  code: string | null;
  sealed: readonly string[];
  kind: string | null;
  before: string | null;
}

/** The facts of a trial or of one participant within the scope, newest first, without payloads. The scope must read 'trail'. */
export async function trailOf(tx: Queryable, trial: string, filter: TrailFilter, limit: number): Promise<TrailFact[]> {
  const { code, sealed, kind, before } = filter;
  const [row] = await tx.query<{ found: TrailFact[] }>('SELECT research.trail($1, $2, $3, $4, $5, $6) AS found', [
    trial,
    code,
    sealed,
    kind,
    before,
    limit,
  ]);
  return row!.found;
}

/** Whether somebody with that code is within the scope. */
export async function isHere(tx: Queryable, trial: string, code: string): Promise<boolean> {
  const rows = await tx.query('SELECT FROM research.participant WHERE trial = $1 AND code = $2', [trial, code]);
  return rows.length > 0;
}

export interface ConsentRow {
  position: string;
  code: string;
  text: string;
  signedAt: string;
  givenAt: string | null;
  actor: string | null;
}

/** Every signature of a participant within the scope, newest first, with the countersignature to the same text. */
export async function listConsentRows(tx: Queryable, trial: string, before: string | null, limit: number): Promise<ConsentRow[]> {
  return tx.query(
    `SELECT s.from_position::text AS position, p.code, s.detail->>'text' AS text, research.instant(s.occurred_at) AS "signedAt",
       research.instant(g.occurred_at) AS "givenAt", g.actor
     FROM research.milestone s JOIN research.participant p ON p.participant = s.participant
       LEFT JOIN LATERAL (
         SELECT c.occurred_at, c.actor FROM research.milestone c
         WHERE c.participant = s.participant AND c.kind = 'consent-given' AND c.detail->>'text' = s.detail->>'text'
           AND c.from_position > s.from_position ORDER BY c.from_position LIMIT 1) g ON true
     WHERE s.trial = $1 AND s.kind = 'consent-signed' AND ($2::bigint IS NULL OR s.from_position < $2)
     ORDER BY s.from_position DESC LIMIT $3`,
    [trial, before, limit],
  );
}

/** The newest checkpoint, as the database noted it. */
export async function newestCheckpoint(auditor: Queryable): Promise<{ number: number; at: string; upto: string } | null> {
  const [row] = await auditor.query<{ number: number; at: string; upto: string }>(
    'SELECT number, research.instant(created_at) AS at, upto::text AS upto FROM audit.checkpoint ORDER BY number DESC LIMIT 1',
  );
  return row ?? null;
}

/** The commitments to a trial's seeds, oldest first. */
export async function listCommitments(research: Queryable, trial: string): Promise<{ scheme: string; commitment: string }[]> {
  return research.query('SELECT scheme, commitment FROM research.lottery WHERE trial = $1 ORDER BY from_position', [trial]);
}

export interface ExportListed {
  preset: string;
  rows: number;
  cutoff: string;
  sha256: string;
  at: string;
  actor: string;
}

/** Every file that left the house, newest first. */
export async function listExportRows(research: Queryable, trial: string): Promise<ExportListed[]> {
  return research.query(
    `SELECT preset, rows, cutoff::text AS cutoff, sha256, research.instant(occurred_at) AS at, actor
     FROM research.export WHERE trial = $1 ORDER BY from_position DESC`,
    [trial],
  );
}
