import { EntitySchema } from 'typeorm';

/** The head of each chain of facts: whom the next fact follows. */
export interface StreamRow {
  stream: string;
  trial: string;
  seq: number;
  head: string;
}

export const streamTable = new EntitySchema<StreamRow>({
  name: 'stream',
  schema: 'audit',
  columns: {
    stream: { type: 'text', primary: true, primaryKeyConstraintName: 'stream_pkey' },
    trial: { type: 'text' },
    seq: { type: 'integer' },
    head: { type: 'text' },
  },
  checks: [
    { name: 'stream_seq_check', expression: 'seq >= 0' },
    { name: 'stream_head_check', expression: "head ~ '^[0-9a-f]{64}$'" },
  ],
});
