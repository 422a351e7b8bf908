import { openEnvelope } from '../../identity';
import type { Keys } from '../../keys';
import type { Entropy } from '../../seal';
import type { Queryable } from '../zone';

const STAFF = 'identity.staff';
/** The place a secret is sealed to, within the person's envelope. */
const COLUMN = 'totp';

export interface TotpSecret {
  totp: string;
  secret: string;
  /** The last step whose code was used; no code of it or before works again. */
  lastStep: number | null;
}

/** Keeps a secret that is offered, in place of one offered before. */
export async function offerTotpSecret(
  identity: Queryable,
  keys: Keys,
  offer: { totp: string; staff: string; secret: string; now: Date },
  entropy: Entropy,
): Promise<void> {
  const [row] = await identity.query<{ wrapped_key: string }>('SELECT wrapped_key FROM identity.staff WHERE staff = $1', [
    offer.staff,
  ]);
  const sealed = openEnvelope(keys, STAFF, offer.staff, row!.wrapped_key, entropy).seal(COLUMN, offer.secret);
  await identity.query(
    `INSERT INTO identity.staff_totp (totp, staff, secret, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (staff) WHERE confirmed_at IS NULL DO UPDATE SET totp = $1, secret = $3, created_at = $4`,
    [offer.totp, offer.staff, sealed, offer.now],
  );
}

/** The secret in use, or the one offered. */
export async function readTotpSecret(
  identity: Queryable,
  keys: Keys,
  staff: string,
  which: 'in-use' | 'offered',
  entropy: Entropy,
): Promise<TotpSecret | undefined> {
  const [row] = await identity.query<{ totp: string; secret: string; last_step: string | null; wrapped_key: string }>(
    `SELECT t.totp, t.secret, t.last_step, s.wrapped_key FROM identity.staff_totp t JOIN identity.staff s USING (staff)
     WHERE t.staff = $1 AND (t.confirmed_at IS NOT NULL) = $2`,
    [staff, which === 'in-use'],
  );
  if (!row) return undefined;
  const secret = openEnvelope(keys, STAFF, staff, row.wrapped_key, entropy).open(COLUMN, row.secret);
  return { totp: row.totp, secret, lastStep: row.last_step === null ? null : Number(row.last_step) };
}

/** Spends the code of a step: of two who give the same one, one gets true. */
export async function spendTotpStep(identity: Queryable, totp: string, step: number): Promise<boolean> {
  const rows = await identity.query(
    'UPDATE identity.staff_totp SET last_step = $2 WHERE totp = $1 AND (last_step IS NULL OR last_step < $2) RETURNING totp',
    [totp, step],
  );
  return rows.length > 0;
}

/** Puts the offered secret into use, in place of the one before. @returns false where it was put there already. */
export async function confirmTotpSecret(
  identity: Queryable,
  staff: string,
  totp: string,
  step: number,
  now: Date,
): Promise<boolean> {
  await identity.query('DELETE FROM identity.staff_totp WHERE staff = $1 AND confirmed_at IS NOT NULL AND totp <> $2', [
    staff,
    totp,
  ]);
  const rows = await identity.query(
    'UPDATE identity.staff_totp SET confirmed_at = $3, last_step = $4 WHERE staff = $1 AND totp = $2 AND confirmed_at IS NULL RETURNING totp',
    [staff, totp, now, step],
  );
  return rows.length > 0;
}

/** Takes app and offer off an account. @returns whether an app was in use. */
export async function removeTotpOf(identity: Queryable, staff: string): Promise<boolean> {
  const rows = await identity.query<{ used: boolean }>(
    'DELETE FROM identity.staff_totp WHERE staff = $1 RETURNING confirmed_at IS NOT NULL AS used',
    [staff],
  );
  return rows.some(({ used }) => used);
}

/** When the app in use was added; nothing where there is none. */
export async function totpAddedAt(identity: Queryable, staff: string): Promise<Date | undefined> {
  const [row] = await identity.query<{ at: Date }>(
    'SELECT confirmed_at AS at FROM identity.staff_totp WHERE staff = $1 AND confirmed_at IS NOT NULL',
    [staff],
  );
  return row?.at;
}
