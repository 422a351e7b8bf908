import { EntitySchema } from 'typeorm';

/** The value of one item, or why it has none, between two positions. */
export interface ResponseRow {
  participant: string;
  trial: string;
  wave: string;
  instrument: string;
  item: string;
  code: number | null;
  blank: string | null;
  version: number;
  key: string;
  session: string | null;
  wording: string | null;
  language: string | null;
  late: boolean;
  occurred_at: Date;
  from_position: string;
  to_position: string | null;
}

export const responseTable = new EntitySchema<ResponseRow>({
  name: 'response',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'response_pkey' },
    trial: { type: 'text' },
    wave: { type: 'text', primary: true, primaryKeyConstraintName: 'response_pkey' },
    instrument: { type: 'text', primary: true, primaryKeyConstraintName: 'response_pkey' },
    item: { type: 'text', primary: true, primaryKeyConstraintName: 'response_pkey' },
    code: { type: 'smallint', nullable: true },
    blank: { type: 'text', nullable: true },
    version: { type: 'integer' },
    key: { type: 'uuid' },
    session: { type: 'uuid', nullable: true },
    wording: { type: 'text', nullable: true },
    language: { type: 'text', nullable: true },
    late: { type: 'boolean' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'response_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  checks: [{ name: 'response_check', expression: '(code IS NULL) <> (blank IS NULL)' }],
  indices: [
    { name: 'response_now', columns: ['participant', 'wave', 'instrument', 'item'], unique: true, where: 'to_position IS NULL' },
    { name: 'response_key', columns: ['participant', 'key'], unique: true },
  ],
});
