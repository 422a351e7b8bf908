import { randomUUID } from 'node:crypto';
import { GENESIS } from '#protocols/model/chain';
import { participantStream, type NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { questionsOf } from '#protocols/rules/respond';
import { append } from '#server/db/facts';
import { startTestServer, type Agent, type TestServer } from '../support/server';

let server: TestServer;
let protocol: Protocol;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
});
afterAll(() => server.close());

let people = 0;

/** A participant who has consented and is eligible, put there through the one writer; the way by screens has its own tests. */
async function consented(extra: NewFact[] = []): Promise<{ agent: Agent; code: string; participant: string }> {
  people += 1;
  const code = `P${String(people).padStart(6, '0')}`;
  const participant = randomUUID();
  const text = protocol.consent.versions[0]!.version;
  const digest = '0'.repeat(64);
  await append(server.app.database.research, server.recording(), { trial: protocol.id, sites: '*' }, [
    {
      stream: participantStream(participant),
      trial: protocol.id,
      head: { seq: 0, head: GENESIS },
      facts: [
        { kind: 'registered', payload: { site: 'aalborg', version: protocol.version, code, language: 'da' } },
        { kind: 'consent-given', payload: { text, participantSignature: digest, informerSignature: digest, document: digest } },
        ...extra,
      ],
    },
  ]);
  return { agent: await server.participant(protocol.id, code), code, participant };
}

const answer = (change: Record<string, unknown> = {}) => ({
  wave: 'baseline',
  instrument: 'who-5',
  item: '1',
  code: 3,
  blank: null,
  seen: 0,
  key: randomUUID(),
  ...change,
});

describe('saving an answer', () => {
  it('refuses somebody without a session, and says that answers are kept', async () => {
    const { body } = await server.anonymous().put('/api/participant/answers').send(answer()).expect(401);
    expect(body.type).toBe('/problems/paused');
    expect(body.words.da.cure).toMatch(/gemt/);
    expect(body.words.en.cure).toMatch(/kept/);
  });

  it('refuses an unknown wave, instrument and item, and a code that is not on the list', async () => {
    const { agent } = await consented();
    await agent
      .put('/api/participant/answers')
      .send(answer({ wave: 'nowhere' }))
      .expect(404);
    await agent
      .put('/api/participant/answers')
      .send(answer({ instrument: 'phq-9' }))
      .expect(404);
    for (const wrong of [{ item: '6' }, { code: 6 }, { code: null }, { blank: 'declined' }]) {
      const { body } = await agent.put('/api/participant/answers').send(answer(wrong)).expect(400);
      expect(body.type).toBe('/problems/unknown-code');
    }
  });

  it('refuses a wave that is not open yet', async () => {
    const { agent } = await consented();
    const { body } = await agent
      .put('/api/participant/answers')
      .send(answer({ wave: 'end' }))
      .expect(409);
    expect(body.type).toBe('/problems/wave-not-open');
  });

  it('refuses after a person has asked for no more questions', async () => {
    const { agent } = await consented([
      { kind: 'participation-changed', payload: { change: 'no-more-data', source: 'participant' } },
    ]);
    const { body } = await agent.put('/api/participant/answers').send(answer()).expect(409);
    expect(body.type).toBe('/problems/participation-ended');
  });

  it('refuses text instead of a number, an unknown field, another format and another site', async () => {
    const { agent } = await consented();
    await agent
      .put('/api/participant/answers')
      .send(answer({ code: '3' }))
      .expect(400);
    await agent
      .put('/api/participant/answers')
      .send({ ...answer(), arm: 'now' })
      .expect(400);
    await agent.put('/api/participant/answers').type('form').send('code=3').expect(415);
    await agent.put('/api/participant/answers').set('Origin', 'https://elsewhere.example').send(answer()).expect(403);
    await agent.put('/api/participant/answers').set('Sec-Fetch-Site', 'cross-site').send(answer()).expect(403);
    await agent
      .put('/api/participant/answers')
      .send({ ...answer(), wave: 'x'.repeat(200_000) })
      .expect(413);
  });

  it('keeps the answer as a fact and gives its version', async () => {
    const { agent, participant } = await consented();
    const sent = answer();
    const { body } = await agent.put('/api/participant/answers').send(sent).expect(200);
    expect(body.version).toBe(1);
    const fact = (await server.facts(participantStream(participant))).at(-1)!;
    expect(fact).toMatchObject({
      kind: 'item-answered',
      actor: 'participant',
      payload: { item: '1', code: 3, version: 1, key: sent.key, wording: expect.any(String) },
    });
  });

  it('answers a retry with the same key alike and stores it once', async () => {
    const { agent, participant } = await consented();
    const sent = answer();
    const replies = await Promise.all([1, 2, 3, 4].map(() => agent.put('/api/participant/answers').send(sent)));
    expect(replies.map(({ status, body }) => [status, body.version])).toEqual(Array(4).fill([200, 1]));
    expect((await server.facts(participantStream(participant))).filter(({ kind }) => kind === 'item-answered')).toHaveLength(1);
  });

  it('refuses the same key with another content', async () => {
    const { agent } = await consented();
    const sent = answer();
    await agent.put('/api/participant/answers').send(sent).expect(200);
    const { body } = await agent
      .put('/api/participant/answers')
      .send({ ...sent, code: 2 })
      .expect(409);
    expect(body.type).toBe('/problems/key-reused');
  });

  it('tells a stale tab the newest answer and overwrites nothing', async () => {
    const { agent } = await consented();
    await agent
      .put('/api/participant/answers')
      .send(answer({ code: 4 }))
      .expect(200);
    const { body } = await agent
      .put('/api/participant/answers')
      .send(answer({ code: 1 }))
      .expect(409);
    expect(body).toMatchObject({ type: '/problems/stale-answer', version: 1, answer: { code: 4, blank: null } });
    await agent
      .put('/api/participant/answers')
      .send(answer({ code: 1, seen: 1 }))
      .expect(200);
  });

  it('does not show another device the value it holds back', async () => {
    const { agent, code } = await consented();
    await agent
      .put('/api/participant/answers')
      .send(answer({ code: 4 }))
      .expect(200);
    const other = await server.participant(protocol.id, code);
    const { body } = await other
      .put('/api/participant/answers')
      .send(answer({ code: 1 }))
      .expect(409);
    expect(body).toMatchObject({ type: '/problems/stale-answer', version: 1, answer: null });
  });

  it('lets exactly one of two simultaneous first answers win', async () => {
    const { agent, participant } = await consented();
    const replies = await Promise.all([1, 2].map((code) => agent.put('/api/participant/answers').send(answer({ code }))));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { rows } = await server.test.owner.query('SELECT count(*)::int AS n FROM research.response WHERE participant = $1', [
      participant,
    ]);
    expect(rows[0].n).toBe(1);
  });

  it('logs no fault along the way', () => {
    expect(questionsOf(protocol.waves[0]!, 'da')).toHaveLength(23);
    expect(server.faults).toEqual([]);
  });
});
