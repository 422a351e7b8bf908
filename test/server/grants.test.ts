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
  const nowhere = await administrator
    .post(at())
    .send(wish(randomUUID(), { site: 'atlantis' }))
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

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
