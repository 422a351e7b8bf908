import { EntitySchema } from 'typeorm';

/** What a passkey must sign, for one try; without staff while somebody signs in. */
export interface StaffChallengeRow {
  challenge_hash: string;
  staff: string | null;
  expires_at: Date;
}

export const staffChallengeTable = new EntitySchema<StaffChallengeRow>({
  name: 'staff_challenge',
  schema: 'identity',
  columns: {
    challenge_hash: { type: 'text', primary: true, primaryKeyConstraintName: 'staff_challenge_pkey' },
    staff: { type: 'uuid', nullable: true },
    expires_at: { type: 'timestamptz' },
  },
});
