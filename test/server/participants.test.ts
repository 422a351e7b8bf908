import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawInBatchesOf, planCohort, register, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial(drawInBatchesOf(2));
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
});
afterAll(() => server.close());

const all = () => `/api/staff/trials/${protocol.id}/participants`;
const one = (code: string, rest = '') => `${all()}/${code}${rest}`;
const somebody = { site: 'aalborg', name: 'Nogen', email: null, telephone: null, language: 'da' };
const tableCount = async (table: string, where = 'true', values: unknown[] = []) =>
  Number((await server.test.owner.query(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, values)).rows[0].n);

describe('registering a person', () => {
  it.each([
    ['a name of blanks', { name: '   ' }, 'name'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['a telephone number with letters', { telephone: '20 3o 40 50' }, 'telephone'],
    ['a language nobody speaks here', { language: 'tlh' }, 'language'],
    ['another site', { site: 'silkeborg' }, 'site'],
    ['a site of no trial', { site: 'atlantis' }, 'site'],
  ])('refuses %s, and names the field', async (_, wrong, field) => {
    const reply = await coordinator
      .post(all())
      .send({ ...somebody, ...wrong })
      .expect(400);
    expect(reply.body).toMatchObject({ type: '/problems/not-understood', field });
  });

  it('refuses somebody with the same address or number, however it is typed', async () => {
    await coordinator
      .post(all())
      .send({ ...somebody, email: 'Samme@Example.org', telephone: '+45 20 30 40 50' })
      .expect(200);
    for (const twin of [{ email: 'samme@example.org' }, { telephone: '20304050' }]) {
      const reply = await coordinator
        .post(all())
        .send({ ...somebody, ...twin })
        .expect(409);
      expect(reply.body.type).toBe('/problems/already-registered');
      expect(JSON.stringify(reply.body)).not.toMatch(/20304050|samme@example/i);
    }
  });

  it('is facts without a name; the name is sealed, the link kept as a hash', async () => {
    const { body } = await coordinator
      .post(all())
      .send({ ...somebody, name: 'Meget Særligt Navn', email: 'meget@example.org' })
      .expect(200);
    const id = await server.participantId(protocol.id, body.code);
    const facts = await server.facts(`participant/${id}`);
    expect(facts.map(({ kind }) => kind)).toEqual(['registered', 'link-issued']);
    expect(facts[0]!.payload).toEqual({ site: 'aalborg', version: protocol.version, code: body.code, language: 'da' });
    const secret = body.link.split('/l/')[1];
    expect(secret).toMatch(/^[\w-]{22}$/);
    const stored = JSON.stringify([
      facts,
      (await server.test.owner.query('SELECT * FROM identity.contact')).rows,
      (await server.test.owner.query('SELECT * FROM linkage.link')).rows,
      (await server.test.owner.query('SELECT * FROM linkage.capability')).rows,
    ]);
    expect(stored).not.toContain('Særligt');
    expect(stored).not.toContain('meget@example.org');
    expect(stored).not.toContain(secret);
  });
});

describe('the list of participants', () => {
  it('pages fifty at a time, newest first, nobody twice and nobody missing', async () => {
    const own = await server.openTrial();
    const agent = await server.signedIn(own.id, 'coordinator', 'silkeborg');
    const codes: string[] = [];
    for (let n = 0; n < 53; n += 1) {
      const reply = await agent
        .post(`/api/staff/trials/${own.id}/participants`)
        .send({ ...somebody, site: 'silkeborg', name: `Nummer ${n}` })
        .expect(200);
      codes.unshift(reply.body.code);
    }
    const list = `/api/staff/trials/${own.id}/participants`;
    const before = await tableCount('audit.access', `purpose = 'list-participants'`);
    const first = await agent.get(list).expect(200);
    expect(first.body.participants).toHaveLength(50);
    const second = await agent.get(list).query({ before: first.body.next }).expect(200);
    expect(second.body.next).toBeNull();
    const rows = [...first.body.participants, ...second.body.participants];
    expect(rows.map(({ code }) => code)).toEqual(codes);
    expect(rows[0]).toMatchObject({ name: 'Nummer 52', site: 'silkeborg', step: 'information', cohort: null });
    expect(await tableCount('audit.access', `purpose = 'list-participants'`)).toBe(before + 2);
    const { rows: logged } = await server.test.owner.query(
      `SELECT contacts FROM audit.access WHERE purpose = 'list-participants' ORDER BY id DESC LIMIT 2`,
    );
    expect(logged).toEqual([{ contacts: 3 }, { contacts: 50 }]);
    await agent.get(list).query({ before: 'x' }).expect(400);
  });
});

describe('one participant’s page', () => {
  it('tells who, what is next, and what happened by whom, newest first', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'screened');
    const { body } = await coordinator.get(one(code)).expect(200);
    expect(body).toMatchObject({
      code,
      step: 'baseline',
      refusal: 'baseline-missing',
      arm: null,
      site: 'aalborg',
      language: 'da',
    });
    expect(body.name).toMatch(/^Person/);
    const { name } = (await coordinator.get('/api/staff/session').expect(200)).body;
    expect(body.timeline.map(({ kind, by }: { kind: string; by: string }) => [kind, by])).toEqual([
      ['screened', name],
      ['consent-given', name],
      ['consent-signed', 'participant'],
      ['comprehension-completed', 'participant'],
      ['information-read', 'participant'],
      ['informed-orally', name],
      ['link-issued', name],
      ['registered', name],
    ]);
    expect(body.timeline[0].detail).toEqual({ eligible: true, unmet: [] });
  });

  it('finds a code as people say it: small letters, hyphens, O for nought', async () => {
    const { code } = await register(server, protocol, coordinator);
    const spoken = `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`.toLowerCase().replaceAll('0', 'o');
    expect((await coordinator.get(one(spoken)).expect(200)).body.code).toBe(code);
  });

  it('is the same whether or not somebody has answered after the draw: nobody here sees who owes an answer', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    const walker = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await coordinator.post(`/api/staff/trials/${protocol.id}/cohorts/${cohort}/allocation`).expect(200);
    const pages = async () => [
      (await coordinator.get(one(walker.code)).expect(200)).text,
      (await coordinator.get(all()).expect(200)).text,
      (await coordinator.get(`/api/staff/trials/${protocol.id}/cohorts/${cohort}`).expect(200)).text,
    ];
    const before = await pages();
    await walker.handIn('end');
    expect(await pages()).toEqual(before);
    expect(before[0]).toContain('"follow-up"');
    for (const page of before) expect(page).not.toMatch(/who-5|qpr-15|wave-submitted|item-answered|letter-sent/);
  });
});

describe('a new personal link', () => {
  it('is refused for somebody who has left', async () => {
    const { code } = await register(server, protocol, coordinator);
    await coordinator.post(one(code, '/participation')).send({ change: 'died', source: 'other' }).expect(200);
    const reply = await coordinator.post(one(code, '/link')).expect(409);
    expect(reply.body.type).toBe('/problems/participation-ended');
  });

  it('ends the earlier one, and is a fact', async () => {
    const { code, id } = await register(server, protocol, coordinator);
    const { body } = await coordinator.post(one(code, '/link')).expect(200);
    expect(body.link).toMatch(/\/l\/[\w-]{22}$/);
    expect(await tableCount('linkage.capability', 'participant = $1 AND revoked_at IS NULL', [id])).toBe(1);
    expect(await tableCount('linkage.capability', 'participant = $1', [id])).toBe(2);
    expect((await server.facts(`participant/${id}`)).at(-1)!.kind).toBe('link-issued');
  });
});

describe('a change of taking part', () => {
  it('is a fact once, however often it is clicked; somebody may move twice', async () => {
    const { code, id } = await register(server, protocol, coordinator);
    const change = (what: string) =>
      coordinator.post(one(code, '/participation')).send({ change: what, source: 'site' }).expect(200);
    for (const what of ['fewer-contacts', 'fewer-contacts', 'moved', 'moved']) await change(what);
    const changes = (await server.facts(`participant/${id}`)).filter(({ kind }) => kind === 'participation-changed');
    expect(changes.map(({ payload }) => payload)).toEqual(
      ['fewer-contacts', 'moved', 'moved'].map((what) => ({ change: what, source: 'site' })),
    );
    expect((await coordinator.get(one(code)).expect(200)).body.step).toBe('information');
    await change('no-more-data');
    expect((await coordinator.get(one(code)).expect(200)).body.step).toBe('ended');
  });

  it('takes the link between name and code away on request, and every way in with it', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'consented');
    const participant = await server.participant(protocol.id, code);
    const save = () =>
      participant
        .put('/api/participant/answers')
        .send({ wave: 'baseline', instrument: 'who-5', item: '1', code: 3, blank: null, seen: 0, key: randomUUID() });
    await save().expect(200);
    await coordinator.post(one(code, '/participation')).send({ change: 'unlink', source: 'participant' }).expect(200);
    const { body } = await coordinator.get(one(code)).expect(200);
    expect(body).toMatchObject({ name: null, email: null, telephone: null, step: 'ended' });
    expect((await save()).status).toBe(401);
    expect(await tableCount('linkage.capability', 'participant = $1 AND revoked_at IS NULL', [id])).toBe(0);
    expect((await server.facts(`participant/${id}`)).at(-1)!.payload).toEqual({ change: 'unlink', source: 'participant' });
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
