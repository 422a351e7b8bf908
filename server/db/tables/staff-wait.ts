import { EntitySchema } from 'typeorm';

/** Wrong tries in a row of one account, and when the next is looked at. */
export interface StaffWaitRow {
  account: string;
  failures: number;
  failed_at: Date;
  open_at: Date;
}

export const staffWaitTable = new EntitySchema<StaffWaitRow>({
  name: 'staff_wait',
  schema: 'identity',
  columns: {
    account: { type: 'text', primary: true, primaryKeyConstraintName: 'staff_wait_pkey' },
    failures: { type: 'integer' },
    failed_at: { type: 'timestamptz' },
    open_at: { type: 'timestamptz' },
  },
});
