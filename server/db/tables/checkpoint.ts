import { EntitySchema } from 'typeorm';

/** The database's own note of a checkpoint: all but its entries, and the digest of the file outside the house. */
export interface CheckpointRow {
  number: number;
  upto: string;
  document: unknown;
  created_at: Date;
}

export const checkpointTable = new EntitySchema<CheckpointRow>({
  name: 'checkpoint',
  schema: 'audit',
  columns: {
    number: { type: 'integer', primary: true, primaryKeyConstraintName: 'checkpoint_pkey' },
    upto: { type: 'bigint' },
    document: { type: 'jsonb' },
    created_at: { type: 'timestamptz' },
  },
  checks: [{ name: 'checkpoint_number_check', expression: 'number >= 1' }],
});
