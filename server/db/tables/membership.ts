import { EntitySchema } from 'typeorm';

/** Which cohort a participant belonged to between two positions. */
export interface MembershipRow {
  participant: string;
  trial: string;
  site: string;
  cohort: string;
  from_position: string;
  to_position: string | null;
}

export const membershipTable = new EntitySchema<MembershipRow>({
  name: 'membership',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'membership_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    cohort: { type: 'uuid' },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'membership_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'membership_now', columns: ['participant'], unique: true, where: 'to_position IS NULL' },
    { name: 'membership_of_cohort', columns: ['cohort'], where: 'to_position IS NULL' },
  ],
});
