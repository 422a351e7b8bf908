import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import supertest from 'supertest';
import { participantStream, trialStream } from '#protocols/model/fact';
import { addStaff } from '#server/services/session/add-staff';
import { giveGrant } from '#server/services/trial/give-grant';
import { sendEveningLinks } from '#server/services/letters/send-evening-links';
import { dialled, openSms, type Sms } from '#server/letters/sms';
import { ROUTES } from '#server/routes';
import { makeApp } from '#server/start-app';
import { drawCohort, eveningLink, formGroup, nameFacilitator, type DrawnCohort } from '../support/groups';
import { fieldsOf, headingOf } from '../support/plain-forms';
import { PASSWORD, startTestServer, type Agent, type TestServer } from '../support/server';

/** Evenings: the link by SMS through a real HTTP gateway, and the page behind it. */
let server: TestServer;
let drawn: DrawnCohort;
let group: string;
let gateway: Server;
let received: { to: string; text: string; token: string; id: string }[] = [];
let answer: (take: () => void) => number | 'cut' = (take) => (take(), 200);
let sms: Sms;

beforeAll(async () => {
  server = await startTestServer(8);
  server.setClock('2026-11-24T15:30:00Z');
  drawn = await drawCohort(server, 8);
  group = await formGroup(server, drawn);
  gateway = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { to: string; text: string };
      const { authorization, 'idempotency-key': id } = request.headers;
      const verdict = answer(() => void received.push({ ...body, token: String(authorization), id: String(id) }));
      if (verdict === 'cut') request.socket.destroy();
      else response.writeHead(verdict).end();
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  sms = openSms({ ...server.app.config, smsUrl: `http://:a-token@127.0.0.1:${port}/messages` });
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await new Promise((resolve) => gateway.close(resolve));
  await server.close();
});
beforeEach(() => {
  server.setClock('2026-11-24T15:30:00Z');
  received = [];
  answer = (take) => (take(), 200);
});

async function come(path: string): Promise<Agent> {
  const agent = server.anonymous();
  await agent.post(path).type('form').send('').expect(303).expect('Location', '/evening');
  return agent;
}
const tap = async (agent: Agent, name: string, presence: string) => {
  const { text } = await agent.get('/evening').expect(200);
  const form = text.split('<form').find((part) => part.includes(`>${name}<`));
  if (!form) throw new Error(`nobody called ${name} in ${text}`);
  return agent
    .post('/evening/attendance')
    .type('form')
    .send({ ...fieldsOf(`<form action="x"${form}`, 'x'), presence });
};
const namesIn = (page: string) => [...page.matchAll(/<h3[^>]*>([^<]*)<\/h3>/g)].map(([, name]) => name!);

describe('a link for the evening', () => {
  it('is a button that uses nothing up, then an address that says nothing, and a cookie that ends at four', async () => {
    const path = await eveningLink(drawn, group, await nameFacilitator(drawn, group));
    const looking = server.anonymous();
    for (let looks = 0; looks < 3; looks += 1) await looking.get(path).expect(200);
    const reply = await looking.post(path).type('form').send('').expect(303).expect('Location', '/evening');
    const cookie = String(reply.headers['set-cookie']);
    expect(cookie).toMatch(/^lodtraek-facilitator=[\w-]{43};.*Expires=Wed, 25 Nov 2026 03:00:0\d GMT;.*HttpOnly; SameSite=Lax/);
    const kept = JSON.stringify((await server.test.owner.query('SELECT * FROM linkage.evening_link')).rows);
    expect(kept).not.toContain(path.slice('/e/'.length));
    expect(JSON.stringify((await server.test.owner.query('SELECT payload FROM audit.fact_payload')).rows)).not.toContain(
      path.slice('/e/'.length),
    );
  });

  it('opens the group by first names, with no code, no surname and nobody else’s group', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const { text } = await agent.get('/evening').expect(200);
    expect(headingOf(text)).toBe('Tirsdag 1');
    expect(text).toContain('Møde 1 af 2, 24. november 2026');
    expect(text).toContain('Tema: Ankomst');
    expect(namesIn(text)).toHaveLength(4);
    for (const { code, id } of drawn.people) {
      expect(text).not.toContain(code);
      expect(text).not.toContain(id);
    }
    const { rows } = await server.test.owner.query(`SELECT purpose, contacts FROM audit.access ORDER BY id DESC LIMIT 1`);
    expect(rows[0]).toEqual({ purpose: 'read-group', contacts: 4 });
  });

  it('takes one tap a person: the same tap twice is one fact, another a correction', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const name = namesIn((await agent.get('/evening')).text)[0]!;
    const { headers } = await tap(agent, name, 'present');
    expect(headers.location).toBe('/evening#p1');
    await tap(agent, name, 'present');
    await tap(agent, name, 'late');
    const { text } = await agent.get('/evening').expect(200);
    expect(text).toContain('Noteret: Kom senere');
    const facts = (await Promise.all(drawn.inArm.map(({ id }) => server.facts(participantStream(id))))).flat();
    const said = facts.filter(({ kind }) => kind === 'attended');
    expect(said.map(({ payload }) => payload!.presence)).toEqual(['present', 'late']);
    expect(said[0]!.actor).toMatch(/^staff\//);
  });

  it('records that the session was held, and how', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const fields = fieldsOf((await agent.get('/evening')).text, '/evening/session');
    const say = (more: object) =>
      agent
        .post('/evening/session')
        .type('form')
        .send({ ...fields, ...more });
    await say({ held: 'perhaps' }).expect(400);
    await say({ held: 'yes', theme: '7' }).expect(400);
    await say({ held: 'yes', theme: '1', fidelity: 'adapted' }).expect(303);
    await say({ held: 'yes', theme: '1', fidelity: 'adapted' }).expect(303);
    const held = (await server.facts(trialStream(drawn.protocol.id))).filter(({ kind }) => kind === 'session-held');
    expect(held.map(({ payload }) => payload)).toEqual([
      { group, ordinal: 1, held: true, heldOn: '2026-11-24', theme: 1, fidelity: 'adapted' },
    ]);
    expect((await agent.get('/evening')).text).toContain('Noteret: mødet er holdt');
  });

  it('refuses a form without the session’s own token, a person of another evening, and a word that is none', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const other = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const fields = fieldsOf((await agent.get('/evening')).text, '/evening/attendance');
    const theirs = fieldsOf((await other.get('/evening')).text, '/evening/attendance');
    const send = (body: object) => agent.post('/evening/attendance').type('form').send(body);
    await send({ ...fields, token: theirs.token, presence: 'present' }).expect(403);
    await send({ ...fields, person: theirs.person, presence: 'present' }).expect(409);
    await send({ ...fields, presence: 'asleep' }).expect(400);
  });

  it('names whom to call, and has nowhere to write about anybody', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const { text } = await agent.get('/evening/concern').expect(200);
    expect(text).toContain(drawn.protocol.safety.contact.da);
    expect(text + (await agent.get('/evening')).text).not.toMatch(/<textarea|type="text"/);
  });

  it('is void when a newer one is made, when the grant ends, and at four the next morning; its session with it', async () => {
    const staff = await nameFacilitator(drawn, group);
    const first = await eveningLink(drawn, group, staff);
    const agent = await come(first);
    await eveningLink(drawn, group, staff);
    const dead = await server.anonymous().get(first).expect(404);
    expect(headingOf(dead.text)).toBe('Aftenens link er lukket');
    await agent.get('/evening').expect(404);

    const ended = await nameFacilitator(drawn, group);
    const theirs = await come(await eveningLink(drawn, group, ended));
    await drawn.coordinator.delete(drawn.at(`/groups/${group}/facilitators/${ended}`)).expect(200);
    await theirs.get('/evening').expect(404);

    const lasting = await eveningLink(drawn, group, staff);
    const night = await come(lasting);
    server.setClock('2026-11-25T02:59:30Z');
    await night.get('/evening').expect(200);
    server.setClock('2026-11-25T03:00:10Z');
    await night.get('/evening').expect(404);
    await server.anonymous().get(lasting).expect(404);
    await server.anonymous().post(lasting).type('form').send('').expect(404);
    await server.anonymous().get('/e/no-such-link').expect(404);
  });

  it('closes for tonight, and opens again by the same link', async () => {
    const path = await eveningLink(drawn, group, await nameFacilitator(drawn, group));
    const agent = await come(path);
    const fields = fieldsOf((await agent.get('/evening')).text, '/evening/end');
    await agent.post('/evening/end').type('form').send(fields).expect(303).expect('Location', '/evening/ended');
    await agent.get('/evening').expect(404);
    await (await come(path)).get('/evening').expect(200);
  });

  it('opens no endpoint, no participant’s page and no other group', async () => {
    const agent = await come(await eveningLink(drawn, group, await nameFacilitator(drawn, group)));
    const fill = (path: string) =>
      path
        .replace(':trial', drawn.protocol.id)
        .replace(':participant', drawn.inArm[0]!.code)
        .replace(':cohort', drawn.cohort)
        .replace(':group', group)
        .replace(/:ordinal/, '1')
        .replace(/:\w+/g, randomUUID());
    for (const { promise } of ROUTES.filter(({ promise: { who } }) => who !== 'anyone')) {
      const method = promise.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
      const reply = await agent[method](fill(promise.path)).send(method === 'get' ? undefined : {});
      expect([promise.id, reply.status]).toEqual([promise.id, 401]);
    }
    for (const path of ['/me', '/me/information', '/me/participation', '/me/waves/end'])
      expect([path, (await agent.get(path)).status]).toEqual([path, 401]);
    const elsewhere = await drawCohort(server, 4);
    const other = await formGroup(server, elsewhere);
    await agent.get(`/evening/${other}`).expect(404);
    const own = namesIn((await agent.get('/evening')).text);
    expect(namesIn((await agent.get(`/evening?group=${other}`)).text)).toEqual(own);
  });
});

describe('a facilitator with an account', () => {
  it('sees the same group at the desk and no other, by first names', async () => {
    const mine = group;
    const elsewhere = await drawCohort(server, 4);
    const theirs = await formGroup(server, elsewhere);
    const email = `facilitator-${randomBytes(3).toString('hex')}@example.org`;
    const staff = await addStaff(server.app, { name: 'Facilitator', email, password: PASSWORD });
    await giveGrant(server.app, server.recording(), {
      staff,
      role: 'facilitator',
      trial: drawn.protocol.id,
      site: 'aalborg',
      group: mine,
    });
    const agent = supertest.agent(server.url);
    await agent.post('/api/staff/session').send({ email, password: PASSWORD }).expect(200);
    const { body } = await agent.get(drawn.at('/my-groups')).expect(200);
    expect(body.groups.map((one: { group: string }) => one.group)).toEqual([mine]);
    const page = await agent.get(drawn.at(`/my-groups/${mine}`)).expect(200);
    expect(page.body.people).toHaveLength(4);
    expect(JSON.stringify(page.body)).not.toMatch(new RegExp(drawn.people.map(({ code }) => code).join('|')));
    await agent.get(drawn.at(`/my-groups/${randomUUID()}`)).expect(404);
    await agent.get(drawn.at(`/my-groups/${theirs}`)).expect(404);
    const mark = (person: string, of = mine) =>
      agent.post(drawn.at(`/my-groups/${of}/sessions/1/attendance`)).send({ person, presence: 'excused' });
    await mark(page.body.people[0].person).expect(200);
    await mark(page.body.people[0].person, theirs).expect(404);
    expect((await mark(drawn.controls[0]!.id)).body).toMatchObject({ type: '/problems/not-in-group' });
    const after = await agent.get(drawn.at(`/my-groups/${mine}`)).expect(200);
    expect(after.body.people.find((one: { person: string }) => one.person === page.body.people[0].person).attendance[0]).toBe(
      'excused',
    );
  });

  it('reaches nobody by a grant that names no group', async () => {
    const agent = await server.signedIn(drawn.protocol.id, 'facilitator', 'aalborg');
    expect((await agent.get(drawn.at('/my-groups')).expect(200)).body).toEqual({ groups: [] });
    await agent.get(drawn.at(`/my-groups/${group}`)).expect(404);
  });
});

/** An address at which nobody listens any more. */
async function nobodysAddress(): Promise<string> {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return `http://:t@127.0.0.1:${port}/`;
}

describe('the message that brings the link', () => {
  const fresh = async (): Promise<{ evening: DrawnCohort; id: string }> => {
    const evening = await drawCohort(server, 4);
    return { evening, id: await formGroup(server, evening) };
  };
  const send = (trial: string, by: Sms = sms) => sendEveningLinks(server.app, by, trial);

  it('goes to each facilitator once, also when two processes send at the same moment, and opens their group', async () => {
    const { evening, id } = await fresh();
    const two = [await nameFacilitator(evening, id), await nameFacilitator(evening, id)];
    const { config, keys, clock, uuid } = server.app;
    const second = await makeApp({
      config,
      keys,
      clock,
      uuid,
      credentials: server.test.credentials,
      entropy: randomBytes,
      poolSize: 3,
    });
    const trial = evening.protocol.id;
    const counts = await Promise.all([send(trial), sendEveningLinks(second, sms, trial), send(trial)]);
    await second.close();
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
    expect(received).toHaveLength(2);
    expect(await send(trial)).toEqual({ due: 0, sent: 0 });
    expect(new Set(received.map(({ to }) => to)).size).toBe(2);
    for (const { to, text, token } of received) {
      expect(to).toMatch(/^\+452\d{7}$/);
      expect(token).toBe('Bearer a-token');
      expect(text).not.toMatch(/hverdagslivet|lodtr|gruppe|Tirsdag|recovery|psyk|forsøg|Nordlund|Person/i);
      expect(text.length).toBeLessThan(160);
      const agent = await come(new URL(/http\S+/.exec(text)![0]).pathname);
      expect(headingOf((await agent.get('/evening').expect(200)).text)).toBe('Tirsdag 1');
    }
    const issued = (await server.facts(trialStream(trial))).filter(({ kind }) => kind === 'evening-link-issued');
    expect(issued.map(({ actor, payload }) => [actor, payload!.channel, payload!.ordinal])).toEqual([
      ['system', 'sms', 1],
      ['system', 'sms', 1],
    ]);
    expect(issued.map(({ payload }) => payload!.staff).sort()).toEqual([...two].sort());
    expect(JSON.stringify(issued)).not.toMatch(/\+45|http/);
  });

  it('is silent before its time, from nine in the evening, on other days, and for whoever has a link by hand', async () => {
    const { evening, id } = await fresh();
    const staff = await nameFacilitator(evening, id);
    for (const quiet of ['2026-11-24T13:59:00Z', '2026-11-24T20:00:30Z', '2026-11-25T15:30:00Z', '2026-11-23T15:30:00Z']) {
      server.setClock(quiet);
      expect([quiet, await send(evening.protocol.id)]).toEqual([quiet, { due: 0, sent: 0 }]);
    }
    server.setClock('2026-11-24T15:30:00Z');
    await eveningLink(evening, id, staff);
    expect(await send(evening.protocol.id)).toEqual({ due: 0, sent: 0 });
    expect(received).toEqual([]);
  });

  it('is tried again after a refusal, never after a breakdown in between', async () => {
    const { evening, id } = await fresh();
    await nameFacilitator(evening, id);
    const trial = evening.protocol.id;
    answer = () => 429;
    expect(await send(trial)).toEqual({ due: 1, sent: 0 });
    expect(await send(trial, openSms({ ...server.app.config, smsUrl: await nobodysAddress() }))).toEqual({ due: 1, sent: 0 });
    answer = (take) => (take(), 'cut');
    await expect(send(trial)).rejects.toThrow(/not known/);
    answer = (take) => (take(), 200);
    expect(await send(trial)).toEqual({ due: 1, sent: 0 });
    expect(received).toHaveLength(1);
  });

  it('counts a gateway’s own breakdown as perhaps sent', async () => {
    const { evening, id } = await fresh();
    await nameFacilitator(evening, id);
    answer = () => 502;
    await expect(send(evening.protocol.id)).rejects.toThrow(/not known/);
  });

  it('is a file in the data folder where there is no gateway', async () => {
    const { evening, id } = await fresh();
    await nameFacilitator(evening, id);
    const dataDir = join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex'));
    const files = openSms({ ...server.app.config, smsUrl: undefined, dataDir });
    expect((await send(evening.protocol.id, files)).sent).toBe(1);
    expect(existsSync(join(dataDir, 'letters'))).toBe(true);
    const [file] = readdirSync(join(dataDir, 'letters'));
    expect(readFileSync(join(dataDir, 'letters', file!), 'utf8')).toMatch(/^To: \+452\d{7}\n\nDin side til i aften/);
  });

  it.each([
    ['20 30 40 50', '+4520304050'],
    ['+46 70-123 45 67', '+46701234567'],
    ['0045 20304050', '+4520304050'],
  ])('dials %s as %s', (typed, number) => expect(dialled(typed)).toBe(number));
});
