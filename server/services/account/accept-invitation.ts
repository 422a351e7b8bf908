import type { acceptInvitation as promise } from '#contract/staff/account';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { readStaff, setPassword } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import { findInvitation, spendInvitation } from '../../db/stores/staff-invitations';
import { removePasskeysOf } from '../../db/stores/staff-passkeys';
import { replaceRecoveryCodes } from '../../db/stores/staff-recovery-codes';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import { dropTickets } from '../../db/stores/staff-tickets';
import { removeTotpOf } from '../../db/stores/staff-totp';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { hashPassword } from '../../password';
import { Problem } from '../../problem';
import { describeStaff } from '../../signed-in';
import { startSession } from '../../sign-in/start-session';
import { addressAccount, proofAccount } from '../../sign-in/take-turn';
import { weaknessOf } from '../../sign-in/weakness';

/**
 * Chooses the password of an invited person and signs them in; the link is spent. After a reset nothing of before counts any more: no
 * factor, no code, no session, no wait.
 */
export const acceptInvitation: Service<typeof promise> = async (context, { body: { code, password } }) => {
  const { database, keys, entropy, realNow, request } = context;
  const codeHash = hashOf(code);
  const invitation = await findInvitation(database.identity, codeHash, realNow);
  if (!invitation) throw new Problem('invitation-dead');
  const { staff } = invitation;
  const { email } = await readStaff(database.identity, keys, staff, entropy);
  const weakness = weaknessOf(password, email);
  if (weakness) throw new Problem(weakness, { field: 'password' });
  const stored = await hashPassword(password);

  const token = await database.identity.within({}, async (tx) => {
    if (!(await spendInvitation(tx, codeHash, realNow))) throw new Problem('invitation-dead');
    await setPassword(tx, staff, stored);
    await removeTotpOf(tx, staff);
    await removePasskeysOf(tx, staff, null);
    await replaceRecoveryCodes(tx, staff, [], realNow);
    await endSessionsOf(tx, staff, realNow, null);
    await dropTickets(tx, staff);
    await forgetTries(tx, addressAccount(keys, email));
    await forgetTries(tx, proofAccount(staff));
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'invitation-accepted', request });
    return startSession(tx, context, staff, 'invitation');
  });
  return { reply: await describeStaff(context, staff), cookie: { who: 'staff', value: token } };
};
