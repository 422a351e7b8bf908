import { EntitySchema } from 'typeorm';

/** What a fact says; only a lawful erasure takes it away. */
export interface FactPayloadRow {
  fact: string;
  payload: unknown;
  nonce: string;
}

export const factPayloadTable = new EntitySchema<FactPayloadRow>({
  name: 'fact_payload',
  schema: 'audit',
  columns: {
    fact: { type: 'uuid', primary: true, primaryKeyConstraintName: 'fact_payload_pkey' },
    payload: { type: 'jsonb' },
    nonce: { type: 'text' },
  },
  checks: [{ name: 'fact_payload_nonce_check', expression: "nonce ~ '^[0-9a-f]{64}$'" }],
  foreignKeys: [{ name: 'fact_payload_fact_fkey', target: 'fact', columnNames: ['fact'], referencedColumnNames: ['id'] }],
});
