import { participantStream } from '#protocols/model/fact';
import { handIn, headingOf, startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { planCohort, walkTo, eligibleAnswers, type Walker } from '../support/walk';
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

describe('the front page', () => {
  const titleFor = async (walker: Walker) => headingOf((await (await trial.enter(walker)).get('/me').expect(200)).text);

  it('says the one thing that is next at every step', async () => {
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'signed'))).toBe('Tak for dit ja');
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'consented'))).toBe('Vi ser på det sammen');
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'screened'))).toBe(
      'Startskema: fortæl os, hvordan du har det',
    );
    expect(await titleFor(await walkTo(server, protocol, coordinator, 'baseline'))).toBe('Tak for dine svar');
    const refused = await walkTo(server, protocol, coordinator, 'consented');
    await coordinator
      .post(`${trial.at(refused)}/screening`)
      .send({ answers: { ...eligibleAnswers(protocol), age: 17 } })
      .expect(200);
    expect(await titleFor(refused)).toBe('Det er ikke det rigtige for dig nu');
  });

  it('waits for the draw, announces it in the protocol’s words, and tells when the next questionnaire opens', async () => {
    const own = await server.openTrial((draft) => {
      draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['qpr-15'] }));
      draft.outcomes = draft.outcomes.filter(({ score }) => score.startsWith('qpr-15.'));
    });
    const staff = await server.signedIn(own.id, 'coordinator');
    const days = (n: number) => staff.post(`/api/staff/trials/${own.id}/clock`).send({ days: n }).expect(200);
    const cohort = await planCohort(server, own, staff);
    const walkers: Walker[] = [];
    for (let n = 0; n < own.cohorts.minimum; n += 1) walkers.push(await walkTo(server, own, staff, 'cohort', cohort));
    const agents = await Promise.all(walkers.map(({ code }) => server.participant(own.id, code)));
    expect(headingOf((await agents[0]!.get('/me')).text)).toBe('Snart trækker vi lod');

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
    expect(headingOf((await leaver.get('/me')).text)).toBe('Der er trukket lod');

    await days(75);
    expect(headingOf((await agents[0]!.get('/me')).text)).toBe('Slutskema: fortæl os, hvordan du har det');
    await walkers[0]!.handIn('end');
    expect(headingOf((await agents[0]!.get('/me')).text)).toBe('Du er færdig');
    await days(40);
    expect(headingOf((await agents[1]!.get('/me')).text)).toBe('Tiden er gået for dette skema');
    expect(headingOf((await agents[1]!.get('/me/waves/end')).text)).toBe('Tiden er gået for dette skema');
  });

  it('asks again for a first questionnaire that grew too old before the draw', async () => {
    const own = await server.openTrial((draft) => {
      draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['t-ils'] }));
      draft.outcomes = draft.outcomes
        .filter(({ score }) => score.startsWith('t-ils.'))
        .map((outcome) => ({ ...outcome, role: 'primary' }));
    });
    const staff = await server.signedIn(own.id, 'coordinator');
    const walker = await walkTo(server, own, staff, 'baseline');
    const agent = await server.participant(own.id, walker.code);
    await staff.post(`/api/staff/trials/${own.id}/clock`).send({ days: 20 }).expect(200);
    expect(headingOf((await agent.get('/me')).text)).toBe('Startskema: fortæl os, hvordan du har det');
    await agent.get('/me/waves/baseline').expect('Location', '/me/waves/baseline/1');
    let path = '/me/waves/baseline/1';
    for (let number = 1; number <= 3; number += 1) {
      expect((await agent.get(path)).text).not.toMatch(/Du har svaret|checked/);
      path = await handIn(agent, path, path, { choice: '1' });
    }
    await handIn(agent, path, '/me/waves/baseline');
    expect(headingOf((await agent.get('/me')).text)).toBe('Tak for dine svar');
    const answers = (await server.facts(participantStream(walker.id))).filter(({ kind }) => kind === 'item-answered');
    expect(answers.map(({ payload }) => payload?.version)).toEqual([1, 1, 1, 2, 2, 2]);
  });
});
