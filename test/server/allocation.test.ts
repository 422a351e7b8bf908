import { datasetOf } from '#analysis/data/dataset';
import { planOf, primaryOf } from '#analysis/data/protocol-plan';
import type { NewFact, Payload } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { verifyBundle } from '#protocols/verify/verify';
import { append } from '#server/db/facts';
import { headOf } from '#server/db/stores/trials';
import { readTrialRows } from '#server/db/stores/dataset';
import { lotteryBundle } from '#server/lottery-bundle';
import { lockPlan } from '../support/lock-plan';
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

describe('drawing households together', () => {
  const inHouseholds = (size: number) => (one: Protocol) => {
    drawInBatchesOf(size)(one);
    one.randomisation!.unit = 'household';
  };

  it('refuses strangers to each other, other cohorts and other trials; then notes it once, and nobody moves alone', async () => {
    const protocol = await server.openTrial(inHouseholds(6));
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const [cohort, other] = [await planCohort(server, protocol, coordinator), await planCohort(server, protocol, coordinator)];
    const [first, second] = [
      await walkTo(server, protocol, coordinator, 'cohort', cohort),
      await walkTo(server, protocol, coordinator, 'cohort', cohort),
    ];
    const elsewhere = await walkTo(server, protocol, coordinator, 'cohort', other);
    const say = (code: string, wanted: string | null, of = protocol, by = coordinator) =>
      by.post(ofPerson(of, code).replace('allocation', 'household')).send({ with: wanted });
    await say(first.code, 'AAAA000').expect(404);
    await say(first.code, first.code).expect(400);
    expect((await say(first.code, elsewhere.code).expect(409)).body.type).toBe('/problems/not-same-cohort');
    const single = await server.openTrial(drawInBatchesOf(2));
    const theirs = await server.signedIn(single.id, 'coordinator', 'aalborg');
    const alone = await walkTo(server, single, theirs, 'consented');
    expect((await say(alone.code, null, single, theirs).expect(409)).body.type).toBe('/problems/households-not-drawn');
    const left = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await left.record([{ kind: 'participation-changed', payload: { change: 'no-more-data', source: 'participant' } }]);
    expect((await say(left.code, null).expect(409)).body.type).toBe('/problems/participation-ended');

    await say(first.code, second.code).expect(200);
    await say(second.code, first.code).expect(200);
    const noted = await Promise.all([first, second].map(async ({ id }) => (await server.facts(`participant/${id}`)).slice(-1)));
    const { household } = noted[0]![0]!.payload as { household: string };
    expect(noted.flat()).toMatchObject([0, 1].map(() => ({ kind: 'household-set', payload: { household } })));
    const page = async () => (await coordinator.get(ofCohort(protocol, cohort).replace('/allocation', '')).expect(200)).body;
    expect(await page()).toMatchObject({ drawsHouseholds: true, people: [{ household: 1 }, { household: 1 }] });
    const moving = ofPerson(protocol, first.code).replace('allocation', 'cohort');
    const together = await coordinator.post(moving).send({ cohort: other }).expect(409);
    expect(together.body.type).toBe('/problems/household-together');
    await say(first.code, null).expect(200);
    await coordinator.post(moving).send({ cohort: other }).expect(200);
    expect((await page()).people).toMatchObject([{ household: null }]);
  });

  it('refuses a cohort that no lottery can divide, then gives each household one lot, which is proved after the lock', async () => {
    const protocol = await server.openTrial(inHouseholds(4));
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const cohort = await planCohort(server, protocol, coordinator);
    const people: Walker[] = [];
    for (let n = 0; n < 4; n += 1) people.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
    const say = (one: number, other: number | null) =>
      coordinator
        .post(ofPerson(protocol, people[one]!.code).replace('allocation', 'household'))
        .send({ with: other === null ? null : people[other]!.code });
    for (const one of [1, 2, 3]) await say(one, 0).expect(200);
    const refused = await coordinator.post(ofCohort(protocol, cohort)).expect(409);
    expect(refused.body).toMatchObject({ type: '/problems/cohort-not-drawable', why: 'one-unit' });
    await say(2, null).expect(200);
    await say(3, null).expect(200);

    const { body } = await coordinator.post(ofCohort(protocol, cohort)).expect(200);
    const arms = people.map(
      ({ code }) => (body.allocations as { code: string; arm: { id: string } }[]).find((one) => one.code === code)!.arm.id,
    );
    expect(arms[0]).toBe(arms[1]);
    expect(new Set(arms.slice(2))).toEqual(new Set(protocol.arms.map(({ id }) => id).filter((id) => id !== arms[0])));
    expect((await say(0, null).expect(409)).body.type).toBe('/problems/already-allocated');
    const facts = await Promise.all(
      people.map(async ({ id }) => (await server.facts(`participant/${id}`)).at(-1)!.payload as { unit?: string }),
    );
    expect(facts.map(({ unit }) => unit)).toEqual([facts[0]!.unit, facts[0]!.unit, undefined, undefined]);
    expect(facts[0]!.unit).toBeDefined();

    await lockPlan(server.app.database, protocol.id);
    const bundle = await lotteryBundle(server.app, { trial: protocol.id, actor: 'staff/x', request: 'test', grant: null });
    const { findings, schemes } = verifyBundle(Uint8Array.from(bundle));
    expect(findings).toEqual([]);
    expect(schemes).toMatchObject([{ method: 'batch', allocations: 4 }]);
    // What is analysed knows who was drawn together.
    const rows = await server.app.database.research.within({ trial: protocol.id, sites: '*', reads: 'dataset' }, (tx) =>
      readTrialRows(tx, protocol.id, Number.MAX_SAFE_INTEGER),
    );
    const { people: drawn } = datasetOf(rows, protocol, new Map());
    const householdOf = ({ id }: Walker) => drawn.find(({ participant }) => participant === id)!.household;
    expect(new Set(people.map(householdOf)).size).toBe(3);
    expect(householdOf(people[0]!)).toBe(householdOf(people[1]!));
    expect(planOf(protocol, primaryOf(protocol))).toMatchObject({ standardErrors: 'cr2', cluster: 'household' });
  });
});

describe('drawing sites', () => {
  it('draws all of them at once, for the first person anywhere, and gives everybody the lot of their site', async () => {
    const protocol = await server.openTrial((one) => {
      one.design = 'cluster';
      one.sites = ['aalborg', 'silkeborg', 'vejle', 'horsens'].map((id) => ({ id, name: id, region: 'midtjylland' }));
      const clusters = one.sites.map(({ id }) => ({ id }));
      one.randomisation = { id: 'main', method: 'cluster', design: 'simple', unit: 'cluster', strata: [], clusters };
      one.cohorts = { minimum: 2, capacity: 60 };
    });
    const coordinator = await server.signedIn(protocol.id, 'coordinator', null);
    const people: (Walker & { site: string })[] = [];
    for (const { id: site } of protocol.sites) {
      const cohort = await planCohort(server, protocol, coordinator, { site });
      for (let n = 0; n < 2; n += 1)
        people.push({ ...(await walkTo(server, protocol, coordinator, 'cohort', cohort, site)), site });
    }
    const drawn = async () => (await server.facts(`trial/${protocol.id}`)).filter(({ kind }) => kind === 'clusters-drawn');
    expect(await drawn()).toEqual([]);
    const replies = await Promise.all(people.map(({ code }) => coordinator.post(ofPerson(protocol, code))));
    expect(replies.map(({ status }) => status)).toEqual(people.map(() => 200));
    const facts = await drawn();
    expect(facts).toHaveLength(1);
    const { lots, of } = facts[0]!.payload as Payload<'clusters-drawn'>;
    expect(of).toBe(6);
    expect(lots.map(({ cluster, probabilities }) => [cluster, Object.values(probabilities)])).toEqual(
      protocol.sites.map(({ id }) => [id, [0.5, 0.5]]),
    );
    expect(lots.filter(({ arm }) => arm === protocol.arms[0]!.id)).toHaveLength(2);
    people.forEach(({ site }, n) => expect(replies[n]!.body.arm.id).toBe(lots.find(({ cluster }) => cluster === site)!.arm));
    expect((await coordinator.post(ofPerson(protocol, people[0]!.code))).body).toEqual(replies[0]!.body);

    // Nobody but the allocator records such a draw, by whichever door.
    const head = await headOf(server.app.database.research, `trial/${protocol.id}`);
    const again = {
      stream: `trial/${protocol.id}`,
      trial: protocol.id,
      head: head!,
      facts: [{ kind: 'clusters-drawn', payload: facts[0]!.payload } as NewFact],
    };
    await expect(
      append(server.app.database.research, server.recording(), { trial: protocol.id, sites: '*' }, [again]),
    ).rejects.toMatchObject({ code: 'LT007' });
    await lockPlan(server.app.database, protocol.id);
    const bundle = await lotteryBundle(server.app, { trial: protocol.id, actor: 'staff/x', request: 'test', grant: null });
    const { findings, schemes } = verifyBundle(Uint8Array.from(bundle));
    expect(findings).toEqual([]);
    expect(schemes).toMatchObject([{ method: 'cluster', allocations: 8, strata: 4 }]);
    expect(planOf(protocol, primaryOf(protocol))).toMatchObject({ standardErrors: 'cr2', cluster: 'site' });
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
