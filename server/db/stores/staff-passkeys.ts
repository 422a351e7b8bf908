import type { Queryable } from '../zone';

export type PasskeyDevice = 'this-device' | 'phone' | 'key';

export interface StoredPasskey {
  staff: string;
  credential: string;
  /** COSE, base64url. */
  publicKey: string;
  counter: number;
}

/** Adds a passkey. @returns false where somebody has it already. */
export async function insertPasskey(
  identity: Queryable,
  passkey: StoredPasskey & { passkey: string; device: PasskeyDevice; now: Date },
): Promise<boolean> {
  const rows = await identity.query(
    `INSERT INTO identity.staff_passkey (passkey, credential, staff, public_key, counter, device, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential) DO NOTHING RETURNING passkey`,
    [passkey.passkey, passkey.credential, passkey.staff, passkey.publicKey, passkey.counter, passkey.device, passkey.now],
  );
  return rows.length > 0;
}

/** The passkey of that credential; those of disabled accounts are not found. */
export async function findPasskey(identity: Queryable, credential: string): Promise<StoredPasskey | undefined> {
  const [row] = await identity.query<Omit<StoredPasskey, 'counter'> & { counter: string }>(
    `SELECT k.staff, k.credential, k.public_key AS "publicKey", k.counter FROM identity.staff_passkey k
     JOIN identity.staff s USING (staff) WHERE k.credential = $1 AND s.disabled_at IS NULL`,
    [credential],
  );
  return row && { ...row, counter: Number(row.counter) };
}

/** Notes a use. A counter that does not rise means a copy of the key: false, unless the key counts nothing at all. */
export async function notePasskeyUse(identity: Queryable, credential: string, counter: number, now: Date): Promise<boolean> {
  const rows = await identity.query(
    `UPDATE identity.staff_passkey SET counter = $2, used_at = $3
     WHERE credential = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING passkey`,
    [credential, counter, now],
  );
  return rows.length > 0;
}

export function listPasskeys(
  identity: Queryable,
  staff: string,
): Promise<{ passkey: string; credential: string; device: PasskeyDevice; addedAt: Date; usedAt: Date | null }[]> {
  return identity.query(
    `SELECT passkey, credential, device, added_at AS "addedAt", used_at AS "usedAt" FROM identity.staff_passkey
     WHERE staff = $1 ORDER BY added_at, passkey`,
    [staff],
  );
}

/** Takes one passkey off an account, or all. @returns how many there were. */
export async function removePasskeysOf(identity: Queryable, staff: string, passkey: string | null): Promise<number> {
  const rows = await identity.query(
    'DELETE FROM identity.staff_passkey WHERE staff = $1 AND ($2::uuid IS NULL OR passkey = $2) RETURNING passkey',
    [staff, passkey],
  );
  return rows.length;
}
