import type { Protocol } from '#protocols/model/protocol';
import { dayOf } from '#protocols/rules/calendar';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawInBatchesOf, planCohort, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer(8);
  ({ protocol, coordinator } = await open());
});
afterAll(() => server.close());

async function open(
  change: (protocol: Protocol) => void = drawInBatchesOf(2),
): Promise<{ protocol: Protocol; coordinator: Agent }> {
  const opened = await server.openTrial(change);
  return { protocol: opened, coordinator: await server.signedIn(opened.id, 'coordinator', 'aalborg') };
}
const cohortsOf = (trial: string, rest = '') => `/api/staff/trials/${trial}/cohorts${rest}`;
const participant = (trial: string, code: string, rest = '') => `/api/staff/trials/${trial}/participants/${code}${rest}`;

describe('planning a cohort', () => {
  const dates = { site: 'aalborg', name: 'Efterår 1', closesOn: '2027-02-01', startsOn: '2027-02-01', endsOn: '2027-04-15' };

  it.each([
    ['a queue that closes after the start', { closesOn: '2027-02-02' }, 'closesOn'],
    ['an end before the start', { endsOn: '2027-01-31' }, 'endsOn'],
    ['a day that no calendar has', { startsOn: '2027-02-30', endsOn: '2027-04-15' }, 'startsOn'],
    ['a month that no calendar has', { endsOn: '2027-13-01' }, 'endsOn'],
    ['another site', { site: 'silkeborg' }, 'site'],
    ['a site of no trial', { site: 'atlantis' }, 'site'],
  ])('refuses %s, and names the field', async (_, wrong, field) => {
    const reply = await coordinator
      .post(cohortsOf(protocol.id))
      .send({ ...dates, ...wrong })
      .expect(400);
    expect(reply.body).toMatchObject({ type: '/problems/not-understood', field });
  });

  it('is a fact with the protocol’s own minimum and capacity', async () => {
    const { body } = await coordinator.post(cohortsOf(protocol.id)).send(dates).expect(200);
    const facts = await server.facts(`trial/${protocol.id}`);
    expect(facts.at(-1)).toMatchObject({
      kind: 'cohort-planned',
      payload: { cohort: body.cohort, ...dates, minimum: 2, capacity: 2 },
    });
    const list = await coordinator.get(cohortsOf(protocol.id)).expect(200);
    expect(list.body.cohorts).toContainEqual({
      cohort: body.cohort,
      ...dates,
      minimum: 2,
      capacity: 2,
      members: 0,
      drawnAt: null,
    });
    const page = await coordinator.get(cohortsOf(protocol.id, `/${body.cohort}`)).expect(200);
    expect(page.body).toMatchObject({ ...dates, people: [], refusal: 'cohort-too-small' });
  });

  it('takes two plans at the same moment, one after the other', async () => {
    const replies = await Promise.all(
      [1, 2, 3, 4].map((n) => coordinator.post(cohortsOf(protocol.id)).send({ ...dates, name: `Hold ${n}` })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});

describe('joining a cohort', () => {
  it.each([
    ['before the consent', 'signed', 'consent-missing'],
    ['before screening', 'consented', 'not-screened'],
    ['before the first questionnaire', 'screened', 'baseline-missing'],
  ] as const)('is refused %s', async (_, step, refusal) => {
    const cohort = await planCohort(server, protocol, coordinator);
    const { code } = await walkTo(server, protocol, coordinator, step);
    const reply = await coordinator
      .post(participant(protocol.id, code, '/cohort'))
      .send({ cohort })
      .expect(409);
    expect(reply.body.type).toBe(`/problems/${refusal}`);
  });

  it('is refused in a cohort of another site, as if it were not there', async () => {
    const both = await server.signedIn(protocol.id, 'coordinator', null);
    const there = await planCohort(server, protocol, both, { site: 'silkeborg' });
    const { code } = await walkTo(server, protocol, coordinator, 'baseline');
    await both
      .post(participant(protocol.id, code, '/cohort'))
      .send({ cohort: there })
      .expect(404);
  });

  it('is refused when the cohort is full, also to two who ask for the last seat at once', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    const walkers: Walker[] = [];
    for (let n = 0; n < 4; n += 1) walkers.push(await walkTo(server, protocol, coordinator, 'baseline'));
    const replies = await Promise.all(
      walkers.map(({ code }) => coordinator.post(participant(protocol.id, code, '/cohort')).send({ cohort })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409]);
    expect(replies.filter(({ status }) => status === 409).every(({ body }) => body.type === '/problems/cohort-full')).toBe(true);
  });

  it('is possible on the closing day, and refused the day after', async () => {
    const own = await open();
    const cohort = await planCohort(server, own.protocol, own.coordinator, { closes: 3 });
    const [first, second] = [
      await walkTo(server, own.protocol, own.coordinator, 'baseline'),
      await walkTo(server, own.protocol, own.coordinator, 'baseline'),
    ];
    await own.coordinator.post(`/api/staff/trials/${own.protocol.id}/clock`).send({ days: 3 }).expect(200);
    await own.coordinator
      .post(participant(own.protocol.id, first.code, '/cohort'))
      .send({ cohort })
      .expect(200);
    await own.coordinator.post(`/api/staff/trials/${own.protocol.id}/clock`).send({ days: 1 }).expect(200);
    const reply = await own.coordinator
      .post(participant(own.protocol.id, second.code, '/cohort'))
      .send({ cohort })
      .expect(409);
    expect(reply.body.type).toBe('/problems/cohort-closed');
  });

  it('is refused once lots are drawn, and to somebody who is drawn', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    const next = await planCohort(server, protocol, coordinator);
    const first = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await coordinator.post(cohortsOf(protocol.id, `/${cohort}/allocation`)).expect(200);
    const late = await walkTo(server, protocol, coordinator, 'baseline');
    const refused = await coordinator
      .post(participant(protocol.id, late.code, '/cohort'))
      .send({ cohort })
      .expect(409);
    expect(refused.body.type).toBe('/problems/cohort-drawn');
    const drawn = await coordinator
      .post(participant(protocol.id, first.code, '/cohort'))
      .send({ cohort: next })
      .expect(409);
    expect(drawn.body.type).toBe('/problems/already-allocated');
  });

  it('is a fact, the same when clicked again, and until the draw somebody may move', async () => {
    const [here, there] = [await planCohort(server, protocol, coordinator), await planCohort(server, protocol, coordinator)];
    const { code, id } = await walkTo(server, protocol, coordinator, 'cohort', here);
    await coordinator
      .post(participant(protocol.id, code, '/cohort'))
      .send({ cohort: here })
      .expect(200);
    await coordinator
      .post(participant(protocol.id, code, '/cohort'))
      .send({ cohort: there })
      .expect(200);
    const joined = (await server.facts(`participant/${id}`)).filter(({ kind }) => kind === 'joined-cohort');
    expect(joined.map(({ payload }) => payload)).toEqual([{ cohort: here }, { cohort: there }]);
    const members = async (cohort: string) => (await coordinator.get(cohortsOf(protocol.id, `/${cohort}`)).expect(200)).body;
    expect((await members(here)).people).toEqual([]);
    expect((await members(there)).people).toEqual([
      { code, name: expect.stringMatching(/^Person/), refusal: null, arm: null, household: null },
    ]);
  });
});

describe('moving a cohort’s dates', () => {
  const move = (agent: Agent, trial: string, cohort: string, startsOn: string, endsOn: string) =>
    agent.post(cohortsOf(trial, `/${cohort}/dates`)).send({ startsOn, endsOn, reason: 'facilitator-ill' });
  const day = (days: number) => dayOf(new Date(server.now().getTime() + days * 86_400_000));

  it('refuses dates out of order', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    for (const [starts, ends, field] of [
      [20, 19, 'endsOn'],
      [3, 90, 'startsOn'],
    ] as const) {
      const reply = await move(coordinator, protocol.id, cohort, day(starts), day(ends)).expect(400);
      expect(reply.body.field).toBe(field);
    }
  });

  it('moves both arms alike after the draw, as a fact with its reason, until the first window has opened', async () => {
    const own = await open();
    const cohort = await planCohort(server, own.protocol, own.coordinator, { ends: 84 });
    for (let n = 0; n < 2; n += 1) await walkTo(server, own.protocol, own.coordinator, 'cohort', cohort);
    await own.coordinator.post(cohortsOf(own.protocol.id, `/${cohort}/allocation`)).expect(200);
    await move(own.coordinator, own.protocol.id, cohort, day(21), day(91)).expect(200);
    expect((await server.facts(`trial/${own.protocol.id}`)).at(-1)).toMatchObject({
      kind: 'cohort-rescheduled',
      payload: { cohort, startsOn: day(21), endsOn: day(91), reason: 'facilitator-ill' },
    });
    // The end wave opens seven days before the last day: one that would open it today is refused, and so is any once it has opened.
    const past = await move(own.coordinator, own.protocol.id, cohort, day(7), day(7)).expect(400);
    expect(past.body.field).toBe('endsOn');
    await own.coordinator.post(`/api/staff/trials/${own.protocol.id}/clock`).send({ days: 83 }).expect(200);
    await move(own.coordinator, own.protocol.id, cohort, day(28), day(98)).expect(200);
    await own.coordinator.post(`/api/staff/trials/${own.protocol.id}/clock`).send({ days: 9 }).expect(200);
    const late = await move(own.coordinator, own.protocol.id, cohort, day(35), day(105)).expect(409);
    expect(late.body.type).toBe('/problems/cohort-closed');
    const { body } = await own.coordinator.get(cohortsOf(own.protocol.id, `/${cohort}`)).expect(200);
    expect(body).toMatchObject({ startsOn: day(28), endsOn: day(98) });
    expect(body.drawnAt).not.toBeNull();
  });

  it('postpones a cohort that is not drawn, however late', async () => {
    const own = await open();
    const cohort = await planCohort(server, own.protocol, own.coordinator, { closes: 1, starts: 2, ends: 30 });
    await own.coordinator.post(`/api/staff/trials/${own.protocol.id}/clock`).send({ days: 40 }).expect(200);
    await move(own.coordinator, own.protocol.id, cohort, day(60), day(120)).expect(200);
    await move(own.coordinator, own.protocol.id, cohort, day(60), day(120)).expect(200);
    expect((await server.facts(`trial/${own.protocol.id}`)).filter(({ kind }) => kind === 'cohort-rescheduled')).toHaveLength(1);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
