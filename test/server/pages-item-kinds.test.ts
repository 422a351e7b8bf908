import { randomUUID } from 'node:crypto';
import { fieldsOf, handIn, startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { walkTo, type Walker } from '../support/walk';
import type { Agent } from '../support/server';

let trial: PagesTrial;
beforeAll(async () => {
  trial = await startPagesTrial(['who-5', 'ons4', 'eq-5d-5l', 'wsas', 'phq-9']);
});
afterAll(() => trial.close());
afterEach(() => expect(trial.server.faults.splice(0)).toEqual([]));

const pathOf = (number: number) => `/me/waves/baseline/${number}`;
const [RATING, VAS, CONCERNS, OTHER, FUNCTION] = [6, 15, 16, 17, 30];

describe('a question without words for each answer', () => {
  let walker: Walker;
  let agent: Agent;
  beforeEach(async () => {
    walker = await walkTo(trial.server, trial.protocol, trial.coordinator, 'screened');
    agent = await trial.enter(walker);
  });
  const post = async (number: number, choice: string) => {
    const fields = fieldsOf((await agent.get(pathOf(number))).text, pathOf(number));
    return agent
      .post(pathOf(number))
      .type('form')
      .send({ ...fields, choice });
  };

  it('of a long rating shows every number, words at its ends, and nothing chosen', async () => {
    await post(RATING, '11').then(({ status }) => expect(status).toBe(400));
    const { text } = await agent.get(pathOf(RATING));
    expect(text.match(/type="radio"/g)).toHaveLength(11);
    expect(text).not.toMatch(/checked/);
    expect(text).toMatch(/aria-describedby="ends"/);
    expect(text).toMatch(/<span>0: Lavest<\/span><span>10: Højest<\/span>/);
    expect(await handIn(agent, pathOf(RATING), pathOf(RATING), { choice: '10' })).toBe(pathOf(RATING + 1));
    expect((await agent.get(pathOf(RATING))).text).toMatch(/value="10"\s+checked/);
    expect(await trial.answersOf(walker)).toMatchObject([{ instrument: 'ons4', item: '1', code: 10, blank: null }]);
  });

  it('of a number takes whole numbers in its range, and says so of others', async () => {
    for (const wrong of ['101', '-1', '5.5', '1e1', 'ja']) {
      const { headers } = await post(VAS, wrong);
      expect([wrong, headers.location]).toEqual([wrong, `${pathOf(VAS)}?range`]);
    }
    expect((await agent.get(`${pathOf(VAS)}?range`)).text).toContain('Skriv et helt tal fra 0 til 100.');
    expect(await handIn(agent, pathOf(VAS), pathOf(VAS))).toBe(`${pathOf(VAS)}?choose`);
    const { text } = await agent.get(`${pathOf(VAS)}?choose`);
    expect(text).toContain('Skriv et tal.');
    expect(text).toMatch(/type="number"[^>]*min="0"[^>]*max="100"[^>]*value=""/);
    expect(await trial.answersOf(walker)).toEqual([]);
    expect(await handIn(agent, pathOf(VAS), pathOf(VAS), { choice: '0' })).toBe(pathOf(VAS + 1));
    expect(await handIn(agent, pathOf(VAS), pathOf(VAS), { choice: '73' })).toBe(pathOf(VAS + 1));
    expect(await handIn(agent, pathOf(VAS), pathOf(VAS), { choice: 'declined' })).toBe(pathOf(VAS + 1));
    expect(await trial.answersOf(walker)).toMatchObject([
      { item: 'vas', code: 0 },
      { item: 'vas', code: 73 },
      { item: 'vas', code: null, blank: 'declined' },
    ]);
  });

  it('of a number shows what was typed in this session, and to another session only that it was', async () => {
    await handIn(agent, pathOf(VAS), pathOf(VAS), { choice: '73' });
    expect((await agent.get(pathOf(VAS))).text).toMatch(/type="number"[^>]*value="73"/);
    const other = await trial.enter(walker);
    const { text } = await other.get(pathOf(VAS));
    expect(text).toMatch(/type="number"[^>]*value=""/);
    expect(text).toContain('Du har svaret på dette.');
  });

  it('may be said not to concern the person only where the instrument allows it', async () => {
    expect((await post(OTHER, 'not-applicable')).status).toBe(400);
    expect((await agent.get(pathOf(OTHER))).text).not.toContain('Det vedrører ikke mig');
    expect((await agent.get(pathOf(CONCERNS))).text).toContain('Det vedrører ikke mig');
    expect(await handIn(agent, pathOf(CONCERNS), pathOf(CONCERNS), { choice: 'not-applicable' })).toBe(pathOf(CONCERNS + 1));
    expect(await trial.answersOf(walker)).toMatchObject([{ instrument: 'wsas', item: '1', code: null, blank: 'not-applicable' }]);
    expect((await agent.get(pathOf(CONCERNS))).text).toMatch(/value="not-applicable"\s+checked/);
  });

  it('that is whole in itself stands without the sentence the others begin with', async () => {
    const stem = 'Inden for de seneste 2 uger';
    expect((await agent.get(pathOf(FUNCTION - 1))).text).toContain(stem);
    const { text } = await agent.get(pathOf(FUNCTION));
    expect(text).toContain('hvor besværligt har disse problemer gjort det');
    expect(text).not.toContain(stem);
  });
});

describe('the address that saves an answer', () => {
  it('takes each kind, and refuses what is none of its answers', async () => {
    const walker = await walkTo(trial.server, trial.protocol, trial.coordinator, 'screened');
    const agent = await trial.enter(walker);
    const save = (instrument: string, item: string, code: number | null, blank: string | null, status: number) =>
      agent
        .put('/api/participant/answers')
        .send({ wave: 'baseline', instrument, item, code, blank, seen: 0, key: randomUUID() })
        .expect(status);
    await save('eq-5d-5l', 'vas', 101, null, 400);
    await save('eq-5d-5l', 'vas', 0.5, null, 400);
    await save('wsas', '2', null, 'not-applicable', 400);
    await save('wsas', '1', 3, 'not-applicable', 400);
    await save('eq-5d-5l', 'vas', 100, null, 200);
    await save('wsas', '1', null, 'not-applicable', 200);
    await save('phq-9', 'function', 3, null, 200);
    expect(await trial.answersOf(walker)).toHaveLength(3);
  });
});
