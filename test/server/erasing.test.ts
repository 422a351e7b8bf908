import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { readErasures } from '#server/audit/erasures';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let first: Agent;
let second: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  first = await server.signedIn(protocol.id, 'data-manager');
  second = await server.signedIn(protocol.id, 'researcher');
});
afterAll(() => server.close());

const at = (code: string, rest = '') => `/api/staff/trials/${protocol.id}/participants/${code}${rest}`;
const ask = (agent: Agent, code: string) => agent.post(at(code, '/erasure-request')).send({ reason: 'participant-asked' });
const count = async (table: string, where: string, values: unknown[]) =>
  Number((await server.test.owner.query(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, values)).rows[0].n);

describe('erasing a person', () => {
  it('is refused where nobody asked for it, and to the one who asked', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'baseline');
    expect((await second.post(at(code, '/erasure')).expect(409)).body.type).toBe('/problems/two-people');
    await ask(first, code).expect(200);
    expect((await first.post(at(code, '/erasure')).expect(409)).body.type).toBe('/problems/two-people');
    expect((await server.facts(`participant/${id}`)).map(({ kind }) => kind)).not.toContain('erased');
    expect((await coordinator.get(at(code)).expect(200)).body.name).toMatch(/^Person/);
  });

  it('stops the asking from the request on, and a second request changes nothing', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'screened');
    await ask(first, code).expect(200);
    await ask(second, code).expect(200);
    const facts = await server.facts(`participant/${id}`);
    expect(facts.slice(-2)).toMatchObject([
      { kind: 'erasure-requested', payload: { reason: 'participant-asked' } },
      { kind: 'participation-changed', payload: { change: 'erase', source: 'participant' } },
    ]);
    expect((await coordinator.get(at(code)).expect(200)).body.step).toBe('ended');
    expect((await first.post(at(code, '/erasure')).expect(409)).body.type).toBe('/problems/two-people');
  });

  it('takes what was said and who said it, keeps the count, closes every way in, and is in the ledger', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'baseline');
    const participant = await server.participant(protocol.id, code);
    const contacts = await count('identity.contact', 'true', []);
    await ask(first, code).expect(200);
    await second.post(at(code, '/erasure')).expect(200);

    const facts = await server.facts(`participant/${id}`);
    const said = facts.filter(({ kind }) => ['item-answered', 'item-corrected', 'screened'].includes(kind));
    expect(said.length).toBeGreaterThan(20);
    expect(said.every(({ payload }) => payload === null)).toBe(true);
    expect(facts.at(-1)).toMatchObject({ kind: 'erased', payload: { facts: said.length } });
    expect(facts.at(-1)!.payload!.requestedBy).not.toBe(facts.at(-1)!.actor);
    expect(await count('research.response', 'participant = $1', [id])).toBe(0);
    expect(await count('identity.contact', 'true', [])).toBe(contacts - 1);
    expect(await count('linkage.capability', 'participant = $1 AND revoked_at IS NULL', [id])).toBe(0);
    expect(await count('linkage.session', 'participant = $1 AND ended_at IS NULL', [id])).toBe(0);
    const answer = { wave: 'baseline', instrument: 'who-5', item: '1', code: 3, blank: null, seen: 0, key: randomUUID() };
    expect((await participant.put('/api/participant/answers').send(answer)).status).toBe(401);
    const { body } = await coordinator.get(at(code)).expect(200);
    expect(body).toMatchObject({ code, name: null, email: null, telephone: null, step: 'ended' });
    expect(body.timeline[0].kind).toBe('erased');
    expect((await coordinator.get(at(code, '/consent')).expect(409)).body.type).toBe('/problems/consent-missing');
    const { erasures } = readErasures(server.app.config.checkpointDir);
    const { rows } = await server.test.owner.query(`SELECT position FROM audit.fact WHERE stream = $1 AND kind = 'erased'`, [
      `participant/${id}`,
    ]);
    expect(erasures.filter(({ stream }) => stream === `participant/${id}`)).toEqual([
      { stream: `participant/${id}`, position: Number(rows[0].position), at: expect.stringMatching(/Z$/) },
    ]);
  });

  it('is finished by asking again, should it have been cut short after the answers were gone', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'baseline');
    await ask(first, code).expect(200);
    // The identity zone is out of reach for a moment: what the person said is gone, who they are is not.
    await server.test.owner.query('REVOKE DELETE ON identity.document FROM lodtraek_identity');
    await second.post(at(code, '/erasure')).expect(500);
    server.faults.length = 0;
    await server.test.owner.query('GRANT DELETE ON identity.document TO lodtraek_identity');
    expect((await coordinator.get(at(code)).expect(200)).body.name).toMatch(/^Person/);
    await second.post(at(code, '/erasure')).expect(200);
    expect((await coordinator.get(at(code)).expect(200)).body.name).toBeNull();
    expect((await server.facts(`participant/${id}`)).filter(({ kind }) => kind === 'erased')).toHaveLength(1);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
