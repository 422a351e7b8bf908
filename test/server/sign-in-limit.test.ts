import type { Protocol } from '#protocols/model/protocol';
import { sweepSignIns } from '#server/db/stores/sign-in-waits';
import { makeApp } from '#server/start-app';
import { accessesOf, addTotp, codeOf, newAccount, openDoor, startHalfMinute, ticketFor } from '../support/account';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

const SESSION = '/api/staff/session';

let house: TestServer;
let server: TestServer;
let protocol: Protocol;
beforeAll(async () => {
  house = await startTestServer();
  protocol = await house.openTrial();
});
beforeEach(async () => {
  startHalfMinute(house);
  server = await openDoor(house);
});
afterEach(() => server.close());
afterAll(() => house.close());

const attempt = (at: TestServer, email: string, password: string) => at.anonymous().post(SESSION).send({ email, password });
const later = (minutes: number) => house.setClock(new Date(house.now().getTime() + minutes * 60_000).toISOString());

describe('wrong passwords of one account', () => {
  it('let the sixth wait, and the right password with it, until the time that is told', async () => {
    const { email } = await newAccount(server, protocol.id);
    for (let n = 0; n < 5; n += 1) await attempt(server, email, 'wrong').expect(401);
    const refused = await attempt(server, email, PASSWORD).expect(429);
    expect(refused.body.type).toBe('/problems/too-many-tries');
    const wait = Date.parse(refused.body.until) - house.now().getTime();
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    later(1.1);
    await attempt(server, email, PASSWORD).expect(200);
    // The right one ends the count.
    for (let n = 0; n < 4; n += 1) await attempt(server, email, 'wrong').expect(401);
    await attempt(server, email, PASSWORD).expect(200);
  });

  it('make each further wait longer, up to a quarter of an hour, and a day from the hundredth on', async () => {
    const { email } = await newAccount(server, protocol.id);
    for (let n = 0; n < 5; n += 1) await attempt(server, email, 'wrong').expect(401);
    const waits: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const { body } = await attempt(server, email, 'wrong').expect(429);
      waits.push(Math.round((Date.parse(body.until) - house.now().getTime()) / 60_000));
      house.setClock(new Date(Date.parse(body.until) + 1000).toISOString());
      await attempt(server, email, 'wrong').expect(401);
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
    await house.test.owner.query('UPDATE identity.staff_wait SET failures = 99');
    later(16);
    await attempt(server, email, 'wrong').expect(401);
    const { body } = await attempt(server, email, PASSWORD).expect(429);
    expect(Math.round((Date.parse(body.until) - house.now().getTime()) / 3_600_000)).toBe(24);
  });

  it('are counted before they are looked at: of thirty at once five get an answer', async () => {
    const { email } = await newAccount(server, protocol.id);
    const doors = await Promise.all([1, 2].map(() => openDoor(house)));
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) => attempt(doors[n % 2]!, email, n === 29 ? PASSWORD : 'wrong')),
    );
    const answered = replies.filter(({ status }) => status !== 429);
    expect(answered.length).toBeLessThanOrEqual(5);
    await Promise.all(doors.map((door) => door.close()));
  });

  it('are counted in the database: another process, and one started later, refuse too, whatever address the tries say they come from', async () => {
    const { email } = await newAccount(server, protocol.id);
    for (let n = 0; n < 5; n += 1) await attempt(server, email, 'wrong').set('X-Forwarded-For', `10.0.0.${n}`).expect(401);
    const { config, keys, clock, entropy, uuid } = house.app;
    const { credentials } = house.test;
    const app = await makeApp({ config, keys, credentials, clock, entropy, uuid, poolSize: 2, logins: ['identity', 'research'] });
    const other = await openDoor({ ...house, app });
    await attempt(other, email, PASSWORD).set('X-Forwarded-For', '10.9.9.9').expect(429);
    await other.close();
    await app.close();
  });

  it('of an address nobody has are answered, counted and told in the same way, by the same steps', async () => {
    const { email } = await newAccount(server, protocol.id);
    const stepsOf = async (address: string) => {
      const steps: string[] = [];
      const { database } = house.app;
      const spy = jest.spyOn(database.identity, 'query').mockImplementation((sql, parameters) => {
        steps.push(sql);
        return house.test.database.identity.query(sql, parameters);
      });
      const replies = [];
      for (let n = 0; n < 6; n += 1) replies.push(await attempt(server, address, 'wrong'));
      spy.mockRestore();
      const told = replies.map(({ status, body }) => ({
        status,
        body: { ...body, instance: '', until: body.until?.slice(0, 16) },
      }));
      return { steps, told };
    };
    const known = await stepsOf(email);
    const unknown = await stepsOf('nobody-at-all@example.org');
    expect(unknown).toEqual(known);
    expect(known.told.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(known.steps.length).toBeGreaterThan(10);
    expect((await accessesOf(server, null)).slice(-5)).toEqual(
      Array.from({ length: 5 }, () => ({ event: 'sign-in-refused', way: 'password', actor: 'unknown' })),
    );
  });

  it('leave nothing of an address nobody has after a day; what an account owes stays', async () => {
    const { email } = await newAccount(server, protocol.id);
    await attempt(server, 'passer-by@example.org', 'wrong').expect(401);
    await attempt(server, email, 'wrong').expect(401);
    await house.test.owner.query(`UPDATE identity.staff_wait SET failed_at = failed_at - interval '25 hours'`);
    const count = async () => Number((await house.test.owner.query('SELECT count(*) FROM identity.staff_wait')).rows[0].count);
    const before = await count();
    await sweepSignIns(house.app.database.identity, house.now());
    const { rows } = await house.test.owner.query(
      `SELECT count(*)::integer AS n FROM identity.staff_wait w JOIN identity.staff s ON 'address:' || s.email_index = w.account`,
    );
    expect(await count()).toBeLessThan(before);
    expect(rows[0].n).toBeGreaterThan(0);
  });
});

test('wrong second factors wait too, and the right password does not end their count', async () => {
  const { agent, email } = await newAccount(server, protocol.id);
  const { secret } = await addTotp(server, agent);
  const wrong = { way: 'recovery', code: '0000-0000-0000-0000' };
  for (let n = 0; n < 5; n += 1) {
    const { agent: one, ticket } = await ticketFor(server, email);
    await one.post(`${SESSION}/second-factor`).send({ ticket, proof: wrong }).expect(401);
  }
  const { agent: one, ticket } = await ticketFor(server, email);
  const right = { way: 'totp', code: codeOf(server, secret) };
  await one.post(`${SESSION}/second-factor`).send({ ticket, proof: right }).expect(429);
  // A session that stands is not shut out of its work by somebody else's tries.
  await agent.get(SESSION).expect(200);
});
