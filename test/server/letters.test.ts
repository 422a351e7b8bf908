import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { participantStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { append } from '#server/db/facts';
import { insertContact, insertLink } from '#server/db/stores/contacts';
import { listUnsettled, takeLetter } from '#server/db/stores/letters';
import { headOf } from '#server/db/stores/trials';
import { openPost, type Post } from '#server/letters/post';
import { sendDueLetters } from '#server/services/letters/send-due-letters';
import { addParticipant, planCohort, type Fleet } from '../support/fleet.cjs';
import { startTestServer, type TestServer } from '../support/server';

/** Letters through a real SMTP server. */
let server: TestServer;
let mail: SMTPServer;
let received: { to: string[]; text: string }[] = [];
let refusing = false;
let losing = false;
let post: Post;

beforeAll(async () => {
  server = await startTestServer();
  mail = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom: (_address, _session, done) => done(refusing ? new Error('not now') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        });
        if (losing) for (const { _socket: socket } of mail.connections as unknown as Set<{ _socket: Socket }>) socket.destroy();
        else done();
      });
    },
  });
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
  const { port } = mail.server.address() as AddressInfo;
  post = openPost({ ...server.app.config, smtpUrl: `smtp://127.0.0.1:${port}` });
});
afterAll(async () => {
  await new Promise<void>((resolve) => mail.close(() => resolve()));
  await server.close();
});

/** Six people with addresses, drawn as a batch; the clock stands at noon of the day after. */
async function drawn(): Promise<{ protocol: Protocol; people: { participant: string; code: string; email: string }[] }> {
  received = [];
  server.setClock(new Date(Date.now()).toISOString().slice(0, 10) + 'T11:00:00Z');
  const protocol = await server.openTrial();
  const fleet = { app: server.app } as unknown as Fleet;
  const cohort = await planCohort(fleet, protocol, 'aalborg', { capacity: 6, minimum: 6 });
  const people = [];
  for (let n = 0; n < 6; n += 1) {
    const person = await addParticipant(fleet, protocol, 'aalborg', cohort);
    const email = `someone-${randomBytes(4).toString('hex')}@example.org`;
    const contact = randomUUID();
    const fields = { contact, trial: protocol.id, site: 'aalborg', name: 'Navn Navnesen', email, telephone: null };
    await server.app.database.identity.within({ trial: protocol.id, sites: '*' }, (tx) =>
      insertContact(tx, server.app.keys, fields, '2026-11-22', randomBytes),
    );
    await insertLink(server.app.database.linkage, server.app.keys, protocol.id, contact, person.participant, randomBytes);
    people.push({ ...person, email });
  }
  await server.app.lottery({
    what: 'cohort',
    trial: protocol.id,
    cohort,
    actor: 'staff/test',
    grant: randomUUID(),
    site: 'aalborg',
    request: 'test',
  });
  return { protocol, people };
}

const moveDays = (days: number) => server.setClock(new Date(server.now().getTime() + days * 86_400_000).toISOString());

describe('letters', () => {
  it('tells everybody about the draw, once, in words that reveal nothing and are alike for both arms', async () => {
    const { protocol, people } = await drawn();
    // Two workers at the same moment: each letter goes out once.
    const counts = await Promise.all([
      sendDueLetters(server.app, post, protocol.id),
      sendDueLetters(server.app, post, protocol.id),
    ]);
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(6);
    expect(received.flatMap(({ to }) => to).sort()).toEqual(people.map(({ email }) => email).sort());
    const plain = (text: string) =>
      text.replace(/^(Date|Message-ID|To|Received|MIME-Version|Content-[^:]*):.*$/gim, '').replace(/\/l\/\S+/g, '/l/X');
    expect(new Set(received.map(({ text }) => plain(text))).size).toBe(1);
    for (const { text } of received) expect(text).not.toMatch(/hverdagslivet|lodtr|gruppe|recovery|psyk|forsøg|Navnesen/i);
    await sendDueLetters(server.app, post, protocol.id);
    expect(received).toHaveLength(6);
    const facts = await server.facts(participantStream(people[0]!.participant));
    expect(facts.at(-1)).toMatchObject({
      kind: 'letter-sent',
      actor: 'system',
      payload: { letter: 'announcement', ordinal: 1, channel: 'e-mail' },
    });
  });

  it('sends a link of its own that opens, and leaves the earlier one working', async () => {
    const { protocol, people } = await drawn();
    await sendDueLetters(server.app, post, protocol.id);
    const { rows } = await server.test.owner.query(
      'SELECT count(*)::int AS n FROM linkage.capability WHERE participant = $1 AND revoked_at IS NULL',
      [people[0]!.participant],
    );
    expect(rows[0].n).toBe(1);
    const link = /\/l\/([\w-]+)/.exec(received[0]!.text)![1]!;
    expect(link).toHaveLength(22);
    expect(JSON.stringify((await server.test.owner.query('SELECT * FROM linkage.capability')).rows)).not.toContain(link);
  });

  it('is silent at night and speaks in the morning', async () => {
    const { protocol } = await drawn();
    server.setClock(server.now().toISOString().slice(0, 10) + 'T21:30:00Z');
    expect(await sendDueLetters(server.app, post, protocol.id)).toEqual({ due: 0, sent: 0 });
    server.setClock(new Date(server.now().getTime() + 11 * 3_600_000).toISOString());
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(6);
  });

  it('invites when the last questionnaire opens, reminds only who has not answered, and nobody who asked for quiet', async () => {
    const { protocol, people } = await drawn();
    await sendDueLetters(server.app, post, protocol.id);
    moveDays(76);
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(0);
    moveDays(2);
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(6);

    const [answered, quiet, stopped] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
    const say = async (participant: string, fact: Parameters<typeof append>[3][0]['facts'][0]) => {
      const stream = participantStream(participant);
      const head = (await headOf(server.app.database.research, stream))!;
      await append(server.app.database.research, server.recording(), { trial: protocol.id, sites: '*' }, [
        { stream, trial: protocol.id, head, facts: [fact] },
      ]);
    };
    await say(answered.participant, { kind: 'wave-submitted', payload: { wave: 'end', baseline: false, late: false } });
    await say(quiet.participant, { kind: 'participation-changed', payload: { change: 'fewer-contacts', source: 'participant' } });
    await say(stopped.participant, { kind: 'participation-changed', payload: { change: 'no-more-data', source: 'participant' } });
    received = [];
    moveDays(4);
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(3);
    const reached = received.flatMap(({ to }) => to);
    for (const { email } of [answered, quiet, stopped]) expect(reached).not.toContain(email);
    // After the window nothing more goes out.
    moveDays(40);
    expect(await sendDueLetters(server.app, post, protocol.id)).toEqual({ due: 0, sent: 0 });
  });

  it('tries again after the mail server was not there', async () => {
    const { protocol } = await drawn();
    refusing = true;
    expect(await sendDueLetters(server.app, post, protocol.id)).toEqual({ due: 6, sent: 0 });
    refusing = false;
    expect(await sendDueLetters(server.app, post, protocol.id)).toEqual({ due: 6, sent: 6 });
  });

  it('never repeats a letter when the connection was lost after it was handed over', async () => {
    const { protocol } = await drawn();
    losing = true;
    await expect(sendDueLetters(server.app, post, protocol.id)).rejects.toThrow(/not known/);
    losing = false;
    expect(received).toHaveLength(1);
    expect(await sendDueLetters(server.app, post, protocol.id)).toEqual({ due: 6, sent: 5 });
    expect(new Set(received.flatMap(({ to }) => to)).size).toBe(6);
    expect(received).toHaveLength(6);
  });

  it('tries again where nobody listens at the mail server’s address', async () => {
    const { protocol } = await drawn();
    const nobody = openPost({ ...server.app.config, smtpUrl: 'smtp://127.0.0.1:1' });
    expect(await sendDueLetters(server.app, nobody, protocol.id)).toEqual({ due: 6, sent: 0 });
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(6);
  });

  it('never repeats a letter whose sending was cut short, and counts it', async () => {
    const { protocol, people } = await drawn();
    const { linkage } = server.app.database;
    const before = (await listUnsettled(linkage, server.now())).length;
    const earlier = new Date(server.now().getTime() - 20 * 60_000);
    await takeLetter(linkage, people[0]!.participant, { wave: null, letter: 'announcement', ordinal: 1 }, earlier);
    expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(5);
    expect(await listUnsettled(linkage, server.now())).toHaveLength(before + 1);
  });

  describe('settling a letter nobody knows about', () => {
    const key = { wave: null, letter: 'announcement' as const, ordinal: 1 };
    const cutShort = async () => {
      const { protocol, people } = await drawn();
      const [one, other] = people as [(typeof people)[0], (typeof people)[0]];
      const earlier = new Date(server.now().getTime() - 20 * 60_000);
      await takeLetter(server.app.database.linkage, one.participant, key, earlier);
      // A letter taken a moment ago is still on its way.
      await takeLetter(server.app.database.linkage, other.participant, key, server.now());
      const at = `/api/staff/trials/${protocol.id}/letters`;
      const manager = await server.signedIn(protocol.id, 'data-manager');
      const settle = (agent = manager, outcome = 'was-sent', change: object = {}) =>
        agent.post(`${at}/settlement`).send({ ...key, code: one.code, outcome, ...change });
      return { protocol, one, other, at, manager, settle };
    };
    const refusal = (type: string) => ({ type: `/problems/${type}` });
    const factsOf = async (participant: string) =>
      (await server.facts(`participant/${participant}`)).filter(({ kind }) => kind === 'letter-sent');

    it('is for the data manager alone, of a letter at their sites that nobody has settled and that is not on its way', async () => {
      const { protocol, other, at, manager, settle } = await cutShort();
      await server.anonymous().get(at).expect(401);
      for (const role of ['coordinator', 'researcher', 'monitor'] as const) {
        const agent = await server.signedIn(protocol.id, role);
        expect((await agent.get(at).expect(403)).body).toMatchObject(refusal('role-missing'));
        expect((await settle(agent)).status).toBe(403);
      }
      const elsewhere = await server.signedIn(protocol.id, 'data-manager', 'silkeborg');
      expect((await elsewhere.get(at).expect(200)).body).toEqual({ letters: [] });
      expect((await settle(elsewhere)).status).toBe(404);
      expect((await settle(manager, 'lost')).body).toMatchObject(refusal('not-understood'));
      expect((await settle(manager, 'was-sent', { code: other.code })).body).toMatchObject(refusal('letter-settled'));
      expect((await settle(manager, 'was-sent', { ordinal: 2 })).body).toMatchObject(refusal('letter-settled'));
      expect((await manager.get(at).expect(200)).body.letters).toHaveLength(1);
    });

    it('as sent is a fact, once, also where two say so at once, and the day says no more of it', async () => {
      const { protocol, one, at, manager, settle } = await cutShort();
      const today = async () =>
        (await manager.get(`/api/staff/trials/${protocol.id}/today`).expect(200)).body.sentences.filter(
          ({ code }: { code: string }) => code === 'letters-unsettled',
        );
      expect((await manager.get(at).expect(200)).body.letters).toEqual([
        { ...key, code: one.code, title: null, takenAt: expect.any(String) },
      ]);
      expect(await today()).toMatchObject([{ n: 1 }]);
      const second = await server.signedIn(protocol.id, 'data-manager');
      const answers = await Promise.all([settle(), settle(second), settle(), settle(second, 'send-again')]);
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([200, 409, 409, 409]);
      const refused = answers.find(({ status }) => status === 409)!;
      expect(refused.body).toMatchObject(refusal('letter-settled'));
      const sent = answers[3]!.status !== 200;
      expect(await factsOf(one.participant)).toHaveLength(sent ? 1 : 0);
      expect((await manager.get(at).expect(200)).body).toEqual({ letters: [] });
      expect(await today()).toEqual([]);
    });

    it('to be sent again goes out with the next round, and as sent never does', async () => {
      const again = await cutShort();
      await again.settle(again.manager, 'send-again').expect(200);
      expect(await factsOf(again.one.participant)).toEqual([]);
      // All but the one that is on its way.
      expect((await sendDueLetters(server.app, post, again.protocol.id)).sent).toBe(5);
      expect(received.some(({ to }) => to.includes(again.one.email))).toBe(true);

      const told = await cutShort();
      await told.settle().expect(200);
      expect((await factsOf(told.one.participant))[0]).toMatchObject({
        actor: expect.stringMatching(/^staff\//),
        payload: { ...key, channel: 'e-mail' },
      });
      expect((await sendDueLetters(server.app, post, told.protocol.id)).sent).toBe(4);
      expect(received.some(({ to }) => to.includes(told.one.email))).toBe(false);
    });

    it('whose fact was recorded before the cut is not sent again, and has no second fact', async () => {
      const { protocol, one, settle, manager } = await cutShort();
      const { linkage } = server.app.database;
      await settle().expect(200);
      await linkage.query('UPDATE linkage.letter_attempt SET sent_at = NULL WHERE participant = $1', [one.participant]);
      await settle(manager, 'send-again').expect(200);
      expect(await factsOf(one.participant)).toHaveLength(1);
      expect((await sendDueLetters(server.app, post, protocol.id)).sent).toBe(4);
    });
  });

  it('writes to the data folder where there is no mail server', async () => {
    const { protocol } = await drawn();
    const files = openPost({
      ...server.app.config,
      smtpUrl: undefined,
      dataDir: join(process.env.LODTRAEK_TEST_FOLDER!, 'no-mail'),
    });
    expect((await sendDueLetters(server.app, files, protocol.id)).sent).toBe(6);
    expect(received).toEqual([]);
  });
});
