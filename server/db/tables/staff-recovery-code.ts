import { EntitySchema } from 'typeorm';

/** A code on paper that stands in for a second factor once; only a keyed digest is kept. */
export interface StaffRecoveryCodeRow {
  staff: string;
  code_digest: string;
  made_at: Date;
  used_at: Date | null;
}

export const staffRecoveryCodeTable = new EntitySchema<StaffRecoveryCodeRow>({
  name: 'staff_recovery_code',
  schema: 'identity',
  columns: {
    staff: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_recovery_code_pkey' },
    code_digest: { type: 'text', primary: true, primaryKeyConstraintName: 'staff_recovery_code_pkey' },
    made_at: { type: 'timestamptz' },
    used_at: { type: 'timestamptz', nullable: true },
  },
  foreignKeys: [
    { name: 'staff_recovery_code_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] },
  ],
});
