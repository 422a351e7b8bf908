import type { Queryable } from '../db/zone';
import type { FactRow } from './read-facts';

/** A fact with what its own stream holds just before it; null where nothing stands there. */
export type LinkedFact = FactRow & { before: string | null };

const FACT = `
  SELECT f.position::float8 AS position, f.xid::float8 AS xid, f.id, f.stream, f.seq, f.trial, f.kind, f.occurred_at AS "occurredAt",
    f.recorded_at AS "recordedAt", f.actor, f.grant_id AS "grant", f.request, f.payload_digest AS "payloadDigest", f.previous, f.hash,
    p.payload::text AS payload, p.nonce, b.hash AS before
  FROM audit.fact f
    LEFT JOIN audit.fact_payload p ON p.fact = f.id
    LEFT JOIN audit.fact b ON b.stream = f.stream AND b.seq = f.seq - 1`;

/** The trial's facts after a position and up to another, in order, so many at most. */
export const readStretch = (tx: Queryable, trial: string, after: number, upto: number, limit: number): Promise<LinkedFact[]> =>
  tx.query(`${FACT} WHERE f.trial = $1 AND f.position > $2 AND f.position <= $3 ORDER BY f.position LIMIT $4`, [
    trial,
    after,
    upto,
    limit,
  ]);

/** Every fact of some kinds in the trial up to a position, in order. */
export const readKinds = (tx: Queryable, trial: string, kinds: readonly string[], upto: number): Promise<LinkedFact[]> =>
  tx.query(`${FACT} WHERE f.trial = $1 AND f.kind = ANY ($2) AND f.position <= $3 ORDER BY f.position`, [trial, kinds, upto]);

/** Whether an erasure stands in the stream after that fact. */
export async function isErased(tx: Queryable, { stream, seq }: FactRow): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM audit.fact WHERE stream = $1 AND kind = 'erased' AND seq > $2 LIMIT 1`, [stream, seq]);
  return rows.length > 0;
}
