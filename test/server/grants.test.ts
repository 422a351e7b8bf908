import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';

let server: TestServer;
let protocol: Protocol;
let administrator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
  administrator = await server.signedIn(protocol.id, 'administrator');
});
afterAll(() => server.close());

const at = (rest = '') => `/api/staff/trials/${protocol.id}/grants${rest}`;
const wish = (staff: string, change: object = {}) => ({
  staff,
  role: 'assessor',
  site: 'aalborg',
  group: null,
  from: null,
  until: null,
  ...change,
});
interface Listed {
  grant: string;
  staff: string;
  role: string;
  inForce: boolean;
}
const grants = async () => (await administrator.get(at()).expect(200)).body.grants as Listed[];

it('are given and ended by an administrator alone', async () => {
  const researcher = await server.signedIn(protocol.id, 'researcher');
  await researcher.get(at()).expect(403);
  await researcher.post(at()).send(wish(randomUUID())).expect(403);
  await researcher.delete(at(`/${randomUUID()}`)).expect(403);
});

it('are never given to oneself, nor where two roles must not meet; the refusal says why', async () => {
  const me = (await administrator.get('/api/staff/session').expect(200)).body.staff as string;
  expect((await administrator.post(at()).send(wish(me)).expect(409)).body.type).toBe('/problems/two-people');
  const { staff } = await server.staff(protocol.id, 'coordinator');
  const refused = await administrator.post(at()).send(wish(staff)).expect(409);
  expect(refused.body).toMatchObject({ type: '/problems/roles-incompatible', because: { da: expect.any(String) } });
  const other = await server.staff((await server.openTrial()).id, 'researcher');
  const nowhere = await administrator
    .post(at())
    .send(wish(other.staff, { site: 'atlantis' }))
    .expect(400);
  expect(nowhere.body).toMatchObject({ type: '/problems/not-understood', field: 'site' });
});

it('are facts with their days; ended, the next request under them is refused, and another trial’s cannot be ended here', async () => {
  const { staff } = await server.staff(protocol.id, 'monitor');
  const other = await server.openTrial();
  const given = (
    await administrator
      .post(at())
      .send(wish((await server.staff(other.id, 'researcher')).staff, { from: '2099-01-01' }))
      .expect(200)
  ).body;
  expect((await grants()).find(({ grant }) => grant === given.grant)).toMatchObject({ role: 'assessor', inForce: false });
  expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({
    kind: 'grant-given',
    payload: { grant: given.grant, from: '2099-01-01', site: 'aalborg' },
  });
  const mine = (await grants()).find((one) => one.staff === staff)!;
  await administrator.delete(at(`/${mine.grant}`)).expect(200);
  await administrator.delete(at(`/${mine.grant}`)).expect(404);
  const { rows } = await server.test.owner.query('SELECT grant_id FROM research.staff_grant WHERE trial = $1', [other.id]);
  await administrator.delete(at(`/${rows[0].grant_id}`)).expect(404);
  expect((await grants()).some((one) => one.staff === staff)).toBe(false);
});

it('are given to somebody with an account alone, and by an administrator of one site within it', async () => {
  const nobody = await administrator.post(at()).send(wish(randomUUID())).expect(400);
  expect(nobody.body).toMatchObject({ field: 'staff' });
  const local = await server.signedIn(protocol.id, 'administrator', 'aalborg');
  const { staff } = await server.staff((await server.openTrial()).id, 'researcher');
  for (const site of [null, 'silkeborg'])
    expect((await local.post(at()).send(wish(staff, { site })).expect(403)).body.type).toBe('/problems/role-missing');
  const beyond = (
    await administrator
      .post(at())
      .send(wish(staff, { site: 'silkeborg' }))
      .expect(200)
  ).body.grant as string;
  await local.delete(at(`/${beyond}`)).expect(404);
  const seen = (await local.get(at()).expect(200)).body.grants as { site: string | null }[];
  expect(new Set(seen.map(({ site }) => site))).toEqual(new Set(['aalborg']));
});

it('keep an administrator, also where two end each other at once', async () => {
  const trial = (await server.openTrial()).id;
  const [one, other] = [await server.signedIn(trial, 'administrator'), await server.signedIn(trial, 'administrator')];
  const url = (grant: string) => `/api/staff/trials/${trial}/grants/${grant}`;
  const mine = async (agent: Agent) => {
    const me = (await agent.get('/api/staff/session').expect(200)).body.staff as string;
    const list = (await agent.get(`/api/staff/trials/${trial}/grants`).expect(200)).body.grants as Listed[];
    return list.find(({ staff }) => staff === me)!.grant;
  };
  const [first, second] = [await mine(one), await mine(other)];
  const answers = await Promise.all([one.delete(url(second)), other.delete(url(first))]);
  const [done, refused] = answers.toSorted((a, b) => a.status - b.status);
  expect(done!.status).toBe(200);
  // Whoever came second has either lost the grant or is the last.
  expect([403, 404, 409]).toContain(refused!.status);
  const left = answers[0]!.status === 200 ? one : other;
  const last = await left.delete(url(answers[0]!.status === 200 ? first : second)).expect(409);
  expect(last.body.type).toBe('/problems/last-administrator');
  const ended = (await server.facts(`trial/${trial}`)).filter(({ kind }) => kind === 'grant-ended');
  expect(ended).toHaveLength(1);
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
