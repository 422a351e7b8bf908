import { participantStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { planCohort, register, walkTo, eligibleAnswers, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((draft) => {
    draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['who-5', 't-ils'] }));
    draft.outcomes = draft.outcomes
      .filter(({ instrument }) => instrument !== 'qpr-15')
      .map((outcome, index) => ({ ...outcome, role: index === 0 ? 'primary' : 'secondary' }));
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator');
});
afterAll(() => server.close());
afterEach(() => expect(server.faults.splice(0)).toEqual([]));

const at = (walker: Walker) => `/api/staff/trials/${protocol.id}/participants/${walker.code}`;
const inform = (walker: Walker) =>
  coordinator
    .post(`${at(walker)}/oral-information`)
    .send({ language: 'da', companion: 'offered', interpreter: false })
    .expect(200);

/** The path of a fresh personal link. */
async function linkOf(walker: Walker): Promise<string> {
  const { body } = await coordinator.post(`${at(walker)}/link`).expect(200);
  return new URL(body.link as string).pathname;
}

/** A browser without script that came in by the personal link. */
async function enter(walker: Walker): Promise<Agent> {
  const agent = server.anonymous();
  await agent
    .post(await linkOf(walker))
    .type('form')
    .send('')
    .expect(303)
    .expect('Location', '/me');
  return agent;
}

const unescape = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** The hidden fields of the form with that action. */
function fieldsOf(page: string, action: string): Record<string, string> {
  const form = page.match(new RegExp(`<form[^>]*action="${action}"[^]*?</form>`))?.[0];
  if (!form) throw new Error(`no form to ${action} in ${page}`);
  return Object.fromEntries(
    [...form.matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [name, unescape(value!)]),
  );
}

/** Opens a page and hands in its form, as a browser without script does. @returns where it was sent on to. */
async function handIn(agent: Agent, path: string, action: string, fields: Record<string, string> = {}): Promise<string> {
  const { text } = await agent.get(path).expect(200);
  const reply = await agent
    .post(action)
    .type('form')
    .send({ ...fieldsOf(text, action), ...fields });
  expect([reply.status, reply.text]).toEqual([303, expect.any(String)]);
  return reply.headers.location as string;
}

const kindsOf = async (walker: Walker) => (await server.facts(participantStream(walker.id))).map(({ kind }) => kind);
const statementOf = (page: string) => /<h1[^>]*>([^<]*)<\/h1>/.exec(page)?.[1];
const rowsOf = async (sql: string) => Number((await server.test.owner.query(sql)).rows[0].count);

describe('a personal link', () => {
  it('that nobody issued is told kindly, in both languages, by looking and by pressing', async () => {
    for (const reply of [
      await server.anonymous().get('/l/nonsense'),
      await server.anonymous().post('/l/nonsense').type('form').send(''),
    ]) {
      expect(reply.status).toBe(404);
      expect(reply.text).toMatch(/Linket virker ikke længere/);
      expect(reply.text).toMatch(/lang="en"[^]*The link no longer works/);
    }
  });

  it('stops working when a newer one is made', async () => {
    const walker = await register(server, protocol, coordinator);
    const first = await linkOf(walker);
    await linkOf(walker);
    await server.anonymous().post(first).type('form').send('').expect(404);
  });

  it('is not used up by being looked at, and looking writes nothing', async () => {
    const walker = await register(server, protocol, coordinator);
    const path = await linkOf(walker);
    const before = await rowsOf('SELECT count(*) FROM linkage.session');
    for (let times = 0; times < 3; times += 1) {
      const { text, headers } = await server.anonymous().get(path).expect(200);
      expect(text).toContain('Gå ind');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['set-cookie']).toBeUndefined();
      await server.anonymous().head(path).expect(200);
    }
    expect(await rowsOf('SELECT count(*) FROM linkage.session')).toBe(before);
    await server.anonymous().post(path).type('form').send('').expect(303);
  });

  it('gives a session that only the browser can name, at an address that says nothing', async () => {
    const walker = await register(server, protocol, coordinator);
    const reply = await server
      .anonymous()
      .post(await linkOf(walker))
      .type('form')
      .send('')
      .expect(303)
      .expect('Location', '/me');
    const cookies = ([] as string[]).concat(reply.headers['set-cookie'] ?? []);
    const session = cookies.find((cookie) => cookie.startsWith('lodtraek-participant='))!;
    expect(session).toMatch(/HttpOnly/);
    expect(session).toMatch(/SameSite=Lax/);
    const secret = /=([\w-]{43});/.exec(session)![1]!;
    expect(await rowsOf(`SELECT count(*) FROM linkage.session WHERE token_hash = '${secret}'`)).toBe(0);
    expect(cookies.some((cookie) => cookie.startsWith('language=da'))).toBe(true);
  });

  it('gives a new session each time and ends the one the browser held', async () => {
    const walker = await register(server, protocol, coordinator);
    const path = await linkOf(walker);
    const first = await server.anonymous().post(path).type('form').send('');
    const old = /lodtraek-participant=[\w-]+/.exec(String(first.headers['set-cookie']))![0];
    const second = await server.anonymous().post(path).set('Cookie', old).type('form').send('');
    const fresh = /lodtraek-participant=[\w-]+/.exec(String(second.headers['set-cookie']))![0];
    expect(fresh).not.toBe(old);
    await server.anonymous().get('/me').set('Cookie', old).expect(401);
    await server.anonymous().get('/me').set('Cookie', fresh).expect(200);
  });

  it('is not opened by another site', async () => {
    const walker = await register(server, protocol, coordinator);
    const path = await linkOf(walker);
    await server.anonymous().post(path).set('Origin', 'https://elsewhere.example').type('form').send('').expect(403);
    await server.anonymous().post(path).set('Sec-Fetch-Site', 'cross-site').type('form').send('').expect(403);
  });
});

const PAGES = [
  '/me',
  '/me/information',
  '/me/questions',
  '/me/consent',
  '/me/consent/no',
  '/me/consent/copy',
  '/me/participation',
  '/me/waves/baseline',
  '/me/waves/baseline/1',
];
const FORMS = [
  '/me/information',
  '/me/questions',
  '/me/consent',
  '/me/consent/no',
  '/me/participation',
  '/me/waves/baseline',
  '/me/waves/baseline/1',
];

describe('every page of a participant', () => {
  it('says to somebody without a session, or with one that is over, that answers are kept', async () => {
    for (const path of PAGES) {
      const { text } = await server.anonymous().get(path).expect(401);
      expect(text).toMatch(/Du har holdt pause/);
      expect(text).toMatch(/Dine svar er gemt/);
    }
    for (const path of FORMS) await server.anonymous().post(path).type('form').send('').expect(401);
    await server
      .anonymous()
      .get('/me')
      .set('Cookie', `lodtraek-participant=${'x'.repeat(43)}`)
      .expect(401);
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    await agent.get('/me').expect(200);
    await server.test.owner.query('UPDATE linkage.session SET expires_at = now() WHERE participant = $1', [walker.id]);
    await agent.get('/me').expect(401);
  });

  it('refuses a form without its token, with another session’s, from another site and of another kind, and writes nothing', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const other = await enter(await walkTo(server, protocol, coordinator, 'screened'));
    const foreign = fieldsOf((await other.get('/me/participation')).text, '/me/participation').token!;
    const own = fieldsOf((await agent.get('/me/participation')).text, '/me/participation').token!;
    const before = await kindsOf(walker);
    for (const path of [...FORMS, '/me/pause']) {
      const { text } = await agent.post(path).type('form').send({ change: 'erase', choice: '3' }).expect(403);
      expect(text).toMatch(/Siden er blevet for gammel/);
      await agent.post(path).type('form').send({ token: foreign, change: 'erase' }).expect(403);
      await agent.post(path).set('Origin', 'https://elsewhere.example').type('form').send({ token: own }).expect(403);
      await agent.post(path).set('Origin', 'null').type('form').send({ token: own }).expect(403);
      await agent.post(path).set('Sec-Fetch-Site', 'same-site').type('form').send({ token: own }).expect(403);
      await agent.post(path).type('text/plain').send(`token=${own}`).expect(415);
      await agent.post(path).send({ token: own }).expect(415);
      await agent
        .post(path)
        .type('form')
        .send(`token=${own}&pad=${'x'.repeat(60_000)}`)
        .expect(413);
    }
    expect(await kindsOf(walker)).toEqual(before);
    await agent.get('/me').expect(200);
  });

  it('changes nothing by being looked at, at any step', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const before = await kindsOf(walker);
    for (const path of [...PAGES, '/me/help', '/me/paused', '/me/pause', '/me/language', '/me/waves/baseline/9', '/me/nowhere']) {
      await agent.get(path);
      await agent.head(path);
    }
    expect(await kindsOf(walker)).toEqual(before);
  });

  it('carries the policy that no script but our own runs, and is never kept by a browser', async () => {
    const agent = await enter(await walkTo(server, protocol, coordinator, 'screened'));
    for (const path of ['/me', '/me/waves/baseline/1', '/me/nowhere', '/l/nonsense']) {
      const { headers, text } = await agent.get(path);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
      expect(headers['cache-control']).toBe('no-store');
      expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|\sstyle=/);
    }
  });

  it('answers an address that is none, or cannot be read, in words', async () => {
    const agent = await enter(await register(server, protocol, coordinator));
    for (const path of [
      '/me/nowhere',
      '/me/waves/nowhere',
      '/me/waves/baseline/0',
      '/me/waves/baseline/99',
      '/me/waves/baseline/x',
      '/l/%E0%A4%A',
    ]) {
      const { text } = await agent.get(path).expect(404);
      expect(text).toMatch(/<h1>/);
    }
  });

  it('shows help to everybody, and the trial’s own words to its participants', async () => {
    expect((await server.anonymous().get('/me/help').expect(200)).text).toMatch(/112/);
    const agent = await enter(await register(server, protocol, coordinator));
    expect((await agent.get('/me/help').expect(200)).text).toContain('70 201 201');
  });

  it('speaks the language that somebody chose, and sends them back to our own pages only', async () => {
    const agent = await enter(await register(server, protocol, coordinator));
    expect((await agent.get('/me')).text).toMatch(/<html lang="da"/);
    await agent
      .post('/me/language')
      .type('form')
      .send({ language: 'en', back: '/me/help' })
      .expect(303)
      .expect('Location', '/me/help');
    expect((await agent.get('/me')).text).toMatch(/<html lang="en"/);
    for (const back of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/me//evil',
      'javascript:1',
      '/staff',
      '/me/%0d%0ax',
      '',
    ]) {
      await agent.post('/me/language').type('form').send({ language: 'da', back }).expect('Location', '/me');
    }
  });
});

describe('the way to a consent', () => {
  it('waits for the talk, then for the reading, and takes neither out of order', async () => {
    const walker = await register(server, protocol, coordinator);
    const agent = await enter(walker);
    expect(statementOf((await agent.get('/me')).text)).toBe('Først en samtale');
    const { text: page } = await agent.get('/me/participation');
    const token = fieldsOf(page, '/me/participation').token!;
    const text = protocol.consent.versions[0]!.version;
    expect((await agent.post('/me/information').type('form').send({ token, text }).expect(409)).text).toMatch(
      /Vi skal tale sammen først/,
    );
    await inform(walker);
    await agent.post('/me/information').type('form').send({ token, text: 'older' }).expect(409);
    await agent
      .post('/me/questions')
      .type('form')
      .send({ token, question: 'lots', answer: 'no', given: 'stop:yes', tries: '1' })
      .expect(409);
    await agent.post('/me/consent').type('form').send({ token, text, name: 'N', agree: 'yes', wish: 'yes' }).expect(409);
    expect(await kindsOf(walker)).toEqual(['registered', 'link-issued', 'link-issued', 'informed-orally']);

    expect(await handIn(agent, '/me/information', '/me/information')).toBe('/me');
    await agent.post('/me/information').type('form').send({ token, text }).expect(303);
    expect((await kindsOf(walker)).filter((kind) => kind === 'information-read')).toHaveLength(1);
  });

  it('explains what somebody mistook, lets them try again, and counts tries of the text only', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const agent = await enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    let path = await handIn(agent, '/me/questions', '/me/questions', { answer: 'no' });
    const again = (await agent.get(path)).text;
    expect(again).toMatch(/Det er let at tage fejl her. Du kan altid stoppe/);
    path = await handIn(agent, path, '/me/questions', { answer: 'yes' });
    expect((await agent.get(path)).text).toMatch(/Ja. Du kan altid stoppe/);
    path = await handIn(agent, path, '/me/questions', {});
    expect((await agent.get(path)).text).toMatch(/Vælg ja eller nej/);
    expect(await handIn(agent, path, '/me/questions', { answer: 'no' })).toBe('/me');
    expect((await server.facts(participantStream(walker.id))).at(-1)).toMatchObject({
      kind: 'comprehension-completed',
      payload: { tries: 2 },
    });
    expect(statementOf((await agent.get('/me')).text)).toBe('Vil du være med?');
  });

  it('lets nobody sign before the time to think is over unless they wish it themselves', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const agent = await enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    await handIn(agent, '/me/questions?given=stop:yes', '/me/questions', { answer: 'no' });
    const fields = { name: 'Et navn <b>"x"</b>', agree: 'yes' };
    const { text } = await agent.get('/me/consent');
    expect(text).toContain('Jeg har tænkt nok over det.');
    const form = fieldsOf(text, '/me/consent');
    expect(
      (
        await agent
          .post('/me/consent')
          .type('form')
          .send({ ...form, ...fields })
          .expect(409)
      ).text,
    ).toMatch(/Betænkningstiden/);
    await agent
      .post('/me/consent')
      .type('form')
      .send({ ...form, agree: 'yes', wish: 'yes', name: '  ' })
      .expect('Location', '/me/consent?incomplete');
    await agent
      .post('/me/consent')
      .type('form')
      .send({ ...form, name: 'N', wish: 'yes' })
      .expect('Location', '/me/consent?incomplete');
    await agent.post('/me/consent/copy').type('form').send(form).expect(404);

    expect(await handIn(agent, '/me/consent', '/me/consent', { ...fields, wish: 'yes' })).toBe('/me');
    const fact = (await server.facts(participantStream(walker.id))).at(-1)!;
    expect(fact).toMatchObject({ kind: 'consent-signed', actor: 'participant', payload: { early: true, language: 'da' } });
    expect(JSON.stringify(fact)).not.toContain('Et navn');
    expect(statementOf((await agent.get('/me')).text)).toBe('Tak for dit ja');
    expect((await agent.get('/me/consent/copy').expect(409)).text).toMatch(/når I begge har skrevet under/);

    await coordinator
      .post(`${at(walker)}/consent`)
      .send({ name: 'Den der informerede' })
      .expect(200);
    const copy = (await agent.get('/me/consent/copy').expect(200)).text;
    expect(copy).toContain('Et navn &lt;b&gt;&quot;x&quot;&lt;/b&gt;');
    expect(copy).toContain('Den der informerede');
    expect(copy).toContain(protocol.consent.versions[0]!.statement.da);
  });

  it('keeps two presses of yes as one signature', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const agent = await enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    await handIn(agent, '/me/questions?given=stop:yes', '/me/questions', { answer: 'no' });
    const form = { ...fieldsOf((await agent.get('/me/consent')).text, '/me/consent'), name: 'N N', agree: 'yes', wish: 'yes' };
    const replies = await Promise.all([1, 2, 3].map(() => agent.post('/me/consent').type('form').send(form)));
    expect(replies.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await kindsOf(walker)).filter((kind) => kind === 'consent-signed')).toHaveLength(1);
  });

  it('takes a no as lightly as a yes, and asks no more', async () => {
    const walker = await register(server, protocol, coordinator);
    await inform(walker);
    const agent = await enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    await handIn(agent, '/me/questions?given=stop:yes', '/me/questions', { answer: 'no' });
    expect(await handIn(agent, '/me/consent/no', '/me/consent/no')).toBe('/me');
    expect(statementOf((await agent.get('/me')).text)).toBe('Tak, fordi du tænkte over det');
    expect((await server.facts(participantStream(walker.id))).at(-1)).toMatchObject({
      kind: 'participation-changed',
      actor: 'participant',
      payload: { change: 'no-more-data', source: 'participant' },
    });
  });
});

describe('answering', () => {
  it('is not possible before its time, and says when', async () => {
    const early = await enter(await register(server, protocol, coordinator));
    expect((await early.get('/me/waves/baseline').expect(200)).text).toMatch(/ikke åbent endnu/);
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const { text } = await agent.get('/me/waves/baseline/1');
    const fields = fieldsOf(text, '/me/waves/baseline/1');
    await agent
      .post('/me/waves/end/1')
      .type('form')
      .send({ ...fields, choice: '3' })
      .expect(409);
    await agent.post('/me/waves/baseline').type('form').send(fields).expect(409);
    await agent.post('/me/waves/nowhere').type('form').send(fields).expect(404);
  });

  it('shows one question with nothing chosen, its words unaltered, its terms and the way out', async () => {
    const agent = await enter(await walkTo(server, protocol, coordinator, 'screened'));
    const { text } = await agent
      .get('/me/waves/baseline')
      .expect(303)
      .expect('Location', '/me/waves/baseline/1')
      .then(() => agent.get('/me/waves/baseline/1'));
    expect(text).toContain('har jeg været glad og i godt humør');
    expect(text.match(/type="radio"/g)).toHaveLength(6);
    expect(text).not.toMatch(/checked/);
    expect(text).toContain('Spørgsmål 1 af 8');
    expect(text).toContain('WHO-5 © Verdenssundhedsorganisationen');
    for (const way of ['/me/help', '/me/participation', 'action="/me/pause"']) expect(text).toContain(way);
  });

  it('goes through a whole questionnaire with plain forms and hands it in once', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    expect(await handIn(agent, '/me/waves/baseline/1', '/me/waves/baseline/1')).toBe('/me/waves/baseline/1?choose');
    let path = '/me/waves/baseline/1';
    for (let number = 1; number <= 8; number += 1) {
      const choice = number === 2 ? 'declined' : '2';
      path = await handIn(agent, path, path, { choice });
      expect(path).toBe(`/me/waves/baseline/${number + 1}`);
    }
    const { text } = await agent.get(path);
    expect(text).toContain('Send mine svar');
    const form = fieldsOf(text, '/me/waves/baseline');
    const replies = await Promise.all([1, 2, 3].map(() => agent.post('/me/waves/baseline').type('form').send(form)));
    expect(replies.map(({ status, headers }) => [status, headers.location])).toEqual(Array(3).fill([303, '/me/waves/baseline']));
    expect(statementOf((await agent.get('/me/waves/baseline')).text)).toBe('Tak for dine svar');
    const facts = await server.facts(participantStream(walker.id));
    expect(facts.filter(({ kind }) => kind === 'wave-submitted')).toHaveLength(1);
    expect(facts.filter(({ kind }) => kind === 'item-answered')).toHaveLength(8);
    expect(facts.find(({ payload }) => payload?.item === '2' && payload.instrument === 'who-5')?.payload).toMatchObject({
      code: null,
      blank: 'declined',
    });
    expect(statementOf((await agent.get('/me')).text)).toBe('Tak for dine svar');
    expect(
      (
        await agent
          .post('/me/waves/baseline/1')
          .type('form')
          .send({ ...form, instrument: 'who-5', item: '1', seen: '1', choice: '3' })
          .expect(409)
      ).text,
    ).toMatch(/sendt svarene ind/);
  });

  it('keeps one form sent several times at once as one answer, and a page shown before a newer answer as none', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const path = '/me/waves/baseline/1';
    const fields = fieldsOf((await agent.get(path)).text, path);
    const replies = await Promise.all(
      [1, 2, 3].map(() =>
        agent
          .post(path)
          .type('form')
          .send({ ...fields, choice: '4' }),
      ),
    );
    expect(replies.map(({ headers }) => headers.location)).toEqual(Array(3).fill('/me/waves/baseline/2'));
    await agent
      .post(path)
      .type('form')
      .send({ ...fields, choice: '1' })
      .expect('Location', `${path}?stale`);
    const { text } = await agent.get(`${path}?stale`);
    expect(text).toMatch(/i et andet vindue. Her er det nyeste svar/);
    expect(text).toMatch(/value="4" checked/);
    expect((await server.facts(participantStream(walker.id))).filter(({ kind }) => kind === 'item-answered')).toHaveLength(1);
    // Going on without a change is no new answer; a change is.
    expect(await handIn(agent, path, path, { choice: '4' })).toBe('/me/waves/baseline/2');
    expect(await handIn(agent, path, path, { choice: '5' })).toBe('/me/waves/baseline/2');
    expect(
      (await server.facts(participantStream(walker.id)))
        .filter(({ kind }) => kind === 'item-answered')
        .map(({ payload }) => payload?.code),
    ).toEqual([4, 5]);
  });

  it('refuses a form whose fields do not belong together', async () => {
    const agent = await enter(await walkTo(server, protocol, coordinator, 'screened'));
    const path = '/me/waves/baseline/1';
    const fields = fieldsOf((await agent.get(path)).text, path);
    for (const wrong of [
      { item: '2' },
      { instrument: 't-ils' },
      { seen: 'x' },
      { seen: '-1' },
      { choice: '6' },
      { choice: 'x' },
      { choice: '1e1' },
    ]) {
      await agent
        .post(path)
        .type('form')
        .send({ ...fields, choice: '3', ...wrong })
        .expect(400);
    }
    await agent
      .post(path)
      .type('form')
      .send(`${new URLSearchParams({ ...fields, seen: '' })}&seen=0&seen=1&choice=3`)
      .expect(400);
  });

  it('resumes on another device at the next question and shows no value given before', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const first = await enter(walker);
    await handIn(first, '/me/waves/baseline/1', '/me/waves/baseline/1', { choice: '4' });
    await handIn(first, '/me/waves/baseline/2', '/me/waves/baseline/2', { choice: 'declined' });
    expect((await first.get('/me/waves/baseline/1')).text).toMatch(/value="4" checked/);

    const second = await enter(walker);
    await second.get('/me/waves/baseline').expect('Location', '/me/waves/baseline/3');
    for (const number of [1, 2]) {
      const { text } = await second.get(`/me/waves/baseline/${number}`);
      expect(text).toContain('Du har svaret på dette.');
      expect(text).not.toMatch(/checked|valgt ikke at svare/);
    }
    expect(await handIn(second, '/me/waves/baseline/1', '/me/waves/baseline/1')).toBe('/me/waves/baseline/2');
  });

  it('asks in the language the answers are kept in, whatever the screens speak', async () => {
    const agent = await enter(await walkTo(server, protocol, coordinator, 'screened'));
    await agent.post('/me/language').type('form').send({ language: 'en', back: '/me' });
    const { text } = await agent.get('/me/waves/baseline/1');
    expect(text).toContain('Question 1 of 8');
    expect(text).toMatch(/lang="da"[^]*har jeg været glad/);
  });
});

describe('the front page', () => {
  const titleFor = async (walker: Walker) => statementOf((await (await enter(walker)).get('/me').expect(200)).text);

  it('says the one thing that is next at every step', async () => {
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'signed'))).toBe('Tak for dit ja');
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'consented'))).toBe('Vi ser på det sammen');
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'screened'))).toBe(
      'Startskema: fortæl os, hvordan du har det',
    );
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'baseline'))).toBe('Tak for dine svar');
    const refused = await walkTo(server, protocol, coordinator, 'consented');
    await coordinator
      .post(`${at(refused)}/screening`)
      .send({ answers: { ...eligibleAnswers(protocol), age: 17 } })
      .expect(200);
    expect(await titleFor(refused)).toBe('Det er ikke det rigtige for dig nu');
  });

  it('waits for the draw, announces it in the protocol’s words, and tells when the next questionnaire opens', async () => {
    const own = await server.openTrial((draft) => {
      draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['qpr-15'] }));
      draft.outcomes = draft.outcomes.filter(({ instrument }) => instrument === 'qpr-15');
    });
    const staff = await server.signedIn(own.id, 'coordinator');
    const days = (n: number) => staff.post(`/api/staff/trials/${own.id}/clock`).send({ days: n }).expect(200);
    const cohort = await planCohort(server, own, staff);
    const walkers: Walker[] = [];
    for (let n = 0; n < own.cohorts.minimum; n += 1) walkers.push(await walkTo(server, own, staff, 'cohort', cohort));
    const agents = await Promise.all(walkers.map(({ code }) => server.participant(own.id, code)));
    expect(statementOf((await agents[0]!.get('/me')).text)).toBe('Snart trækker vi lod');

    await days(8);
    await staff.post(`/api/staff/trials/${own.id}/cohorts/${cohort}/allocation`).expect(200);
    const pages = await Promise.all(agents.map(async (agent) => (await agent.get('/me')).text));
    const told = pages.map((page) => own.arms.find(({ announcement }) => page.includes(announcement.da))?.id);
    expect([...told].sort()).toEqual([...Array(told.length / 2).fill('later'), ...Array(told.length / 2).fill('now')]);
    for (const page of pages) {
      expect(page).toMatch(/Slutskema åbner den \d+\. \w+ 20\d\d/);
      expect(page).not.toMatch(/kontrolgruppe|allokeret/);
    }
    const leaver = agents[told.indexOf('now')]!;
    const stayer = agents[told.indexOf('later')]!;
    expect((await stayer.get('/me/participation')).text).not.toContain('Jeg vil ikke i gruppe');
    expect(await handIn(leaver, '/me/participation', '/me/participation', { change: 'leaves-intervention' })).toBe(
      '/me/participation',
    );
    expect((await leaver.get('/me/participation')).text).toMatch(/Du forlod gruppen den/);
    expect(statementOf((await leaver.get('/me')).text)).toBe('Der er trukket lod');

    await days(75);
    expect(statementOf((await agents[0]!.get('/me')).text)).toBe('Slutskema: fortæl os, hvordan du har det');
    await walkers[0]!.handIn('end');
    expect(statementOf((await agents[0]!.get('/me')).text)).toBe('Du er færdig');
    await days(40);
    expect(statementOf((await agents[1]!.get('/me')).text)).toBe('Tiden er gået for dette skema');
    expect(statementOf((await agents[1]!.get('/me/waves/end')).text)).toBe('Tiden er gået for dette skema');
  });

  it('asks again for a first questionnaire that grew too old before the draw', async () => {
    const own = await server.openTrial((draft) => {
      draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['t-ils'] }));
      draft.outcomes = draft.outcomes
        .filter(({ instrument }) => instrument === 't-ils')
        .map((outcome) => ({ ...outcome, role: 'primary' }));
    });
    const staff = await server.signedIn(own.id, 'coordinator');
    const walker = await walkTo(server, own, staff, 'baseline');
    const agent = await server.participant(own.id, walker.code);
    await staff.post(`/api/staff/trials/${own.id}/clock`).send({ days: 20 }).expect(200);
    expect(statementOf((await agent.get('/me')).text)).toBe('Startskema: fortæl os, hvordan du har det');
    await agent.get('/me/waves/baseline').expect('Location', '/me/waves/baseline/1');
    let path = '/me/waves/baseline/1';
    for (let number = 1; number <= 3; number += 1) {
      expect((await agent.get(path)).text).not.toMatch(/Du har svaret|checked/);
      path = await handIn(agent, path, path, { choice: '1' });
    }
    await handIn(agent, path, '/me/waves/baseline');
    expect(statementOf((await agent.get('/me')).text)).toBe('Tak for dine svar');
    const answers = (await server.facts(participantStream(walker.id))).filter(({ kind }) => kind === 'item-answered');
    expect(answers.map(({ payload }) => payload?.version)).toEqual([1, 1, 1, 2, 2, 2]);
  });
});

describe('changing how one takes part', () => {
  it('refuses what is not on the page', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const { token } = fieldsOf((await agent.get('/me/participation')).text, '/me/participation');
    await agent.post('/me/participation').type('form').send({ token, change: 'died' }).expect(400);
    await agent.post('/me/participation').type('form').send({ token }).expect(400);
    // There is no group to leave before the draw.
    await agent.post('/me/participation').type('form').send({ token, change: 'leaves-intervention' }).expect(409);
  });

  it('keeps fewer contacts as a fact of the person’s own and goes on as before', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    for (let times = 0; times < 2; times += 1) {
      const { token } = fieldsOf((await agent.get('/me/participation')).text, '/me/pause');
      await agent.post('/me/participation').type('form').send({ token, change: 'fewer-contacts' }).expect(303);
    }
    const facts = (await server.facts(participantStream(walker.id))).filter(({ kind }) => kind === 'participation-changed');
    expect(facts).toEqual([
      { kind: 'participation-changed', actor: 'participant', payload: { change: 'fewer-contacts', source: 'participant' } },
    ]);
    expect((await agent.get('/me/participation')).text).toMatch(/Du bad om færre beskeder den/);
    await agent.get('/me/waves/baseline/1').expect(200);
  });

  it('stops the asking at once, and still takes the wish to have answers deleted', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const path = '/me/waves/baseline/1';
    const fields = fieldsOf((await agent.get(path)).text, path);
    expect(await handIn(agent, '/me/participation', '/me/participation', { change: 'no-more-data' })).toBe('/me');
    expect(statementOf((await agent.get('/me')).text)).toBe('Tak for det, du har givet');
    expect(
      (
        await agent
          .post(path)
          .type('form')
          .send({ ...fields, choice: '3' })
          .expect(409)
      ).text,
    ).toMatch(/ikke at spørge mere/);
    expect(await handIn(agent, '/me/participation', '/me/participation', { change: 'erase' })).toBe('/me');
    expect(statementOf((await agent.get('/me')).text)).toBe('Vi sletter dine svar');
  });

  it('ends the session at a break, on the server too', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await enter(walker);
    const { text } = await agent.get('/me');
    const reply = await agent
      .post('/me/pause')
      .type('form')
      .send(fieldsOf(text, '/me/pause'))
      .expect(303)
      .expect('Location', '/me/paused');
    expect(reply.headers['clear-site-data']).toBe('"cache", "storage"');
    await agent.get('/me').expect(401);
    expect(await rowsOf(`SELECT count(*) FROM linkage.session WHERE participant = '${walker.id}' AND ended_at IS NULL`)).toBe(0);
    expect((await agent.get('/me/paused').expect(200)).text).toMatch(/Dine svar er gemt/);
  });
});
