import type { listGrants as promise } from '#contract/staff/access';
import { isInForce } from '#protocols/rules/grants';
import { listGrantRows } from '../../db/stores/grants';
import { listStaffIds, staffNames } from '../../db/stores/staff';
import type { Service } from '../../http/serve';

/** Who may do what in the trial, or at the administrator's one site, oldest first, and whom a role can be given to. */
export const listGrants: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, keys, entropy, under, now } = context;
  const grants = (await listGrantRows(database.research, trial)).filter(({ site }) => under.site === null || site === under.site);
  const ids = await listStaffIds(database.identity);
  const names = await staffNames(database.identity, keys, [...ids, ...grants.map(({ staff }) => staff)], entropy);

  return {
    grants: grants.map((grant) => ({ ...grant, name: names.get(grant.staff) ?? '', inForce: isInForce(grant, now) })),
    staff: ids.map((staff) => ({ staff, name: names.get(staff)! })).toSorted((a, b) => a.name.localeCompare(b.name, 'da')),
  };
};
