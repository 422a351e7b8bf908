import { EntitySchema } from 'typeorm';

/** That an arm was opened in an emergency, or that somebody who must not know it came to know one. */
export interface UnblindingRow {
  participant: string;
  trial: string;
  site: string;
  how: string | null;
  actor: string;
  occurred_at: Date;
  from_position: string;
  kind: string;
  reason: string | null;
  knows: string[] | null;
  who: string | null;
  learnt: string | null;
}

export const unblindingTable = new EntitySchema<UnblindingRow>({
  name: 'unblinding',
  schema: 'research',
  columns: {
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    how: { type: 'text', nullable: true },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'unblinding_pkey' },
    kind: { type: 'text' },
    reason: { type: 'text', nullable: true },
    knows: { type: 'text', array: true, nullable: true },
    who: { type: 'text', nullable: true },
    learnt: { type: 'text', nullable: true },
  },
  indices: [{ name: 'unblinding_of_trial', columns: ['trial', 'from_position'] }],
});
