import { payloads, type Kind } from '#protocols/model/fact';
import Ajv from 'ajv';
import { readResults } from '#server/services/results/read-results';
import { replyOf } from '#server/http/serve';
import { mean, variance } from '#analysis/describe/mean';
import { instrumentOf } from '#protocols/instruments/registry';
import { answersTo, simulatedPerson } from '#server/demonstration/simulated-person';
import { staffAt } from '#server/demonstration/act-as';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { startTestServer, type TestServer } from '../support/server';

const TRIAL = 'peer-simulated';
const LOCKERS = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;
const startedAt = new Date('2026-01-12T08:00:00.000Z');

let server: TestServer;
let other: TestServer;
let seconds: number;
const progress: number[] = [];
beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer();
  const began = process.hrtime.bigint();
  await simulateTrial(server.app, { seed: 2, startedAt, people: 96, lockers: LOCKERS, progress: (done) => progress.push(done) });
  seconds = Number(process.hrtime.bigint() - began) / 1e9;
});
afterAll(async () => {
  await server.close();
  await other.close();
});

const heads = async (of: TestServer) =>
  (
    await of.test.owner.query<{ stream: string; seq: number; head: string }>(
      'SELECT stream, seq, head FROM audit.stream ORDER BY stream',
    )
  ).rows;

describe('a simulated person', () => {
  it('carries the planted difference of d = 0.43 on the primary outcome, over many seeds', () => {
    const instrument = instrumentOf('qpr-15')!;
    const sums = (as: 'usual' | 'treated', parity: number) =>
      Array.from({ length: 4_000 }, (_, n) => [...answersTo(simulatedPerson(n % 40, 2 * n + parity), instrument, as).values()])
        .filter((codes): codes is number[] => codes.every((code) => code !== null))
        .map((codes) => codes.reduce((total, code) => total + code, 0));
    const [usual, treated] = [sums('usual', 0), sums('treated', 1)];
    const d = (mean(treated) - mean(usual)) / Math.sqrt((variance(treated) + variance(usual)) / 2);
    // Codes end at 0 and 60, which costs a little; the standard error of d is 0.023 here.
    expect(d).toBeGreaterThan(0.36);
    expect(d).toBeLessThan(0.5);
  });
});

describe('the simulated trial', () => {
  it('draws everybody, is locked by two people, and stays under twenty seconds', async () => {
    const { rows } = await server.test.owner.query(
      `SELECT (SELECT count(*)::int FROM allocation.allocation) AS drawn, locked_by, proposed_by FROM research.plan_lock WHERE trial = $1`,
      [TRIAL],
    );
    expect(rows).toEqual([{ drawn: 96, proposed_by: `staff/${LOCKERS[0]}`, locked_by: `staff/${LOCKERS[1]}` }]);
    expect(progress).toEqual(Array.from({ length: 96 }, (_, index) => index + 1));
    expect(seconds).toBeLessThan(20);
  });

  it('gives the same streams, hash for hash, from the same seed, in another database with other keys', async () => {
    await simulateTrial(other.app, { seed: 2, startedAt, people: 96, lockers: LOCKERS });
    const [ours, theirs] = [await heads(server), await heads(other)];
    expect(ours).toHaveLength(97);
    expect(theirs).toEqual(ours);
  });

  it('says in every fact that it is simulated, save where the two people lock', async () => {
    const { rows } = await server.test.owner.query<{ actor: string; kinds: string }>(
      `SELECT actor, string_agg(DISTINCT kind, ' ') AS kinds FROM audit.fact WHERE actor NOT LIKE 'simulation/%' GROUP BY actor ORDER BY actor`,
    );
    expect(rows).toEqual([
      { actor: `staff/${LOCKERS[0]}`, kinds: 'lock-proposed' },
      { actor: `staff/${LOCKERS[1]}`, kinds: 'plan-locked' },
    ]);
  });

  it('keeps both arms within half a block of balance at each site, at every position', async () => {
    const { rows } = await server.test.owner.query<{ stratum: string; arm: string }>(
      'SELECT stratum, arm FROM allocation.allocation ORDER BY stratum, slot',
    );
    for (const stratum of new Set(rows.map((row) => row.stratum))) {
      let balance = 0;
      for (const { arm } of rows.filter((row) => row.stratum === stratum)) {
        balance += arm === 'peer' ? 1 : -1;
        expect(Math.abs(balance)).toBeLessThanOrEqual(3);
      }
    }
    expect(new Set(rows.map((row) => row.stratum)).size).toBe(2);
  });

  it('is lawful: no fact before the one it rests on, none in the future, every payload as its kind has it', async () => {
    const { rows } = await server.test.owner.query<{ kind: Kind; payload: unknown; ahead: boolean; back: boolean }>(
      `SELECT f.kind, p.payload, f.occurred_at > f.recorded_at AS ahead,
              f.occurred_at < lag(f.occurred_at) OVER (PARTITION BY f.stream ORDER BY f.seq) AS back
       FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id`,
    );
    expect(rows.filter(({ ahead, back }) => ahead || back)).toEqual([]);
    const ajv = new Ajv({ strict: true });
    const wrong = rows.filter(({ kind, payload }) => !ajv.validate(payloads[kind], payload));
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(5_000);
  });

  it('has people missing from the last questionnaire, late answers, blanks and changes', async () => {
    const count = async (sql: string) =>
      (await server.test.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]!.n;
    expect(await count(`research.submission WHERE wave = 'end'`)).toBeGreaterThan(70);
    expect(await count(`research.submission WHERE wave = 'end'`)).toBeLessThan(92);
    expect(await count(`research.submission WHERE late`)).toBeGreaterThan(0);
    expect(await count(`research.response WHERE blank = 'declined'`)).toBeGreaterThan(3);
    expect(await count(`research.milestone WHERE kind = 'participation-changed'`)).toBeGreaterThan(8);
  });

  it('shows an effect within sampling error of the one that was planted', async () => {
    const context = await staffAt(server.app, LOCKERS[0], 'data-manager', TRIAL, new Date('2026-06-01T10:00:00.000Z'));
    const { effect } = replyOf(await readResults(context, { params: { trial: TRIAL }, query: {}, body: {} }));
    const primary = effect!.rows[0]!;
    expect(Math.abs(primary.estimate! - 5.2)).toBeLessThan(2.6 * primary.standardError!);
    expect(primary.n).toBeGreaterThan(70);
    expect(effect!.rows.map(({ kind }) => kind)).toEqual([
      'primary',
      'sensitivity',
      'sensitivity',
      'sensitivity',
      'subgroup',
      'subgroup',
    ]);
  });
});
