import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawInBatchesOf, drawOneByOne, eligibleAnswers, planCohort, walkTo, type Walker } from '../support/walk';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(8);
});
afterAll(() => server.close());

const ofPerson = (protocol: Protocol, code: string) => `/api/staff/trials/${protocol.id}/participants/${code}/allocation`;
const ofCohort = (protocol: Protocol, cohort: string) => `/api/staff/trials/${protocol.id}/cohorts/${cohort}/allocation`;

describe('drawing within strata chosen at screening', () => {
  it('addresses each stratum by its choices, keeps them with the allocation, and refuses before they are known', async () => {
    const text = { da: 'Alene eller sammen?', en: 'Alone or together?' };
    const protocol = await server.openTrial((one) => {
      drawOneByOne(one);
      one.screening = [{ id: 'living', question: text, choices: ['alone', 'together'].map((id) => ({ id, title: text })) }];
      one.randomisation!.strata = ['site', 'living'];
    });
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const cohort = await planCohort(server, protocol, coordinator);
    const unscreened = await walkTo(server, protocol, coordinator, 'consented');
    const early = await coordinator.post(ofPerson(protocol, unscreened.code)).expect(409);
    expect(early.body.type).toBe('/problems/not-screened');
    const screening = ofPerson(protocol, unscreened.code).replace('allocation', 'screening');
    for (const living of ['elsewhere', 7, undefined]) {
      const reply = await coordinator
        .post(screening)
        .send({ answers: { ...eligibleAnswers(protocol), living } })
        .expect(400);
      expect(reply.body).toMatchObject({ type: '/problems/not-understood', field: 'answers/living' });
    }

    const drawnAs = async (living: string) => {
      const { code, id } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
      const answers = { ...eligibleAnswers(protocol), living };
      await coordinator.post(ofPerson(protocol, code).replace('allocation', 'screening')).send({ answers }).expect(200);
      await coordinator.post(ofPerson(protocol, code)).expect(200);
      return (await server.facts(`participant/${id}`)).find(({ kind }) => kind === 'allocated')!.payload;
    };
    expect(await drawnAs('alone')).toMatchObject({
      stratum: 'site=aalborg|living=alone',
      position: 1,
      factors: { site: 'aalborg', living: 'alone' },
    });
    expect(await drawnAs('together')).toMatchObject({ stratum: 'site=aalborg|living=together', position: 1 });
    expect(await drawnAs('alone')).toMatchObject({ stratum: 'site=aalborg|living=alone', position: 2 });
    await coordinator.post(ofPerson(protocol, 'P7K3QX4')).expect(404);
  });
});

describe('drawing one by one', () => {
  let protocol: Protocol;
  let coordinator: Agent;
  let cohort: string;
  beforeAll(async () => {
    protocol = await server.openTrial(drawOneByOne);
    coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    cohort = await planCohort(server, protocol, coordinator);
  });

  it.each([
    ['before the consent', 'signed', 'consent-missing'],
    ['before the criteria are answered', 'consented', 'not-screened'],
    ['before the first questionnaire', 'screened', 'baseline-missing'],
    ['before a cohort', 'baseline', 'cohort-missing'],
  ] as const)('refuses to draw %s, and says what is missing', async (_, step, refusal) => {
    const { code, id } = await walkTo(server, protocol, coordinator, step);
    const reply = await coordinator.post(ofPerson(protocol, code)).set('Accept-Language', 'da').expect(409);
    expect(reply.body).toMatchObject({ type: `/problems/${refusal}`, status: 409 });
    expect(reply.body.words.da.title).not.toBe(reply.body.words.en.title);
    expect((await server.facts(`participant/${id}`)).map(({ kind }) => kind)).not.toContain('allocated');
    const shown = await coordinator.get(ofPerson(protocol, code).replace('/allocation', '')).expect(200);
    expect(shown.body).toMatchObject({ refusal, arm: null });
  });

  it('refuses to draw somebody who does not meet the criteria', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'consented');
    const answers = Object.fromEntries(protocol.eligibility.map(({ item, is }) => [item, is ?? 17]));
    const screened = await coordinator
      .post(ofPerson(protocol, code).replace('allocation', 'screening'))
      .send({ answers })
      .expect(200);
    expect(screened.body).toEqual({ eligible: false, unmet: ['adult'] });
    const reply = await coordinator.post(ofPerson(protocol, code)).expect(409);
    expect(reply.body.type).toBe('/problems/not-eligible');
  });

  it('refuses to draw on a first questionnaire that has grown old, and draws on a fresh one', async () => {
    const own = await server.openTrial((one) => {
      drawOneByOne(one);
    });
    const mine = await server.signedIn(own.id, 'coordinator', 'aalborg');
    const later = await planCohort(server, own, mine, { closes: 40, starts: 41, ends: 100 });
    const walker = await walkTo(server, own, mine, 'cohort', later);
    await mine.post(`/api/staff/trials/${own.id}/clock`).send({ days: 16 }).expect(200);
    const old = await mine.post(ofPerson(own, walker.code)).expect(409);
    expect(old.body.type).toBe('/problems/baseline-old');
    await walker.record([{ kind: 'wave-submitted', payload: { wave: 'baseline', baseline: true, late: false } }]);
    await mine.post(ofPerson(own, walker.code)).expect(200);
  });

  it('refuses to draw somebody who has left', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await coordinator
      .post(ofPerson(protocol, code).replace('allocation', 'participation'))
      .send({ change: 'no-more-data', source: 'participant' })
      .expect(200);
    const reply = await coordinator.post(ofPerson(protocol, code)).expect(409);
    expect(reply.body.type).toBe('/problems/participation-ended');
  });

  it('refuses to draw a whole cohort', async () => {
    const reply = await coordinator.post(ofCohort(protocol, cohort)).expect(409);
    expect(reply.body.type).toBe('/problems/drawn-one-by-one');
  });

  it('draws, gives the same answer when asked again, and keeps one fact that says how', async () => {
    const { code, id } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const first = await coordinator.post(ofPerson(protocol, code)).expect(200);
    expect(protocol.arms.map((arm) => arm.id)).toContain(first.body.arm.id);
    const again = await coordinator.post(ofPerson(protocol, code)).expect(200);
    expect(again.body).toEqual(first.body);
    const facts = await server.facts(`participant/${id}`);
    expect(facts.filter(({ kind }) => kind === 'allocated')).toHaveLength(1);
    expect(facts.at(-1)).toMatchObject({
      kind: 'allocated',
      payload: {
        scheme: 'main',
        method: 'permuted-blocks',
        stratum: 'site=aalborg',
        arm: first.body.arm.id,
        cohort,
        factors: { site: 'aalborg' },
        rank: null,
      },
    });
    expect(facts.at(-1)!.actor).toMatch(/^staff\//);
    const shown = await coordinator.get(ofPerson(protocol, code).replace('/allocation', '')).expect(200);
    expect(shown.body).toMatchObject({ step: 'follow-up', arm: first.body.arm, refusal: null });
    expect(shown.body.timeline[0]).toMatchObject({ kind: 'allocated', detail: { arm: first.body.arm.id } });
    expect(shown.body.timeline[1]).toMatchObject({ kind: 'joined-cohort' });
  });

  it('keeps every block of four in balance within each site, through clicks that come at once', async () => {
    const own = await server.openTrial(drawOneByOne);
    for (const site of ['aalborg', 'silkeborg']) {
      const mine = await server.signedIn(own.id, 'coordinator', site);
      const round = await planCohort(server, own, mine, { site });
      const walkers: Walker[] = [];
      for (let n = 0; n < 8; n += 1) walkers.push(await walkTo(server, own, mine, 'cohort', round, site));
      const replies = await Promise.all(
        walkers.flatMap(({ code }) => [mine.post(ofPerson(own, code)), mine.post(ofPerson(own, code))]),
      );
      expect(replies.map(({ status }) => status)).toEqual(Array(16).fill(200));
      for (let n = 0; n < 16; n += 2) expect(replies[n]!.body).toEqual(replies[n + 1]!.body);
    }
    const { rows } = await server.test.owner.query(
      'SELECT site, slot, arm FROM allocation.allocation WHERE trial = $1 ORDER BY site, slot',
      [own.id],
    );
    expect(rows.map(({ slot }) => slot)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (let block = 0; block < 16; block += 4) {
      expect(rows.slice(block, block + 4).filter(({ arm }) => arm === own.arms[0]!.id)).toHaveLength(2);
    }
  });
});

describe('drawing a cohort as a whole', () => {
  async function start(change: (protocol: Protocol) => void = drawInBatchesOf(4)) {
    const protocol = await server.openTrial(change);
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    return { protocol, coordinator, cohort: await planCohort(server, protocol, coordinator) };
  }

  it('refuses to draw one of them alone', async () => {
    const { protocol, coordinator, cohort } = await start();
    const { code } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const reply = await coordinator.post(ofPerson(protocol, code)).expect(409);
    expect(reply.body.type).toBe('/problems/drawn-as-cohort');
  });

  it('refuses too few, then too early, and the page says the same before anybody asks', async () => {
    const { protocol, coordinator, cohort } = await start((one) => {
      drawInBatchesOf(4)(one);
      one.cohorts = { minimum: 4, capacity: 6 };
    });
    const page = async () => (await coordinator.get(ofCohort(protocol, cohort).replace('/allocation', '')).expect(200)).body;
    for (let n = 0; n < 3; n += 1) await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const few = await coordinator.post(ofCohort(protocol, cohort)).expect(409);
    expect(few.body).toMatchObject({ type: '/problems/cohort-too-small', members: 3, minimum: 4 });
    expect((await page()).refusal).toBe('cohort-too-small');
    await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const early = await coordinator.post(ofCohort(protocol, cohort)).expect(409);
    expect(early.body.type).toBe('/problems/cohort-still-open');
    expect((await page()).refusal).toBe('cohort-still-open');
    await coordinator.post(`/api/staff/trials/${protocol.id}/clock`).send({ days: 8 }).expect(200);
    expect((await page()).refusal).toBeNull();
    await coordinator.post(ofCohort(protocol, cohort)).expect(200);
  });

  it('draws nobody while one of them lacks something', async () => {
    const { protocol, coordinator, cohort } = await start();
    const walkers: Walker[] = [];
    for (let n = 0; n < 4; n += 1) walkers.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
    await coordinator
      .post(`/api/staff/trials/${protocol.id}/participants/${walkers[2]!.code}/screening`)
      .send({ answers: Object.fromEntries(protocol.eligibility.map(({ item, is }) => [item, is ?? 3])) })
      .expect(200);
    const reply = await coordinator.post(ofCohort(protocol, cohort)).expect(409);
    expect(reply.body).toMatchObject({ type: '/problems/cohort-not-ready', lacking: 1 });
    const { rows } = await server.test.owner.query('SELECT FROM allocation.allocation WHERE trial = $1', [protocol.id]);
    expect(rows).toHaveLength(0);
    const page = await coordinator.get(`/api/staff/trials/${protocol.id}/cohorts/${cohort}`).expect(200);
    expect(page.body.people.filter((person: { refusal: string | null }) => person.refusal === 'not-eligible')).toHaveLength(1);
  });

  it('reveals all arms by one reply, the same to everyone who asks at once, and then to the page', async () => {
    const { protocol, coordinator, cohort } = await start();
    for (let n = 0; n < 4; n += 1) await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const replies = await Promise.all([1, 2, 3, 4].map(() => coordinator.post(ofCohort(protocol, cohort))));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const sorted = replies.map(({ body }) =>
      body.allocations.toSorted((a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code)),
    );
    for (const one of sorted) expect(one).toEqual(sorted[0]);
    expect(sorted[0]).toHaveLength(4);
    expect(sorted[0].filter(({ arm }: { arm: { id: string } }) => arm.id === protocol.arms[0]!.id)).toHaveLength(2);
    const page = await coordinator.get(`/api/staff/trials/${protocol.id}/cohorts/${cohort}`).expect(200);
    expect(page.body.people.map(({ code, arm }: { code: string; arm: object }) => ({ code, arm }))).toEqual(sorted[0]);
    expect(page.body.refusal).toBeNull();
    expect((await server.facts(`trial/${protocol.id}`)).filter(({ kind }) => kind === 'cohort-drawn')).toHaveLength(1);
    const { rows } = await server.test.owner.query(
      `SELECT count(DISTINCT xid)::int AS transactions, count(*)::int AS facts FROM audit.fact WHERE trial = $1 AND kind IN ('allocated', 'cohort-drawn')`,
      [protocol.id],
    );
    expect(rows[0]).toEqual({ transactions: 1, facts: 5 });
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
