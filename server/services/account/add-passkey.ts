import type { addPasskey as promise } from '#contract/staff/account';
import { noteAccess } from '../../db/stores/staff-accesses';
import { spendChallenge } from '../../db/stores/staff-challenges';
import { insertPasskey } from '../../db/stores/staff-passkeys';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { firstCodes } from '../../sign-in/first-codes';
import { challengeIn, readNewPasskey } from '../../sign-in/passkeys';

/** Adds the passkey that the browser made for the challenge it was given. A first factor ends sessions that had none. */
export const addPasskey: Service<typeof promise> = async (context, { body: { passkey } }) => {
  const { database, config, uuid, staff, session, hasFactor, realNow, request } = context;
  const challenge = hashOf(challengeIn(passkey.clientDataJSON));
  const isAsked = await spendChallenge(database.identity, challenge, staff, realNow);
  const made = isAsked ? await readNewPasskey(config, passkey) : undefined;
  if (!made) throw new Problem('wrong-proof');

  const recoveryCodes = await database.identity.within({}, async (tx) => {
    if (!(await insertPasskey(tx, { ...made, staff, passkey: uuid(), now: realNow }))) throw new Problem('passkey-known');
    if (!hasFactor) await endSessionsOf(tx, staff, realNow, session);
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'passkey-added', way: 'passkey', request });
    return firstCodes(tx, context);
  });
  return { recoveryCodes };
};
