import type { suggestGroups as promise } from '#contract/staff/delivery';
import { capacityOf, mayBePlaced, splitEvenly } from '#protocols/rules/delivery';
import { readCohort } from '../../db/stores/cohorts';
import { waysToPlace } from '../../db/stores/groups';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { Problem } from '../../problem';

/** An even split of those in a cohort who wait for a group. It is a suggestion: nothing is recorded before the coordinator says so. */
export const suggestGroups: Service<typeof promise> = async (context, { params }) => {
  const { database, scope, protocol } = context;
  const found = await database.research.within(scope, async (tx) => {
    const cohort = await readCohort(tx, params.trial, params.cohort);
    if (!cohort) return undefined;
    const waiting = [];
    for (const component of protocol.delivery.filter(({ kind }) => kind === 'group')) {
      const ways = await waysToPlace(tx, params.cohort, component.arm, component.id);
      waiting.push({ component, ways: ways.filter((way) => mayBePlaced(way, component)) });
    }
    return { cohort, waiting };
  });
  if (!found) throw new Problem('not-found');
  const { cohort, waiting } = found;
  const everybody = waiting.flatMap(({ ways }) => ways.map(({ participant }) => participant));
  const people = await peopleOf(context, everybody, 'suggest-groups');

  return {
    cohort: { name: cohort.name, startsOn: cohort.startsOn },
    components: waiting.map(({ component, ways }) => {
      const [minimum, capacity] = capacityOf(component);
      return {
        delivery: component.id,
        minimum,
        capacity,
        sessions: component.sessions ?? 1,
        groups: splitEvenly(ways, capacity).map((members, index, all) => ({
          name: all.length === 1 ? cohort.name : `${cohort.name.slice(0, 37)} ${index + 1}`,
          people: members.map(({ participant, code }) => ({ code, name: people.get(participant)?.name ?? null })),
        })),
      };
    }),
  };
};
