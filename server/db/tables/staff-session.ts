import { EntitySchema } from 'typeorm';

/** A sign-in of staff, known by the hash of its token. */
export interface StaffSessionRow {
  token_hash: string;
  staff: string;
  created_at: Date;
  seen_at: Date;
  ended_at: Date | null;
  /** By which it is named on screens. */
  session: string;
  /** What the person signed in with last. */
  way: string;
  /** When the person last proved who they are. */
  proved_at: Date;
}

export const staffSessionTable = new EntitySchema<StaffSessionRow>({
  name: 'staff_session',
  schema: 'identity',
  columns: {
    token_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'staff_session_pkey' },
    staff: { type: 'uuid' },
    created_at: { type: 'timestamptz' },
    seen_at: { type: 'timestamptz' },
    ended_at: { type: 'timestamptz', nullable: true },
    session: { type: 'uuid' },
    way: { type: 'text' },
    proved_at: { type: 'timestamptz' },
  },
  checks: [{ name: 'staff_session_way_check', expression: "way IN ('password', 'totp', 'passkey', 'recovery', 'invitation')" }],
  uniques: [{ name: 'staff_session_session_key', columns: ['session'] }],
  foreignKeys: [{ name: 'staff_session_staff_fkey', target: 'staff', columnNames: ['staff'], referencedColumnNames: ['staff'] }],
  indices: [{ name: 'staff_session_of', columns: ['staff'] }],
});
