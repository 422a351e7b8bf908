import { randomBytes, randomUUID } from 'node:crypto';
import supertest from 'supertest';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { stepOf } from '#protocols/rules/journey';
import { baselineOf } from '#protocols/rules/waves';
import { insertStaffSession } from '#server/db/stores/staff-sessions';
import { listStandings, wayOf } from '#server/db/stores/standings';
import { wayOfCode } from '#server/db/stores/ways';
import { hashOf } from '#server/http/cookies';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawInBatchesOf, planCohort, register, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let researcher: Agent;
let cohort: string;
let drawn: Walker[];
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial(drawInBatchesOf(2));
  coordinator = await as(protocol.id, 'coordinator', 'aalborg');
  researcher = await as(protocol.id, 'researcher');
});
afterAll(() => server.close());

/** Somebody with one grant and a session; so many people do not sign in within a minute. */
async function as(trial: string, role: Role, site: string | null = null): Promise<Agent> {
  const { staff } = await server.staff(trial, role, site);
  const token = randomBytes(32).toString('base64url');
  const session = { tokenHash: hashOf(token), session: randomUUID(), staff, way: 'password', now: server.now() } as const;
  await insertStaffSession(server.app.database.identity, session);
  return supertest.agent(server.url).set('Cookie', `lodtraek-staff=${token}`);
}

const place = (what: string, trial = protocol.id) => `/api/staff/trials/${trial}/${what}`;
const codesOf = (body: { sentences: { code: string }[] }) => body.sentences.map(({ code }) => code);

describe('today', () => {
  it('is refused to somebody not signed in, and is not there for who has no role in the trial', async () => {
    await server.anonymous().get(place('today')).expect(401);
    const stranger = await as((await server.openTrial()).id, 'coordinator', 'aalborg');
    await stranger.get(place('today')).expect(404);
  });

  it('is empty before anybody is registered, for every role', async () => {
    for (const role of [
      'coordinator',
      'facilitator',
      'assessor',
      'researcher',
      'custodian',
      'safety-contact',
      'data-manager',
      'monitor',
      'administrator',
    ] as const) {
      const agent = await as(protocol.id, role, role === 'coordinator' ? 'aalborg' : null);
      const { body } = await agent.get(place('today')).expect(200);
      expect([role, body.sentences, body.isEmpty]).toEqual([role, [], true]);
    }
  });

  it('tells a coordinator what each person waits for, by name, at their own site only', async () => {
    await register(server, protocol, coordinator);
    await walkTo(server, protocol, coordinator, 'signed');
    await walkTo(server, protocol, coordinator, 'consented');
    await walkTo(server, protocol, coordinator, 'screened');
    await walkTo(server, protocol, coordinator, 'baseline');
    const { body } = await coordinator.get(place('today')).expect(200);
    expect(codesOf(body).sort()).toEqual(['baseline', 'countersign', 'inform', 'place', 'screen']);
    expect(body.sentences.every(({ person }: { person: string }) => /^Person \d+$/.test(person))).toBe(true);
    const next = await as(protocol.id, 'coordinator', 'silkeborg');
    expect((await next.get(place('today')).expect(200)).body).toMatchObject({ sentences: [], isEmpty: true });
  });

  it('says how many a cohort lacks, then that lots can be drawn, and after the draw nothing of those drawn', async () => {
    cohort = await planCohort(server, protocol, coordinator);
    drawn = [await walkTo(server, protocol, coordinator, 'cohort', cohort)];
    const about = async () =>
      (await coordinator.get(place('today')).expect(200)).body.sentences.filter(
        (one: { cohort?: string }) => one.cohort === cohort,
      );
    expect(await about()).toMatchObject([{ code: 'cohort-lacks', urgency: 'today', n: 1, of: 1 }]);
    drawn.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
    expect(await about()).toMatchObject([{ code: 'draw-cohort', urgency: 'today', n: 2 }]);
    await coordinator.post(place(`cohorts/${cohort}/allocation`)).expect(200);
    expect(await about()).toEqual([]);
    const said = (await coordinator.get(place('today')).expect(200)).text;
    for (const { code } of drawn) expect(said).not.toContain(code);
  });

  it('tells the researcher the same day that letters are due and none was sent, as counts', async () => {
    await coordinator.post(place('clock')).send({ days: 2 }).expect(200);
    const { body, text } = await researcher.get(place('today')).expect(200);
    expect(body.sentences[0]).toMatchObject({ code: 'letters-silent', urgency: 'overdue', n: 2, of: 0 });
    for (const { code } of drawn) expect(text).not.toContain(code);
  });

  it('tells the data manager of an erasure asked for by somebody else, by code alone', async () => {
    const [one, two] = [await as(protocol.id, 'data-manager'), await as(protocol.id, 'data-manager')];
    await one
      .post(place(`participants/${drawn[0]!.code}/erasure-request`))
      .send({ reason: 'participant-asked' })
      .expect(200);
    const erasure = async (agent: Agent) =>
      (await agent.get(place('today')).expect(200)).body.sentences.filter(
        ({ participant }: { participant?: string }) => participant,
      );
    expect(await erasure(one)).toMatchObject([{ code: 'erasure-asked', participant: drawn[0]!.code, urgency: 'can-wait' }]);
    expect(await erasure(two)).toMatchObject([{ code: 'erasure-second', participant: drawn[0]!.code, urgency: 'today' }]);
    await two.post(place(`participants/${drawn[0]!.code}/erasure`)).expect(200);
    expect(await erasure(one)).toEqual([]);
  });
});

describe('the list of participants', () => {
  const list = (query: Record<string, string>) => coordinator.get(place('participants')).query(query);
  const namesOf = (body: { participants: { name: string }[] }) => body.participants.map(({ name }) => name);

  it('refuses a step that there is not', async () => {
    await list({ step: 'waiting' }).expect(400);
    await list({ cohort: 'x' }).expect(400);
  });

  it('is narrowed by step and by cohort, and every step together is everybody', async () => {
    const everybody = (await list({}).expect(200)).body.participants as { code: string; step: string }[];
    const steps = [...new Set(everybody.map(({ step }) => step))];
    expect(steps.length).toBeGreaterThan(4);
    const found: string[] = [];
    for (const step of steps) {
      const { body } = await list({ step }).expect(200);
      expect(body.participants.map((one: { step: string }) => one.step)).toEqual(body.participants.map(() => step));
      found.push(...body.participants.map(({ code }: { code: string }) => code));
    }
    expect(found.sort()).toEqual(everybody.map(({ code }) => code).sort());
    const members = (await list({ cohort }).expect(200)).body.participants;
    expect(members.map(({ code }: { code: string }) => code).sort()).toEqual(drawn.map(({ code }) => code).sort());
  });

  it('finds somebody by name, code, beginning of a code, address and number, and nobody at another site', async () => {
    const walker = await register(server, protocol, coordinator);
    const row = (await list({}).expect(200)).body.participants[0];
    const name = row.name as string;
    const number = /\d+/.exec(name)![0];
    for (const search of [
      name,
      name.toLowerCase(),
      walker.code,
      `${walker.code.slice(0, 3)}-${walker.code.slice(3)}`.toLowerCase(),
      `person-${number}@example.org`,
      `+45 2000 ${1000 + Number(number)}`,
    ]) {
      expect([search, namesOf((await list({ search }).expect(200)).body)]).toEqual([search, [name]]);
    }
    const there = await as(protocol.id, 'coordinator', 'silkeborg');
    for (const search of [name, walker.code, `person-${number}@example.org`])
      expect((await there.get(place('participants')).query({ search }).expect(200)).body.participants).toEqual([]);
    expect((await list({ search: 'Ingen Hedder Dette' }).expect(200)).body).toEqual({
      participants: [],
      next: null,
      searched: null,
    });
  });
});

describe('where people stand', () => {
  it('is, from the set, the very step that their whole way gives', async () => {
    const scope = { trial: protocol.id, sites: '*' as const, reads: 'arms' as const };
    const now = server.now();
    await server.app.database.research.within(scope, async (tx) => {
      const standings = await listStandings(tx, protocol.id, {}, null, 100);
      expect(standings.length).toBeGreaterThan(7);
      for (const standing of standings) {
        const way = await wayOfCode(tx, protocol.id, standing.code);
        const lean = wayOf(protocol.id, standing, baselineOf(protocol)!.id);
        expect(stepOf(lean, protocol, now)).toBe(stepOf(way!, protocol, now));
      }
    });
  });
});

describe('recruitment', () => {
  it('is refused to an assessor', async () => {
    const assessor = await as(protocol.id, 'assessor');
    const reply = await assessor.get(place('recruitment')).expect(403);
    expect(reply.body.type).toBe('/problems/role-missing');
  });

  it('counts who came how far, at my sites, against the plan', async () => {
    const { body } = await researcher.get(place('recruitment')).expect(200);
    const { rows } = await server.test.owner.query('SELECT count(*)::integer AS n FROM research.participant WHERE trial = $1', [
      protocol.id,
    ]);
    expect(body.points.at(-1)).toMatchObject({ registered: rows[0].n, drawn: 2 });
    expect(body).toMatchObject({ target: protocol.target.participants, drawn: 2, projection: { state: 'too-few', drawn: 2 } });
    expect(body.sites.map(({ site }: { site: string }) => site)).toEqual(protocol.sites.map(({ id }) => id));
    const mine = (await coordinator.get(place('recruitment')).expect(200)).body;
    expect(mine.sites).toEqual([body.sites.find(({ site }: { site: string }) => site === 'aalborg')]);
  });
});

describe('the flow of participants', () => {
  it('is refused to those who enrol', async () => {
    await coordinator.get(place('flow')).expect(403);
    await coordinator.get(place('completeness')).expect(403);
  });

  it('counts everybody once and, before the lock, all arms together', async () => {
    const ended = await walkTo(server, protocol, coordinator, 'signed');
    await coordinator
      .post(place(`participants/${ended.code}/participation`))
      .send({ change: 'no-more-data', source: 'participant' })
      .expect(200);
    const { body } = await researcher.get(place('flow')).expect(200);
    const { rows } = await server.test.owner.query('SELECT count(*)::integer AS n FROM research.participant WHERE trial = $1', [
      protocol.id,
    ]);
    expect(body.assessed).toBe(rows[0].n);
    expect(body.excluded.n + body.underWay + body.drawn).toBe(body.assessed);
    expect(body.excluded.reasons).toEqual([{ reason: 'declined', criterion: null, n: 1 }]);
    expect(body.branches).toEqual([
      {
        arm: null,
        allocated: 2,
        leftOffer: 0,
        stopped: { n: 1, reasons: [{ change: 'erase', n: 1 }] },
        answered: 0,
        unanswered: 1,
        analysed: null,
      },
    ]);
  });

  it('shows after the lock each arm with those analysed, and everybody is in one of them', async () => {
    const lockers = await Promise.all(['a', 'b'].map(async () => (await server.staff(protocol.id, 'data-manager')).staff));
    await simulateTrial(server.app, {
      seed: 5,
      startedAt: new Date('2025-01-12T08:00:00.000Z'),
      people: 24,
      lockers: [lockers[0]!, lockers[1]!],
    });
    const agent = await as('peer-simulated', 'researcher');
    const { body } = await agent.get(place('flow', 'peer-simulated')).expect(200);
    expect(body.locked).toBe(true);
    const sum = (
      of: (branch: {
        allocated: number;
        analysed: number;
        answered: number;
        unanswered: number;
        stopped: { n: number };
      }) => number,
    ) => body.branches.reduce((total: number, branch: never) => total + of(branch), 0);
    expect(sum(({ allocated }) => allocated)).toBe(body.drawn);
    expect(sum(({ answered, unanswered, stopped }) => answered + unanswered + stopped.n)).toBe(body.drawn);
    const { effect } = (await agent.get(place('results', 'peer-simulated')).expect(200)).body;
    expect(body.branches.map(({ arm, analysed }: { arm: { id: string }; analysed: number }) => [arm.id, analysed])).toEqual(
      effect.arms.map(({ id, analysed }: { id: string; analysed: number }) => [id, analysed]),
    );
  });
});

describe('completeness by wave', () => {
  it('says what is due, open, handed in, late and missing with its reason, by counts alone', async () => {
    const own = await server.openTrial(drawInBatchesOf(4));
    const agent = await as(own.id, 'coordinator', 'aalborg');
    const round = await planCohort(server, own, agent, { closes: 1, starts: 2, ends: 30 });
    const walkers: Walker[] = [];
    for (let n = 0; n < 4; n += 1) walkers.push(await walkTo(server, own, agent, 'cohort', round));
    await agent.post(place(`cohorts/${round}/allocation`, own.id)).expect(200);
    const monitor = await as(own.id, 'monitor');
    const wave = async (id: string) =>
      (await monitor.get(place('completeness', own.id)).expect(200)).body.waves.find((one: { wave: string }) => one.wave === id);
    expect(await wave('baseline')).toMatchObject({ due: 4, submitted: 4, open: 0, missing: { n: 0, reasons: [] } });
    expect(await wave('end')).toMatchObject({ due: 0, open: 0, submitted: 0 });
    await agent.post(place('clock', own.id)).send({ days: 30 }).expect(200);
    await walkers[0]!.handIn('end');
    await agent
      .post(place(`participants/${walkers[1]!.code}/participation`, own.id))
      .send({ change: 'lost', source: 'site' })
      .expect(200);
    expect(await wave('end')).toEqual({
      wave: 'end',
      title: own.waves.find(({ id }) => id === 'end')!.title,
      due: 4,
      open: 2,
      submitted: 1,
      late: 0,
      missing: { n: 1, reasons: [{ reason: 'lost', n: 1 }] },
    });
    await agent.post(place('clock', own.id)).send({ days: 200 }).expect(200);
    expect(await wave('end')).toMatchObject({
      due: 4,
      open: 0,
      submitted: 1,
      missing: {
        n: 3,
        reasons: [
          { reason: 'window-missed', n: 2 },
          { reason: 'lost', n: 1 },
        ],
      },
    });
  });
});

describe('merging a cohort into another', () => {
  let own: Protocol;
  let agent: Agent;
  const merge = (from: string, into: string) => agent.post(place(`cohorts/${from}/merging`, own.id)).send({ into });
  beforeAll(async () => {
    own = await server.openTrial(drawInBatchesOf(3));
    agent = await as(own.id, 'coordinator', null);
  });

  it('is refused for a cohort that is not there, of another site, or the same', async () => {
    const here = await planCohort(server, own, agent);
    const there = await planCohort(server, own, agent, { site: 'silkeborg' });
    await merge(randomUUID(), here).expect(404);
    await merge(here, randomUUID()).expect(404);
    for (const into of [here, there]) expect((await merge(here, into).expect(400)).body).toMatchObject({ field: 'into' });
    const facts = await server.facts(`trial/${own.id}`);
    expect(facts.filter(({ kind }) => kind === 'cohort-merged')).toEqual([]);
  });

  it('is refused where not all have room, and nobody moves', async () => {
    const [small, big] = [await planCohort(server, own, agent), await planCohort(server, own, agent)];
    for (const into of [small, small, big, big]) await walkTo(server, own, agent, 'cohort', into);
    expect((await merge(small, big).expect(409)).body.type).toBe('/problems/cohort-full');
    expect((await agent.get(place(`cohorts/${small}`, own.id)).expect(200)).body.members).toBe(2);
  });

  it('moves everybody and ends the cohort, in facts; their time lines still name it', async () => {
    const [small, big] = [await planCohort(server, own, agent), await planCohort(server, own, agent)];
    const alone = await walkTo(server, own, agent, 'cohort', small);
    for (let n = 0; n < 2; n += 1) await walkTo(server, own, agent, 'cohort', big);
    expect((await merge(small, big).expect(200)).body).toEqual({ cohort: big, members: 1 });
    const facts = await server.facts(`trial/${own.id}`);
    expect(facts.at(-1)).toMatchObject({ kind: 'cohort-merged', payload: { cohort: small, into: big, members: 1 } });
    expect((await server.facts(`participant/${alone.id}`)).at(-1)).toMatchObject({
      kind: 'joined-cohort',
      payload: { cohort: big },
    });
    await agent.get(place(`cohorts/${small}`, own.id)).expect(404);
    const { cohorts } = (await agent.get(place('cohorts', own.id)).expect(200)).body;
    expect(cohorts.map((one: { cohort: string }) => one.cohort)).not.toContain(small);
    const { timeline } = (await agent.get(place(`participants/${alone.code}`, own.id)).expect(200)).body;
    const joined = timeline.filter(({ kind }: { kind: string }) => kind === 'joined-cohort');
    expect(
      joined.map(({ detail }: { detail: { name: string } }) => detail.name).every((name: string) => /^Hold \d+/.test(name)),
    ).toBe(true);
    expect(joined).toHaveLength(2);
    await agent.post(place(`cohorts/${big}/allocation`, own.id)).expect(200);
  });

  it('is refused after the draw, of either', async () => {
    const drawnOne = await planCohort(server, own, agent);
    for (let n = 0; n < 3; n += 1) await walkTo(server, own, agent, 'cohort', drawnOne);
    await agent.post(place(`cohorts/${drawnOne}/allocation`, own.id)).expect(200);
    const other = await planCohort(server, own, agent);
    for (const [from, into] of [
      [drawnOne, other],
      [other, drawnOne],
    ] as const)
      expect((await merge(from, into).expect(409)).body.type).toBe('/problems/cohort-drawn');
  });

  it('leaves nobody behind who joins at the same moment', async () => {
    const [small, big] = [await planCohort(server, own, agent), await planCohort(server, own, agent)];
    await walkTo(server, own, agent, 'cohort', small);
    const late = await walkTo(server, own, agent, 'baseline');
    const [merged, joined] = await Promise.all([
      merge(small, big),
      agent.post(place(`participants/${late.code}/cohort`, own.id)).send({ cohort: small }),
    ]);
    expect(merged.status).toBe(200);
    const members = (await agent.get(place(`cohorts/${big}`, own.id)).expect(200)).body.people.map(
      ({ code }: { code: string }) => code,
    );
    if (joined.status === 200) expect(members).toContain(late.code);
    else expect([404, 409]).toContain(joined.status);
  });
});

describe('postponing a cohort', () => {
  it('opens its queue again before the draw, until a day still to come', async () => {
    const own = await server.openTrial(drawInBatchesOf(2));
    const agent = await as(own.id, 'coordinator', 'aalborg');
    const round = await planCohort(server, own, agent, { closes: 3, starts: 4, ends: 30 });
    await agent.post(place('clock', own.id)).send({ days: 4 }).expect(200);
    const day = (days: number) => new Date(server.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const move = (closesOn: string) =>
      agent
        .post(place(`cohorts/${round}/dates`, own.id))
        .send({ startsOn: day(40), endsOn: day(80), closesOn, reason: 'too-few' });
    expect((await move(day(2)).expect(400)).body).toMatchObject({ field: 'closesOn' });
    expect((await move(day(41)).expect(400)).body).toMatchObject({ field: 'closesOn' });
    await move(day(30)).expect(200);
    expect((await agent.get(place(`cohorts/${round}`, own.id)).expect(200)).body).toMatchObject({
      closesOn: day(30),
      startsOn: day(40),
    });
    await walkTo(server, own, agent, 'cohort', round);
    await walkTo(server, own, agent, 'cohort', round);
    await agent.post(place(`cohorts/${round}/allocation`, own.id)).expect(200);
    expect((await move(day(35)).expect(409)).body.type).toBe('/problems/cohort-drawn');
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
