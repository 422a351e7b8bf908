import type { SignedInContext } from '../http/serve';
import { noteAccess } from '../db/stores/staff-accesses';
import { countRecoveryCodes, replaceRecoveryCodes } from '../db/stores/staff-recovery-codes';
import type { Queryable } from '../db/zone';
import { makeRecoveryCodes, recoveryDigest } from './recovery-codes';

/** Ten new recovery codes in place of all earlier ones. They are told once: what is kept is a digest of each. */
export async function renewCodes(tx: Queryable, context: SignedInContext): Promise<string[]> {
  const { keys, entropy, staff, realNow, request } = context;
  const codes = makeRecoveryCodes(entropy);
  await replaceRecoveryCodes(
    tx,
    staff,
    codes.map((code) => recoveryDigest(keys, staff, code)),
    realNow,
  );
  await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'recovery-codes-made', request });
  return codes;
}

/** Recovery codes for whoever has just added their first factor; null where some are left. */
export async function firstCodes(tx: Queryable, context: SignedInContext): Promise<string[] | null> {
  const { left } = await countRecoveryCodes(tx, context.staff);
  return left > 0 ? null : renewCodes(tx, context);
}
