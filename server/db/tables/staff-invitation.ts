import { EntitySchema } from 'typeorm';

/** A one-time link by which a member of staff chooses a password; known by the hash of its code. */
export interface StaffInvitationRow {
  invitation: string;
  code_hash: string;
  staff: string;
  kind: string;
  invited_by: string;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  revoked_at: Date | null;
}

export const staffInvitationTable = new EntitySchema<StaffInvitationRow>({
  name: 'staff_invitation',
  schema: 'identity',
  columns: {
    invitation: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_invitation_pkey' },
    code_hash: { type: 'text' },
    staff: { type: 'uuid' },
    kind: { type: 'text' },
    invited_by: { type: 'text' },
    created_at: { type: 'timestamptz' },
    expires_at: { type: 'timestamptz' },
    accepted_at: { type: 'timestamptz', nullable: true },
    revoked_at: { type: 'timestamptz', nullable: true },
  },
  checks: [{ name: 'staff_invitation_kind_check', expression: "kind IN ('new', 'reset')" }],
  uniques: [{ name: 'staff_invitation_code_hash_key', columns: ['code_hash'] }],
  foreignKeys: [
    { name: 'staff_invitation_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] },
  ],
  indices: [{ name: 'staff_invitation_of', columns: ['staff'] }],
});
