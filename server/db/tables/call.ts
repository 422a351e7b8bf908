import { EntitySchema } from 'typeorm';

/** A try to telephone somebody who had not answered. */
export interface CallRow {
  participant: string;
  trial: string;
  site: string;
  wave: string;
  outcome: string;
  next_on: string | null;
  actor: string;
  occurred_at: Date;
  from_position: string;
}

export const callTable = new EntitySchema<CallRow>({
  name: 'call',
  schema: 'research',
  columns: {
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    wave: { type: 'text' },
    outcome: { type: 'text' },
    next_on: { type: 'date', nullable: true },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'call_pkey' },
  },
  indices: [{ name: 'call_of', columns: ['participant', 'from_position'] }],
});
