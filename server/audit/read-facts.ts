import type { Queryable } from '../db/zone';

/** A fact as it stands in the database, its payload as text; null where there is no payload row. */
export interface FactRow {
  position: number;
  xid: number;
  id: string;
  stream: string;
  seq: number;
  trial: string;
  kind: string;
  occurredAt: Date | number | null;
  recordedAt: Date | number | null;
  actor: string;
  grant: string | null;
  request: string;
  payloadDigest: string;
  previous: string;
  hash: string;
  payload: string | null;
  nonce: string | null;
}

const AT_ONCE = 2000;

/**
 * Every fact in the order of positions, as one moment saw them, a few thousand in memory at a time.
 * @param tx an open transaction: a cursor lives in one.
 */
export async function* readFacts(tx: Queryable): AsyncGenerator<FactRow, undefined> {
  await tx.query(`
    DECLARE facts_to_verify NO SCROLL CURSOR FOR
    SELECT f.position::float8 AS position, f.xid::float8 AS xid, f.id, f.stream, f.seq, f.trial, f.kind, f.occurred_at AS "occurredAt",
      f.recorded_at AS "recordedAt", f.actor, f.grant_id AS "grant", f.request, f.payload_digest AS "payloadDigest", f.previous, f.hash,
      p.payload::text AS payload, p.nonce
    FROM audit.fact f LEFT JOIN audit.fact_payload p ON p.fact = f.id ORDER BY f.position`);
  for (;;) {
    const rows = await tx.query<FactRow>(`FETCH ${AT_ONCE} FROM facts_to_verify`);
    yield* rows;
    if (rows.length < AT_ONCE) break;
  }
  await tx.query('CLOSE facts_to_verify');
  return undefined;
}
