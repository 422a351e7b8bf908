import { EntitySchema } from 'typeorm';

/** Somebody who gave the right password and still owes the second factor. */
export interface StaffTicketRow {
  ticket_hash: string;
  staff: string;
  expires_at: Date;
}

export const staffTicketTable = new EntitySchema<StaffTicketRow>({
  name: 'staff_ticket',
  schema: 'identity',
  columns: {
    ticket_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'staff_ticket_pkey' },
    staff: { type: 'uuid' },
    expires_at: { type: 'timestamptz' },
  },
  foreignKeys: [{ name: 'staff_ticket_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] }],
});
