import { EntitySchema } from 'typeorm';

/** The secret shared with an authenticator app, sealed; offered until its first code is given. */
export interface StaffTotpRow {
  totp: string;
  staff: string;
  secret: string;
  created_at: Date;
  confirmed_at: Date | null;
  last_step: string | null;
}

export const staffTotpTable = new EntitySchema<StaffTotpRow>({
  name: 'staff_totp',
  schema: 'identity',
  columns: {
    totp: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_totp_pkey' },
    staff: { type: 'uuid' },
    secret: { type: 'text' },
    created_at: { type: 'timestamptz' },
    confirmed_at: { type: 'timestamptz', nullable: true },
    last_step: { type: 'bigint', nullable: true },
  },
  foreignKeys: [{ name: 'staff_totp_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] }],
  indices: [
    { name: 'staff_totp_in_use', columns: ['staff'], unique: true, where: 'confirmed_at IS NOT NULL' },
    { name: 'staff_totp_offered', columns: ['staff'], unique: true, where: 'confirmed_at IS NULL' },
  ],
});
