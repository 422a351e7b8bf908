import { EntitySchema } from 'typeorm';

/** What the draw gave a participant. */
export interface AllocationRow {
  participant: string;
  trial: string;
  site: string;
  scheme: string;
  stratum: string;
  slot: number;
  arm: string;
  cohort: string;
  rank: number | null;
  occurred_at: Date;
  from_position: string;
}

export const allocationTable = new EntitySchema<AllocationRow>({
  name: 'allocation',
  schema: 'allocation',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'allocation_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    scheme: { type: 'text' },
    stratum: { type: 'text' },
    slot: { type: 'integer' },
    arm: { type: 'text' },
    cohort: { type: 'uuid' },
    rank: { type: 'integer', nullable: true },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
  uniques: [{ name: 'allocation_trial_scheme_stratum_slot_key', columns: ['trial', 'scheme', 'stratum', 'slot'] }],
  indices: [{ name: 'allocation_of_cohort', columns: ['cohort'] }],
});
