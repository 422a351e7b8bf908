import type { readAccount as promise } from '#contract/staff/account';
import { readStaff } from '../../db/stores/staff';
import { countRecoveryCodes } from '../../db/stores/staff-recovery-codes';
import { listPasskeys } from '../../db/stores/staff-passkeys';
import { listStaffSessions } from '../../db/stores/staff-sessions';
import { totpAddedAt } from '../../db/stores/staff-totp';
import type { Service } from '../../http/serve';
import { passkeysPossible } from '../../sign-in/passkeys';

/** My own account: my factors, and where I am signed in. */
export const readAccount: Service<typeof promise> = async ({ database, keys, entropy, config, staff, session, realNow }) => {
  const { name, email } = await readStaff(database.identity, keys, staff, entropy);
  const totp = await totpAddedAt(database.identity, staff);
  const passkeys = await listPasskeys(database.identity, staff);
  const recoveryCodes = await countRecoveryCodes(database.identity, staff);
  const sessions = await listStaffSessions(database.identity, staff, realNow);
  return {
    name,
    email,
    factorRequired: config.production,
    totp: totp ? { addedAt: totp.toISOString() } : null,
    passkeys: passkeys.map(({ passkey, device, addedAt, usedAt }) => ({
      passkey,
      device,
      addedAt: addedAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
    passkeysPossible: passkeysPossible(config),
    recoveryCodes,
    sessions: sessions.map(({ session: one, way, startedAt, seenAt }) => ({
      session: one,
      way,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      mine: one === session,
    })),
  };
};
