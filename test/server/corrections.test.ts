import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let dataManager: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  dataManager = await server.signedIn(protocol.id, 'data-manager');
});
afterAll(() => server.close());

const at = (code: string) => `/api/staff/trials/${protocol.id}/participants/${code}/corrections`;
const correction = (change: object = {}) => ({
  wave: 'baseline',
  instrument: 'who-5',
  item: '1',
  code: 5,
  blank: null,
  seen: 1,
  reason: 'typing-mistake',
  key: randomUUID(),
  ...change,
});

describe('correcting an answer', () => {
  it('is refused before the questionnaire is handed in', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'screened');
    const participant = await server.participant(protocol.id, code);
    const answer = { wave: 'baseline', instrument: 'who-5', item: '1', code: 5, blank: null, seen: 0, key: randomUUID() };
    await participant.put('/api/participant/answers').send(answer).expect(200);
    const reply = await dataManager.post(at(code)).send(correction()).expect(409);
    expect(reply.body.type).toBe('/problems/nothing-to-correct');
  });

  it.each([
    ['a questionnaire the trial has not', { wave: 'middle' }, 409, 'nothing-to-correct'],
    ['an instrument the questionnaire has not', { instrument: 'phq-9' }, 409, 'nothing-to-correct'],
    ['a question the instrument has not', { item: '99' }, 409, 'nothing-to-correct'],
    ['an answer that is none of the choices', { code: 6 }, 400, 'unknown-code'],
    ['neither answer nor reason for a blank', { code: null }, 400, 'unknown-code'],
    ['an answer together with a reason for a blank', { blank: 'declined' }, 400, 'unknown-code'],
    ['a version that is not the one that stands', { seen: 2 }, 409, 'stale-answer'],
    ['a reason that is none', { reason: 'because' }, 400, 'not-understood'],
  ])('refuses %s', async (_, change, status, problem) => {
    const { code } = await walkTo(server, protocol, coordinator, 'baseline');
    const reply = await dataManager
      .post(at(code))
      .send(correction(change))
      .expect(status as number);
    expect(reply.body.type).toBe(`/problems/${problem}`);
  });

  it('tells the version that stands to whoever saw another, and not the answer', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'baseline');
    const reply = await dataManager
      .post(at(code))
      .send(correction({ seen: 7 }))
      .expect(409);
    expect(reply.body).toMatchObject({ version: 1, answer: null });
  });

  it('is a fact with its reason; the earlier value stays in the facts, and the read table holds both with their positions', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'baseline');
    const reply = await dataManager.post(at(code)).send(correction()).expect(200);
    expect(reply.body).toEqual({ version: 2 });
    const last = (await server.facts(`participant/${id}`)).at(-1)!;
    expect(last).toMatchObject({ kind: 'item-corrected', payload: { item: '1', code: 5, version: 2, reason: 'typing-mistake' } });
    expect(last.actor).toMatch(/^staff\//);
    const { rows } = await server.test.owner.query(
      `SELECT code, version, to_position IS NULL AS stands FROM research.response WHERE participant = $1 AND instrument = 'who-5' AND item = '1' ORDER BY version`,
      [id],
    );
    expect(rows).toEqual([
      { code: 2, version: 1, stands: false },
      { code: 5, version: 2, stands: true },
    ]);
  });

  it('is answered alike when sent again, and refused when the same key carries something else', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'baseline');
    const sent = correction({ code: null, blank: 'declined' });
    await dataManager.post(at(code)).send(sent).expect(200);
    expect((await dataManager.post(at(code)).send(sent).expect(200)).body).toEqual({ version: 2 });
    const other = await dataManager
      .post(at(code))
      .send({ ...sent, code: 4, blank: null })
      .expect(409);
    expect(other.body.type).toBe('/problems/key-reused');
    expect((await server.facts(`participant/${id}`)).filter(({ kind }) => kind === 'item-corrected')).toHaveLength(1);
  });

  it('lets one of two corrections of the same answer through', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'baseline');
    const replies = await Promise.all([
      dataManager.post(at(code)).send(correction({ code: 1 })),
      dataManager.post(at(code)).send(correction({ code: 4 })),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)!.body.type).toBe('/problems/stale-answer');
  });

  it('corrects a questionnaire handed in after the draw without showing that it was', async () => {
    const { code, handIn } = await walkTo(server, protocol, coordinator, 'baseline');
    const before = await dataManager
      .post(at(code))
      .send(correction({ wave: 'end' }))
      .expect(409);
    expect(before.body.type).toBe('/problems/nothing-to-correct');
    await handIn('end');
    await dataManager
      .post(at(code))
      .send(correction({ wave: 'end' }))
      .expect(200);
  });

  it('gives nobody the answers themselves: the database shows a data manager none', async () => {
    const scope = { trial: protocol.id, sites: '*' as const };
    expect(await server.app.database.research.within(scope, (tx) => tx.query('SELECT * FROM research.response'))).toEqual([]);
    const elsewhere = { trial: protocol.id, sites: ['silkeborg'] };
    const { id } = await walkTo(server, protocol, coordinator, 'baseline');
    const ask = (where: object) =>
      server.app.database.research.within(where, (tx) =>
        tx.query<{ found: object | null }>('SELECT research.answer_to_correct($1, $2, $3, $4, $5) AS found', [
          id,
          'baseline',
          'who-5',
          '1',
          randomUUID(),
        ]),
      );
    expect(await ask(scope)).toEqual([{ found: { submitted: true, version: 1, kept: null } }]);
    expect(await ask(elsewhere)).toEqual([{ found: null }]);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
