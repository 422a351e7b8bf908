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

describe('an account', () => {
  const closed = (staff: string) => `${people}/${staff}/disabled`;

  it('is closed by an administrator of its trial, lately proved, whose reach it is in', async () => {
    const { staff, agent } = await newAccount(server, protocol.id);
    await server.anonymous().post(closed(staff)).expect(401);
    await (await enter('coordinator', 'aalborg')).post(closed(staff)).expect(403);
    await (await enter('administrator', 'aalborg')).post(closed(staff)).expect(404);
    const elsewhere = await newAccount(server, (await house.openTrial()).id);
    await administrator.post(closed(elsewhere.staff)).expect(404);
    await agent.get('/api/staff/session').expect(200);
    later(11);
    for (const refused of [await administrator.post(closed(staff)), await administrator.delete(closed(staff))]) {
      expect(refused.status).toBe(403);
      expect(refused.body.type).toBe('/problems/step-up-needed');
    }
    await agent.get('/api/staff/session').expect(200);
  });

  it('closed, ends every session at once and lets nobody in; opened again, it is as before, and both are on record', async () => {
    const { staff, email, agent } = await newAccount(server, protocol.id);
    await administrator.post(closed(staff)).expect(200);
    await administrator.post(closed(staff)).expect(200);
    await agent.get('/api/staff/session').expect(401);
    const enter = () => server.anonymous().post('/api/staff/session').send({ email, password: 'a long enough password' });
    expect((await enter()).status).toBe(401);
    const shown = async () => {
      const { body } = await administrator.get(people).expect(200);
      return body.people.find((one: { staff: string }) => one.staff === staff);
    };
    expect(await shown()).toMatchObject({ isDisabled: true, roles: [{ role: 'researcher', site: null }] });

    await administrator.delete(closed(staff)).expect(200);
    expect((await enter()).status).toBe(200);
    await agent.get('/api/staff/session').expect(401);
    expect(await shown()).toMatchObject({ isDisabled: false });
    const events = (await accessesOf(house, staff)).map(({ event }: { event: string }) => event);
    expect(events.filter((event) => event === 'disabled' || event === 'enabled')).toEqual(['disabled', 'enabled']);
  });

  it('of a trial’s last administrator stays open, also where two close each other’s at once', async () => {
    const trial = (await house.openTrial()).id;
    const both = await Promise.all(
      [1, 2].map(async () => {
        const { staff, email } = await house.staff(trial, 'administrator');
        const agent = server.anonymous();
        await agent.post('/api/staff/session').send({ email, password: 'a long enough password' }).expect(200);
        return { staff, agent };
      }),
    );
    const url = (staff: string) => `/api/staff/trials/${trial}/people/${staff}/disabled`;
    const [one, other] = both as [(typeof both)[0], (typeof both)[0]];
    const answers = await Promise.all([one.agent.post(url(other.staff)), other.agent.post(url(one.staff))]);
    expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200);
    expect(answers.map(({ status }) => status).toSorted()[1]).toBeGreaterThanOrEqual(401);
    const left = answers[0]!.status === 200 ? one : other;
    const refused = await left.agent.post(url(left.staff)).expect(409);
    expect(refused.body.type).toBe('/problems/last-administrator');
    await left.agent.get('/api/staff/session').expect(200);
  });
});
