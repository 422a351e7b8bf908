import { EntitySchema } from 'typeorm';

/** Sign-ins of staff, refused ones too, and every change of how they prove who they are. */
export interface StaffAccessRow {
  id: string;
  at: Date;
  staff: string | null;
  actor: string;
  event: string;
  way: string | null;
  request: string;
}

export const staffAccessTable = new EntitySchema<StaffAccessRow>({
  name: 'staff_access',
  schema: 'audit',
  columns: {
    id: { type: 'bigint', primary: true, primaryKeyConstraintName: 'staff_access_pkey', generated: 'increment' },
    at: { type: 'timestamptz' },
    staff: { type: 'uuid', nullable: true },
    actor: { type: 'text' },
    event: { type: 'text' },
    way: { type: 'text', nullable: true },
    request: { type: 'text' },
  },
  indices: [{ name: 'staff_access_of', columns: ['staff', 'id'] }],
});
