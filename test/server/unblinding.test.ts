import type { Protocol } from '#protocols/model/protocol';
import { contactsOf, readDocument } from '#server/db/stores/contacts';
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
}, 60_000);
afterAll(() => server.close());

const inTrial = (rest: string) => `/api/staff/trials/${protocol.id}/${rest}`;
const openingOf = (code: string) => inTrial(`participants/${code}/emergency-unblinding`);
const NOTE = 'Indlagt akut, vagtlægen spørger.';
const asked = { reason: 'acute-illness', note: NOTE, necessary: true, knows: ['treating-clinician'] };
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
