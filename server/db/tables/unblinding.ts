import { EntitySchema } from 'typeorm';

/** That somebody who must not know an arm came to know one. */
export interface UnblindingRow {
  participant: string;
  trial: string;
  site: string;
  how: string;
  actor: string;
  occurred_at: Date;
  from_position: string;
}

export const unblindingTable = new EntitySchema<UnblindingRow>({
  name: 'unblinding',
  schema: 'research',
  columns: {
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    how: { type: 'text' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'unblinding_pkey' },
  },
  indices: [{ name: 'unblinding_of_trial', columns: ['trial', 'from_position'] }],
});
