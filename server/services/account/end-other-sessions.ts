import type { endOtherSessions as promise } from '#contract/staff/account';
import { noteAccess } from '../../db/stores/staff-accesses';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import type { Service } from '../../http/serve';

/** Ends every session of mine but this one. */
export const endOtherSessions: Service<typeof promise> = ({ database, staff, session, realNow, request }) =>
  database.identity.within({}, async (tx) => {
    const ended = await endSessionsOf(tx, staff, realNow, session);
    await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'other-sessions-ended', request });
    return { ended };
  });
