import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { insertContact } from '#server/db/stores/contacts';
import { forgetUnenrolled } from '#server/services/participants/forget-unenrolled';
import { sweepOrphans } from '#server/services/participants/sweep-orphans';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { planCohort, register, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    one.cohorts = { minimum: 2, capacity: 2 };
    one.randomisation.scheme = { method: 'batch', arms: one.arms.map(({ id, ratio }) => ({ id, ratio })), minimum: 2 };
  });
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
    const reply = await coordinator.post(all()).send({ ...somebody, ...wrong }).expect(400);
    expect(reply.body).toMatchObject({ type: '/problems/not-understood', field });
  });

  it('refuses somebody with the same address or number, however it is typed', async () => {
    await coordinator.post(all()).send({ ...somebody, email: 'Samme@Example.org', telephone: '+45 20 30 40 50' }).expect(200);
    for (const twin of [{ email: 'samme@example.org' }, { telephone: '20304050' }]) {
      const reply = await coordinator.post(all()).send({ ...somebody, ...twin }).expect(409);
      expect(reply.body.type).toBe('/problems/already-registered');
      expect(JSON.stringify(reply.body)).not.toMatch(/20304050|samme@example/i);
    }
  });

  it('is facts without a name; the name is sealed, the link kept as a hash', async () => {
    const { body } = await coordinator.post(all()).send({ ...somebody, name: 'Meget Særligt Navn', email: 'meget@example.org' }).expect(200);
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
      const reply = await agent.post(`/api/staff/trials/${own.id}/participants`).send({ ...somebody, site: 'silkeborg', name: `Nummer ${n}` }).expect(200);
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
    const { rows: logged } = await server.test.owner.query(`SELECT contacts FROM audit.access WHERE purpose = 'list-participants' ORDER BY id DESC LIMIT 2`);
    expect(logged).toEqual([{ contacts: 3 }, { contacts: 50 }]);
    await agent.get(list).query({ before: 'x' }).expect(400);
  });
});

describe('one participant’s page', () => {
  it('tells who, what is next, and what happened by whom, newest first', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'screened');
    const { body } = await coordinator.get(one(code)).expect(200);
    expect(body).toMatchObject({ code, step: 'baseline', refusal: 'baseline-missing', arm: null, site: 'aalborg', language: 'da' });
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
    const change = (what: string) => coordinator.post(one(code, '/participation')).send({ change: what, source: 'site' }).expect(200);
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
      participant.put('/api/participant/answers').send({ wave: 'baseline', instrument: 'who-5', item: '1', code: 3, blank: null, seen: 0, key: randomUUID() });
    await save().expect(200);
    await coordinator.post(one(code, '/participation')).send({ change: 'unlink', source: 'participant' }).expect(200);
    const { body } = await coordinator.get(one(code)).expect(200);
    expect(body).toMatchObject({ name: null, email: null, telephone: null, step: 'ended' });
    expect((await save()).status).toBe(401);
    expect(await tableCount('linkage.capability', 'participant = $1 AND revoked_at IS NULL', [id])).toBe(0);
    expect((await server.facts(`participant/${id}`)).at(-1)!.payload).toEqual({ change: 'unlink', source: 'participant' });
  });
});

describe('the trial’s page and clock', () => {
  it('counts people and shows the commitment, never how the lottery draws', async () => {
    const researcher = await server.signedIn(protocol.id, 'researcher');
    const { body, text } = await researcher.get(`/api/staff/trials/${protocol.id}`).expect(200);
    const opened = (await server.facts(`trial/${protocol.id}`)).find(({ kind }) => kind === 'lottery-opened')!;
    expect(body).toMatchObject({ trial: protocol.id, simulated: true, drawsFor: 'cohort', commitment: opened.payload!.commitment, locked: false });
    expect(body.counts).toEqual({
      registered: await tableCount('research.participant', 'trial = $1', [protocol.id]),
      consented: await tableCount('research.milestone', `trial = $1 AND kind = 'consent-given'`, [protocol.id]),
      eligible: await tableCount('research.milestone', `trial = $1 AND kind = 'screened'`, [protocol.id]),
      allocated: 2,
    });
    expect(text).not.toMatch(/"sizes"|"scheme"|"randomisation":|permuted/);
    expect(Object.keys(body.arms[0]).sort()).toEqual(['id', 'name']);
  });

  it('moves a demonstration’s clock forward as a fact, and leaves a real trial to the calendar', async () => {
    const shown = await server.openTrial();
    const agent = await server.signedIn(shown.id, 'coordinator', 'aalborg');
    const before = Date.parse((await agent.get(`/api/staff/trials/${shown.id}`).expect(200)).body.now);
    const moved = await agent.post(`/api/staff/trials/${shown.id}/clock`).send({ days: 70 }).expect(200);
    expect(Date.parse(moved.body.now) - before - 70 * 86_400_000).toBeLessThan(30_000);
    const after = Date.parse((await agent.get(`/api/staff/trials/${shown.id}`).expect(200)).body.now);
    expect(after - Date.parse(moved.body.now)).toBeLessThan(30_000);
    expect((await server.facts(`trial/${shown.id}`)).at(-1)).toMatchObject({ kind: 'clock-moved', payload: { byMilliseconds: 70 * 86_400_000 } });
    for (const days of [0, -1, 1.5]) await agent.post(`/api/staff/trials/${shown.id}/clock`).send({ days }).expect(400);

    const real = await server.openTrial((document) => {
      document.simulated = false;
    });
    const staff = await server.signedIn(real.id, 'coordinator', 'aalborg');
    const reply = await staff.post(`/api/staff/trials/${real.id}/clock`).send({ days: 1 }).expect(409);
    expect(reply.body.type).toBe('/problems/not-a-demonstration');
  });
});

describe('what is kept no longer', () => {
  const leaveOrphan = async (): Promise<string> => {
    const contact = randomUUID();
    await server.app.database.identity.within({ trial: protocol.id, sites: ['aalborg'] }, (tx) =>
      insertContact(
        tx, server.app.keys, { contact, trial: protocol.id, site: 'aalborg', name: 'Forsvundet', email: null, telephone: null }, '2026-11-22', server.app.entropy,
      ),
    );
    return contact;
  };

  it('sweeps a contact that no registration finished, after ten minutes and not before, and nobody else', async () => {
    const orphan = await leaveOrphan();
    const others = (await tableCount('identity.contact')) - 1;
    expect(await sweepOrphans(server.app, protocol.id)).toBe(0);
    server.setClock(new Date(server.now().getTime() + 9 * 60_000).toISOString());
    expect(await sweepOrphans(server.app, protocol.id)).toBe(0);
    server.setClock(new Date(server.now().getTime() + 2 * 60_000).toISOString());
    expect(await tableCount('identity.contact', 'contact = $1', [orphan])).toBe(1);
    expect(await sweepOrphans(server.app, protocol.id)).toBe(1);
    expect(await tableCount('identity.contact', 'contact = $1', [orphan])).toBe(0);
    expect(await tableCount('identity.contact')).toBe(others);
    server.setClock(new Date().toISOString());
  });

  it('keeps the signed consent of somebody who asked not to be linked', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'consented');
    await coordinator.post(one(code, '/participation')).send({ change: 'unlink', source: 'participant' }).expect(200);
    const kept = await tableCount('identity.document', `kind = 'consent'`);
    await sweepOrphans(server.app, protocol.id);
    server.setClock(new Date(server.now().getTime() + 11 * 60_000).toISOString());
    await sweepOrphans(server.app, protocol.id);
    expect(await tableCount('identity.document', `kind = 'consent'`)).toBe(kept);
    server.setClock(new Date().toISOString());
  });

  it('forgets who never consented when the protocol’s days have passed; the count stays', async () => {
    const own = await server.openTrial((document) => {
      document.unenrolledDays = 30;
    });
    const agent = await server.signedIn(own.id, 'coordinator', 'aalborg');
    const never = await register(server, own, agent);
    const enrolled = await walkTo(server, own, agent, 'consented');
    await agent.post(`/api/staff/trials/${own.id}/clock`).send({ days: 29 }).expect(200);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(0);
    await agent.post(`/api/staff/trials/${own.id}/clock`).send({ days: 2 }).expect(200);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(1);
    const { body } = await agent.get(`/api/staff/trials/${own.id}/participants`).expect(200);
    expect(body.participants.map(({ code, name }: { code: string; name: string | null }) => [code, name])).toEqual([
      [enrolled.code, expect.stringMatching(/^Person/)],
      [never.code, null],
    ]);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(0);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
