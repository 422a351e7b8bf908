import { EntitySchema } from 'typeorm';

/** A step of a participant's way, one row for each fact of that kind. */
export interface MilestoneRow {
  from_position: string;
  participant: string;
  trial: string;
  site: string;
  kind: string;
  actor: string;
  occurred_at: Date;
  detail: unknown;
}

export const milestoneTable = new EntitySchema<MilestoneRow>({
  name: 'milestone',
  schema: 'research',
  columns: {
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'milestone_pkey' },
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    kind: { type: 'text' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    detail: { type: 'jsonb' },
  },
  indices: [{ name: 'milestone_of', columns: ['participant', 'from_position'] }],
});
