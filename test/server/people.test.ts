import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { accessesOf, newAccount, openDoor } from '../support/account';
import { startTestServer, type Agent, type TestServer } from '../support/server';

let house: TestServer;
let server: TestServer;
let protocol: Protocol;
let administrator: Agent;
let people: string;
let wanted = 0;
beforeAll(async () => {
  house = await startTestServer();
  protocol = await house.openTrial();
  people = `/api/staff/trials/${protocol.id}/people`;
});
beforeEach(async () => {
  server = await openDoor(house);
  administrator = await enter('administrator', null);
});
afterEach(() => server.close());
afterAll(() => house.close());

/** Somebody with one grant, signed in through this test's own door. */
async function enter(role: 'administrator' | 'coordinator' | 'monitor', site: string | null): Promise<Agent> {
  const { email } = await house.staff(protocol.id, role, site);
  const agent = server.anonymous();
  await agent.post('/api/staff/session').send({ email, password: 'a long enough password' }).expect(200);
  return agent;
}

const wish = (change: object = {}) => {
  wanted += 1;
  return {
    name: 'Ny Kollega',
    email: `wanted-${wanted}@example.org`,
    language: 'da',
    role: 'coordinator',
    site: 'aalborg',
    ...change,
  };
};
const letterTo = (email: string): string | undefined => {
  const folder = join(house.app.config.dataDir, 'letters');
  const letters = existsSync(folder) ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')) : [];
  return letters.find((letter) => letter.includes(`To: ${email}`));
};
const later = (minutes: number) => house.setClock(new Date(house.now().getTime() + minutes * 60_000).toISOString());

describe('inviting a colleague', () => {
  it('is for an administrator of the trial, lately proved, at a site there is and within the administrator’s own', async () => {
    await server.anonymous().post(people).send(wish()).expect(401);
    const coordinator = await enter('coordinator', 'aalborg');
    expect((await coordinator.post(people).send(wish()).expect(403)).body.type).toBe('/problems/role-missing');
    await administrator.post('/api/staff/trials/no-trial/people').send(wish()).expect(404);
    for (const change of [
      { site: 'atlantis' },
      { email: 'nowhere' },
      { name: ' ' },
      { role: 'king' },
      { language: 'fr' },
      { password: 'x' },
    ])
      await administrator.post(people).send(wish(change)).expect(400);
    const local = await enter('administrator', 'aalborg');
    for (const site of [null, 'silkeborg']) await local.post(people).send(wish({ site })).expect(403);
    await local.post(people).send(wish()).expect(200);
    later(11);
    const refused = await administrator.post(people).send(wish()).expect(403);
    expect(refused.body.type).toBe('/problems/step-up-needed');
  });

  it('sends one letter, gives one grant as a fact, and refuses an address that has an account', async () => {
    const asked = wish();
    const { body } = await administrator.post(people).send(asked).expect(200);
    const letter = letterTo(asked.email)!;
    expect((await administrator.post(people).send(asked).expect(409)).body.type).toBe('/problems/address-taken');
    const facts = await house.facts(`trial/${protocol.id}`);
    const given = facts.filter(({ payload }) => payload?.staff === body.staff);
    expect(given).toEqual([
      expect.objectContaining({
        kind: 'grant-given',
        payload: expect.objectContaining({ role: 'coordinator', site: 'aalborg' }),
      }),
    ]);
    expect(given[0]!.actor).toMatch(/^staff\//);
    expect(await accessesOf(house, body.staff)).toEqual([{ event: 'invited', way: null, actor: given[0]!.actor }]);

    const agent = server.anonymous();
    const code = /#(\S+)/.exec(letter)![1];
    const accepted = await agent
      .post('/api/staff/invitations/accepted')
      .send({ code, password: 'mursten og havregrød' })
      .expect(200);
    expect(accepted.body.grants).toEqual([expect.objectContaining({ role: 'coordinator', site: 'aalborg' })]);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(200);
  });
});

describe('the people of a trial', () => {
  it('are shown to its administrators alone, those of a site its own people', async () => {
    await server.anonymous().get(people).expect(401);
    await (await enter('monitor', null)).get(people).expect(403);
    const asked = wish({ site: 'silkeborg' });
    await administrator.post(people).send(asked).expect(200);
    const { body } = await administrator.get(people).expect(200);
    const mine = body.people.find(({ email }: { email: string }) => email === asked.email);
    expect(mine).toMatchObject({
      name: 'Ny Kollega',
      isInvited: true,
      hasFactor: false,
      seenOn: null,
      roles: [{ role: 'coordinator', site: 'silkeborg' }],
    });
    const local = (await (await enter('administrator', 'aalborg')).get(people).expect(200)).body;
    expect(local).toMatchObject({ whole: false, sites: [{ id: 'aalborg' }] });
    expect(JSON.stringify(local)).not.toContain(asked.email);
  });

  it('are invited again by their own administrator alone; nothing changes until they come', async () => {
    const { staff, email, agent } = await newAccount(server, protocol.id);
    const again = `${people}/${staff}/invitation`;
    await server.anonymous().post(again).send({ language: 'da' }).expect(401);
    await (await enter('coordinator', 'aalborg')).post(again).send({ language: 'da' }).expect(403);
    // The account is not for one site: an administrator of one does not reach it.
    await (await enter('administrator', 'aalborg')).post(again).send({ language: 'da' }).expect(404);
    const elsewhere = await newAccount(server, (await house.openTrial()).id);
    await administrator.post(`${people}/${elsewhere.staff}/invitation`).send({ language: 'da' }).expect(404);
    await administrator.post(again).send({ language: 'en' }).expect(200);
    expect(letterTo(email)).toMatch(/Subject: Your access/);
    await agent.get('/api/staff/session').expect(200);
    expect((await accessesOf(house, staff)).at(-1)).toMatchObject({ event: 'reset', actor: expect.stringMatching(/^staff\//) });
  });
});
