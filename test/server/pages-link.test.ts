import { startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { register } from '../support/walk';
import type { Agent } from '../support/server';

let trial: PagesTrial;
let server: PagesTrial['server'];
let protocol: PagesTrial['protocol'];
let coordinator: Agent;
beforeAll(async () => {
  trial = await startPagesTrial();
  ({ server, protocol, coordinator } = trial);
});
afterAll(() => trial.close());
afterEach(() => expect(server.faults.splice(0)).toEqual([]));

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
    const first = await trial.linkOf(walker);
    await trial.linkOf(walker);
    await server.anonymous().post(first).type('form').send('').expect(404);
  });

  it('is not used up by being looked at, and looking writes nothing', async () => {
    const walker = await register(server, protocol, coordinator);
    const path = await trial.linkOf(walker);
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
      .post(await trial.linkOf(walker))
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
    const path = await trial.linkOf(walker);
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
    const path = await trial.linkOf(walker);
    await server.anonymous().post(path).set('Origin', 'https://elsewhere.example').type('form').send('').expect(403);
    await server.anonymous().post(path).set('Sec-Fetch-Site', 'cross-site').type('form').send('').expect(403);
  });
});
