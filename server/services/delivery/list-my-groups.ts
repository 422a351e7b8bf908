import type { listMyGroups as promise } from '#contract/staff/delivery';
import { readGroup } from '../../db/stores/groups';
import type { Service } from '../../http/serve';

/** The group of a facilitator's grant; a grant to no group shows none. */
export const listMyGroups: Service<typeof promise> = async ({ database, scope, under }, { params: { trial } }) => {
  const own = under.group;
  const group = own === null ? undefined : await database.research.within(scope, (tx) => readGroup(tx, trial, own));
  if (!group) return { groups: [] };
  const { group: id, name, meetsAt, sessions } = group;
  return { groups: [{ group: id, name, meetsAt, startsOn: sessions[0]! }] };
};
