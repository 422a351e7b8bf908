import { participantStream } from '#protocols/model/fact';
import { fieldsOf, handIn, headingOf, startPagesTrial, type PagesTrial } from '../support/plain-forms';
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

describe('the way to a consent', () => {
  it('waits for the talk, then for the reading, and takes neither out of order', async () => {
    const walker = await register(server, protocol, coordinator);
    const agent = await trial.enter(walker);
    expect(headingOf((await agent.get('/me')).text)).toBe('Først en samtale');
    const { text: page } = await agent.get('/me/participation');
    const token = fieldsOf(page, '/me/participation').token!;
    const text = protocol.consent.versions[0]!.version;
    expect((await agent.post('/me/information').type('form').send({ token, text }).expect(409)).text).toMatch(
      /Vi skal tale sammen først/,
    );
    await trial.inform(walker);
    await agent.post('/me/information').type('form').send({ token, text: 'older' }).expect(409);
    await agent
      .post('/me/questions')
      .type('form')
      .send({ token, question: 'lots', answer: 'no', given: 'stop:yes', tries: '1' })
      .expect(409);
    await agent.post('/me/consent').type('form').send({ token, text, name: 'N', agree: 'yes', wish: 'yes' }).expect(409);
    expect(await trial.kindsOf(walker)).toEqual(['registered', 'link-issued', 'link-issued', 'informed-orally']);

    expect(await handIn(agent, '/me/information', '/me/information')).toBe('/me');
    await agent.post('/me/information').type('form').send({ token, text }).expect(303);
    expect((await trial.kindsOf(walker)).filter((kind) => kind === 'information-read')).toHaveLength(1);
  });

  it('explains what somebody mistook, lets them try again, and counts tries of the text only', async () => {
    const walker = await register(server, protocol, coordinator);
    await trial.inform(walker);
    const agent = await trial.enter(walker);
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
    expect(headingOf((await agent.get('/me')).text)).toBe('Vil du være med?');
  });

  it('lets nobody sign before the time to think is over unless they wish it themselves', async () => {
    const walker = await register(server, protocol, coordinator);
    await trial.inform(walker);
    const agent = await trial.enter(walker);
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
    expect(headingOf((await agent.get('/me')).text)).toBe('Tak for dit ja');
    expect((await agent.get('/me/consent/copy').expect(409)).text).toMatch(/når I begge har skrevet under/);

    await coordinator
      .post(`${trial.at(walker)}/consent`)
      .send({ name: 'Den der informerede' })
      .expect(200);
    const copy = (await agent.get('/me/consent/copy').expect(200)).text;
    expect(copy).toContain('Et navn &lt;b&gt;&quot;x&quot;&lt;/b&gt;');
    expect(copy).toContain('Den der informerede');
    expect(copy).toContain(protocol.consent.versions[0]!.statement.da);
  });

  it('keeps two presses of yes as one signature', async () => {
    const walker = await register(server, protocol, coordinator);
    await trial.inform(walker);
    const agent = await trial.enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    await handIn(agent, '/me/questions?given=stop:yes', '/me/questions', { answer: 'no' });
    const form = { ...fieldsOf((await agent.get('/me/consent')).text, '/me/consent'), name: 'N N', agree: 'yes', wish: 'yes' };
    const replies = await Promise.all([1, 2, 3].map(() => agent.post('/me/consent').type('form').send(form)));
    expect(replies.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await trial.kindsOf(walker)).filter((kind) => kind === 'consent-signed')).toHaveLength(1);
  });

  it('takes a no as lightly as a yes, and asks no more', async () => {
    const walker = await register(server, protocol, coordinator);
    await trial.inform(walker);
    const agent = await trial.enter(walker);
    await handIn(agent, '/me/information', '/me/information');
    await handIn(agent, '/me/questions?given=stop:yes', '/me/questions', { answer: 'no' });
    expect(await handIn(agent, '/me/consent/no', '/me/consent/no')).toBe('/me');
    expect(headingOf((await agent.get('/me')).text)).toBe('Tak, fordi du tænkte over det');
    expect((await server.facts(participantStream(walker.id))).at(-1)).toMatchObject({
      kind: 'participation-changed',
      actor: 'participant',
      payload: { change: 'no-more-data', source: 'participant' },
    });
  });
});
