import type { signOut as promise } from '#contract/staff/session';
import { endStaffSession } from '../../db/stores/sessions';
import type { Service } from '../../http/serve';

/** Ends the session on the server, so that a copy of the cookie opens nothing. */
export const signOut: Service<typeof promise> = async ({ database, tokenHash, realNow }) => {
  await endStaffSession(database.identity, tokenHash, realNow);
  return { reply: {}, cookie: { who: 'staff', value: null } };
};
