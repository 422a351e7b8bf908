import { randomUUID } from 'node:crypto';
import { GENESIS } from '#protocols/model/chain';
import { participantStream, type NewFact } from '#protocols/model/fact';
import { append, HeadMoved, type Head } from '#server/db/facts';
import { cloneDatabase, recordingAt, type TestDatabase } from '../support/database';

const TRIAL = 'facts';
const SCOPE = { trial: TRIAL, sites: '*' as const };
const START: Head = { seq: 0, head: GENESIS };

let test: TestDatabase;
beforeAll(async () => {
  test = await cloneDatabase();
});
afterAll(() => test.close());

const registered = (code: string): NewFact => ({
  kind: 'registered',
  payload: { site: 'nord', version: '1.0.0', code, language: 'da' },
});
const answered = (item: string, code: number, version: number): NewFact => ({
  kind: 'item-answered',
  payload: {
    wave: 'baseline',
    instrument: 'who-5',
    item,
    code,
    blank: null,
    version,
    key: randomUUID(),
    session: randomUUID(),
    language: 'da',
    wording: 'who-5.da',
    late: false,
  },
});

async function headOf(stream: string): Promise<Head> {
  const { rows } = await test.owner.query<Head>('SELECT seq, head FROM audit.stream WHERE stream = $1', [stream]);
  return rows[0]!;
}

describe('appending facts', () => {
  it('writes header, payload and read table in one round trip and chains the hashes', async () => {
    const participant = randomUUID();
    const stream = participantStream(participant);
    await append(test.database.research, recordingAt('2026-11-22T10:00:00Z'), SCOPE, [
      { stream, trial: TRIAL, head: START, facts: [registered('AAAA111'), answered('1', 3, 1)] },
    ]);
    const { rows } = await test.owner.query('SELECT seq, kind, previous, hash FROM audit.fact WHERE stream = $1 ORDER BY seq', [
      stream,
    ]);
    expect(rows.map((row) => row.kind)).toEqual(['registered', 'item-answered']);
    expect(rows[0].previous).toBe(GENESIS);
    expect(rows[1].previous).toBe(rows[0].hash);
    expect(await headOf(stream)).toEqual({ seq: 2, head: rows[1].hash });
    const responses = await test.owner.query('SELECT item, code, to_position FROM research.response WHERE participant = $1', [
      participant,
    ]);
    expect(responses.rows).toEqual([{ item: '1', code: 3, to_position: null }]);
  });

  it('writes nothing when the head has moved', async () => {
    const participant = randomUUID();
    const stream = participantStream(participant);
    const at = recordingAt('2026-11-22T10:00:00Z');
    await append(test.database.research, at, SCOPE, [{ stream, trial: TRIAL, head: START, facts: [registered('AAAA222')] }]);
    await expect(
      append(test.database.research, at, SCOPE, [{ stream, trial: TRIAL, head: START, facts: [answered('1', 2, 1)] }]),
    ).rejects.toBeInstanceOf(HeadMoved);
    expect((await headOf(stream)).seq).toBe(1);
  });

  it('refuses a fact of the lottery from any login but the allocator', async () => {
    const participant = randomUUID();
    const stream = participantStream(participant);
    const allocated: NewFact = {
      kind: 'allocated',
      payload: {
        scheme: 'main',
        method: 'permuted-blocks',
        stratum: 'site=nord',
        position: 1,
        arm: 'peer',
        cohort: randomUUID(),
        rank: null,
        label: ['x'],
        probabilities: { peer: 0.5 },
        factors: { site: 'nord' },
        code: '0.1.0',
      },
    };
    await expect(
      append(test.database.research, recordingAt('2026-11-22T10:00:00Z'), SCOPE, [
        { stream, trial: TRIAL, head: START, facts: [registered('AAAA333'), allocated] },
      ]),
    ).rejects.toMatchObject({ code: 'LT007' });
  });

  it('refuses to write about a participant at a site outside the scope', async () => {
    const participant = randomUUID();
    const stream = participantStream(participant);
    const at = recordingAt('2026-11-22T10:00:00Z');
    await append(test.database.research, at, SCOPE, [{ stream, trial: TRIAL, head: START, facts: [registered('AAAA444')] }]);
    const foreign = { trial: TRIAL, sites: ['syd'] };
    await expect(
      append(test.database.research, at, foreign, [
        { stream, trial: TRIAL, head: await headOf(stream), facts: [answered('1', 1, 1)] },
      ]),
    ).rejects.toMatchObject({ code: 'LT002' });
  });

  it('refuses a payload that does not fit its kind before anything reaches the database', async () => {
    const bad = { kind: 'registered', payload: { site: 'nord' } } as unknown as NewFact;
    await expect(
      append(test.database.research, recordingAt('2026-11-22T10:00:00Z'), SCOPE, [
        { stream: participantStream(randomUUID()), trial: TRIAL, head: START, facts: [bad] },
      ]),
    ).rejects.toThrow(/does not fit/);
  });

  it('lets nobody change, delete or truncate a fact, not even the owner', async () => {
    await expect(test.owner.query(`UPDATE audit.fact SET actor = 'x'`)).rejects.toMatchObject({ code: 'LT001' });
    await expect(test.owner.query('DELETE FROM audit.fact_payload')).rejects.toMatchObject({ code: 'LT001' });
    await expect(test.owner.query('TRUNCATE audit.fact_payload')).rejects.toMatchObject({ code: 'LT001' });
  });
});
