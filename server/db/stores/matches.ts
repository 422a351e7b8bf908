import type { MatchEnd } from '#protocols/model/delivery';
import type { Queryable } from '../zone';

/** A pair of a participant and a volunteer or linkworker. */
export interface Match {
  match: string;
  participant: string;
  code: string;
  delivery: string;
  partner: string;
  from: string;
  endedOn: string | null;
  how: MatchEnd | null;
}

const MATCH = `m.match_id AS match, m.participant, p.code, m.delivery, m.partner, m.starts_on::text AS "from", m.ended_on::text AS "endedOn", m.how`;

/** The matches that the scope shows, the active ones first, then the newest. */
export async function listMatches(tx: Queryable, trial: string): Promise<Match[]> {
  return tx.query(
    `SELECT ${MATCH} FROM research.match m JOIN research.participant p ON p.participant = m.participant
     WHERE m.trial = $1 AND m.to_position IS NULL ORDER BY m.how IS NOT NULL, m.starts_on DESC, m.match_id`,
    [trial],
  );
}

export async function readMatch(tx: Queryable, trial: string, match: string): Promise<Match | undefined> {
  const [row] = await tx.query<Match>(
    `SELECT ${MATCH} FROM research.match m JOIN research.participant p ON p.participant = m.participant
     WHERE m.trial = $1 AND m.match_id = $2 AND m.to_position IS NULL`,
    [trial, match],
  );
  return row;
}
