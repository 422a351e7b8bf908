import type { placeInGroup as promise } from '#contract/staff/delivery';
import { dayOf } from '#protocols/rules/calendar';
import { mayBePlaced } from '#protocols/rules/delivery';
import { placesOf, readGroup } from '../../db/stores/groups';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Places somebody in a group of their arm and site, or moves them to it; asked again, nothing more happens. */
export const placeInGroup: Service<typeof promise> = async (context, { params, body: { group } }) => {
  const { database, scope, protocol, now } = context;
  const { way } = await findWay(context, params.participant);
  const { target, places } = await database.research.within(scope, async (tx) => ({
    target: await readGroup(tx, params.trial, group),
    places: await placesOf(tx, way.participant),
  }));
  const component = protocol.delivery.find(({ id }) => id === target?.delivery);
  if (!target || !component) throw new Problem('not-understood', { field: 'group' });

  if (target.site !== way.site || !mayBePlaced(way, component)) throw new Problem('not-of-the-arm');
  const present = places.find(({ delivery }) => delivery === component.id);
  if (present?.group === group) return {};

  const payload = { group, delivery: component.id, on: dayOf(now) };
  await recordOn(context, way, [{ kind: present ? 'moved-group' : 'placed-in-group', payload }]);
  return {};
};
