import type { listGroups as promise } from '#contract/staff/delivery';
import { capacityOf, mayBePlaced } from '#protocols/rules/delivery';
import { listCohorts } from '../../db/stores/cohorts';
import { listGroups as groupsOf, waysToPlace } from '../../db/stores/groups';
import type { Service } from '../../http/serve';

/** The groups at the grant's sites, and the drawn cohorts in which somebody has no group yet. */
export const listGroups: Service<typeof promise> = async ({ database, scope, protocol }, { params: { trial } }) => {
  const components = protocol.delivery.filter(({ kind }) => kind === 'group');
  const { groups, waiting } = await database.research.within(scope, async (tx) => {
    const drawn = (await listCohorts(tx, trial)).filter(({ drawnAt }) => drawnAt !== null || components.length > 0);
    const waits = [];
    for (const { cohort, name } of drawn)
      for (const component of components)
        waits.push({ cohort, name, component, ways: await waysToPlace(tx, cohort, component.arm, component.id) });
    return { groups: await groupsOf(tx, trial), waiting: waits };
  });

  const minimumOf = new Map(components.map((component) => [component.id, capacityOf(component)[0]]));
  return {
    groups: groups.map(({ delivery, sessions, ...group }) => ({
      ...group,
      startsOn: sessions[0]!,
      planned: sessions.length,
      minimum: minimumOf.get(delivery) ?? 1,
    })),
    toForm: waiting
      .map(({ cohort, name, component, ways }) => ({
        cohort,
        name,
        delivery: component.id,
        people: ways.filter((way) => mayBePlaced(way, component)).length,
      }))
      .filter(({ people }) => people > 0),
  };
};
