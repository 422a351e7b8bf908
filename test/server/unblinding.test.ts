import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Protocol } from '#protocols/model/protocol';
import { contactsOf, readDocument } from '#server/db/stores/contacts';
import { setDisabled } from '#server/db/stores/staff';
import { openPost, type Post } from '#server/letters/post';
import { showInstant } from '#server/pages/dates';
import { sendOpenedLetters } from '#server/services/letters/send-opened-letters';
import { giveGrant } from '#server/services/trial/give-grant';
import { makeApp } from '#server/start-app';
import { GRANTED, ask, saidBy } from '../support/ask-everything';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let contact: Agent;
let drawn: Walker;
let undrawn: Walker;
let arm: string;
let told: string[];
let ofSite: string;
let closed: string;
let jobsBefore: number;

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial(drawOneByOne);
  coordinator = await server.signedIn(protocol.id, 'coordinator');
  contact = await server.signedIn(protocol.id, 'safety-contact', 'aalborg');
  const cohort = await planCohort(server, protocol, coordinator);
  drawn = await walkTo(server, protocol, coordinator, 'cohort', cohort);
  undrawn = await walkTo(server, protocol, coordinator, 'cohort', cohort);
  const reply = await coordinator.post(inTrial(`participants/${drawn.code}/allocation`)).expect(200);
  arm = reply.body.arm.id as string;
  const [custodian, twice, gone] = [
    await server.staff(protocol.id, 'custodian'),
    await server.staff(protocol.id, 'researcher'),
    await server.staff(protocol.id, 'researcher'),
  ];
  await giveGrant(server.app, server.recording(), { staff: twice.staff, role: 'researcher', trial: protocol.id, site: null });
  await setDisabled(server.app.database.identity, gone.staff, server.now());
  told = [custodian.email, twice.email];
  closed = gone.email;
  ofSite = (await server.staff(protocol.id, 'researcher', 'aalborg')).email;
  jobsBefore = await letterJobs();
}, 60_000);
afterAll(() => server.close());

const inTrial = (rest: string) => `/api/staff/trials/${protocol.id}/${rest}`;
const openingOf = (code: string) => inTrial(`participants/${code}/emergency-unblinding`);
const NOTE = 'Indlagt akut, vagtlægen spørger.';
const asked = { reason: 'acute-illness', note: NOTE, necessary: true, knows: ['treating-clinician'] };
/** A letter's words as they are read, whatever its encoding on the way. */
function decoded(letter: string): string {
  const body = letter.slice(letter.indexOf('\r\n\r\n')).trim();
  if (/^Content-Transfer-Encoding: base64/im.test(letter)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
const letterJobs = async (): Promise<number> => {
  const { rows } = await server.test.owner.query(
    `SELECT count(*)::integer AS n FROM jobs.job WHERE name = 'letters' AND data->>'trial' = $1`,
    [protocol.id],
  );
  return rows[0].n;
};
const facts = async (walker = drawn) => server.facts(`participant/${walker.id}`);

describe('opening an arm in an emergency', () => {
  it('is refused where it is not mine, nobody was drawn, or nothing depends on it', async () => {
    const before = (await facts()).length;
    const elsewhere = await server.signedIn(protocol.id, 'safety-contact', 'silkeborg');
    expect((await elsewhere.post(openingOf(drawn.code)).send(asked).expect(404)).body.type).toBe('/problems/not-found');
    for (const role of [
      'coordinator',
      'assessor',
      'researcher',
      'custodian',
      'data-manager',
      'monitor',
      'administrator',
    ] as const) {
      const agent = await server.signedIn(protocol.id, role);
      expect((await agent.post(openingOf(drawn.code)).send(asked).expect(403)).body.type).toBe('/problems/role-missing');
    }
    const early = await contact.post(openingOf(undrawn.code)).send(asked).expect(409);
    expect(early.body.type).toBe('/problems/no-arm-yet');
    const needless = await contact.post(openingOf(drawn.code)).send({ ...asked, necessary: false });
    expect(needless.body.type).toBe('/problems/arm-not-needed');
    for (const wrong of [{ reason: 'curious' }, { note: 'kort' }, { knows: ['everybody'] }, { necessary: undefined }])
      expect(
        (
          await contact
            .post(openingOf(drawn.code))
            .send({ ...asked, ...wrong })
            .expect(400)
        ).body.type,
      ).toBe('/problems/not-understood');
    expect((await facts()).length).toBe(before);
  });

  it('shows the arm in this one reply and writes who opened it and why, never which it is', async () => {
    const { body } = await contact.post(openingOf(drawn.code)).send(asked).expect(200);
    expect(body).toMatchObject({ arm: { id: arm }, before: [] });
    const fact = (await facts()).at(-1)!;
    expect(fact).toMatchObject({ kind: 'unblinded', payload: { reason: 'acute-illness', knows: ['treating-clinician'] } });
    expect(fact.actor).toMatch(/^staff\//);
    expect(JSON.stringify(fact)).not.toContain(`"${arm}"`);
    expect(JSON.stringify(fact)).not.toContain('vagtlægen');
    // Nothing that can be read shows it again.
    const places = { trial: protocol.id, participant: drawn.code };
    for (const promise of GRANTED.filter(({ method }) => method === 'GET')) {
      const said = saidBy(await ask(contact, promise, places));
      expect([promise.id, /"(arm|group)":/.test(said)]).toEqual([promise.id, false]);
    }
  });

  it('keeps the words with the person’s name, under the digest that the fact names', async () => {
    const { database, keys, entropy } = server.app;
    const { note } = (await facts()).at(-1)!.payload as { note: string };
    const id = (await contactsOf(database.linkage, keys, protocol.id, [drawn.id])).get(drawn.id)!;
    const kept = await database.identity.within({ trial: protocol.id, sites: ['aalborg'] }, (tx) =>
      readDocument(tx, keys, id, 'unblinding-reason', note, entropy),
    );
    expect(JSON.parse(kept!)).toMatchObject({ note: NOTE, by: expect.stringMatching(/^staff\//) });
    const { rows } = await server.test.owner.query(`SELECT sealed FROM identity.document WHERE digest = $1`, [note]);
    expect(rows[0].sealed).not.toContain('Indlagt');
  });

  it('says when it was opened before, and is a fact of its own each time', async () => {
    const { body } = await contact.post(openingOf(drawn.code)).send(asked).expect(200);
    expect(body.before).toEqual([expect.stringMatching(/^\d{4}-/)]);
    expect((await facts()).filter(({ kind }) => kind === 'unblinded')).toHaveLength(2);
  });

  describe('writes to those who must know', () => {
    let mail: SMTPServer;
    let post: Post;
    const received: { to: string; text: string }[] = [];
    let refusing = false;
    const send = (app = server.app) => sendOpenedLetters(app, post, protocol.id);

    beforeAll(async () => {
      mail = new SMTPServer({
        disabledCommands: ['AUTH', 'STARTTLS'],
        onMailFrom: (_address, _session, done) => done(refusing ? new Error('not now') : null),
        onData: (stream, session, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            received.push(...session.envelope.rcptTo.map(({ address }) => ({ to: address, text })));
            done();
          });
        },
      });
      await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
      const { port } = mail.server.address() as AddressInfo;
      post = openPost({ ...server.app.config, smtpUrl: `smtp://127.0.0.1:${port}` });
    });
    afterAll(() => new Promise<void>((resolve) => mail.close(() => resolve())));

    it('at once: the job comes with the fact', async () => {
      expect((await letterJobs()) - jobsBefore).toBe(2);
    });

    it('tries again what surely did not go out', async () => {
      refusing = true;
      expect(await send()).toEqual({ due: 10, sent: 0 });
      refusing = false;
      expect(received).toEqual([]);
    });

    it('once for each opening and account, whichever of two processes comes first, and nobody else', async () => {
      const { config, keys, clock, entropy } = server.app;
      const credentials = server.test.credentials;
      const second = await makeApp({ config, keys, credentials, clock, entropy, uuid: randomUUID, poolSize: 2 });
      const counts = await Promise.all([send(), send(second), send(), send(second)]);
      expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(8);
      await server.signedIn(protocol.id, 'custodian');
      // A closed account is not written to, and neither is who came after.
      expect(await send(second)).toEqual({ due: 2, sent: 0 });
      await second.close();
      const times = new Map<string, number>();
      for (const { to } of received) times.set(to, (times.get(to) ?? 0) + 1);
      expect([...times.values()]).toEqual([2, 2, 2, 2]);
      expect([...times.keys()]).toEqual(expect.arrayContaining(told));
      for (const to of times.keys()) expect(to).toMatch(/^(custodian|researcher)-/);
      for (const to of [ofSite, closed]) expect(times.has(to)).toBe(false);
    });

    it('names the trial, the moment and the page, in both languages, and neither whose draw it was nor what it gave nor why', async () => {
      const { rows } = await server.test.owner.query(
        `SELECT occurred_at FROM research.unblinding WHERE trial = $1 ORDER BY from_position LIMIT 1`,
        [protocol.id],
      );
      for (const { to, text } of received) {
        const said = decoded(text);
        const role = to.startsWith('custodian') ? 'custodian' : 'researcher';
        expect(said).toContain(`${server.app.config.publicUrl}/staff/${protocol.id}/${role}/known-arms`);
        for (const words of [protocol.title.da, protocol.title.en, 'Kendte lodtrækninger', 'Known draws'])
          expect(said).toContain(words);
        expect(said).toContain(showInstant(rows[0].occurred_at as Date, 'da').slice(0, -5));
        const arms = protocol.arms.flatMap(({ name }) => [name.da, name.en]);
        for (const secret of [drawn.code, drawn.id, NOTE, 'acute', 'aalborg', 'safety-contact', ...arms])
          expect(said).not.toContain(secret);
      }
    });
  });

  it('is told to those who must know, on their day, without the arm', async () => {
    for (const role of ['custodian', 'researcher', 'data-manager', 'monitor'] as const) {
      const agent = await server.signedIn(protocol.id, role);
      const { body } = await agent.get(inTrial('today')).expect(200);
      const opened = body.sentences.filter(({ code }: { code: string }) => code === 'arm-opened');
      expect(opened).toHaveLength(2);
      expect(opened[0]).toEqual({ code: 'arm-opened', urgency: 'today', participant: drawn.code, day: expect.any(String) });
      const listed = await agent.get(inTrial('unblindings')).expect(200);
      expect(listed.body.unblindings[0]).toEqual({
        code: drawn.code,
        kind: 'emergency',
        at: expect.any(String),
        by: expect.stringMatching(/^safety-contact \d+$/),
        reason: 'acute-illness',
        knows: ['treating-clinician'],
        how: null,
        who: null,
        learnt: null,
      });
    }
    for (const agent of [coordinator, contact]) await agent.get(inTrial('unblindings')).expect(403);
    const { body } = await coordinator.get(inTrial('today')).expect(200);
    expect(JSON.stringify(body)).not.toContain('arm-opened');
  });

  it('asks for a fresh proof', async () => {
    server.setClock(new Date(server.now().getTime() + 11 * 60_000).toISOString());
    const reply = await contact.post(openingOf(drawn.code)).send(asked).expect(403);
    expect(reply.body.type).toBe('/problems/step-up-needed');
  });
});

describe('coming to know an arm by accident', () => {
  const at = () => inTrial(`participants/${drawn.code}/unblinding`);

  it('is told with who, what, when and how, and never which arm', async () => {
    const assessor = await server.signedIn(protocol.id, 'assessor', 'aalborg');
    const elsewhere = await server.signedIn(protocol.id, 'assessor', 'silkeborg');
    expect((await assessor.post(at()).send({ how: 'by magic' }).expect(400)).body.type).toBe('/problems/not-understood');
    await elsewhere.post(at()).send({ how: 'participant-told' }).expect(404);
    await assessor.post(at()).send({ how: 'participant-told' }).expect(200);
    expect((await facts()).at(-1)).toMatchObject({
      kind: 'unblinded-by-accident',
      payload: { how: 'participant-told', who: 'reporter', learnt: 'arm' },
    });
    const said = { how: 'saw-it-written', who: 'analyst', learnt: 'group' };
    await coordinator.post(at()).send(said).expect(200);
    const custodian = await server.signedIn(protocol.id, 'custodian');
    const { body } = await custodian.get(inTrial('unblindings')).expect(200);
    const common = { code: drawn.code, kind: 'accident', at: expect.any(String), reason: null, knows: [] };
    expect(body.unblindings.slice(0, 2)).toEqual([
      { ...common, ...said, by: expect.stringMatching(/^coordinator \d+$/) },
      { ...common, how: 'participant-told', who: 'reporter', learnt: 'arm', by: expect.stringMatching(/^assessor \d+$/) },
    ]);
    await assessor.get(inTrial('unblindings')).expect(403);
  });
});

it('nothing but an emergency opens an arm before the lock, which takes two people', async () => {
  const opened = GRANTED.filter(({ reply, who }) => /"arm"/.test(JSON.stringify(reply)) && who.includes('safety-contact'));
  expect(opened.map(({ id }) => id)).toEqual(['unblindParticipant']);
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
