import type { signIn as promise } from '#contract/staff/session';
import { forgetTries } from '../../db/stores/sign-in-waits';
import { findStaff } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import { insertTicket } from '../../db/stores/staff-tickets';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { checkPassword } from '../../password';
import { Problem } from '../../problem';
import { describeStaff } from '../../signed-in';
import { factorsOf } from '../../sign-in/factors';
import { startSession } from '../../sign-in/start-session';
import { addressAccount, takeTurn } from '../../sign-in/take-turn';

/**
 * The first step of signing in. An unknown address and a wrong password are one answer, one path and one cost; both count towards the
 * wait of that address. An account with a second factor gets a ticket for the next step, and no session yet.
 */
export const signIn: Service<typeof promise> = async (context, { body }) => {
  const { database, keys, entropy, realNow, request } = context;
  const account = addressAccount(keys, body.email);
  await takeTurn(context, account);
  const found = await findStaff(database.identity, keys, body.email);
  const isTheirs = await checkPassword(found?.password, body.password);

  if (!found || !isTheirs) {
    const staff = found?.staff ?? null;
    await noteAccess(database.identity, {
      at: realNow,
      staff,
      actor: 'unknown',
      event: 'sign-in-refused',
      way: 'password',
      request,
    });
    throw new Problem('wrong-credentials');
  }
  const ways = await factorsOf(database.identity, found.staff);

  const secret = entropy(32).toString('base64url');
  const token = await database.identity.within({}, async (tx) => {
    await forgetTries(tx, account);
    if (ways.length === 0) return startSession(tx, context, found.staff, 'password');
    await insertTicket(tx, hashOf(secret), found.staff, realNow);
    return undefined;
  });
  if (token === undefined) throw new Problem('second-factor-needed', { ticket: secret, ways });
  return { reply: await describeStaff(context, found.staff), cookie: { who: 'staff', value: token } };
};
