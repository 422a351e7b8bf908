import { makeEnvelope, normalised, openEnvelope } from '../../identity';
import type { Keys } from '../../keys';
import { blindIndex, type Entropy } from '../../seal';
import type { Queryable } from '../zone';

const TABLE = 'identity.staff';

const emailIndex = (keys: Keys, email: string): string => blindIndex(keys.blindIndex, 'staff:email', normalised.email(email));

/** Stores a member of staff: name and e-mail address sealed, the password as its hash. */
export async function insertStaff(
  identity: Queryable,
  keys: Keys,
  staff: { staff: string; name: string; email: string; password: string },
  entropy: Entropy,
): Promise<void> {
  const envelope = makeEnvelope(keys, TABLE, staff.staff, entropy);
  await identity.query('INSERT INTO identity.staff VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
    staff.staff,
    envelope.seal('name', staff.name),
    envelope.seal('email', staff.email),
    emailIndex(keys, staff.email),
    envelope.wrappedKey,
    staff.password,
  ]);
}

/** The member of staff with that e-mail address and the hash of their password; those disabled are not found. */
export async function findStaff(
  identity: Queryable,
  keys: Keys,
  email: string,
): Promise<{ staff: string; password: string } | undefined> {
  const [row] = await identity.query<{ staff: string; password: string }>(
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
