import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { openPost } from '#server/letters/post';
import { sendDueNotices } from '#server/services/safety/send-due-notices';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { walkTo, type Walker } from '../support/walk';

const HOURS = 6;
let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let contact: Agent;
let ofOtherSite: Agent;
const roster: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    one.waves[0]!.instruments.push('phq-9');
    one.safety = { ...one.safety, alerts: [{ instrument: 'phq-9', item: '9', atLeast: 1 }], respondWithinHours: HOURS };
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  contact = await server.signedIn(protocol.id, 'safety-contact', 'aalborg');
  ofOtherSite = await server.signedIn(protocol.id, 'safety-contact', 'silkeborg');
  roster.push((await server.staff(protocol.id, 'safety-contact')).email);
});
afterAll(() => server.close());

const inTrial = (rest: string) => `/api/staff/trials/${protocol.id}/${rest}`;
const alerts = async (agent = contact) => (await agent.get(inTrial('alerts')).expect(200)).body.alerts as Listed[];
interface Listed {
  alert: string;
  code: string;
  overdue: boolean;
  closedAt: string | null;
}

const answering = (item: string, code: number | null, seen = 0) => ({
  wave: 'baseline',
  instrument: 'phq-9',
  item,
  code,
  blank: code === null ? 'declined' : null,
  seen,
  key: randomUUID(),
});
async function answeringPerson(): Promise<Walker & { put(body: object): Promise<{ help?: boolean }> }> {
  const walker = await walkTo(server, protocol, coordinator, 'screened');
  const agent = await server.participant(protocol.id, walker.code);
  return { ...walker, put: async (body) => (await agent.put('/api/participant/answers').send(body).expect(200)).body };
}
const raisedBy = async (walker: Walker) =>
  (await server.facts(`participant/${walker.id}`)).filter(({ kind }) => kind === 'alert-raised');
async function raise(): Promise<{ alert: string; walker: Walker }> {
  const walker = await answeringPerson();
  await walker.put(answering('9', 2));
  return { walker, alert: (await raisedBy(walker))[0]!.payload!.alert as string };
}

describe('an answer that calls for somebody', () => {
  it('raises an alert with the answer itself, although nothing is handed in and nothing can be scored, without the value', async () => {
    const walker = await answeringPerson();
    expect(await walker.put(answering('9', 3))).toMatchObject({ version: 1, help: true });
    const facts = await server.facts(`participant/${walker.id}`);
    expect(facts.slice(-2).map(({ kind }) => kind)).toEqual(['item-answered', 'alert-raised']);
    const { payload } = facts.at(-1)!;
    expect(payload).toEqual({
      alert: expect.any(String),
      source: 'answer',
      what: expect.stringMatching(/^phq-9\//),
      dueAt: expect.any(String),
    });
    const waits = new Date(payload!.dueAt as string).getTime() - server.now().getTime();
    expect(Math.abs(waits - HOURS * 3_600_000)).toBeLessThan(60_000);
  });

  it('is none where the answer is nought, another item, or "would rather not": no answer is not nought, and not an alert', async () => {
    const walker = await answeringPerson();
    for (const body of [answering('9', 0), answering('8', 3), answering('9', null, 1)])
      expect((await walker.put(body)).help).toBeUndefined();
    expect(await raisedBy(walker)).toEqual([]);
  });

  it('is raised once for the same answer given again, and anew when it was taken back in between', async () => {
    const walker = await answeringPerson();
    const first = answering('9', 1);
    await walker.put(first);
    expect(await walker.put(first)).toMatchObject({ version: 1, help: true });
    expect(await walker.put(answering('9', 3, 1))).toMatchObject({ help: true });
    expect(await raisedBy(walker)).toHaveLength(1);
    await walker.put(answering('9', 0, 2));
    await walker.put(answering('9', 2, 3));
    expect(await raisedBy(walker)).toHaveLength(2);
  });

  it('shows where help is to be had before anybody goes on, also without scripts, and on no other question', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await server.participant(protocol.id, walker.code);
    const page = async (path: string) => (await agent.get(path).set('Accept', 'text/html').expect(200)).text;
    const questions = 15 + 5 + 3;
    const at = `/me/waves/baseline/${questions + 9}`;
    const before = await page(at);
    expect(before).toMatch(/name="item"\s+value="9"/);
    expect(before).toMatch(/data-help[^>]*hidden/);
    expect(await page(`/me/waves/baseline/${questions + 8}`)).not.toContain('data-help');
    const token = /name="token" value="([^"]+)"/.exec(before)![1]!;
    const send = (choice: string, seen: string) =>
      agent
        .post(at)
        .type('form')
        .set('Origin', server.app.config.publicUrl)
        .send({ token, instrument: 'phq-9', item: '9', seen, choice })
        .expect(303);
    expect((await send('2', '0')).headers.location).toBe(at);
    const after = await page(at);
    expect(after).not.toMatch(/data-help[^>]*hidden/);
    expect(after).toContain(protocol.safety.help.da.slice(0, 20));
    expect((await send('2', '1')).headers.location).toBe(`/me/waves/baseline/${questions + 10}`);
  });
});

describe('the queue of the safety contact', () => {
  it('shows what it is about and until when, at the grant’s sites alone; nobody else sees it, and others count', async () => {
    const { alert, walker } = await raise();
    const listed = (await alerts()).find((one) => one.alert === alert)!;
    expect(listed).toMatchObject({
      code: walker.code,
      site: 'aalborg',
      source: 'answer',
      overdue: false,
      seenAt: null,
      outcome: null,
    });
    expect(Object.keys(listed)).not.toContain('name');
    expect(await alerts(ofOtherSite)).toEqual([]);
    for (const role of ['coordinator', 'researcher', 'monitor', 'administrator', 'assessor'] as const) {
      const other = await server.signedIn(protocol.id, role);
      await other.get(inTrial('alerts')).expect(403);
    }
    const administrator = await server.signedIn(protocol.id, 'administrator');
    const { body } = await administrator.get(inTrial('alert-counts')).expect(200);
    expect(body).toMatchObject({ overdue: 0, closed: 0, roster: 3 });
    expect(body.open).toBeGreaterThan(0);
  });

  it('is nothing that somebody of another site could act on', async () => {
    const { alert } = await raise();
    for (const act of ['acknowledgement', 'identity', 'contact'])
      expect((await ofOtherSite.post(inTrial(`alerts/${alert}/${act}`)).expect(404)).body.type).toBe('/problems/not-found');
    await contact.post(inTrial(`alerts/${randomUUID()}/acknowledgement`)).expect(404);
  });

  it('names the person to whoever has taken the alert, each look with a row in the log of accesses', async () => {
    const { alert, walker } = await raise();
    const act = (what: string) => contact.post(inTrial(`alerts/${alert}/${what}`));
    for (const early of ['identity', 'contact'])
      expect((await act(early).expect(409)).body.type).toBe('/problems/alert-not-seen');
    await act('acknowledgement').expect(200);
    await act('acknowledgement').expect(200);
    expect((await act('identity').expect(200)).body.name).toMatch(/^Person \d+$/);
    const { rows } = await server.test.owner.query('SELECT purpose, contacts FROM audit.access ORDER BY id DESC LIMIT 1');
    expect(rows).toEqual([{ purpose: 'alert', contacts: 1 }]);
    await act('contact').expect(200);
    expect((await act('outcome').send({ outcome: 'all well' }).expect(400)).body.type).toBe('/problems/not-understood');
    await act('outcome').send({ outcome: 'referred' }).expect(200);
    expect((await act('outcome').send({ outcome: 'referred' }).expect(409)).body.type).toBe('/problems/alert-closed');
    expect((await act('identity').expect(409)).body.type).toBe('/problems/alert-closed');
    const kinds = (await server.facts(`participant/${walker.id}`)).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(['alert-acknowledged', 'alert-contacted', 'alert-closed']);
    expect((await alerts()).at(-1)).toMatchObject({ alert, outcome: 'referred', closedAt: expect.any(String) });
  });
});

describe('telling the roster', () => {
  const folder = () => join(server.app.config.dataDir, 'letters');
  const letters = (): { to: string; text: string }[] => {
    const files = readdirSync(folder(), { withFileTypes: true }).filter((one) => one.isFile());
    return files.map(({ name }) => {
      const text = readFileSync(join(folder(), name), 'utf8');
      return { text, to: /^To: (.*)$/m.exec(text)![1]! };
    });
  };
  const notify = () => sendDueNotices(server.app, openPost(server.app.config), protocol.id);
  const closeAll = async () => {
    for (const { alert, closedAt } of await alerts()) {
      if (closedAt !== null) continue;
      await contact.post(inTrial(`alerts/${alert}/acknowledgement`));
      await contact
        .post(inTrial(`alerts/${alert}/outcome`))
        .send({ outcome: 'no-immediate-risk' })
        .expect(200);
    }
  };

  it('says once that something waits, and not what, to the first; after the deadline to the next; never to who is off the roster', async () => {
    await closeAll();
    const { alert, walker } = await raise();
    expect(await notify()).toEqual({ due: 1, sent: 1 });
    expect(await notify()).toEqual({ due: 0, sent: 0 });
    const [first] = letters();
    expect(first!.to).toMatch(/^safety-contact-\d+@/);
    expect(first!.to).not.toBe(roster[0]);
    expect(first!.text).not.toMatch(/phq|selvskade|self-harm|Person|trial-/i);
    expect(first!.text).not.toContain(walker.code);
    rmSync(folder(), { recursive: true });

    server.setClock(new Date(server.now().getTime() + (HOURS + 1) * 3_600_000).toISOString());
    contact = await server.signedIn(protocol.id, 'safety-contact', 'aalborg');
    expect((await alerts()).find((one) => one.alert === alert)).toMatchObject({ overdue: true });
    const administrator = await server.signedIn(protocol.id, 'administrator');
    expect((await administrator.get(inTrial('alert-counts')).expect(200)).body.overdue).toBe(1);
    expect(await Promise.all([notify(), notify()])).toContainEqual({ due: 1, sent: 1 });
    expect(letters()).toHaveLength(1);
    expect(letters()[0]!.to).not.toBe(first!.to);
    await contact.post(inTrial(`alerts/${alert}/acknowledgement`)).expect(200);
    server.setClock(new Date(server.now().getTime() + 30 * 3_600_000).toISOString());
    expect(await notify()).toEqual({ due: 0, sent: 0 });
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
