import type { Protocol } from '#protocols/model/protocol';
import {
  accessesOf,
  addPasskey,
  addTotp,
  codeOf,
  newAccount,
  newKey,
  openDoor,
  question,
  signInAs,
  startHalfMinute,
  ticketFor,
} from '../support/account';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';

const SESSION = '/api/staff/session';
const SECOND = `${SESSION}/second-factor`;
const ACCOUNT = '/api/staff/account';

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

const type = (reply: { body: { type?: string } }) => reply.body.type;

describe('an authenticator app', () => {
  it('is offered to nobody who is not signed in, and confirmed by no wrong code and by nobody it was not offered to', async () => {
    await server.anonymous().post(`${ACCOUNT}/totp`).expect(401);
    const { agent } = await newAccount(server, protocol.id);
    await agent.post(`${ACCOUNT}/totp/confirmation`).send({ code: '123456' }).expect(404);
    const { body } = await agent.post(`${ACCOUNT}/totp`).expect(200);
    await agent.post(`${ACCOUNT}/totp/confirmation`).send({ code: 'abcdef' }).expect(400);
    const wrong = codeOf(server, body.secret) === '000000' ? '000001' : '000000';
    expect(type(await agent.post(`${ACCOUNT}/totp/confirmation`).send({ code: wrong }).expect(401))).toBe(
      '/problems/wrong-proof',
    );
    const { body: account } = await agent.get(ACCOUNT).expect(200);
    expect(account.totp).toBeNull();
  });

  it('is drawn as one path of squares, beside the secret as text, and is kept sealed', async () => {
    const { agent, staff, email } = await newAccount(server, protocol.id);
    const { body } = await agent.post(`${ACCOUNT}/totp`).expect(200);
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(body.address).toBe(
      `otpauth://totp/Lodtr%C3%A6k:${encodeURIComponent(email)}?secret=${body.secret}&issuer=Lodtr%C3%A6k`,
    );
    expect(body.qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    const { rows } = await server.test.owner.query('SELECT secret FROM identity.staff_totp WHERE staff = $1', [staff]);
    expect(rows[0].secret).toMatch(/^v1\./);
    expect(rows[0].secret).not.toContain(body.secret);
  });

  it('makes the password one step of two: a ticket and no session, until its code is given', async () => {
    const { agent: first, email, staff } = await newAccount(server, protocol.id);
    const { secret, recoveryCodes } = await addTotp(server, first);
    expect(recoveryCodes).toHaveLength(10);
    const { agent, ticket, ways } = await ticketFor(server, email);
    expect(ways).toEqual(['totp', 'recovery']);
    await agent.get(SESSION).expect(401);

    const never = await agent
      .post(SECOND)
      .send({ ticket: 'x'.repeat(43), proof: { way: 'totp', code: '123456' } })
      .expect(401);
    expect(type(never)).toBe('/problems/sign-in-stale');
    await agent
      .post(SECOND)
      .send({ ticket, proof: { way: 'password', password: PASSWORD } })
      .expect(400);
    const late = await agent
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret, -3) } })
      .expect(401);
    expect(type(late)).toBe('/problems/wrong-proof');
    await agent
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret, 3) } })
      .expect(401);
    const reply = await agent
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret) } })
      .expect(200);
    expect(reply.body).toMatchObject({ staff, lacksFactor: false, grants: [{ role: 'researcher' }] });
    await agent.get(SESSION).expect(200);
    expect((await accessesOf(server, staff)).map(({ event, way }) => [event, way])).toEqual([
      ['signed-in', 'password'],
      ['totp-added', 'totp'],
      ['recovery-codes-made', null],
      ['second-factor-refused', 'totp'],
      ['second-factor-refused', 'totp'],
      ['signed-in', 'totp'],
    ]);
  });

  it('takes a code of half a minute before or after, and none twice, also when two bring it at once', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const { secret } = await addTotp(server, agent);
    const now = codeOf(server, secret);
    const tickets = await Promise.all([1, 2].map(() => ticketFor(server, email)));
    const replies = await Promise.all(
      tickets.map(({ agent: one, ticket }) => one.post(SECOND).send({ ticket, proof: { way: 'totp', code: now } })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
    const { agent: third, ticket } = await ticketFor(server, email);
    await third
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: now } })
      .expect(401);
    await third
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret, -1) } })
      .expect(401);
    await third
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret, 1) } })
      .expect(200);
  });

  it('spends a ticket, and lets none outlive ten minutes or a new password', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const { secret, recoveryCodes } = await addTotp(server, agent);
    const { agent: one, ticket } = await ticketFor(server, email);
    await one
      .post(SECOND)
      .send({ ticket, proof: { way: 'totp', code: codeOf(server, secret) } })
      .expect(200);
    expect(
      type(
        await one
          .post(SECOND)
          .send({ ticket, proof: { way: 'recovery', code: recoveryCodes[0] } })
          .expect(401),
      ),
    ).toBe('/problems/sign-in-stale');
    const { ticket: second } = await ticketFor(server, email);
    await one.post(`${ACCOUNT}/password`).send({ current: PASSWORD, next: 'mursten og havregrød' }).expect(200);
    const stale = await server
      .anonymous()
      .post(SECOND)
      .send({ ticket: second, proof: { way: 'recovery', code: recoveryCodes[0] } });
    expect([stale.status, type(stale)]).toEqual([401, '/problems/sign-in-stale']);
  });

  it('ends sessions that were begun without it, and comes off again in an evaluation', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const other = await signInAs(server, email);
    await other.get(SESSION).expect(200);
    await addTotp(server, agent);
    await other.get(SESSION).expect(401);
    await agent.delete(`${ACCOUNT}/totp`).expect(200);
    await agent.delete(`${ACCOUNT}/totp`).expect(404);
    await signInAs(server, email);
  });
});

describe('recovery codes', () => {
  it('are made for nobody without a factor', async () => {
    const { agent } = await newAccount(server, protocol.id);
    expect(type(await agent.post(`${ACCOUNT}/recovery-codes`).expect(409))).toBe('/problems/no-factor');
  });

  it('are kept as digests, forgive how they are typed, and work once, also for two at the same moment', async () => {
    const { agent, email, staff } = await newAccount(server, protocol.id);
    const { recoveryCodes } = await addTotp(server, agent);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(recoveryCodes[0]).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const { rows } = await server.test.owner.query('SELECT * FROM identity.staff_recovery_code WHERE staff = $1', [staff]);
    expect(rows).toHaveLength(10);
    for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code.replace(/-/g, ''));

    const tickets = await Promise.all([1, 2].map(() => ticketFor(server, email)));
    const proof = { way: 'recovery', code: recoveryCodes[0]!.toLowerCase().replace(/-/g, ' ').replace(/0/g, 'o') };
    const replies = await Promise.all(tickets.map(({ agent: one, ticket }) => one.post(SECOND).send({ ticket, proof })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401]);
    const { body } = await agent.get(ACCOUNT).expect(200);
    expect(body.recoveryCodes).toEqual({ made: 10, left: 9 });
  });

  it('of before stop working when new ones are made', async () => {
    const { agent, email } = await newAccount(server, protocol.id);
    const { recoveryCodes: before } = await addTotp(server, agent);
    const { body } = await agent.post(`${ACCOUNT}/recovery-codes`).expect(200);
    const { agent: one, ticket } = await ticketFor(server, email);
    await one
      .post(SECOND)
      .send({ ticket, proof: { way: 'recovery', code: before[1] } })
      .expect(401);
    await one
      .post(SECOND)
      .send({ ticket, proof: { way: 'recovery', code: body.recoveryCodes[1] } })
      .expect(200);
  });
});

describe('a passkey', () => {
  it('is refused for another’s challenge, a spent one, another place, or without a look at who holds it', async () => {
    const { agent } = await newAccount(server, protocol.id);
    const { agent: neighbour } = await newAccount(server, protocol.id);
    const add = async (change: object, asker = agent) => {
      const { body } = await asker.post(`${ACCOUNT}/passkey-offer`).expect(200);
      return agent.post(`${ACCOUNT}/passkeys`).send({ passkey: newKey().register({ ...body, ...change }) });
    };
    for (const reply of [
      await add({}, neighbour),
      await add({ challenge: (await question(server)).challenge }),
      await add({ origin: 'https://elsewhere.example' }),
      await add({ host: 'elsewhere.example' }),
      await add({ verified: false }),
    ])
      expect([reply.status, type(reply)]).toEqual([401, '/problems/wrong-proof']);
    const { body } = await agent.post(`${ACCOUNT}/passkey-offer`).expect(200);
    const made = newKey().register(body);
    await agent.post(`${ACCOUNT}/passkeys`).send({ passkey: made }).expect(200);
    await agent.post(`${ACCOUNT}/passkeys`).send({ passkey: made }).expect(401);
  });

  it('is added once, several to a person, each named by a word for its device and its day', async () => {
    const { agent } = await newAccount(server, protocol.id);
    const { key, recoveryCodes } = await addPasskey(agent);
    expect(recoveryCodes).toHaveLength(10);
    const { body: offer } = await agent.post(`${ACCOUNT}/passkey-offer`).expect(200);
    expect(offer.known).toEqual([key.id]);
    expect(
      type(
        await agent
          .post(`${ACCOUNT}/passkeys`)
          .send({ passkey: key.register(offer) })
          .expect(409),
      ),
    ).toBe('/problems/passkey-known');
    expect((await addPasskey(agent)).recoveryCodes).toBeNull();
    const { body } = await agent.get(ACCOUNT).expect(200);
    expect(body.passkeys).toEqual([1, 2].map(() => expect.objectContaining({ device: 'this-device', usedAt: null })));
    await agent.delete(`${ACCOUNT}/passkeys/00000000-0000-4000-8000-000000000000`).expect(404);
    await agent.delete(`${ACCOUNT}/passkeys/${body.passkeys[0].passkey}`).expect(200);
    const { agent: stranger } = await newAccount(server, protocol.id);
    await stranger.delete(`${ACCOUNT}/passkeys/${body.passkeys[1].passkey}`).expect(404);
  });

  it('signs in by itself, both factors in one, and with a challenge of its own each time', async () => {
    const { agent, staff, email } = await newAccount(server, protocol.id);
    const { key } = await addPasskey(agent);
    const by = `${SESSION}/passkey`;
    const anonymous = server.anonymous();
    for (const answer of [
      key.answer({ challenge: 'bm90LWFza2Vk' }),
      key.answer({ ...(await question(server)), verified: false }),
      key.answer({ ...(await question(server)), origin: 'http://localhost:5000' }),
      newKey().answer(await question(server)),
      { ...key.answer(await question(server)), signature: 'AAAA' },
    ])
      expect(type(await anonymous.post(by).send({ answer }).expect(401))).toBe('/problems/wrong-proof');
    const good = key.answer(await question(server));
    await anonymous.post(by).send({ answer: good }).expect(200);
    expect((await anonymous.get(SESSION).expect(200)).body.staff).toBe(staff);
    await server.anonymous().post(by).send({ answer: good }).expect(401);
    // A counter that does not rise is a copy's.
    const copied = key.answer({ ...(await question(server)), counter: 1 });
    await server.anonymous().post(by).send({ answer: copied }).expect(401);
    expect((await accessesOf(server, staff)).at(-1)).toEqual({ event: 'signed-in', way: 'passkey', actor: `staff/${staff}` });

    const { agent: second, ticket, ways } = await ticketFor(server, email);
    expect(ways).toEqual(['passkey', 'recovery']);
    const asked = key.answer(await question(server));
    await second
      .post(SECOND)
      .send({ ticket, proof: { way: 'passkey', answer: asked } })
      .expect(200);
  });

  it('of one person is no second factor of another', async () => {
    const { agent: one, email } = await newAccount(server, protocol.id);
    await addPasskey(one);
    const { key } = await addPasskey((await newAccount(server, protocol.id)).agent);
    const { agent, ticket } = await ticketFor(server, email);
    const answer = key.answer(await question(server));
    await agent
      .post(SECOND)
      .send({ ticket, proof: { way: 'passkey', answer } })
      .expect(401);
  });
});
