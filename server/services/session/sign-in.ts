import type { signIn as promise } from '#contract/staff/session';
import { findStaff } from '../../db/stores/staff';
import { insertStaffSession } from '../../db/stores/sessions';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { checkPassword } from '../../password';
import { Problem } from '../../problem';
import { describeStaff } from '../../signed-in';

/** Signs in under a new session id each time; an unknown address and a wrong password are one answer at one cost. */
export const signIn: Service<typeof promise> = async (context, { body }) => {
  const { database, keys, entropy, realNow } = context;
  const found = await findStaff(database.identity, keys, body.email);
  const isTheirs = await checkPassword(found?.password, body.password);
  if (!found || !isTheirs) throw new Problem('wrong-credentials');

  const token = entropy(32).toString('base64url');
  await insertStaffSession(database.identity, hashOf(token), found.staff, realNow);
  return { reply: await describeStaff(context, found.staff), cookie: { who: 'staff', value: token } };
};
