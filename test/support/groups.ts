import type { Protocol } from '#protocols/model/protocol';
import { dayOf } from '#protocols/rules/calendar';
import type { Agent, TestServer } from './server';
import { drawInBatchesOf, planCohort, walkTo, type Walker } from './walk';

/** A drawn cohort in which a group is to be formed: half of its people have the arm that meets. */
export interface DrawnCohort {
  protocol: Protocol;
  coordinator: Agent;
  cohort: string;
  people: Walker[];
  inArm: Walker[];
  controls: Walker[];
  /** The coordinator's endpoints of the trial. */
  at(rest: string): string;
}

export const THEMES = [
  { da: 'Ankomst', en: 'Arrival' },
  { da: 'Hvad fortæller jeg andre', en: 'What to tell others' },
];

/** Opens a trial with a group and a companion, and draws a cohort of `size` at its first site. */
export async function drawCohort(server: TestServer, size = 6, change?: (protocol: Protocol) => void): Promise<DrawnCohort> {
  const protocol = await server.openTrial((draft) => {
    drawInBatchesOf(size)(draft);
    draft.delivery = [
      { id: 'group', arm: 'now', kind: 'group', sessions: 2, minutes: 120, capacity: [3, 4], facilitators: 2, themes: THEMES },
      { id: 'companion', arm: 'now', kind: 'match', months: 6 },
    ];
    change?.(draft);
  });
  const site = protocol.sites[0]!.id;
  const coordinator = await server.signedIn(protocol.id, 'coordinator', site);
  const cohort = await planCohort(server, protocol, coordinator);
  const people: Walker[] = [];
  for (let n = 0; n < size; n += 1) people.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
  const at = (rest: string) => `/api/staff/trials/${protocol.id}${rest}`;
  const { body } = await coordinator.post(at(`/cohorts/${cohort}/allocation`)).expect(200);
  const armOf = new Map((body.allocations as { code: string; arm: { id: string } }[]).map(({ code, arm }) => [code, arm.id]));
  return {
    protocol,
    coordinator,
    cohort,
    people,
    inArm: people.filter(({ code }) => armOf.get(code) === 'now'),
    controls: people.filter(({ code }) => armOf.get(code) !== 'now'),
    at,
  };
}

/** Forms one group of all those of the arm; its first session is `startsIn` days from the server's today, at five. */
export async function formGroup(server: TestServer, drawn: DrawnCohort, startsIn = 0, people = drawn.inArm): Promise<string> {
  const startsOn = dayOf(new Date(server.now().getTime() + startsIn * 86_400_000));
  const groups = [{ name: 'Tirsdag 1', startsOn, meetsAt: '17:00', people: people.map(({ code }) => code) }];
  const { body } = await drawn.coordinator
    .post(drawn.at(`/cohorts/${drawn.cohort}/groups`))
    .send({ delivery: 'group', groups })
    .expect(200);
  return (body.groups as string[])[0]!;
}

let telephones = 0;

/** Names a new facilitator by telephone. @returns their id. */
export async function nameFacilitator(drawn: DrawnCohort, group: string, name = 'Frivillig Nordlund'): Promise<string> {
  telephones += 1;
  const { body } = await drawn.coordinator
    .post(drawn.at(`/groups/${group}/facilitators`))
    .send({ staff: null, name, telephone: `2${String(telephones).padStart(7, '0')}` })
    .expect(200);
  return body.staff as string;
}

/** A link for tonight, from the coordinator's hand. @returns its path. */
export async function eveningLink(drawn: DrawnCohort, group: string, staff: string): Promise<string> {
  const { body } = await drawn.coordinator.post(drawn.at(`/groups/${group}/facilitators/${staff}/link`)).expect(200);
  return new URL(body.link as string).pathname;
}
