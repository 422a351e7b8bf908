import type { Queryable } from '../zone';

const GOOD_FOR = `interval '5 minutes'`;

/** Keeps what a passkey is to sign. @param staff who adds a passkey; null for a sign-in or a fresh proof. */
export async function insertChallenge(
  identity: Queryable,
  challengeHash: string,
  staff: string | null,
  now: Date,
): Promise<void> {
  await identity.query(`INSERT INTO identity.staff_challenge VALUES ($1, $2, $3::timestamptz + ${GOOD_FOR})`, [
    challengeHash,
    staff,
    now,
  ]);
}

/** Spends a challenge: one try each, whatever comes of it. @returns whether it was good, and made for this. */
export async function spendChallenge(
  identity: Queryable,
  challengeHash: string,
  staff: string | null,
  now: Date,
): Promise<boolean> {
  const rows = await identity.query(
    `DELETE FROM identity.staff_challenge WHERE challenge_hash = $1 AND staff IS NOT DISTINCT FROM $2::uuid AND expires_at > $3
     RETURNING challenge_hash`,
    [challengeHash, staff, now],
  );
  return rows.length > 0;
}
