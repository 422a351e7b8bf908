import { EntitySchema } from 'typeorm';

/** One step of a ceremony, of those not given up and those that were. */
export interface CeremonyStepRow {
  trial: string;
  ceremony: number;
  kind: string;
  place: string;
  actor: string;
  occurred_at: Date;
  detail: unknown;
  from_position: string;
}

export const ceremonyStepTable = new EntitySchema<CeremonyStepRow>({
  name: 'ceremony_step',
  schema: 'research',
  columns: {
    trial: { type: 'text' },
    ceremony: { type: 'integer' },
    kind: { type: 'text' },
    place: { type: 'text' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    detail: { type: 'jsonb' },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'ceremony_step_pkey' },
  },
  indices: [
    { name: 'ceremony_step_of', columns: ['trial', 'from_position'] },
    {
      name: 'ceremony_step_once',
      columns: ['trial', 'ceremony', 'kind', 'place'],
      unique: true,
      where: "(kind <> ALL (ARRAY['recovery-rehearsed'::text, 'lottery-recovered'::text]))",
    },
  ],
});
