import type { endSession as promise } from '#contract/staff/account';
import { noteAccess } from '../../db/stores/staff-accesses';
import { endSessionOf } from '../../db/stores/staff-sessions';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Ends one of my sessions, from its next request on. */
export const endSession: Service<typeof promise> = async ({ database, staff, realNow, request }, { params }) => {
  await database.identity.within({}, async (tx) => {
    if (!(await endSessionOf(tx, staff, params.session, realNow))) throw new Problem('not-found');
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'session-ended', request });
  });
  return {};
};
