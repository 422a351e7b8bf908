import type { disablePerson as promise } from '#contract/staff/people';
import { endSessionsOf } from '../../db/stores/staff-sessions';
import { setDisabled } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import { keepAnAdministrator } from '../../last-administrator';
import type { Service } from '../../http/serve';
import { requireMine } from '../../people-of-mine';

/** Closes somebody's account and ends their sessions, in one transaction with the line that says so; closed already, it stays so. */
export const disablePerson: Service<typeof promise> = async (context, { params: { trial, staff } }) => {
  const { database, clock, actor, request } = context;
  const now = clock();
  await requireMine(context, trial, staff);
  await database.identity.within({}, async (tx) => {
    await keepAnAdministrator(context, tx, { staff });
    if (!(await setDisabled(tx, staff, now))) return;
    await endSessionsOf(tx, staff, now, null);
    await noteAccess(tx, { at: now, staff, actor, event: 'disabled', request });
  });
  return {};
};
