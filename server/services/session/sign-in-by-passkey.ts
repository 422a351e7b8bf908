import type { signInByPasskey as promise } from '#contract/staff/session';
import { noteAccess } from '../../db/stores/staff-accesses';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { describeStaff } from '../../signed-in';
import { staffOfPasskey } from '../../sign-in/prove';
import { startSession } from '../../sign-in/start-session';

/** Signs in with a passkey alone, which is two factors: something held, that checks its holder. Nothing in it can be guessed. */
export const signInByPasskey: Service<typeof promise> = async (context, { body: { answer } }) => {
  const { database, realNow, request } = context;
  const signedIn = await database.identity.within({}, async (tx) => {
    const staff = await staffOfPasskey(tx, context, answer, realNow);
    if (staff) return { staff, token: await startSession(tx, context, staff, 'passkey') };
    await noteAccess(tx, { at: realNow, staff: null, actor: 'unknown', event: 'sign-in-refused', way: 'passkey', request });
    return undefined;
  });
  if (!signedIn) throw new Problem('wrong-proof');
  return { reply: await describeStaff(context, signedIn.staff), cookie: { who: 'staff', value: signedIn.token } };
};
