import { EntitySchema } from 'typeorm';

/** Something that went wrong with a participant's draw. */
export interface MishapRow {
  participant: string;
  trial: string;
  site: string;
  kind: string;
  reason: string | null;
  other: string | null;
  detail: unknown;
  actor: string;
  occurred_at: Date;
  from_position: string;
}

export const mishapTable = new EntitySchema<MishapRow>({
  name: 'mishap',
  schema: 'research',
  columns: {
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    kind: { type: 'text' },
    reason: { type: 'text', nullable: true },
    other: { type: 'uuid', nullable: true },
    detail: { type: 'jsonb' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'mishap_pkey' },
  },
  indices: [
    { name: 'mishap_of', columns: ['participant', 'from_position'] },
    { name: 'mishap_of_trial', columns: ['trial', 'from_position'] },
  ],
});
