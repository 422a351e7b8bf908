import { participantStream } from '#protocols/model/fact';
import { fieldsOf, handIn, headingOf, startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { walkTo } from '../support/walk';
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

describe('changing how one takes part', () => {
  it('refuses what is not on the page', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
    const { token } = fieldsOf((await agent.get('/me/participation')).text, '/me/participation');
    await agent.post('/me/participation').type('form').send({ token, change: 'died' }).expect(400);
    await agent.post('/me/participation').type('form').send({ token }).expect(400);
    // There is no group to leave before the draw.
    await agent.post('/me/participation').type('form').send({ token, change: 'leaves-intervention' }).expect(409);
  });

  it('keeps fewer contacts as a fact of the person’s own and goes on as before', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
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
    const agent = await trial.enter(walker);
    const path = '/me/waves/baseline/1';
    const fields = fieldsOf((await agent.get(path)).text, path);
    expect(await handIn(agent, '/me/participation', '/me/participation', { change: 'no-more-data' })).toBe('/me');
    expect(headingOf((await agent.get('/me')).text)).toBe('Tak for det, du har givet');
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
    expect(headingOf((await agent.get('/me')).text)).toBe('Vi sletter dine svar');
  });

  it('ends the session at a break, on the server too', async () => {
    const walker = await walkTo(server, protocol, coordinator, 'screened');
    const agent = await trial.enter(walker);
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
