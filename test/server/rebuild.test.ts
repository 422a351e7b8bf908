import { randomUUID } from 'node:crypto';
import { payloads, participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import { append, type Head } from '#server/db/facts';
import type { Queryable } from '#server/db/zone';
import { cloneDatabase, recordingAt, type TestDatabase } from '../support/database';
import { dice, openLawfulTrial, type LawfulTrial } from '../support/lawful-facts';
import { dumpReadTables, READ_TABLES } from '../support/read-tables';

let test: TestDatabase;
let trials: LawfulTrial[];

beforeAll(async () => {
  test = await cloneDatabase();
  const roll = dice(41);
  trials = [await openLawfulTrial(test, 'rebuild-a', roll), await openLawfulTrial(test, 'rebuild-b', roll)];
  for (const trial of trials) await trial.live(10);
  await trials[0]!.erase(trials[0]!.participants[0]!);
});
afterAll(() => test.close());

const rebuild = async (): Promise<number> =>
  Number((await test.owner.query<{ n: string }>('SELECT research.rebuild() AS n')).rows[0]!.n);

describe('the read tables', () => {
  it('are filled by a life that knows every kind of fact', async () => {
    const { rows } = await test.owner.query<{ kind: string }>('SELECT DISTINCT kind FROM audit.fact ORDER BY kind');
    expect(rows.map(({ kind }) => kind)).toEqual(Object.keys(payloads).sort());
    for (const [table, kept] of Object.entries(await dumpReadTables(test.owner)))
      expect([table, kept.length > 0]).toEqual([table, true]);
  });

  it('are the very same after a rebuild from the facts', async () => {
    const live = await dumpReadTables(test.owner);
    const { rows } = await test.owner.query<{ n: string }>('SELECT count(*) AS n FROM audit.fact');
    expect(await rebuild()).toBe(Number(rows[0]!.n));
    expect(await dumpReadTables(test.owner)).toEqual(live);
  });

  it('are restored from nothing, and from a superuser’s fancy', async () => {
    const live = await dumpReadTables(test.owner);
    await test.owner.query(`TRUNCATE ${READ_TABLES.join(', ')}`);
    await rebuild();
    expect(await dumpReadTables(test.owner)).toEqual(live);
    await test.owner.query(
      `UPDATE allocation.allocation SET arm = 'peer'; UPDATE research.response SET code = 0 WHERE code IS NOT NULL; DELETE FROM research.milestone`,
    );
    await rebuild();
    expect(await dumpReadTables(test.owner)).toEqual(live);
  });

  it('go on from a rebuild as from the life itself', async () => {
    await rebuild();
    await trials[1]!.live(4);
    await trials[1]!.erase(trials[1]!.participants[2]!);
    const live = await dumpReadTables(test.owner);
    await rebuild();
    expect(await dumpReadTables(test.owner)).toEqual(live);
  });

  it('are rebuilt although a seat was taken, by position, before it was freed', async () => {
    const { trial, record } = trials[0]!;
    const [small, other] = [randomUUID(), randomUUID()];
    const planned = (cohort: string): NewFact => ({
      kind: 'cohort-planned',
      payload: {
        cohort,
        site: 'nord',
        name: 'Lille',
        startsOn: '2026-03-01',
        endsOn: '2026-05-10',
        closesOn: '2026-02-20',
        minimum: 2,
        capacity: 2,
      },
    });
    await record(trialStream(trial), [planned(small), planned(other)]);
    const people = [1, 2, 3].map(() => participantStream(randomUUID()));
    for (const stream of people) {
      await record(stream, [
        { kind: 'registered', payload: { site: 'nord', version: '1.0.0', code: randomUUID().slice(0, 7), language: 'da' } },
      ]);
    }
    const join = (stream: string, cohort: string) => record(stream, [{ kind: 'joined-cohort', payload: { cohort } }]);
    await join(people[0]!, small);
    await join(people[1]!, small);
    // The place among positions that the newcomer takes while waiting for the cohort's lock, and that the leaver takes after it.
    const { rows } = await test.owner.query<{ early: string }>(`SELECT nextval('audit.fact_position_seq') AS early`);
    await join(people[0]!, other);
    await test.owner.query(`SELECT setval('audit.fact_position_seq', $1, false)`, [rows[0]!.early]);
    const kept = await test.owner.query<{ last: string }>('SELECT max(position) AS last FROM audit.fact');
    await join(people[2]!, small);
    await test.owner.query(`SELECT setval('audit.fact_position_seq', $1)`, [kept.rows[0]!.last]);

    const live = await dumpReadTables(test.owner);
    await rebuild();
    expect(await dumpReadTables(test.owner)).toEqual(live);
  });

  it('let somebody join a cohort whose dates were moved at the same moment', async () => {
    const { trial, record } = trials[0]!;
    const cohort = randomUUID();
    await record(trialStream(trial), [
      {
        kind: 'cohort-planned',
        payload: {
          cohort,
          site: 'nord',
          name: 'Hold',
          startsOn: '2026-03-01',
          endsOn: '2026-05-10',
          closesOn: '2026-02-20',
          minimum: 2,
          capacity: 9,
        },
      },
    ]);
    const stream = participantStream(randomUUID());
    await record(stream, [{ kind: 'registered', payload: { site: 'nord', version: '1.0.0', code: 'WAITER1', language: 'da' } }]);
    const { rows } = await test.owner.query<Head>('SELECT seq, head FROM audit.stream WHERE stream = $1', [trialStream(trial)]);
    const moved: NewFact = {
      kind: 'cohort-rescheduled',
      payload: { cohort, startsOn: '2026-03-08', endsOn: '2026-05-17', reason: 'room' },
    };
    const owner: Queryable = { query: async (sql, parameters = []) => (await test.owner.query(sql, [...parameters])).rows };
    await test.owner.query('BEGIN');
    await append(owner, recordingAt('2026-02-01T08:00:00Z'), { trial, sites: '*' }, [
      { stream: trialStream(trial), trial, head: rows[0]!, facts: [moved] },
    ]);
    const joining = record(stream, [{ kind: 'joined-cohort', payload: { cohort } }]).catch((refusal: unknown) => refusal);
    await Promise.race([joining, waitsForLock(test)]);
    await test.owner.query('COMMIT');
    expect(await joining).toEqual(expect.any(Number));
    const live = await dumpReadTables(test.owner);
    await rebuild();
    expect(await dumpReadTables(test.owner)).toEqual(live);
  });
});

/** Resolves when some session of the test's database waits for a lock. */
async function waitsForLock({ owner }: TestDatabase): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
