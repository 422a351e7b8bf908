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

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
