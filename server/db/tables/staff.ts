import { EntitySchema } from 'typeorm';

/** A member of staff and how they sign in. */
export interface StaffRow {
  staff: string;
  name: string;
  email: string;
  email_index: string;
  wrapped_key: string;
  /** Absent until the invitation is accepted. */
  password: string | null;
  disabled_at: Date | null;
}

export const staffTable = new EntitySchema<StaffRow>({
  name: 'staff',
  schema: 'identity',
  columns: {
    staff: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_pkey' },
    name: { type: 'text' },
    email: { type: 'text' },
    email_index: { type: 'text' },
    wrapped_key: { type: 'text' },
    password: { type: 'text', nullable: true },
    disabled_at: { type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'staff_email_index_key', columns: ['email_index'] }],
});
