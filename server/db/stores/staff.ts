import { makeEnvelope, normalised, openEnvelope } from '../../identity';
import type { Keys } from '../../keys';
import { blindIndex, type Entropy } from '../../seal';
import type { Queryable } from '../zone';

const TABLE = 'identity.staff';

/** The look-up value of an e-mail address among staff. */
export const emailIndex = (keys: Keys, email: string): string =>
  blindIndex(keys.blindIndex, 'staff:email', normalised.email(email));

/** Stores a member of staff: name and e-mail address sealed, the password as its hash; none before an invitation is accepted. */
export async function insertStaff(
  identity: Queryable,
  keys: Keys,
  staff: { staff: string; name: string; email: string; password: string | null },
  entropy: Entropy,
): Promise<void> {
  const envelope = makeEnvelope(keys, TABLE, staff.staff, entropy);
  await identity.query(
    'INSERT INTO identity.staff (staff, name, email, email_index, wrapped_key, password) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      staff.staff,
      envelope.seal('name', staff.name),
      envelope.seal('email', staff.email),
      emailIndex(keys, staff.email),
      envelope.wrappedKey,
      staff.password,
    ],
  );
}

/** The member of staff with that e-mail address and the hash of their password; those disabled are not found. */
export async function findStaff(
  identity: Queryable,
  keys: Keys,
  email: string,
): Promise<{ staff: string; password: string | null } | undefined> {
  const [row] = await identity.query<{ staff: string; password: string | null }>(
    'SELECT staff, password FROM identity.staff WHERE email_index = $1 AND disabled_at IS NULL',
    [emailIndex(keys, email)],
  );
  return row;
}

/** Whether somebody, disabled or not, has that e-mail address. */
export async function isStaffAddress(identity: Queryable, keys: Keys, email: string): Promise<boolean> {
  const rows = await identity.query('SELECT FROM identity.staff WHERE email_index = $1', [emailIndex(keys, email)]);
  return rows.length > 0;
}

/** The names of staff, by id; ids nobody has are left out. */
export async function staffNames(
  identity: Queryable,
  keys: Keys,
  staff: readonly string[],
  entropy: Entropy,
): Promise<Map<string, string>> {
  if (staff.length === 0) return new Map();
  const rows = await identity.query<{ staff: string; name: string; wrapped_key: string }>(
    'SELECT staff, name, wrapped_key FROM identity.staff WHERE staff = ANY ($1::uuid[])',
    [staff],
  );
  return new Map(
    rows.map((row) => [row.staff, openEnvelope(keys, TABLE, row.staff, row.wrapped_key, entropy).open('name', row.name)]),
  );
}

/** How one member of staff is reached and called, and the hash of their password. */
export async function readStaff(
  identity: Queryable,
  keys: Keys,
  staff: string,
  entropy: Entropy,
): Promise<{ name: string; email: string; password: string | null }> {
  const [row] = await identity.query<{ name: string; email: string; wrapped_key: string; password: string | null }>(
    'SELECT name, email, wrapped_key, password FROM identity.staff WHERE staff = $1',
    [staff],
  );
  const envelope = openEnvelope(keys, TABLE, staff, row!.wrapped_key, entropy);
  return { name: envelope.open('name', row!.name), email: envelope.open('email', row!.email), password: row!.password };
}

export async function setPassword(identity: Queryable, staff: string, password: string): Promise<void> {
  await identity.query('UPDATE identity.staff SET password = $2 WHERE staff = $1', [staff, password]);
}

/** The e-mail address of a member of staff who is not disabled. */
export async function staffAddress(
  identity: Queryable,
  keys: Keys,
  staff: string,
  entropy: Entropy,
): Promise<string | undefined> {
  const [row] = await identity.query<{ email: string; wrapped_key: string }>(
    'SELECT email, wrapped_key FROM identity.staff WHERE staff = $1 AND disabled_at IS NULL',
    [staff],
  );
  return row && openEnvelope(keys, TABLE, staff, row.wrapped_key, entropy).open('email', row.email);
}

export interface AccountSummary {
  staff: string;
  name: string;
  email: string;
  isInvited: boolean;
  hasFactor: boolean;
  isDisabled: boolean;
  seenAt: Date | null;
}

/** Accounts as an administrator looks after them; ids nobody has are left out. */
export async function describeAccounts(
  identity: Queryable,
  keys: Keys,
  staff: readonly string[],
  entropy: Entropy,
): Promise<AccountSummary[]> {
  const rows = await identity.query<AccountSummary & { wrapped_key: string }>(
    `SELECT s.staff, s.name, s.email, s.wrapped_key, s.password IS NULL AS "isInvited",
       s.disabled_at IS NOT NULL AS "isDisabled",
       EXISTS (SELECT FROM identity.staff_totp t WHERE t.staff = s.staff AND t.confirmed_at IS NOT NULL)
         OR EXISTS (SELECT FROM identity.staff_passkey k WHERE k.staff = s.staff) AS "hasFactor",
       (SELECT max(seen_at) FROM identity.staff_session e WHERE e.staff = s.staff) AS "seenAt"
     FROM identity.staff s WHERE s.staff = ANY ($1::uuid[]) ORDER BY s.staff`,
    [staff],
  );
  return rows.map(({ wrapped_key, ...row }) => {
    const envelope = openEnvelope(keys, TABLE, row.staff, wrapped_key, entropy);
    return { ...row, name: envelope.open('name', row.name), email: envelope.open('email', row.email) };
  });
}

/** Everybody with an account that is not disabled. */
export async function listStaffIds(identity: Queryable): Promise<string[]> {
  const rows = await identity.query<{ staff: string }>(
    'SELECT staff FROM identity.staff WHERE disabled_at IS NULL ORDER BY staff',
  );
  return rows.map(({ staff }) => staff);
}

/**
 * Those of `staff` who can come in: not disabled, and with a password. Their rows stay locked to the transaction's end, so that two who
 * close each other's account decide one after the other.
 */
export async function lockAble(tx: Queryable, staff: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ staff: string; able: boolean }>(
    `SELECT staff, disabled_at IS NULL AND password IS NOT NULL AS able FROM identity.staff
     WHERE staff = ANY ($1::uuid[]) ORDER BY staff FOR UPDATE`,
    [staff],
  );
  return new Set(rows.filter(({ able }) => able).map((row) => row.staff));
}

/** Closes an account, or opens it. @returns false where it was so already, or nobody has it. */
export async function setDisabled(tx: Queryable, staff: string, at: Date | null): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE identity.staff SET disabled_at = $2 WHERE staff = $1 AND (disabled_at IS NULL) = ($2::timestamptz IS NOT NULL) RETURNING staff`,
    [staff, at],
  );
  return rows.length > 0;
}
