import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawInBatchesOf, planCohort, register, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial(drawInBatchesOf(2));
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
});
afterAll(() => server.close());

describe('the trial’s page and clock', () => {
  it('counts people and shows the commitment, never how the lottery draws', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    for (let n = 0; n < 2; n += 1) await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await walkTo(server, protocol, coordinator, 'consented');
    await register(server, protocol, coordinator);
    await coordinator.post(`/api/staff/trials/${protocol.id}/cohorts/${cohort}/allocation`).expect(200);
    const researcher = await server.signedIn(protocol.id, 'researcher');
    const { body, text } = await researcher.get(`/api/staff/trials/${protocol.id}`).expect(200);
    const opened = (await server.facts(`trial/${protocol.id}`)).find(({ kind }) => kind === 'lottery-opened')!;
    expect(body).toMatchObject({
      trial: protocol.id,
      simulated: true,
      drawsFor: 'cohort',
      commitment: opened.payload!.commitment,
      locked: false,
    });
    expect(body.counts).toEqual({ registered: 4, consented: 3, eligible: 2, allocated: 2 });
    expect(text).not.toMatch(/"sizes"|"scheme"|"randomisation":|permuted/);
    expect(Object.keys(body.arms[0]).sort()).toEqual(['id', 'name']);
  });

  it('moves a demonstration’s clock forward as a fact, and leaves a real trial to the calendar', async () => {
    const shown = await server.openTrial();
    const agent = await server.signedIn(shown.id, 'coordinator', 'aalborg');
    const before = Date.parse((await agent.get(`/api/staff/trials/${shown.id}`).expect(200)).body.now);
    const moved = await agent.post(`/api/staff/trials/${shown.id}/clock`).send({ days: 70 }).expect(200);
    expect(Date.parse(moved.body.now) - before - 70 * 86_400_000).toBeLessThan(30_000);
    const after = Date.parse((await agent.get(`/api/staff/trials/${shown.id}`).expect(200)).body.now);
    expect(after - Date.parse(moved.body.now)).toBeLessThan(30_000);
    expect((await server.facts(`trial/${shown.id}`)).at(-1)).toMatchObject({
      kind: 'clock-moved',
      payload: { byMilliseconds: 70 * 86_400_000 },
    });
    for (const days of [0, -1, 1.5]) await agent.post(`/api/staff/trials/${shown.id}/clock`).send({ days }).expect(400);

    const real = await server.openTrial((document) => {
      document.simulated = false;
    });
    const staff = await server.signedIn(real.id, 'coordinator', 'aalborg');
    const reply = await staff.post(`/api/staff/trials/${real.id}/clock`).send({ days: 1 }).expect(409);
    expect(reply.body.type).toBe('/problems/not-a-demonstration');
  });
});

describe('the named steps of a demonstration’s clock', () => {
  it('are refused to strangers, to roles that may not move it, and in a real trial', async () => {
    const { id } = await server.openTrial();
    const clock = (trial = id) => `/api/staff/trials/${trial}/clock`;
    await server.anonymous().get(clock()).expect(401);
    await coordinator.get(clock('no-such-trial')).expect(404);
    await coordinator.get(clock()).expect(404);
    for (const role of ['assessor', 'custodian', 'monitor'] as const) {
      const agent = await server.signedIn(id, role);
      expect((await agent.get(clock()).expect(403)).body.type).toBe('/problems/role-missing');
    }
    const real = await server.openTrial((document) => {
      document.simulated = false;
    });
    const staff = await server.signedIn(real.id, 'coordinator', 'aalborg');
    expect((await staff.get(clock(real.id)).expect(409)).body.type).toBe('/problems/not-a-demonstration');
  });

  it('lead forward alone: from the draw to week 10 and on, each gone once it is reached, and none from another site', async () => {
    const opened = await server.openTrial(drawInBatchesOf(2));
    const agent = await server.signedIn(opened.id, 'coordinator', 'aalborg');
    const elsewhere = await server.signedIn(opened.id, 'coordinator', 'silkeborg');
    const clock = `/api/staff/trials/${opened.id}/clock`;
    const steps = async (who = agent) =>
      (await who.get(clock).expect(200)).body.steps as { kind: string; week: number; days: number }[];
    const cohort = await planCohort(server, opened, agent);
    for (let n = 0; n < 2; n += 1) await walkTo(server, opened, agent, 'cohort', cohort);
    expect(await steps()).toEqual([]);
    await agent.post(`/api/staff/trials/${opened.id}/cohorts/${cohort}/allocation`).expect(200);

    const ahead = await steps();
    expect(ahead.map(({ kind }) => kind).sort()).toEqual(['closes', 'last-week', 'opens', 'starts']);
    expect(ahead.map(({ days }) => days)).toEqual(ahead.map(({ days }) => days).toSorted((a, b) => a - b));
    expect(await steps(elsewhere)).toEqual([]);
    const lastWeek = ahead.find(({ kind }) => kind === 'last-week')!;
    await agent.post(clock).send({ days: lastWeek.days }).expect(200);
    const later = await steps();
    expect(later.map(({ kind }) => kind)).not.toContain('last-week');
    for (const { kind, days } of later) expect(days).toBe(ahead.find((one) => one.kind === kind)!.days - lastWeek.days);
    expect(later.every(({ days }) => days > 0)).toBe(true);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
