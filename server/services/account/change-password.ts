import type { changePassword as promise } from '#contract/staff/account';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { readStaff, setPassword } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import { dropTickets } from '../../db/stores/staff-tickets';
import type { Service } from '../../http/serve';
import { checkPassword, hashPassword } from '../../password';
import { Problem } from '../../problem';
import { proofAccount, takeTurn } from '../../sign-in/take-turn';
import { weaknessOf } from '../../sign-in/weakness';

/** A new password for whoever knows the one in use. Every other session ends, in case it was somebody else's. */
export const changePassword: Service<typeof promise> = async (context, { body: { current, next } }) => {
  const { database, keys, entropy, staff, session, realNow, request } = context;
  const account = proofAccount(staff);
  const { email, password } = await readStaff(database.identity, keys, staff, entropy);
  const weakness = weaknessOf(next, email);
  if (weakness) throw new Problem(weakness, { field: 'next' });
  await takeTurn(context, account);
  if (!(await checkPassword(password, current))) {
    await noteAccess(database.identity, {
      at: realNow,
      staff,
      actor: `staff/${staff}`,
      event: 'proof-refused',
      way: 'password',
      request,
    });
    throw new Problem('wrong-proof', { field: 'current' });
  }
  const stored = await hashPassword(next);

  await database.identity.within({}, async (tx) => {
    await setPassword(tx, staff, stored);
    await forgetTries(tx, account);
    await dropTickets(tx, staff);
    await endSessionsOf(tx, staff, realNow, session);
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'password-changed', way: 'password', request });
  });
  return {};
};
