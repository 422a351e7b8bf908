import { EntitySchema } from 'typeorm';

/** A passkey: its public half, and how often it was used. */
export interface StaffPasskeyRow {
  passkey: string;
  credential: string;
  staff: string;
  public_key: string;
  counter: string;
  device: string;
  added_at: Date;
  used_at: Date | null;
}

export const staffPasskeyTable = new EntitySchema<StaffPasskeyRow>({
  name: 'staff_passkey',
  schema: 'identity',
  columns: {
    passkey: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_passkey_pkey' },
    credential: { type: 'text' },
    staff: { type: 'uuid' },
    public_key: { type: 'text' },
    counter: { type: 'bigint' },
    device: { type: 'text' },
    added_at: { type: 'timestamptz' },
    used_at: { type: 'timestamptz', nullable: true },
  },
  checks: [{ name: 'staff_passkey_device_check', expression: "device IN ('this-device', 'phone', 'key')" }],
  uniques: [{ name: 'staff_passkey_credential_key', columns: ['credential'] }],
  foreignKeys: [{ name: 'staff_passkey_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] }],
  indices: [{ name: 'staff_passkey_of', columns: ['staff'] }],
});
