import type { Protocol } from '#protocols/model/protocol';
import { currentText } from '#protocols/rules/journey';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { eligibleAnswers, register, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
});
afterAll(() => server.close());

const at = (code: string, what: string) => `/api/staff/trials/${protocol.id}/participants/${code}/${what}`;
const refusal = async (request: PromiseLike<{ body: { type: string } }>) => (await request).body.type;
const spoken = { language: 'da', companion: 'present', interpreter: true };

describe('informing orally', () => {
  it('is refused for somebody who has left', async () => {
    const { code } = await register(server, protocol, coordinator);
    await coordinator.post(at(code, 'participation')).send({ change: 'no-more-data', source: 'participant' }).expect(200);
    expect(await refusal(coordinator.post(at(code, 'oral-information')).send(spoken).expect(409))).toBe(
      '/problems/participation-ended',
    );
  });

  it('is a fact: who, in which language, with whom, about which text', async () => {
    const { code, id } = await register(server, protocol, coordinator);
    await coordinator.post(at(code, 'oral-information')).send(spoken).expect(200);
    const last = (await server.facts(`participant/${id}`)).at(-1);
    expect(last).toMatchObject({ kind: 'informed-orally', payload: { ...spoken, text: currentText(protocol).version } });
    expect(last!.actor).toMatch(/^staff\//);
  });
});

describe('the second signature', () => {
  it('is refused before the participant’s own', async () => {
    const { code } = await register(server, protocol, coordinator);
    expect(await refusal(coordinator.post(at(code, 'consent')).send({ name: 'Nogen' }).expect(409))).toBe(
      '/problems/consent-missing',
    );
    expect(await refusal(coordinator.get(at(code, 'consent')).expect(409))).toBe('/problems/consent-missing');
  });

  it('is refused for somebody who has left, and to a text that has been renewed', async () => {
    const left = await walkTo(server, protocol, coordinator, 'signed');
    await coordinator.post(at(left.code, 'participation')).send({ change: 'no-more-data', source: 'participant' }).expect(200);
    expect(await refusal(coordinator.post(at(left.code, 'consent')).send({ name: 'Nogen' }).expect(409))).toBe(
      '/problems/participation-ended',
    );
    const { code, record } = await walkTo(server, protocol, coordinator, 'signed');
    await record([
      { kind: 'consent-signed', payload: { text: 'an earlier one', language: 'da', signature: 'a'.repeat(64), early: false } },
    ]);
    expect(await refusal(coordinator.post(at(code, 'consent')).send({ name: 'Nogen' }).expect(409))).toBe(
      '/problems/outdated-text',
    );
  });

  it('gives the consent and keeps the copy: the words signed, both names, both times', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'signed');
    await coordinator.post(at(code, 'consent')).send({ name: '  Koordinator Et ' }).expect(200);
    const { body } = await coordinator.get(at(code, 'consent')).expect(200);
    const text = currentText(protocol);
    expect(body).toMatchObject({
      text: text.version,
      language: 'da',
      title: text.title.da,
      body: text.body.da,
      statement: text.statement.da,
      participant: { name: expect.stringMatching(/^Person \d+$/) },
      informer: { name: 'Koordinator Et' },
    });
    const facts = await server.facts(`participant/${id}`);
    const given = facts.at(-1)!;
    expect(given).toMatchObject({ kind: 'consent-given', payload: { text: text.version } });
    const { rows } = await server.test.owner.query(
      'SELECT kind, digest, sealed FROM identity.document WHERE digest = ANY ($1) ORDER BY kind',
      [[given.payload!.participantSignature, given.payload!.informerSignature, given.payload!.document]],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['consent', 'informer-signature', 'participant-signature']);
    expect(JSON.stringify(rows)).not.toMatch(/Koordinator|Person/);
    expect(JSON.stringify(facts)).not.toMatch(/Koordinator|Person \d/);
  });

  it('is the same consent when clicked again', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'consented');
    await coordinator.post(at(code, 'consent')).send({ name: 'Nogen' }).expect(200);
    expect((await server.facts(`participant/${id}`)).filter(({ kind }) => kind === 'consent-given')).toHaveLength(1);
  });

  it('leaves one row in the log of accesses each time the copy is read', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'consented');
    const accesses = async () =>
      (await server.test.owner.query(`SELECT actor, contacts FROM audit.access WHERE purpose = 'read-consent'`)).rows;
    const before = (await accesses()).length;
    await coordinator.get(at(code, 'consent')).expect(200);
    const after = await accesses();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({ actor: expect.stringMatching(/^staff\//), contacts: 1 });
  });
});

describe('screening', () => {
  it('is refused before the consent', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'signed');
    expect(
      await refusal(
        coordinator
          .post(at(code, 'screening'))
          .send({ answers: eligibleAnswers(protocol) })
          .expect(409),
      ),
    ).toBe('/problems/consent-missing');
  });

  it('names the answer that is missing, of the wrong kind, or asked by no criterion', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'consented');
    const good = eligibleAnswers(protocol);
    const asked = async (answers: object) => (await coordinator.post(at(code, 'screening')).send({ answers }).expect(400)).body;
    const without = Object.fromEntries(Object.entries(good).filter(([item]) => item !== 'age'));
    expect(await asked(without)).toMatchObject({ type: '/problems/not-understood', field: 'answers/age' });
    expect(await asked({ ...good, age: true })).toMatchObject({ field: 'answers/age' });
    expect(await asked({ ...good, 'everyday-hard': 1 })).toMatchObject({ field: 'answers/everyday-hard' });
    expect(await asked({ ...good, shoe: 43 })).toMatchObject({ field: 'answers/shoe' });
  });

  it('is a fact with its answers, and the criteria unmet by id', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'consented');
    const answers = { ...eligibleAnswers(protocol), age: 17 };
    const reply = await coordinator.post(at(code, 'screening')).send({ answers }).expect(200);
    expect(reply.body).toEqual({ eligible: false, unmet: ['adult'] });
    expect((await server.facts(`participant/${id}`)).at(-1)).toMatchObject({
      kind: 'screened',
      payload: { answers, eligible: false, unmet: ['adult'] },
    });
    const shown = await coordinator.get(`/api/staff/trials/${protocol.id}/participants/${code}`).expect(200);
    expect(shown.body).toMatchObject({ step: 'not-eligible', refusal: 'not-eligible' });
    await coordinator
      .post(at(code, 'screening'))
      .send({ answers: { ...answers, age: 18 } })
      .expect(200);
    expect((await coordinator.get(`/api/staff/trials/${protocol.id}/participants/${code}`).expect(200)).body.step).toBe(
      'baseline',
    );
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
