import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { eligibleAnswers, planCohort, walkTo } from '../support/walk';

/** A coordinator who has seen through blocks of two, and lets a person wait outside when the lot to come is the wrong one. */
let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let custodian: Agent;
/** So many are sent away, or so many pairs drawn: fewer would be sent away once in a hundred thousand runs. */
const [SENT_AWAY, MOST_PAIRS] = [5, 28];

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    one.cohorts = { minimum: 2, capacity: 60 };
    one.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [2], strata: ['site'], unit: 'participant' };
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  custodian = await server.signedIn(protocol.id, 'custodian');
}, 60_000);
afterAll(() => server.close());

const inTrial = (rest: string) => `/api/staff/trials/${protocol.id}/${rest}`;
const read = async (agent = custodian) => (await agent.get(inTrial('selection-guard')).expect(200)).body;

it('is the custodian’s alone, for the whole trial, and says nothing of a handful', async () => {
  for (const role of ['coordinator', 'researcher', 'data-manager', 'monitor', 'assessor', 'administrator'] as const) {
    const agent = role === 'coordinator' ? coordinator : await server.signedIn(protocol.id, role);
    expect((await agent.get(inTrial('selection-guard')).expect(403)).body.type).toBe('/problems/role-missing');
  }
  const ofSite = await server.signedIn(protocol.id, 'custodian', 'aalborg');
  expect((await ofSite.get(inTrial('selection-guard')).expect(403)).body.type).toBe('/problems/role-missing');
  expect(await read()).toMatchObject({ sites: [], people: [], tests: { eligible: { n: 0, refused: 'too-few' } } });
});

it('notices that whom somebody lets in goes with the lot that was to come', async () => {
  const cohort = await planCohort(server, protocol, coordinator);
  const treated = protocol.arms.find(({ id }) => id !== protocol.analysis.reference)!.id;
  const enrol = async (): Promise<string> => {
    const { code } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    return (await coordinator.post(inTrial(`participants/${code}/allocation`)).expect(200)).body.arm.id as string;
  };
  let sentAway = 0;
  let pairs = 0;
  while (sentAway < SENT_AWAY && pairs < MOST_PAIRS) {
    pairs += 1;
    const first = await enrol();
    if (first === treated) {
      // The next lot is the other arm: this one is found not to be eligible.
      const { code } = await walkTo(server, protocol, coordinator, 'consented');
      const answers = { ...eligibleAnswers(protocol), [protocol.eligibility[0]!.item]: 0 };
      await coordinator
        .post(inTrial(`participants/${code}/screening`))
        .send({ answers })
        .expect(200);
      sentAway += 1;
    }
    await enrol();
  }
  const { sites, people, tests } = await read();
  expect(sites).toHaveLength(1);
  expect(sites[0]).toMatchObject({ site: 'aalborg', judged: 2 * pairs + sentAway, eligible: 2 * pairs, drawn: 2 * pairs });
  expect(sites[0].longestHours).toBeGreaterThanOrEqual(sites[0].medianHours);
  expect(people).toMatchObject([{ name: expect.stringMatching(/^coordinator/), judged: 2 * pairs + sentAway }]);
  expect(tests.eligible.slope).toBeGreaterThan(0.2);
  expect(tests.drawn).toMatchObject({ refused: 'no-variation' });
  expect(tests.wait.n).toBe(2 * pairs);
}, 60_000);

it('changes nothing, and leaves no fact', async () => {
  const count = async () => (await server.test.owner.query('SELECT count(*) AS n FROM audit.fact')).rows[0].n as string;
  const before = await count();
  expect(await read()).toEqual(await read());
  expect(await count()).toBe(before);
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
