import { EntitySchema } from 'typeorm';

/** A pair of a participant and a volunteer or linkworker, as known between two positions. */
export interface MatchRow {
  participant: string;
  trial: string;
  site: string;
  match_id: string;
  delivery: string;
  partner: string;
  starts_on: string;
  ended_on: string | null;
  how: string | null;
  from_position: string;
  to_position: string | null;
}

export const matchTable = new EntitySchema<MatchRow>({
  name: 'match',
  schema: 'research',
  columns: {
    participant: { type: 'uuid' },
    trial: { type: 'text' },
    site: { type: 'text' },
    match_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'match_pkey' },
    delivery: { type: 'text' },
    partner: { type: 'uuid' },
    starts_on: { type: 'date' },
    ended_on: { type: 'date', nullable: true },
    how: { type: 'text', nullable: true },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'match_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'match_now', columns: ['match_id'], unique: true, where: 'to_position IS NULL' },
    { name: 'match_active', columns: ['participant', 'delivery'], unique: true, where: 'to_position IS NULL AND how IS NULL' },
  ],
});
