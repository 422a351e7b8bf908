import { EntitySchema } from 'typeorm';

/** The plan of analysis, proposed by one and locked by another. */
export interface PlanLockRow {
  trial: string;
  plan: string;
  cutoff: string;
  proposed_by: string;
  locked_by: string | null;
  locked_at: Date | null;
  from_position: string;
}

export const planLockTable = new EntitySchema<PlanLockRow>({
  name: 'plan_lock',
  schema: 'research',
  columns: {
    trial: { type: 'text', primary: true, primaryKeyConstraintName: 'plan_lock_pkey' },
    plan: { type: 'text' },
    cutoff: { type: 'bigint' },
    proposed_by: { type: 'text' },
    locked_by: { type: 'text', nullable: true },
    locked_at: { type: 'timestamptz', precision: 3, nullable: true },
    from_position: { type: 'bigint' },
  },
});
