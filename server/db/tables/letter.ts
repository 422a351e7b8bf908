import { EntitySchema } from 'typeorm';

/** A letter that was sent. */
export interface LetterRow {
  participant: string;
  trial: string;
  wave: string;
  letter: string;
  ordinal: number;
  channel: string;
  occurred_at: Date;
  from_position: string;
}

export const letterTable = new EntitySchema<LetterRow>({
  name: 'letter',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'letter_pkey' },
    trial: { type: 'text' },
    wave: { type: 'text', primary: true, primaryKeyConstraintName: 'letter_pkey' },
    letter: { type: 'text', primary: true, primaryKeyConstraintName: 'letter_pkey' },
    ordinal: { type: 'integer', primary: true, primaryKeyConstraintName: 'letter_pkey' },
    channel: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
});
