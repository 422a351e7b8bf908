import { EntitySchema } from 'typeorm';

/** A wave handed in. */
export interface SubmissionRow {
  participant: string;
  trial: string;
  site: string;
  wave: string;
  baseline: boolean;
  late: boolean;
  occurred_at: Date;
  from_position: string;
  to_position: string | null;
}

export const submissionTable = new EntitySchema<SubmissionRow>({
  name: 'submission',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'submission_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    wave: { type: 'text', primary: true, primaryKeyConstraintName: 'submission_pkey' },
    baseline: { type: 'boolean' },
    late: { type: 'boolean' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'submission_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [{ name: 'submission_now', columns: ['participant', 'wave'], unique: true, where: 'to_position IS NULL' }],
});
