import type { enablePerson as promise } from '#contract/staff/people';
import { setDisabled } from '../../db/stores/staff';
import { noteAccess } from '../../db/stores/staff-accesses';
import type { Service } from '../../http/serve';
import { requireMine } from '../../people-of-mine';

/** Opens a closed account again; open already, it stays so. */
export const enablePerson: Service<typeof promise> = async (context, { params: { trial, staff } }) => {
  const { database, clock, actor, request } = context;
  await requireMine(context, trial, staff);
  await database.identity.within({}, async (tx) => {
    if (await setDisabled(tx, staff, null)) await noteAccess(tx, { at: clock(), staff, actor, event: 'enabled', request });
  });
  return {};
};
