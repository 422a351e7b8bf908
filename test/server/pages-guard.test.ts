import { fieldsOf, startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { register, walkTo } from '../support/walk';
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
    const agent = await trial.enter(walker);
    await agent.get('/me').expect(200);
    await server.test.owner.query('UPDATE linkage.session SET expires_at = now() WHERE participant = $1', [walker.id]);
    await agent.get('/me').expect(401);
  });

  it('refuses a form without its token, with another session’s, from another site and of another kind, and writes nothing', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
    const other = await trial.enter(await walkTo(server, protocol, coordinator, 'screened'));
    const foreign = fieldsOf((await other.get('/me/participation')).text, '/me/participation').token!;
    const own = fieldsOf((await agent.get('/me/participation')).text, '/me/participation').token!;
    const before = await trial.kindsOf(walker);
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
    expect(await trial.kindsOf(walker)).toEqual(before);
    await agent.get('/me').expect(200);
  });

  it('changes nothing by being looked at, at any step', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
    const before = await trial.kindsOf(walker);
    for (const path of [...PAGES, '/me/help', '/me/paused', '/me/pause', '/me/language', '/me/waves/baseline/9', '/me/nowhere']) {
      await agent.get(path);
      await agent.head(path);
    }
    expect(await trial.kindsOf(walker)).toEqual(before);
  });

  it('carries the policy that no script but our own runs, and is never kept by a browser', async () => {
    const agent = await trial.enter(await walkTo(server, protocol, coordinator, 'screened'));
    for (const path of ['/me', '/me/waves/baseline/1', '/me/nowhere', '/l/nonsense']) {
      const { headers, text } = await agent.get(path);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
      expect(headers['cache-control']).toBe('no-store');
      expect(text).not.toMatch(/<script(?![^>]*src=)|\son\w+=|\sstyle=/);
    }
  });

  it('answers an address that is none, or cannot be read, in words', async () => {
    const agent = await trial.enter(await register(server, protocol, coordinator));
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
    const agent = await trial.enter(await register(server, protocol, coordinator));
    expect((await agent.get('/me/help').expect(200)).text).toContain('70 201 201');
  });

  it('speaks the language that somebody chose, and sends them back to our own pages only', async () => {
    const agent = await trial.enter(await register(server, protocol, coordinator));
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
