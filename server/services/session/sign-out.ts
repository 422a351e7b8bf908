import type { signOut as promise } from '#contract/staff/session';
import { noteAccess } from '../../db/stores/staff-accesses';
import { endStaffSession } from '../../db/stores/staff-sessions';
import type { Service } from '../../http/serve';

/** Ends the session on the server, so that a copy of the cookie opens nothing. */
export const signOut: Service<typeof promise> = async ({ database, staff, tokenHash, realNow, request }) => {
  await database.identity.within({}, async (tx) => {
    await endStaffSession(tx, tokenHash, realNow);
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'signed-out', request });
  });
  return { reply: {}, cookie: { who: 'staff', value: null } };
};
