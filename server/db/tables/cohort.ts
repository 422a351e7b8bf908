import { EntitySchema } from 'typeorm';

/** A recruitment round at a site, with the dates that held between two positions. */
export interface CohortRow {
  cohort: string;
  trial: string;
  site: string;
  name: string;
  starts_on: string;
  ends_on: string;
  closes_on: string;
  minimum: number;
  capacity: number;
  drawn_at: Date | null;
  from_position: string;
  to_position: string | null;
}

export const cohortTable = new EntitySchema<CohortRow>({
  name: 'cohort',
  schema: 'research',
  columns: {
    cohort: { type: 'uuid', primary: true, primaryKeyConstraintName: 'cohort_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    name: { type: 'text' },
    starts_on: { type: 'date' },
    ends_on: { type: 'date' },
    closes_on: { type: 'date' },
    minimum: { type: 'integer' },
    capacity: { type: 'integer' },
    drawn_at: { type: 'timestamptz', precision: 3, nullable: true },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'cohort_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'cohort_now', columns: ['cohort'], unique: true, where: 'to_position IS NULL' },
    { name: 'cohort_of_site', columns: ['trial', 'site'], where: 'to_position IS NULL' },
  ],
});
