import { Ajv } from 'ajv';
import { payloads, type Kind } from '#protocols/model/fact';
import { makeReport } from '#server/rehearsal/make-report';
import type { RehearsalReport } from '#server/rehearsal/report';
import { verify } from '#server/audit/verify';
import { withOwner } from '#server/db/owner';
import { dumpReadTables } from '../support/read-tables';
import { headsOf, rehearseTrial, type RehearsedHouse } from '../support/rehearse';
import { shippedProtocol } from '../support/shipped';

const PEOPLE = 24;
/** Small trials with everything in them: whoever changes how they take part does so in every way. */
const MANY_CHANGES = {
  'leaves-intervention': 0.1,
  'fewer-contacts': 0.1,
  'no-more-data': 0.1,
  unlink: 0.1,
  erase: 0.1,
  lost: 0.1,
  moved: 0.1,
  died: 0.1,
  ineligible: 0.1,
};

let one: RehearsedHouse;
let report: RehearsalReport;
beforeAll(async () => {
  one = await rehearseTrial({ protocol: shippedProtocol('peer-simulated'), participants: PEOPLE });
  report = await reportOf(one);
}, 300_000);
afterAll(() => one.close());

const reportOf = (house: RehearsedHouse) =>
  withOwner(house.test.ownerUrl, (owner) =>
    makeReport(house.app, owner, house.rehearsed, { seed: 1, asked: PEOPLE, replicates: 50, warnings: [] }),
  );
const count = async (sql: string, house = one) =>
  Number((await house.test.owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`)).rows[0]!.n);

describe('a rehearsal', () => {
  it('gives the same streams, hash for hash, however many people are busy at the same time, and others for another seed', async () => {
    const ours = await headsOf(one);
    const again = await rehearseTrial({ protocol: shippedProtocol('peer-simulated'), participants: PEOPLE, width: 1 });
    expect(await headsOf(again)).toEqual(ours);
    await again.close();
    const other = await rehearseTrial({ protocol: shippedProtocol('peer-simulated'), participants: PEOPLE, seed: 2 });
    expect((await headsOf(other)).map(({ head }) => head)).not.toContain(ours[0]!.head);
    await other.close();
  }, 300_000);

  it('draws as many as asked for, is locked by two people, and meets no refusal', async () => {
    expect(await count('allocation.allocation')).toBe(PEOPLE);
    expect(one.rehearsed).toMatchObject({ complete: true, locked: true, refused: {} });
    const { rows } = await one.test.owner.query<{ same: boolean }>(
      'SELECT proposed_by = locked_by AS same FROM research.plan_lock',
    );
    expect(rows).toEqual([{ same: false }]);
  });

  it('is lawful: nothing before what it rests on, every payload as its kind has it, every fact of a person marked', async () => {
    const { rows } = await one.test.owner.query<{ kind: Kind; payload: unknown; wrong: boolean; request: string }>(
      `SELECT f.kind, p.payload, f.request,
         f.occurred_at > f.recorded_at OR f.occurred_at < lag(f.occurred_at) OVER (PARTITION BY f.stream ORDER BY f.seq) AS wrong
       FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id`,
    );
    const ajv = new Ajv({ strict: true });
    expect(rows.filter(({ wrong }) => wrong)).toEqual([]);
    expect(rows.filter(({ kind, payload }) => !ajv.validate(payloads[kind], payload))).toEqual([]);
    expect([...new Set(rows.map(({ request }) => request))].sort()).toEqual(['letters', 'simulation']);
    expect(await count('research.trial_version WHERE NOT simulated')).toBe(0);
  });

  it('passes the audit, and its read tables are the same after a rebuild', async () => {
    const audit = await withOwner(one.test.ownerUrl, (owner) =>
      owner.within({}, (tx) => verify(tx, one.app.config.checkpointDir)),
    );
    expect(audit.findings).toEqual([]);
    const live = await dumpReadTables(one.test.owner);
    await one.test.owner.query('SELECT research.rebuild()');
    expect(await dumpReadTables(one.test.owner)).toEqual(live);
  }, 120_000);

  it('answers one question after another, in the order of the questionnaire, and hands in only what is whole', async () => {
    const { rows } = await one.test.owner.query<{ answers: number }>(
      `SELECT (SELECT count(*)::int FROM research.response r WHERE r.participant = s.participant AND r.wave = s.wave AND r.to_position IS NULL) AS answers
       FROM research.submission s WHERE s.to_position IS NULL`,
    );
    expect(new Set(rows.map(({ answers }) => answers))).toEqual(new Set([23]));
    expect(
      await count(
        `(SELECT 1 FROM audit.fact WHERE kind = 'item-answered' GROUP BY stream, occurred_at HAVING count(*) > 1) AS x`,
      ),
    ).toBe(0);
  });
});

describe('the report of a rehearsal', () => {
  it('counts what the database holds', async () => {
    const { recruitment, waves, letters, balance, workload, notDrawn } = report;
    expect(recruitment.registered).toBe(await count('research.participant'));
    expect(recruitment.drawn).toBe(PEOPLE);
    expect(notDrawn.reduce((sum, { people }) => sum + people, 0)).toBe(recruitment.registered - PEOPLE);
    for (const { wave, submitted, late } of waves) {
      expect(submitted).toBe(await count(`research.submission WHERE wave = '${wave}' AND to_position IS NULL`));
      expect(late).toBe(await count(`research.submission WHERE wave = '${wave}' AND late AND to_position IS NULL`));
    }
    for (const kind of ['announcement', 'invitation', 'reminder'])
      expect(letters[kind] ?? 0).toBe(
        await count(`audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
        WHERE f.kind = 'letter-sent' AND p.payload->>'letter' = '${kind}'`),
      );
    for (const [arm, drawn] of Object.entries(balance.arms))
      expect(drawn).toBe(await count(`allocation.allocation WHERE arm = '${arm}'`));
    const sum = (what: 'draws' | 'introductions' | 'letters') => workload.reduce((all, week) => all + week[what], 0);
    expect(sum('draws')).toBe(PEOPLE);
    expect(sum('introductions')).toBe(recruitment.registered);
    expect(sum('letters')).toBe(await count(`audit.fact WHERE kind = 'letter-sent'`));
  });

  it('names where the ways of those not drawn ended', async () => {
    const at = (ending: string) => report.notDrawn.find((found) => found.at === ending)?.people ?? 0;
    const without = (kind: string) =>
      `research.participant p WHERE NOT EXISTS (SELECT FROM research.milestone m WHERE m.participant = p.participant AND m.kind = '${kind}')`;
    expect(at('information')).toBe(await count(without('information-read')));
    expect(at('information') + at('signing')).toBe(await count(without('consent-given')));
    expect(at('not-eligible')).toBe(await count(`research.milestone WHERE kind = 'screened' AND detail->>'eligible' = 'false'`));
  });

  it('shows the effect that the researcher reads, beside the one that was planted', () => {
    expect(report.effect).toMatchObject({ refused: null, method: 'partially-nested', planted: { d: expect.closeTo(0.43, 2) } });
    expect(report.effect!.planted.difference).toBeCloseTo(5.2, 6);
    const { estimate, interval } = report.effect!;
    expect(interval!.lower).toBeLessThan(estimate!);
  });
});

describe('a rehearsal of a trial drawn cohort by cohort', () => {
  it('fills cohorts, merges what is too small, and draws each as a whole', async () => {
    const house = await rehearseTrial({
      protocol: shippedProtocol('peer-rollout'),
      participants: 18,
      assumed: { ...one.rehearsed.assumed, perSiteWeek: 2 },
    });
    const { rows } = await house.test.owner.query<{ now: number; later: number; n: number }>(
      `SELECT count(*) FILTER (WHERE arm = 'now')::int AS now, count(*) FILTER (WHERE arm = 'later')::int AS later, count(*)::int AS n
       FROM allocation.allocation GROUP BY cohort`,
    );
    expect(rows.every(({ n }) => n >= 6)).toBe(true);
    expect(rows.every(({ now, later }) => Math.abs(now - later) <= 1)).toBe(true);
    expect(house.rehearsed.complete).toBe(true);
    await house.close();
  }, 180_000);
});

describe('people who change how they take part', () => {
  let house: RehearsedHouse;
  beforeAll(async () => {
    const assumed = { ...one.rehearsed.assumed, changes: MANY_CHANGES };
    house = await rehearseTrial({ protocol: shippedProtocol('peer-simulated'), participants: 40, assumed, seed: 5 });
  }, 300_000);
  afterAll(() => house.close());

  it('do so in every way, and answer nothing after they have ended it', async () => {
    const { rows } = await house.test.owner.query<{ change: string }>(
      `SELECT DISTINCT p.payload->>'change' AS change FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
       WHERE f.kind = 'participation-changed' ORDER BY 1`,
    );
    expect(rows.map(({ change }) => change)).toEqual(Object.keys(MANY_CHANGES).sort());
    expect(
      await count(
        `audit.fact f JOIN research.milestone m ON m.participant = research.participant_of(f.stream) AND m.kind = 'participation-changed'
           AND m.detail->>'change' IN ('no-more-data', 'unlink', 'erase', 'lost', 'died')
         WHERE f.kind IN ('item-answered', 'wave-submitted', 'letter-sent') AND f.position > m.from_position`,
        house,
      ),
    ).toBe(0);
  });

  it('are erased by two people where they ask for it, and the audit still holds', async () => {
    expect(await count(`audit.fact WHERE kind = 'erased'`, house)).toBeGreaterThan(0);
    const audit = await withOwner(house.test.ownerUrl, (owner) =>
      owner.within({}, (tx) => verify(tx, house.app.config.checkpointDir)),
    );
    expect(audit.findings).toEqual([]);
    const live = await dumpReadTables(house.test.owner);
    await house.test.owner.query('SELECT research.rebuild()');
    expect(await dumpReadTables(house.test.owner)).toEqual(live);
  }, 120_000);
});
