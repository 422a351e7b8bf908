import { participantStream } from '#protocols/model/fact';
import { fieldsOf, handIn, headingOf, startPagesTrial, type PagesTrial } from '../support/plain-forms';
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

describe('answering', () => {
  it('is not possible before its time, and says when', async () => {
    const early = await trial.enter(await register(server, protocol, coordinator));
    expect((await early.get('/me/waves/baseline').expect(200)).text).toMatch(/ikke åbent endnu/);
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
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
    const agent = await trial.enter(await walkTo(server, protocol, coordinator, 'screened'));
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
    const agent = await trial.enter(walker);
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
    expect(headingOf((await agent.get('/me/waves/baseline')).text)).toBe('Tak for dine svar');
    const facts = await server.facts(participantStream(walker.id));
    expect(facts.filter(({ kind }) => kind === 'wave-submitted')).toHaveLength(1);
    expect(facts.filter(({ kind }) => kind === 'item-answered')).toHaveLength(8);
    expect(facts.find(({ payload }) => payload?.item === '2' && payload.instrument === 'who-5')?.payload).toMatchObject({
      code: null,
      blank: 'declined',
    });
    expect(headingOf((await agent.get('/me')).text)).toBe('Tak for dine svar');
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
    const agent = await trial.enter(walker);
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
    expect(text).toMatch(/value="4"\s+checked/);
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
    const agent = await trial.enter(await walkTo(server, protocol, coordinator, 'screened'));
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
    const first = await trial.enter(walker);
    await handIn(first, '/me/waves/baseline/1', '/me/waves/baseline/1', { choice: '4' });
    await handIn(first, '/me/waves/baseline/2', '/me/waves/baseline/2', { choice: 'declined' });
    expect((await first.get('/me/waves/baseline/1')).text).toMatch(/value="4"\s+checked/);

    const second = await trial.enter(walker);
    await second.get('/me/waves/baseline').expect('Location', '/me/waves/baseline/3');
    for (const number of [1, 2]) {
      const { text } = await second.get(`/me/waves/baseline/${number}`);
      expect(text).toContain('Du har svaret på dette.');
      expect(text).not.toMatch(/checked|valgt ikke at svare/);
    }
    expect(await handIn(second, '/me/waves/baseline/1', '/me/waves/baseline/1')).toBe('/me/waves/baseline/2');
  });

  it('asks in the language the answers are kept in, whatever the screens speak', async () => {
    const agent = await trial.enter(await walkTo(server, protocol, coordinator, 'screened'));
    await agent.post('/me/language').type('form').send({ language: 'en', back: '/me' });
    const { text } = await agent.get('/me/waves/baseline/1');
    expect(text).toContain('Question 1 of 8');
    expect(text).toMatch(/lang="da"[^]*har jeg været glad/);
  });
});
