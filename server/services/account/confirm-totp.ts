import type { confirmTotp as promise } from '#contract/staff/account';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { noteAccess } from '../../db/stores/staff-accesses';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import { confirmTotpSecret, readTotpSecret } from '../../db/stores/staff-totp';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { firstCodes } from '../../sign-in/first-codes';
import { proofAccount, takeTurn } from '../../sign-in/take-turn';
import { totpStepOf } from '../../sign-in/totp';

/** Puts the offered secret into use with its first code, which is spent by it. A first factor ends sessions that had none. */
export const confirmTotp: Service<typeof promise> = async (context, { body: { code } }) => {
  const { database, keys, entropy, staff, session, hasFactor, realNow, request } = context;
  await takeTurn(context, proofAccount(staff));
  const offered = await readTotpSecret(database.identity, keys, staff, 'offered', entropy);
  if (!offered) throw new Problem('not-found');
  const step = totpStepOf(offered.secret, code, realNow, null);
  if (step === undefined) throw new Problem('wrong-proof');

  const recoveryCodes = await database.identity.within({}, async (tx) => {
    if (!(await confirmTotpSecret(tx, staff, offered.totp, step, realNow))) throw new Problem('not-found');
    await forgetTries(tx, proofAccount(staff));
    if (!hasFactor) await endSessionsOf(tx, staff, realNow, session);
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'totp-added', way: 'totp', request });
    return firstCodes(tx, context);
  });
  return { recoveryCodes };
};
