import type { Queryable } from '../zone';

/** Puts new codes in place of all earlier ones. */
export async function replaceRecoveryCodes(
  identity: Queryable,
  staff: string,
  digests: readonly string[],
  now: Date,
): Promise<void> {
  await identity.query('DELETE FROM identity.staff_recovery_code WHERE staff = $1', [staff]);
  await identity.query(
    'INSERT INTO identity.staff_recovery_code (staff, code_digest, made_at) SELECT $1, digest, $3 FROM unnest($2::text[]) digest',
    [staff, digests, now],
  );
}

/** Spends a code: of two who give the same one, one gets true. */
export async function spendRecoveryCode(identity: Queryable, staff: string, digest: string, now: Date): Promise<boolean> {
  const rows = await identity.query(
    'UPDATE identity.staff_recovery_code SET used_at = $3 WHERE staff = $1 AND code_digest = $2 AND used_at IS NULL RETURNING staff',
    [staff, digest, now],
  );
  return rows.length > 0;
}

/** How many codes there are, and how many are left. */
export async function countRecoveryCodes(identity: Queryable, staff: string): Promise<{ made: number; left: number }> {
  const [row] = await identity.query<{ made: number; left: number }>(
    `SELECT count(*)::integer AS made, count(*) FILTER (WHERE used_at IS NULL)::integer AS "left"
     FROM identity.staff_recovery_code WHERE staff = $1`,
    [staff],
  );
  return row!;
}
