import { EntitySchema } from 'typeorm';

/** The header of a fact, which never changes. */
export interface FactRow {
  position: string;
  id: string;
  xid: string;
  stream: string;
  seq: number;
  trial: string;
  kind: string;
  occurred_at: Date;
  recorded_at: Date;
  actor: string;
  grant_id: string | null;
  request: string;
  payload_digest: string;
  previous: string;
  hash: string;
}

export const factTable = new EntitySchema<FactRow>({
  name: 'fact',
  schema: 'audit',
  columns: {
    position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'fact_pkey', generated: 'increment' },
    id: { type: 'uuid' },
    xid: { type: 'bigint' },
    stream: { type: 'text' },
    seq: { type: 'integer' },
    trial: { type: 'text' },
    kind: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    recorded_at: { type: 'timestamptz', precision: 3 },
    actor: { type: 'text' },
    grant_id: { type: 'text', nullable: true },
    request: { type: 'text' },
    payload_digest: { type: 'text' },
    previous: { type: 'text' },
    hash: { type: 'text' },
  },
  uniques: [
    { name: 'fact_id_key', columns: ['id'] },
    { name: 'fact_stream_seq_key', columns: ['stream', 'seq'] },
  ],
  checks: [
    { name: 'fact_seq_check', expression: 'seq >= 1' },
    { name: 'fact_payload_digest_check', expression: "payload_digest ~ '^[0-9a-f]{64}$'" },
    { name: 'fact_previous_check', expression: "previous ~ '^[0-9a-f]{64}$'" },
    { name: 'fact_hash_check', expression: "hash ~ '^[0-9a-f]{64}$'" },
  ],
});
