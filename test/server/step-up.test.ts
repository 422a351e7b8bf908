import { readConfig } from '#server/config';
import type { Protocol } from '#protocols/model/protocol';
import { ROUTES } from '#server/routes';
import { accessesOf, addPasskey, addTotp, codeOf, newAccount, openDoor, question, startHalfMinute } from '../support/account';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

const SESSION = '/api/staff/session';
const PROOF = `${SESSION}/proof`;

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

const later = (minutes: number) => house.setClock(new Date(house.now().getTime() + minutes * 60_000).toISOString());
const acts = () => ({
  lock: `/api/staff/trials/${protocol.id}/lock`,
  exports: `/api/staff/trials/${protocol.id}/exports`,
});

describe('what matters most', () => {
  it('is exports, the lock, an erasure, and every change of how one proves who one is', () => {
    const marked = ROUTES.filter(({ promise }) => promise.stepUp).map(({ promise }) => promise.id);
    for (const id of [
      'exportData',
      'lockPlan',
      'eraseParticipant',
      'unblindParticipant',
      'offerTotp',
      'confirmTotp',
      'removeTotp',
    ])
      expect(marked).toContain(id);
    for (const id of ['offerPasskey', 'addPasskey', 'removePasskey', 'renewRecoveryCodes', 'changePassword'])
      expect(marked).toContain(id);
    for (const { promise } of ROUTES)
      expect([promise.id, promise.problems.includes('step-up-needed')]).toEqual([promise.id, promise.stepUp === true]);
  });

  it('is refused ten minutes after the last proof, and nothing of it is done', async () => {
    const { agent } = await newAccount(server, protocol.id, 'data-manager');
    later(9.9);
    const reason = (await agent.post(acts().exports).send({ preset: 'statistics' })).body.type;
    expect(reason).toBe('/problems/not-locked');
    later(0.2);
    const refused = await agent.post(acts().exports).send({ preset: 'statistics' }).expect(403);
    expect(refused.body).toMatchObject({ type: '/problems/step-up-needed', hasFactor: false });
    await agent.post(acts().lock).expect(403);
    await agent.post('/api/staff/account/totp').expect(403);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(200);
  });

  it('is not told to whoever may not do it at all', async () => {
    const { agent } = await newAccount(server, protocol.id, 'coordinator');
    later(11);
    expect((await agent.post(acts().lock).expect(403)).body.type).toBe('/problems/role-missing');
    await server.anonymous().post(acts().lock).expect(401);
  });
});

describe('proving it again', () => {
  it('takes the password of an account that has nothing else, and only its own', async () => {
    const { agent, staff } = await newAccount(server, protocol.id);
    await server
      .anonymous()
      .post(PROOF)
      .send({ proof: { way: 'password', password: PASSWORD } })
      .expect(401);
    later(11);
    const wrong = await agent
      .post(PROOF)
      .send({ proof: { way: 'password', password: 'wrong' } })
      .expect(401);
    expect(wrong.body.type).toBe('/problems/wrong-proof');
    await agent.post(acts().lock).expect(403);
    const { body } = await agent
      .post(PROOF)
      .send({ proof: { way: 'password', password: PASSWORD } })
      .expect(200);
    expect(Date.parse(body.until) - house.now().getTime()).toBeGreaterThan(9 * 60_000);
    expect((await agent.post(acts().lock)).body.type).not.toBe('/problems/step-up-needed');
    expect((await accessesOf(server, staff)).map(({ event }) => event)).toEqual(['signed-in', 'proof-refused', 'proved-again']);
  });

  it('gives the session a new id: the old cookie opens nothing', async () => {
    const { email } = await newAccount(server, protocol.id);
    const signedIn = await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200);
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    const proof = { way: 'password', password: PASSWORD };
    const proved = await server.anonymous().post(PROOF).set('Cookie', cookie).send({ proof }).expect(200);
    await server.anonymous().get(SESSION).set('Cookie', cookie).expect(401);
    const renewed = String(proved.headers['set-cookie']).split(';')[0]!;
    await server.anonymous().get(SESSION).set('Cookie', renewed).expect(200);
  });

  it('takes a second factor where there is one, and the password no longer', async () => {
    const { agent } = await newAccount(server, protocol.id);
    const { secret, recoveryCodes } = await addTotp(server, agent);
    const { key } = await addPasskey(agent);
    later(11);
    startHalfMinute(house);
    expect((await agent.post(acts().lock).expect(403)).body.hasFactor).toBe(true);
    await agent
      .post(PROOF)
      .send({ proof: { way: 'password', password: PASSWORD } })
      .expect(401);
    await agent
      .post(PROOF)
      .send({ proof: { way: 'totp', code: codeOf(server, secret) } })
      .expect(200);
    await agent
      .post(PROOF)
      .send({ proof: { way: 'totp', code: codeOf(server, secret) } })
      .expect(401);
    await agent
      .post(PROOF)
      .send({ proof: { way: 'recovery', code: recoveryCodes[0] } })
      .expect(200);
    const answer = key.answer(await question(server));
    await agent
      .post(PROOF)
      .send({ proof: { way: 'passkey', answer } })
      .expect(200);
    await agent
      .post(PROOF)
      .send({ proof: { way: 'passkey', answer } })
      .expect(401);
  });

  it('waits after wrong tries', async () => {
    const { agent } = await newAccount(server, protocol.id);
    for (let n = 0; n < 5; n += 1)
      await agent
        .post(PROOF)
        .send({ proof: { way: 'password', password: 'wrong' } })
        .expect(401);
    const refused = await agent
      .post(PROOF)
      .send({ proof: { way: 'password', password: PASSWORD } })
      .expect(429);
    expect(refused.body.until).toMatch(/Z$/);
  });
});

describe('in production', () => {
  /** The same house as production would run it; only the cookie's name is still the evaluation's, since the test has no https. */
  const inProduction = () => openDoor({ ...house, app: { ...house.app, config: { ...house.app.config, production: true } } });

  it('nobody acts in a trial before the account has a second factor, and the last one stays', async () => {
    expect(
      readConfig(
        {
          NODE_ENV: 'production',
          DATABASE_URL: 'postgres://a/b',
          PUBLIC_URL: 'https://a.example',
          KEY_STORE: 'file:/k',
          CHECKPOINT_DIR: '/c',
        },
        '/tmp',
      ).production,
    ).toBe(true);
    const door = await inProduction();
    const { agent } = await newAccount(door, protocol.id);
    expect((await agent.get(SESSION).expect(200)).body.lacksFactor).toBe(true);
    const refused = await agent.get(`/api/staff/trials/${protocol.id}`).expect(403);
    expect(refused.body.type).toBe('/problems/second-factor-missing');
    expect((await agent.get('/api/staff/account').expect(200)).body.factorRequired).toBe(true);
    await addTotp(door, agent);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(200);
    expect((await agent.get(SESSION).expect(200)).body.lacksFactor).toBe(false);
    expect((await agent.delete('/api/staff/account/totp').expect(409)).body.type).toBe('/problems/last-factor');
    const { body } = await agent.get('/api/staff/account').expect(200);
    expect(body.totp).not.toBeNull();
    await addPasskey(agent);
    await agent.delete('/api/staff/account/totp').expect(200);
    const [only] = (await agent.get('/api/staff/account').expect(200)).body.passkeys;
    expect((await agent.delete(`/api/staff/account/passkeys/${only.passkey}`).expect(409)).body.type).toBe(
      '/problems/last-factor',
    );
    await door.close();
  });
});
