import { countRecoveryCodes } from '../db/stores/staff-recovery-codes';
import { listPasskeys } from '../db/stores/staff-passkeys';
import { totpAddedAt } from '../db/stores/staff-totp';
import type { Queryable } from '../db/zone';

export type FactorWay = 'totp' | 'passkey' | 'recovery';

/** The second factors of an account, the handiest first; recovery codes stand in for one and are none by themselves. */
export async function factorsOf(identity: Queryable, staff: string): Promise<FactorWay[]> {
  const [totp, passkeys, codes] = [
    (await totpAddedAt(identity, staff)) !== undefined,
    await listPasskeys(identity, staff),
    await countRecoveryCodes(identity, staff),
  ];
  if (!totp && passkeys.length === 0) return [];
  const held: [FactorWay, boolean][] = [
    ['totp', totp],
    ['passkey', passkeys.length > 0],
    ['recovery', codes.left > 0],
  ];
  return held.flatMap(([way, has]) => (has ? [way] : []));
}
