import type { Protocol } from '#protocols/model/protocol';
import { accessesOf, newAccount, openDoor, signInAs } from '../support/account';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

const SESSION = '/api/staff/session';
const ACCOUNT = '/api/staff/account';
const NEW = 'mursten og havregrød';

let house: TestServer;
let server: TestServer;
let protocol: Protocol;
beforeAll(async () => {
  house = await startTestServer();
  protocol = await house.openTrial();
});
beforeEach(async () => {
  server = await openDoor(house);
});
afterEach(() => server.close());
afterAll(() => house.close());

describe('my account', () => {
  it('is shown to nobody else, and tells what I have and where I am signed in', async () => {
    await server.anonymous().get(ACCOUNT).expect(401);
    const { agent, email } = await newAccount(server, protocol.id);
    await signInAs(server, email);
    const { body } = await agent.get(ACCOUNT).expect(200);
    expect(body).toMatchObject({
      email,
      factorRequired: false,
      totp: null,
      passkeys: [],
      passkeysPossible: true,
      recoveryCodes: { made: 0, left: 0 },
    });
    expect(body.sessions.map(({ mine, way }: { mine: boolean; way: string }) => [mine, way])).toEqual([
      [false, 'password'],
      [true, 'password'],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/token|hash/);
  });
});

describe('sessions', () => {
  it('of somebody else are not there to be ended', async () => {
    const { agent } = await newAccount(server, protocol.id);
    const { agent: neighbour } = await newAccount(server, protocol.id);
    const [{ session }] = (await neighbour.get(ACCOUNT).expect(200)).body.sessions;
    await server.anonymous().delete(`${ACCOUNT}/sessions/${session}`).expect(401);
    await agent.delete(`${ACCOUNT}/sessions/${session}`).expect(404);
    await agent.delete(`${ACCOUNT}/sessions/no-session`).expect(404);
    await neighbour.get(SESSION).expect(200);
  });

  it('of mine end one by one, and then open nothing', async () => {
    const { agent, email, staff } = await newAccount(server, protocol.id);
    const other = await signInAs(server, email);
    const theirs = (await agent.get(ACCOUNT)).body.sessions.find(({ mine }: { mine: boolean }) => !mine);
    await agent.delete(`${ACCOUNT}/sessions/${theirs.session}`).expect(200);
    for (const path of [SESSION, ACCOUNT, `/api/staff/trials/${protocol.id}`]) await other.get(path).expect(401);
    await agent.delete(`${ACCOUNT}/sessions/${theirs.session}`).expect(404);
    expect((await accessesOf(server, staff)).at(-1)).toMatchObject({ event: 'session-ended' });
  });

  it('of mine end all at once, but for this one', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const others = [await signInAs(server, email), await signInAs(server, email)];
    const { body } = await agent.delete(`${ACCOUNT}/sessions`).expect(200);
    expect(body).toEqual({ ended: 2 });
    for (const other of others) await other.get(SESSION).expect(401);
    await agent.get(SESSION).expect(200);
  });

  it('held by a browser before end when it signs in anew', async () => {
    const { email } = await newAccount(server, protocol.id);
    const first = await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200);
    const cookie = String(first.headers['set-cookie']).split(';')[0]!;
    await server.anonymous().post(SESSION).set('Cookie', cookie).send({ email, password: PASSWORD }).expect(200);
    await server.anonymous().get(SESSION).set('Cookie', cookie).expect(401);
  });
});

describe('a new password', () => {
  it('is refused without the old one, where it is short, common or like the address, and where it is endless', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const change = (current: string, next: string) => agent.post(`${ACCOUNT}/password`).send({ current, next });
    await server.anonymous().post(`${ACCOUNT}/password`).send({ current: PASSWORD, next: NEW }).expect(401);
    expect((await change('wrong', NEW).expect(401)).body).toMatchObject({ type: '/problems/wrong-proof', field: 'current' });
    for (const [next, code] of [
      ['elleve tegn', 'password-short'],
      ['Adgangskode2026!', 'password-common'],
      ['123456789012', 'password-common'],
      ['aaaaaaaaaaaaaaa', 'password-common'],
      [email, 'password-like-address'],
      [`${email.split('@')[0]}!!!!`, 'password-like-address'],
    ] as const)
      expect((await change(PASSWORD, next).expect(400)).body).toMatchObject({ type: `/problems/${code}`, field: 'next' });
    const begun = Date.now();
    await change(PASSWORD, 'x'.repeat(90_000)).expect(400);
    expect(Date.now() - begun).toBeLessThan(1_000);
    await signInAs(server, email);
  });

  it('asks for no kinds of characters, is not cut, and ends every other session', async () => {
    const { agent, email, staff } = await newAccount(server, protocol.id);
    const other = await signInAs(server, email);
    const long = `${'mursten og havregrød '.repeat(20)}1`;
    await agent.post(`${ACCOUNT}/password`).send({ current: PASSWORD, next: long }).expect(200);
    await other.get(SESSION).expect(401);
    await agent.get(SESSION).expect(200);
    await server
      .anonymous()
      .post(SESSION)
      .send({ email, password: `${long.slice(0, -1)}2` })
      .expect(401);
    await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(401);
    await server.anonymous().post(SESSION).send({ email, password: long }).expect(200);
    expect((await accessesOf(server, staff)).map(({ event }) => event)).toContain('password-changed');
  });
});

describe('the log of accesses', () => {
  it('is never changed, by no login and not by the owner, and keeps no secret', async () => {
    await newAccount(server, protocol.id);
    const { owner, database } = house.test;
    for (const sql of [
      "UPDATE audit.staff_access SET event = 'x'",
      'DELETE FROM audit.staff_access',
      'TRUNCATE audit.staff_access',
    ])
      await expect(owner.query(sql)).rejects.toMatchObject({ code: 'LT001' });
    await expect(database.identity.query('SELECT * FROM audit.staff_access')).rejects.toMatchObject({ code: '42501' });
    await expect(database.research.query('SELECT * FROM audit.staff_access')).rejects.toMatchObject({ code: '42501' });
    const { rows } = await owner.query('SELECT * FROM audit.staff_access');
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${PASSWORD}|example\\.org`));
  });
});
