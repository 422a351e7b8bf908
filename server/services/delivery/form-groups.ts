import type { formGroups as promise } from '#contract/staff/delivery';
import { participantStream, trialStream } from '#protocols/model/fact';
import { dayOf } from '#protocols/rules/calendar';
import { wrongDate } from '#protocols/rules/cohorts';
import { capacityOf, mayBePlaced, weeklyFrom } from '#protocols/rules/delivery';
import { append, type StreamAppend } from '../../db/facts';
import { readCohort } from '../../db/stores/cohorts';
import { waysToPlace } from '../../db/stores/groups';
import { headOf } from '../../db/stores/trials';
import { wayOfCode } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Forms groups and places their people, all of it or nothing. Below the protocol's minimum a group stands all the same. */
export const formGroups: Service<typeof promise> = async (context, { params: { trial, cohort: id }, body }) => {
  const { database, scope, protocol, now } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const component = protocol.delivery.find((one) => one.id === body.delivery && one.kind === 'group');
  const codes = body.groups.flatMap(({ people }) => people);
  const found = await database.research.within(scope, async (tx) => {
    const cohort = await readCohort(tx, trial, id);
    if (!cohort) return undefined;
    const ways = component ? await waysToPlace(tx, id, component.arm, component.id) : [];
    const known = [];
    for (const code of codes) known.push(await wayOfCode(tx, trial, code));
    return { cohort, ways, known };
  });
  if (!found) throw new Problem('not-found');
  const { cohort, ways, known } = found;

  if (!component) throw new Problem('not-understood', { field: 'delivery' });
  if (known.includes(undefined)) throw new Problem('not-found');
  const isReal = ({ startsOn }: { startsOn: string }) => wrongDate({ startsOn, endsOn: startsOn, closesOn: startsOn }) === null;
  if (!body.groups.every(isReal)) throw new Problem('not-understood', { field: 'startsOn' });
  const [, capacity] = capacityOf(component);
  if (body.groups.some(({ people }) => people.length > capacity)) throw new Problem('group-full');
  if (new Set(codes).size < codes.length) throw new Problem('already-placed');
  const waiting = new Map(ways.map((way) => [way.code, way]));
  for (const way of known) {
    if (way!.allocation?.arm !== component.arm || !mayBePlaced(way!, component)) throw new Problem('not-of-the-arm');
    if (!waiting.has(way!.code)) throw new Problem('already-placed');
  }

  const on = dayOf(now);
  const groups = body.groups.map((group) => ({ ...group, group: context.uuid() }));
  const streams: StreamAppend[] = [
    {
      stream,
      trial,
      head: head!,
      facts: groups.map(({ group, name, startsOn, meetsAt }) => ({
        kind: 'group-formed',
        payload: {
          group,
          delivery: component.id,
          cohort: id,
          site: cohort.site,
          name: name.trim(),
          meetsAt,
          sessions: weeklyFrom(startsOn, component.sessions ?? 1),
          capacity,
        },
      })),
    },
    ...groups.flatMap(({ group, people }) =>
      people.map((code): StreamAppend => {
        const way = waiting.get(code)!;
        const facts = [{ kind: 'placed-in-group', payload: { group, delivery: component.id, on } } as const];
        return { stream: participantStream(way.participant), trial, head: way.stream, facts };
      }),
    ),
  ];
  await append(database.research, context, scope, streams);
  return { groups: groups.map(({ group }) => group) };
};
