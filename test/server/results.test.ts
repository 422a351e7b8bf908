import { strFromU8, unzipSync } from 'fflate';
import { columnKinds } from '#analysis/data/select-rows';
import { readCsv } from '#analysis/data/read-csv';
import { analyse } from '#analysis/plan';
import { participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import { Effect } from '#contract/staff/results';
import { datasetOf } from '#analysis/data/dataset';
import { parsePlan } from '#server/commands/analyse';
import { append } from '#server/db/facts';
import { lockOf, readTrialRows } from '#server/db/stores/dataset';
import { readRehearsalRows } from '#server/db/stores/rehearsal-rows';
import { headOf } from '#server/db/stores/trials';
import type { Scope } from '#server/db/zone';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { stripReply } from '#server/http/parse';
import { effectOf } from '#server/results/effect-of';
import { readDataset } from '#server/results/read-dataset';
import { startTestServer, type Agent, type TestServer } from '../support/server';

const TRIAL = 'peer-simulated';
const PEOPLE = 40;
const RESULTS = `/api/staff/trials/${TRIAL}/results`;
const REHEARSAL = `${RESULTS}/rehearsal`;
const LOCK = `/api/staff/trials/${TRIAL}/lock`;
const EXPORTS = `/api/staff/trials/${TRIAL}/exports`;
const DATASET: Scope = { trial: TRIAL, sites: '*', reads: 'dataset' };

let server: TestServer;
let researcher: Agent;
let manager: Agent;
beforeAll(async () => {
  server = await startTestServer();
  // Everything has happened by the middle of May; the windows of the last questionnaire close then.
  await simulateTrial(server.app, { seed: 2, startedAt: new Date('2026-01-12T08:00:00.000Z'), people: PEOPLE });
});
afterAll(() => server.close());

/** Staff sign in anew where the clock is moved: a session does not last for months. */
async function standAt(iso: string): Promise<void> {
  server.setClock(iso);
  researcher = await server.signedIn(TRIAL, 'researcher');
  manager = await server.signedIn(TRIAL, 'data-manager');
}

const rowsSeen = (scope: Scope) =>
  server.app.database.research.within(scope, (tx) => readTrialRows(tx, TRIAL, Number.MAX_SAFE_INTEGER));
const byPrimary = async (agent: Agent) => (await agent.get(RESULTS).expect(200)).body.effect.rows[0];

describe('results, before anybody may see them by arm', () => {
  beforeAll(() => standAt('2026-03-20T10:00:00.000Z'));

  it('are refused to somebody signed out', async () => {
    const nobody = server.anonymous();
    for (const asked of [nobody.get(RESULTS), nobody.post(LOCK), nobody.post(EXPORTS).send({ preset: 'statistics' })]) {
      expect((await asked.expect(401)).body.type).toBe('/problems/signed-out');
    }
  });

  it('are refused to a coordinator, who runs the groups', async () => {
    const coordinator = await server.signedIn(TRIAL, 'coordinator', 'aalborg');
    for (const asked of [
      coordinator.get(RESULTS),
      coordinator.post(LOCK),
      coordinator.post(EXPORTS).send({ preset: 'statistics' }),
    ]) {
      expect((await asked.expect(403)).body.type).toBe('/problems/role-missing');
    }
  });

  it('are unknown to staff of another trial, and export and lock to a custodian or one site’s researcher', async () => {
    const { id } = await server.openTrial();
    const stranger = await server.signedIn(id, 'researcher');
    for (const asked of [stranger.get(RESULTS), stranger.post(LOCK)])
      expect((await asked.expect(404)).body.type).toBe('/problems/not-found');
    const custodian = await server.signedIn(TRIAL, 'custodian');
    expect((await custodian.post(EXPORTS).send({ preset: 'statistics' }).expect(403)).body.type).toBe('/problems/role-missing');
    const ofOneSite = await server.signedIn(TRIAL, 'researcher', 'aalborg');
    expect((await ofOneSite.post(LOCK).expect(403)).body.type).toBe('/problems/role-missing');
    expect((await ofOneSite.post(EXPORTS).send({ preset: 'statistics' }).expect(403)).body.type).toBe('/problems/role-missing');
  });

  it('refuse an unknown preset, and any export at all while nothing is locked', async () => {
    expect((await researcher.post(EXPORTS).send({ preset: 'sas' }).expect(400)).body.type).toBe('/problems/not-understood');
    expect((await researcher.post(EXPORTS).send({ preset: 'statistics' }).expect(409)).body.type).toBe('/problems/not-locked');
  });

  it('say how many are drawn and have answered, all arms together, and nothing by arm', async () => {
    const { body, text } = await researcher.get(RESULTS).expect(200);
    expect(body).toMatchObject({ lock: null, effect: null, allocated: PEOPLE, refusal: 'still-recruiting' });
    expect(body.completeness).toMatchObject([{ wave: 'baseline', submitted: PEOPLE, due: PEOPLE }, { wave: 'end' }]);
    expect(text).not.toMatch(/peer"|usual|arm/);
  });

  it('cannot be locked while somebody drawn may still answer', async () => {
    expect((await researcher.post(LOCK).expect(409)).body.type).toBe('/problems/still-recruiting');
    expect(await lockOf(server.app.database.research, TRIAL)).toBeUndefined();
  });

  it('cannot be locked in a trial where nobody is drawn yet', async () => {
    const { id } = await server.openTrial();
    const other = await server.signedIn(id, 'researcher');
    expect((await other.post(`/api/staff/trials/${id}/lock`).expect(409)).body.type).toBe('/problems/still-recruiting');
    expect((await other.get(`/api/staff/trials/${id}/results`).expect(200)).body).toMatchObject({
      allocated: 0,
      refusal: 'still-recruiting',
    });
  });

  it('cannot be read by arm at the database either, whatever a service asks for', async () => {
    const rows = await rowsSeen(DATASET);
    expect([rows.allocations.length, rows.responses.length]).toEqual([0, 0]);
    // Those who may know arms see nothing that was answered after the draw, and the jobs that write letters see no answers.
    const arms = await rowsSeen({ ...DATASET, reads: 'arms' });
    expect([arms.allocations.length, arms.responses.length]).toEqual([PEOPLE, 0]);
    expect(arms.submissions.filter(({ wave }) => wave === 'end')).toEqual([]);
    expect((await rowsSeen({ ...DATASET, reads: 'system' })).responses).toEqual([]);
    const elsewhere = await rowsSeen({ ...DATASET, trial: 'peer-rollout' });
    expect([elsewhere.allocations.length, elsewhere.responses.length, elsewhere.submissions.length]).toEqual([0, 0, 0]);
  });
});

describe('a rehearsal of the results on arms drawn anew', () => {
  beforeAll(() => standAt('2026-05-20T10:00:00.000Z'));
  const rehearsed = async (seed: number) => (await researcher.get(`${REHEARSAL}?seed=${seed}`).expect(200)).body;

  it('is refused to whoever enrols, runs the data or acts for one site, and where the seed is no number', async () => {
    expect((await server.anonymous().get(REHEARSAL).expect(401)).body.type).toBe('/problems/signed-out');
    const coordinator = await server.signedIn(TRIAL, 'coordinator', 'aalborg');
    for (const agent of [coordinator, manager, await server.signedIn(TRIAL, 'researcher', 'aalborg')])
      expect((await agent.get(REHEARSAL).expect(403)).body.type).toBe('/problems/role-missing');
    expect((await researcher.get(`${REHEARSAL}?seed=x`).expect(400)).body.type).toBe('/problems/not-understood');
  });

  it('is the report as it will look, on everybody drawn, and repeats with its seed', async () => {
    const { seed, effect } = await rehearsed(1);
    expect([seed, effect.arms[0].n + effect.arms[1].n]).toEqual([1, PEOPLE]);
    expect(effect.rows[0]).toMatchObject({ method: 'partially-nested' });
    expect(effect.outcomes).toHaveLength(3);
    const named = [effect.outcome.title, ...effect.arms.map(({ name }: { name: object }) => name)] as {
      da: string;
      en: string;
    }[];
    for (const { da, en } of named) expect([da.slice(0, 8), en.slice(0, 11)]).toEqual(['ØVELSE: ', 'REHEARSAL: ']);
    expect((await rehearsed(1)).effect).toEqual(effect);
    expect((await rehearsed(2)).effect.rows[1].estimate).not.toBe(effect.rows[1].estimate);
  });

  it('reads no arm that was drawn: with every arm swapped it is the same to every digit', async () => {
    const { effect } = await rehearsed(3);
    const swap = `UPDATE allocation.allocation SET arm = CASE arm WHEN 'peer' THEN 'usual' ELSE 'peer' END WHERE trial = $1`;
    await server.test.owner.query(swap, [TRIAL]);
    const swapped = await rehearsed(3);
    await server.test.owner.query(swap, [TRIAL]);
    expect(swapped.effect).toEqual(effect);
  });

  it('is fed by the database with answers that carry neither arm, group, date nor anybody’s id, and only under its own scope', async () => {
    const read = (scope: Scope) => server.app.database.research.within(scope, (tx) => readRehearsalRows(tx, TRIAL));
    const rows = await read({ ...DATASET, reads: 'rehearsal' });
    expect(rows.people).toHaveLength(PEOPLE);
    expect(JSON.stringify(rows)).not.toMatch(/peer"|"usual|20\d\d-\d\d/);
    const { rows: ids } = await server.test.owner.query<{ participant: string }>(
      'SELECT participant FROM allocation.allocation WHERE trial = $1',
      [TRIAL],
    );
    const said = JSON.stringify(rows);
    expect(ids.filter(({ participant }) => said.includes(participant))).toEqual([]);
    for (const reads of ['dataset', 'system', 'arms'] as const) expect((await read({ ...DATASET, reads })).people).toEqual([]);
    expect((await read({ trial: 'peer-rollout', sites: '*', reads: 'rehearsal' })).people).toEqual([]);
  });
});

describe('locking data and plan', () => {
  beforeAll(() => standAt('2026-05-20T10:00:00.000Z'));

  it('is possible once every window has closed, and takes a proposal first', async () => {
    const { body: before } = await researcher.get(RESULTS).expect(200);
    expect(before).toMatchObject({ refusal: null, lock: null, completeness: [{}, { wave: 'end', due: PEOPLE }] });
    expect(before.completeness[1].submitted).toBeLessThan(PEOPLE);
    expect((await researcher.post(LOCK).expect(200)).body).toEqual({ locked: false });
    const { body } = await manager.get(RESULTS).expect(200);
    expect(body).toMatchObject({ refusal: null, effect: null, lock: { lockedBy: null, lockedAt: null } });
    expect(body.lock.proposedBy).toMatch(/^researcher \d+$/);
  });

  it('is refused to the one who proposed', async () => {
    expect((await researcher.post(LOCK).expect(409)).body.type).toBe('/problems/two-people');
    expect((await researcher.get(RESULTS).expect(200)).body.refusal).toBe('two-people');
  });

  it('leaves arms and answers closed at the database, and exports refused, while it is only proposed', async () => {
    const rows = await rowsSeen(DATASET);
    expect([rows.allocations.length, rows.responses.length]).toEqual([0, 0]);
    expect((await researcher.post(EXPORTS).send({ preset: 'statistics' }).expect(409)).body.type).toBe('/problems/not-locked');
  });

  it('is done by exactly one of two others who confirm at the same moment', async () => {
    const third = await server.signedIn(TRIAL, 'custodian');
    const replies = await Promise.all([manager.post(LOCK), third.post(LOCK)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 200)!.body).toEqual({ locked: true });
    expect(replies.find(({ status }) => status === 409)!.body.type).toBe('/problems/already-locked');
  });

  it('is two facts with one plan and one cut-off, by two people', async () => {
    const facts = (await server.facts(trialStream(TRIAL))).filter(({ kind }) => ['lock-proposed', 'plan-locked'].includes(kind));
    expect(facts.map(({ kind }) => kind)).toEqual(['lock-proposed', 'plan-locked']);
    const [proposed, locked] = facts;
    expect(locked!.actor).not.toBe(proposed!.actor);
    expect(locked!.payload).toEqual({ ...proposed!.payload, proposer: proposed!.actor });
  });

  it('cannot be done again', async () => {
    expect((await researcher.post(LOCK).expect(409)).body.type).toBe('/problems/already-locked');
    expect((await researcher.get(RESULTS).expect(200)).body.refusal).toBe('already-locked');
  });
});

describe('results, once locked', () => {
  it('are rehearsed no more', async () => {
    expect((await researcher.get(REHEARSAL).expect(409)).body.type).toBe('/problems/already-locked');
  });

  it('are open at the database under the very scope that gave nothing before', async () => {
    const rows = await rowsSeen(DATASET);
    expect(rows.allocations).toHaveLength(PEOPLE);
    expect(rows.responses.length).toBeGreaterThan(PEOPLE * 23);
  });

  it('show the effect with every arm, wave and site, and rows for the forest plot', async () => {
    const { body } = await researcher.get(RESULTS).expect(200);
    const { effect } = body;
    expect(effect.arms.map(({ id, reference }: { id: string; reference: boolean }) => [id, reference])).toEqual([
      ['peer', false],
      ['usual', true],
    ]);
    expect(effect.arms[0].n + effect.arms[1].n).toBe(PEOPLE);
    expect(effect.arms[0].analysed + effect.arms[1].analysed).toBe(effect.rows[0].n);
    expect(effect.rows.map(({ id }: { id: string }) => id)).toEqual([
      'primary',
      'unadjusted',
      'ignoring-groups',
      'prorated',
      'site-S1',
      'site-S2',
    ]);
    expect(effect.rows.slice(4).map(({ label }: { label: { da: string } }) => label.da)).toEqual([
      'Aalborg Kommune',
      'Silkeborg Kommune',
    ]);
    const [peer, usual] = effect.arms;
    expect(peer.adjustedMean - usual.adjustedMean).toBeCloseTo(effect.rows[0].estimate, 9);
    expect(effect.trajectories).toMatchObject([
      { arm: 'peer', points: [{ wave: 'baseline' }, { wave: 'end' }] },
      { arm: 'usual' },
    ]);
    expect(effect.cutoff).toBe(body.lock.cutoff);
    expect(effect.versions).toEqual([{ version: '1.0.0', people: PEOPLE }]);
    expect(effect.hedgesG.interval.lower).toBeLessThan(effect.hedgesG.estimate);
  });

  it('hold every outcome of the plan, the primary first, each by its own method', async () => {
    const { effect } = (await researcher.get(RESULTS).expect(200)).body;
    expect(effect.outcomes.map(({ role, row }: { role: string; row: { id: string } }) => [role, row.id])).toEqual([
      ['primary', 'recovery'],
      ['secondary', 'wellbeing'],
      ['secondary', 'loneliness'],
    ]);
    const [{ row: primary }] = effect.outcomes;
    expect(primary).toEqual({ ...effect.rows[0], id: 'recovery', label: effect.outcome.title });
    expect(effect.outcomes.every(({ row }: { row: { method: string } }) => row.method === 'partially-nested')).toBe(true);
  });

  it('reckon with the groups of the one arm, and say what ignoring them would cost', async () => {
    const { effect } = (await researcher.get(RESULTS).expect(200)).body;
    const { rows: placed } = await server.test.owner.query<{ groups: number }>(
      'SELECT count(*)::integer AS groups FROM (SELECT group_id FROM research.placement WHERE trial = $1 AND assigned GROUP BY group_id) g',
      [TRIAL],
    );
    expect(effect.rows[0].method).toBe('partially-nested');
    expect(effect.groups.shared).toBeGreaterThan(1);
    expect(effect.groups.shared).toBeLessThanOrEqual(placed[0]!.groups);
    const [main, , ignoring] = effect.rows;
    expect(main.estimate).not.toBe(ignoring.estimate);
    expect(effect.groups.intraclass.estimate).toBeLessThan(1);
    expect(Math.sign(effect.groups.designEffect - 1)).toBe(Math.sign(effect.groups.intraclass.estimate));
  });

  it('stand beside the test that plays the trial’s own lottery again, of the sharp null, without an interval where more are missing in one arm', async () => {
    const { effect } = (await researcher.get(RESULTS).expect(200)).body;
    const test = effect.rerandomisation;
    expect(test).toMatchObject({
      exact: false,
      adjusted: true,
      interval: null,
      isLopsided: true,
      leastP: null,
    });
    expect(Math.sign(test.difference)).toBe(Math.sign(effect.rows[0].estimate));
    expect(test.allocations).toBeGreaterThanOrEqual(10_000);
    expect(test.p).toBeGreaterThan(0);
    expect((await researcher.get(RESULTS).expect(200)).body.effect.rerandomisation).toEqual(test);
  });

  it('account for everybody drawn and for every event, with whom a strict rule would lose', async () => {
    const { effect } = (await researcher.get(RESULTS).expect(200)).body;
    const lost = effect.excluded.reduce((sum: number, { total }: { total: number }) => sum + total, 0);
    expect(effect.rows[0].n + lost).toBe(PEOPLE);
    expect(effect.excluded.map(({ reason }: { reason: string }) => reason)).toContain('outcome-missing');
    expect(effect.events.map(({ event, handling }: { event: string; handling: string }) => [event, handling])).toEqual([
      ['group-never-started', 'used-as-observed'],
      ['stopped-early', 'used-as-observed'],
      ['peer-support-elsewhere', 'not-recorded'],
      ['admission', 'not-recorded'],
      ['death', 'set-aside'],
    ]);
    const { rows: left } = await server.test.owner.query<{ people: number }>(
      `SELECT count(DISTINCT participant)::integer AS people FROM (
         SELECT participant FROM research.placement WHERE trial = $1 AND left_on IS NOT NULL AND reason <> 'moved'
         UNION SELECT participant FROM research.milestone WHERE trial = $1 AND detail->>'change' = 'leaves-intervention') s`,
      [TRIAL],
    );
    expect(effect.events[1].happened.total).toBe(left[0]!.people);
    // The score of the primary outcome asks for all its items already.
    expect(effect.strict.total).toBe(0);
  });

  it('tell who was drawn, by arm and together, as the database counts them', async () => {
    const { baseline, arms } = (await researcher.get(RESULTS).expect(200)).body.effect;
    const { rows: bySite } = await server.test.owner.query<{ arm: string; site: string; n: number }>(
      'SELECT arm, site, count(*)::integer AS n FROM allocation.allocation WHERE trial = $1 GROUP BY arm, site',
      [TRIAL],
    );
    const site = baseline.rows.find(({ id }: { id: string }) => id === 'site');
    for (const [index, arm] of arms.entries()) {
      expect(baseline.people[index]).toEqual({ of: arm.id, n: arm.n });
      const counts = site.levels.map(({ counts }: { counts: { n: number }[] }) => counts[index]!.n);
      expect(counts).toEqual(
        ['aalborg', 'silkeborg'].map((id) => bySite.find((row) => row.arm === arm.id && row.site === id)?.n ?? 0),
      );
    }
    expect(baseline.people.at(-1)).toEqual({ of: null, n: PEOPLE });
    const { rows: ages } = await server.test.owner.query<{ mean: number; sd: number }>(
      `SELECT avg((detail->'answers'->>'age')::float8) AS mean, stddev_samp((detail->'answers'->>'age')::float8) AS sd
       FROM research.milestone m JOIN allocation.allocation a USING (participant) WHERE m.trial = $1 AND kind = 'screened'`,
      [TRIAL],
    );
    const age = baseline.rows.find(({ id }: { id: string }) => id === 'screening_age').summaries.at(-1).summary;
    expect([age.n, age.missing]).toEqual([PEOPLE, 0]);
    expect(age.mean).toBeCloseTo(ages[0]!.mean, 9);
    expect(age.sd).toBeCloseTo(ages[0]!.sd, 9);
  });

  it('equal the plan of the export run on the data of the export, in all digits that rounding leaves', async () => {
    const { body } = await researcher.get(RESULTS).expect(200);
    const sent = await researcher
      .post(EXPORTS)
      .send({ preset: 'statistics' })
      .buffer(true)
      .parse(binary as never)
      .expect(200);
    const files = unzipSync(new Uint8Array(sent.body as Buffer));
    const plan = parsePlan(strFromU8(files['plan.json']!));
    if ('problems' in plan) throw new Error(plan.problems.join());
    const table = readCsv(strFromU8(files['data.csv']!), columnKinds(plan));
    if ('problems' in table) throw new Error(JSON.stringify(table.problems));
    const report = analyse(plan, table);
    if ('problems' in report || 'refused' in report.primary) throw new Error('no estimate');
    const shown = body.effect.rows[0];
    const { estimate, standardError, df, p, interval } = report.primary;
    for (const [ours, theirs] of [
      [shown.estimate, estimate],
      [shown.standardError, standardError],
      [shown.df, df],
      [shown.p, p],
      [shown.interval.lower, interval!.lower],
      [shown.interval.upper, interval!.upper],
    ] as [number, number][]) {
      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(theirs)));
    }
    expect(shown.n).toBe(report.primary.n);
    const g = report.standardised.hedgesG;
    expect('refused' in g ? null : g.estimate).toBeCloseTo(body.effect.hedgesG.estimate, 11);
  });

  it('stay as they were at the cut-off when an answer is corrected afterwards', async () => {
    const { database } = server.app;
    const lock = (await lockOf(database.research, TRIAL))!;
    const versions = await server.app.protocols(TRIAL);
    const [before] = await readDataset(database.research, TRIAL, versions, lock.cutoff);
    const someone = before!.people.find(({ waves }) => waves.get('end')?.submitted)!;
    const was = someone.answers.get('end/qpr-15')!.items.get('1')!;
    const code = 'code' in was && was.code === 4 ? 0 : 4;
    await record(someone.participant, [
      {
        kind: 'item-corrected',
        payload: {
          wave: 'end',
          instrument: 'qpr-15',
          item: '1',
          code,
          blank: null,
          version: 2,
          key: server.app.uuid(),
          reason: 'typing-mistake',
        },
      },
    ]);
    const [after] = await readDataset(database.research, TRIAL, versions, lock.cutoff);
    expect(after).toEqual(before);
    const [now] = await readDataset(database.research, TRIAL, versions, Number.MAX_SAFE_INTEGER);
    const corrected = now!.people.find(({ participant }) => participant === someone.participant)!;
    expect(corrected.answers.get('end/qpr-15')!.items.get('1')).toEqual({ code });
  });

  it('count somebody erased or let out afterwards, and no longer use a single answer of theirs', async () => {
    const before = await byPrimary(researcher);
    const lock = (await lockOf(server.app.database.research, TRIAL))!;
    const [dataset] = await readDataset(server.app.database.research, TRIAL, await server.app.protocols(TRIAL), lock.cutoff);
    const analysed = dataset!.people.filter(({ answers }) =>
      ['baseline', 'end'].every((wave) => 'value' in answers.get(`${wave}/qpr-15`)!.scores.get('total')!),
    );
    expect(analysed).toHaveLength(before.n);
    const [erased, letOut] = analysed.map(({ participant }) => participant) as [string, string];
    await record(letOut, [{ kind: 'participation-changed', payload: { change: 'erase', source: 'participant' } }]);
    await record(erased, [{ kind: 'erasure-requested', payload: { reason: 'participant-asked' } }], 'staff/one');
    await record(erased, [{ kind: 'erased', payload: { facts: 1, requestedBy: 'staff/one' } }], 'staff/another', 'audit.erase');

    const { body } = await researcher.get(RESULTS).expect(200);
    expect(body.effect.rows[0].n).toBe(before.n - 2);
    expect(body.effect.arms[0].n + body.effect.arms[1].n).toBe(PEOPLE);
  });

  it('are a named refusal, within the promise, where nobody answered the last questionnaire', async () => {
    const { protocol } = (await server.app.protocols(TRIAL))[0]!;
    const allocations = ['a', 'b', 'c'].map((participant, index) => {
      const arm = index === 0 ? 'peer' : 'usual';
      return { participant, version: '1.0.0', site: 'aalborg', arm, cohort: 'c1', at: '2026-02-01T09:00:00.000Z' };
    });
    const none = {
      groups: [],
      households: [],
      leavings: [],
      responses: [],
      submissions: [],
      changes: [],
      unblindings: [{ participant: 'a', kind: 'emergency' as const }],
      mishaps: [],
      screenings: [],
      withheld: [],
    };
    const rows = { allocations, ...none };
    const dataset = datasetOf(rows, protocol, new Map());
    const effect = effectOf(protocol, { dataset, prorated: dataset, draws: [] }, 7);
    expect(effect.rows[0]).toMatchObject({ refused: 'no-data', estimate: null, interval: null, n: 0 });
    // Somebody's arm became known: the same plan without them stands among the sensitivity analyses.
    expect(effect.rows.map(({ id, kind }) => [id, kind])).toContainEqual(['blinded', 'sensitivity']);
    expect(effect).toMatchObject({ hedgesG: null, cutoff: 7, arms: [{ n: 1, analysed: 0, adjustedMean: null }, { n: 2 }] });
    expect(effect.trajectories[1]!.points[1]).toEqual({ wave: 'end', n: 0, mean: null, lower: null, upper: null });
    expect(stripReply(Effect, structuredClone(effect), 'test')).toEqual(effect);
  });

  it('log no fault along the way', () => expect(server.faults).toEqual([]));
});

async function record(participant: string, facts: NewFact[], actor = 'staff/one', door?: 'audit.erase'): Promise<void> {
  const stream = participantStream(participant);
  const { research } = server.app.database;
  const head = (await headOf(research, stream))!;
  await append(
    research,
    server.recording(actor),
    { trial: TRIAL, sites: '*' },
    [{ stream, trial: TRIAL, head, facts }],
    door ? { door } : {},
  );
}

function binary(response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
