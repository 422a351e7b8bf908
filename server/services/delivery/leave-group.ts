import type { leaveGroup as promise } from '#contract/staff/delivery';
import { dayOf } from '#protocols/rules/calendar';
import { placesOf, readGroup } from '../../db/stores/groups';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Records that somebody is no longer in a group. How they take part in the trial is untouched. */
export const leaveGroup: Service<typeof promise> = async (context, { params, body: { group, reason } }) => {
  const { database, scope, now } = context;
  const { way } = await findWay(context, params.participant);
  const { target, places } = await database.research.within(scope, async (tx) => ({
    target: await readGroup(tx, params.trial, group),
    places: await placesOf(tx, way.participant),
  }));
  if (!target) throw new Problem('not-understood', { field: 'group' });
  if (!places.some((place) => place.group === group)) throw new Problem('not-in-group');

  await recordOn(context, way, [{ kind: 'left-group', payload: { group, on: dayOf(now), reason } }]);
  return {};
};
