import { EntitySchema } from 'typeorm';

/** What a member of staff may do, where, and between which positions. */
export interface StaffGrantRow {
  grant_id: string;
  staff: string;
  role: string;
  trial: string;
  site: string | null;
  from_position: string;
  to_position: string | null;
  starts_on: string | null;
  ends_on: string | null;
  group_id: string | null;
}

export const staffGrantTable = new EntitySchema<StaffGrantRow>({
  name: 'staff_grant',
  schema: 'research',
  columns: {
    grant_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_grant_pkey' },
    staff: { type: 'uuid' },
    role: { type: 'text' },
    trial: { type: 'text' },
    site: { type: 'text', nullable: true },
    from_position: { type: 'bigint' },
    to_position: { type: 'bigint', nullable: true },
    starts_on: { type: 'date', nullable: true },
    ends_on: { type: 'date', nullable: true },
    group_id: { type: 'uuid', nullable: true },
  },
  indices: [
    { name: 'staff_grant_of', columns: ['staff'], where: 'to_position IS NULL' },
    { name: 'staff_grant_of_trial', columns: ['trial', 'from_position'] },
  ],
  checks: [{ name: 'staff_grant_dates', expression: 'starts_on <= ends_on' }],
});
