import { randomUUID } from 'node:crypto';
import { PASSWORD, startTestServer, type TestServer } from '../support/server';
import type { Protocol } from '#protocols/model/protocol';
import { addStaff, StaffProblem } from '#server/services/session/add-staff';
import { endGrant } from '#server/services/trial/end-grant';
import { giveGrant } from '#server/services/trial/give-grant';
import { addDays, dayOf, startOfDay } from '#protocols/rules/calendar';
import { grantsOf } from '#server/db/stores/sessions';

let server: TestServer;
let protocol: Protocol;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
});
afterAll(() => server.close());

const SESSION = '/api/staff/session';
const cookieOf = (reply: { headers: Record<string, unknown> }): string =>
  String((reply.headers['set-cookie'] as unknown as string[])[0]).split(';')[0]!;

describe('signing in', () => {
  it('answers an unknown address and a wrong password alike, in words of both languages', async () => {
    const { email } = await server.staff(protocol.id, 'coordinator', 'aalborg');
    const agent = server.anonymous();
    const unknown = await agent
      .post(SESSION)
      .set('Accept-Language', 'da')
      .send({ email: 'nobody@example.org', password: PASSWORD })
      .expect(401);
    const wrong = await agent
      .post(SESSION)
      .set('Accept-Language', 'da')
      .send({ email, password: `${PASSWORD}!` })
      .expect(401);
    expect(unknown.headers['content-type']).toMatch('application/problem+json');
    expect({ ...unknown.body, instance: null }).toEqual({ ...wrong.body, instance: null });
    expect(unknown.body).toMatchObject({
      type: '/problems/wrong-credentials',
      title: 'E-mail og adgangskode passer ikke sammen',
      words: { en: { title: 'E-mail and password do not match' } },
    });
    expect(unknown.headers['set-cookie']).toBeUndefined();
    const english = await agent.post(SESSION).set('Accept-Language', 'en-GB').send({ email, password: 'x' }).expect(401);
    expect(english.body.title).toBe('E-mail and password do not match');
  });

  it('takes the time of a password check also for an address nobody has', async () => {
    const { email } = await server.staff(protocol.id, 'coordinator', 'aalborg');
    const { checkPassword } = await import('#server/password');
    const { findStaff } = await import('#server/db/stores/staff');
    const known = await findStaff(server.app.database.identity, server.app.keys, email);
    const time = async (stored: string | null | undefined) => {
      const begun = process.hrtime.bigint();
      await checkPassword(stored, 'wrong');
      return Number(process.hrtime.bigint() - begun);
    };
    // Turn about, and the quickest of each: other work on the machine then slows both alike.
    const [unknown, wrong]: [number[], number[]] = [[], []];
    for (let n = 0; n < 12; n += 1) {
      unknown.push(await time(undefined));
      wrong.push(await time(known!.password));
    }
    const ratio = Math.min(...unknown) / Math.min(...wrong);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('finds an address in any case, and a password typed in either form of a letter', async () => {
    const staff = await addStaff(server.app, {
      name: 'Nogen',
      email: 'Nogen.Anden@Example.org',
      password: 'blåbærgrød på bordet',
    });
    await giveGrant(server.app, server.recording(), { staff, role: 'coordinator', trial: protocol.id, site: 'aalborg' });
    const reply = await server
      .anonymous()
      .post(SESSION)
      .send({ email: 'nogen.anden@example.ORG ', password: 'blåbærgrød på bordet'.normalize('NFD') })
      .expect(200);
    expect(reply.body).toMatchObject({
      staff,
      name: 'Nogen',
      grants: [{ role: 'coordinator', trial: protocol.id, site: 'aalborg', siteName: 'Aalborg Kommune', simulated: true }],
    });
  });

  it('gives a new session at every sign-in, and keeps none of them readable', async () => {
    const { email, staff } = await server.staff(protocol.id, 'researcher');
    const first = await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200);
    const second = await server
      .anonymous()
      .post(SESSION)
      .set('Cookie', cookieOf(first))
      .send({ email, password: PASSWORD })
      .expect(200);
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
    const token = cookieOf(first).split('=')[1]!;
    expect(token).toHaveLength(43);
    const { rows } = await server.test.owner.query('SELECT token_hash FROM identity.staff_session WHERE staff = $1', [staff]);
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('tells nobody who is not signed in who they are', async () => {
    const reply = await server.anonymous().get(SESSION).expect(401);
    expect(reply.body.type).toBe('/problems/signed-out');
    await server.anonymous().get(SESSION).set('Cookie', 'lodtraek-staff=guessed').expect(401);
  });

  it('ends the session on the server: the old cookie opens nothing', async () => {
    const { email } = await server.staff(protocol.id, 'researcher');
    const signedIn = await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200);
    const cookie = cookieOf(signedIn);
    await server.anonymous().get(SESSION).set('Cookie', cookie).expect(200);
    await server.anonymous().delete(SESSION).set('Cookie', cookie).expect(200);
    await server.anonymous().get(SESSION).set('Cookie', cookie).expect(401);
  });

  it('ends after an hour without use, and for a disabled account at once', async () => {
    const { email, staff } = await server.staff(protocol.id, 'researcher');
    const idle = cookieOf(await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200));
    server.setClock(new Date(Date.now() + 61 * 60_000).toISOString());
    await server.anonymous().get(SESSION).set('Cookie', idle).expect(401);
    const fresh = cookieOf(await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(200));
    await server.test.owner.query('UPDATE identity.staff SET disabled_at = now() WHERE staff = $1', [staff]);
    await server.anonymous().get(SESSION).set('Cookie', fresh).expect(401);
    await server.anonymous().post(SESSION).send({ email, password: PASSWORD }).expect(401);
    server.setClock(new Date().toISOString());
  });

  it('refuses the twenty-first try within a minute and keeps refusing to nobody who is signed in', async () => {
    const other = await startTestServer(1);
    try {
      const agent = other.anonymous();
      const statuses: number[] = [];
      for (let n = 0; n < 21; n += 1) statuses.push((await agent.post(SESSION).send({ email: 'a@b.dk', password: '' })).status);
      expect(statuses.slice(0, 20).every((status) => status === 400)).toBe(true);
      const refused = await agent
        .post(SESSION)
        .set('X-Forwarded-For', '10.1.2.3')
        .send({ email: 'a@b.dk', password: 'x' })
        .expect(429);
      expect(refused.body.type).toBe('/problems/too-many-tries');
    } finally {
      await other.close();
    }
  });
});

describe('accounts', () => {
  it('stores name, address and password so that the database alone gives none of them away', async () => {
    const staff = await addStaff(server.app, {
      name: 'Et særligt navn',
      email: 'saerlig@example.org',
      password: 'en lang adgangskode',
    });
    const { rows } = await server.test.owner.query('SELECT * FROM identity.staff WHERE staff = $1', [staff]);
    const stored = JSON.stringify(rows);
    expect(stored).not.toMatch(/særligt|saerlig|adgangskode/);
    expect(rows[0].password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('refuses a second account with the same address, and a short password', async () => {
    const account = { name: 'Nogen', email: 'twice@example.org', password: 'en lang adgangskode' };
    await addStaff(server.app, account);
    await expect(addStaff(server.app, { ...account, email: 'TWICE@example.org' })).rejects.toBeInstanceOf(StaffProblem);
    await expect(addStaff(server.app, { ...account, email: 'new@example.org', password: 'kort' })).rejects.toBeInstanceOf(
      StaffProblem,
    );
  });

  it('takes a password of any length without cutting it', async () => {
    const { checkPassword, hashPassword } = await import('#server/password');
    const long = 'æ'.repeat(200);
    const stored = await hashPassword(`${long}1`);
    expect(await checkPassword(stored, `${long}1`)).toBe(true);
    expect(await checkPassword(stored, `${long}2`)).toBe(false);
  });
});

describe('grants', () => {
  it('refuses roles that must not meet in one person, whichever comes first', async () => {
    const staff = await addStaff(server.app, { name: 'Nogen', email: 'two-roles@example.org', password: PASSWORD });
    const give = (role: 'coordinator' | 'researcher' | 'custodian' | 'data-manager', site: string | null = null) =>
      giveGrant(server.app, server.recording(), { staff, role, trial: protocol.id, site });
    const grant = await give('coordinator', 'aalborg');
    for (const role of ['researcher', 'custodian', 'data-manager'] as const) {
      await expect(give(role)).rejects.toMatchObject({ code: 'roles-incompatible' });
    }
    await endGrant(server.app, server.recording(), grant);
    await give('researcher');
    await give('data-manager');
    await expect(give('coordinator', 'aalborg')).rejects.toMatchObject({ code: 'roles-incompatible' });
  });

  it('says why two roles must not meet', async () => {
    const staff = await addStaff(server.app, { name: 'Nogen', email: 'reasons@example.org', password: PASSWORD });
    const give = (role: 'assessor' | 'facilitator') =>
      giveGrant(server.app, server.recording(), { staff, role, trial: protocol.id, site: null });
    await give('assessor');
    await expect(give('facilitator')).rejects.toMatchObject({
      code: 'roles-incompatible',
      details: { because: { da: expect.stringContaining('gruppe'), en: expect.stringContaining('group') } },
    });
  });

  it('refuses a last day before the first', async () => {
    await expect(
      giveGrant(server.app, server.recording(), {
        staff: randomUUID(),
        role: 'monitor',
        trial: protocol.id,
        site: null,
        from: '2026-12-02',
        until: '2026-12-01',
      }),
    ).rejects.toMatchObject({ code: 'not-understood', details: { field: 'until' } });
  });

  it('opens nothing before its first day nor after its last, and lets roles meet in one person on different days', async () => {
    const staff = await addStaff(server.app, { name: 'Nogen', email: 'dated@example.org', password: PASSWORD });
    const group = randomUUID();
    const wish = { staff, trial: protocol.id, site: 'aalborg' };
    const day = (offset: number) => addDays(dayOf(server.now()), offset);
    await giveGrant(server.app, server.recording(), { ...wish, role: 'coordinator', from: day(5), until: day(6), group });
    const assessing = { ...wish, role: 'assessor' as const };
    await expect(giveGrant(server.app, server.recording(), { ...assessing, from: day(6) })).rejects.toMatchObject({
      code: 'roles-incompatible',
    });
    await expect(giveGrant(server.app, server.recording(), assessing)).rejects.toMatchObject({ code: 'roles-incompatible' });
    await giveGrant(server.app, server.recording(), { ...assessing, from: day(7) });

    const rolesOn = async (offset: number) => {
      const at = new Date(startOfDay(day(offset)).getTime());
      return (await grantsOf(server.app.database.research, staff, at, protocol.id)).map(({ role, group: of }) => [role, of]);
    };
    expect(await rolesOn(4)).toEqual([]);
    expect(await rolesOn(5)).toEqual([['coordinator', group]]);
    expect(await rolesOn(6)).toEqual([['coordinator', group]]);
    expect(await rolesOn(7)).toEqual([['assessor', null]]);

    const agent = server.anonymous();
    await agent.post(SESSION).send({ email: 'dated@example.org', password: PASSWORD }).expect(200);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(404);
    expect((await agent.get(SESSION).expect(200)).body.grants).toEqual([]);
  });

  it('gives one of two incompatible grants asked for at the same moment, however often it is tried', async () => {
    for (let n = 0; n < 12; n += 1) {
      const wish = { staff: randomUUID(), trial: protocol.id, site: null };
      const asked = await Promise.allSettled(
        (['coordinator', 'researcher'] as const).map((role) => giveGrant(server.app, server.recording(), { ...wish, role })),
      );
      expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('refuses a trial or a site that is not', async () => {
    const staff = await addStaff(server.app, { name: 'Nogen', email: 'nowhere@example.org', password: PASSWORD });
    await expect(
      giveGrant(server.app, server.recording(), { staff, role: 'researcher', trial: 'no-trial', site: null }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      giveGrant(server.app, server.recording(), { staff, role: 'coordinator', trial: protocol.id, site: 'atlantis' }),
    ).rejects.toMatchObject({
      code: 'not-understood',
    });
  });

  it('keeps every grant and its end as facts, and an ended grant opens nothing from the next request on', async () => {
    const { email, staff } = await server.staff(protocol.id, 'coordinator', 'aalborg');
    const agent = server.anonymous();
    const { body } = await agent.post(SESSION).send({ email, password: PASSWORD }).expect(200);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(200);
    const { grant } = body.grants[0];
    await endGrant(server.app, server.recording('staff/administrator'), grant);
    await agent.get(`/api/staff/trials/${protocol.id}`).expect(404);
    await expect(endGrant(server.app, server.recording(), grant)).rejects.toMatchObject({ code: 'not-found' });
    const facts = await server.facts(`trial/${protocol.id}`);
    expect(facts).toContainEqual({
      kind: 'grant-given',
      actor: 'system',
      payload: { grant, staff, role: 'coordinator', site: 'aalborg' },
    });
    expect(facts.at(-1)).toEqual({ kind: 'grant-ended', actor: 'staff/administrator', payload: { grant } });
  });
});
