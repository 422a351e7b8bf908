import { EntitySchema } from 'typeorm';

/** A letter taken in hand, whether or not it left. */
export interface LetterAttemptRow {
  participant: string;
  wave: string;
  letter: string;
  ordinal: number;
  taken_at: Date;
  sent_at: Date | null;
}

export const letterAttemptTable = new EntitySchema<LetterAttemptRow>({
  name: 'letter_attempt',
  schema: 'linkage',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'letter_attempt_pkey' },
    wave: { type: 'text', primary: true, primaryKeyConstraintName: 'letter_attempt_pkey' },
    letter: { type: 'text', primary: true, primaryKeyConstraintName: 'letter_attempt_pkey' },
    ordinal: { type: 'integer', primary: true, primaryKeyConstraintName: 'letter_attempt_pkey' },
    taken_at: { type: 'timestamptz' },
    sent_at: { type: 'timestamptz', nullable: true },
  },
});
