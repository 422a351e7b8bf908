import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ERASABLE_KINDS, participantStream, type NewFact } from '#protocols/model/fact';
import { makeCheckpoint } from '#server/audit/checkpoint';
import { readErasures, recordErasure, replayErasures } from '#server/audit/erasures';
import { verify } from '#server/audit/verify';
import { participantsAsOf, responsesAsOf } from '#server/db/stores/as-of';
import { openDatabase, openPool, zoneOf } from '#server/db/zone';
import { cloneDatabase, recordingAt, type TestDatabase } from '../support/database';
import { dice, openLawfulTrial, type LawfulTrial } from '../support/lawful-facts';
import { dumpReadTables } from '../support/read-tables';
import { makeTempFolder } from '../support/temp-folder';

const keys = (({ privateKey, publicKey }) => ({ signing: privateKey, verifying: publicKey }))(generateKeyPairSync('ed25519'));
const DATASET = { trial: 'erasure', sites: '*', reads: 'dataset' } as const;

let test: TestDatabase;
let trial: LawfulTrial;
const outside = makeTempFolder('ledger');
beforeAll(async () => {
  test = await cloneDatabase();
  trial = await openLawfulTrial(test, 'erasure', dice(3));
  await trial.live(10);
});
afterAll(async () => {
  await test.database.close();
  await test.owner.end();
  await outside.remove();
});

const audit = (dir = outside.folder) => test.database.auditor.within({}, (tx) => verify(tx, dir, keys.verifying));
const lastPosition = async () =>
  Number((await test.owner.query<{ p: string }>('SELECT max(position) AS p FROM audit.fact')).rows[0]!.p);
const count = async (sql: string, value: string) =>
  Number((await test.owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, [value])).rows[0]!.n);
const payloadsOf = (stream: string) =>
  count(
    `audit.fact f JOIN audit.fact_payload p ON p.fact = f.id WHERE f.stream = $1 AND f.kind IN ('${ERASABLE_KINDS.join("', '")}')`,
    stream,
  );
const answered = (): NewFact => ({
  kind: 'item-answered',
  payload: {
    wave: 'end',
    instrument: 'who-5',
    item: '1',
    code: 2,
    blank: null,
    version: 1,
    key: randomUUID(),
    session: randomUUID(),
    language: 'da',
    wording: 'who-5.da',
    late: false,
  },
});

describe('an erasure', () => {
  it('is refused to somebody alone: nobody asked, or who asked carries it out', async () => {
    const stream = participantStream(trial.participants[1]!);
    const erased: NewFact = { kind: 'erased', payload: { facts: 1, requestedBy: 'staff/one' } };
    await expect(trial.record(stream, [erased], { door: 'audit.erase', actor: 'staff/one' })).rejects.toMatchObject({
      code: 'LT008',
    });
    await trial.record(stream, [{ kind: 'erasure-requested', payload: { reason: 'participant-asked' } }], { actor: 'staff/one' });
    await expect(trial.record(stream, [erased], { door: 'audit.erase', actor: 'staff/one' })).rejects.toMatchObject({
      code: 'LT008',
    });
    expect(await payloadsOf(stream)).toBeGreaterThan(5);
    expect(await count('research.response WHERE participant = $1', trial.participants[1]!)).toBeGreaterThan(0);
  });

  it('cannot be slipped in through the everyday door, nor reach a stream that is no participant’s', async () => {
    const erased: NewFact = { kind: 'erased', payload: { facts: 1, requestedBy: 'staff/one' } };
    await expect(trial.record(participantStream(trial.participants[1]!), [erased])).rejects.toMatchObject({ code: 'LT007' });
    await expect(trial.record('trial/erasure', [erased], { door: 'audit.erase', actor: 'staff/two' })).rejects.toMatchObject({
      code: 'LT007',
    });
    const answer = participantStream(trial.participants[1]!);
    await expect(trial.record(answer, [answered()], { door: 'audit.erase', actor: 'staff/two' })).rejects.toMatchObject({
      code: 'LT007',
    });
  });

  it('leaves no payload, no answer and no nonce behind; the chain verifies and a rebuild equals the live tables', async () => {
    await makeCheckpoint(test.database.auditor, keys, outside.folder, new Date('2026-11-22T10:00:00Z'));
    const [participant] = trial.participants;
    const stream = participantStream(participant!);
    const before = await lastPosition();
    expect(await payloadsOf(stream)).toBeGreaterThan(5);
    const position = await trial.erase(participant!);
    recordErasure(outside.folder, { stream, position, at: '2026-11-22T10:00:00.000Z' });

    expect(await payloadsOf(stream)).toBe(0);
    expect(await count('research.response WHERE participant = $1', participant!)).toBe(0);
    expect(
      await count(
        `research.milestone WHERE participant = $1 AND kind = 'screened' AND detail <> '{"erased": true}'`,
        participant!,
      ),
    ).toBe(0);
    expect((await audit()).findings).toEqual([]);
    const live = await dumpReadTables(test.owner);
    await test.owner.query('SELECT research.rebuild()');
    expect(await dumpReadTables(test.owner)).toEqual(live);

    const [who, answers] = await test.database.research.within(DATASET, async (tx) => [
      await participantsAsOf(tx, 'erasure', before),
      await responsesAsOf(tx, 'erasure', before),
    ]);
    expect(who.filter(({ erased }) => erased).map((one) => one.participant)).toEqual([participant]);
    expect(answers.erased).toEqual([participant]);
    expect(answers.responses.filter((one) => one.participant === participant)).toEqual([]);
    expect(new Set(answers.responses.map((one) => one.participant)).size).toBe(trial.participants.length - 1);
  });

  it('excuses only what was said before it, and only in its own stream', async () => {
    const stream = participantStream(trial.participants[0]!);
    await trial.record(stream, [answered()]);
    const neighbour = participantStream(trial.participants[2]!);
    const { rows } = await test.owner.query<{ id: string; stream: string; seq: number }>(
      `SELECT DISTINCT ON (stream) id, stream, seq FROM audit.fact WHERE kind = 'item-answered' AND stream IN ($1, $2) ORDER BY stream, seq DESC`,
      [stream, neighbour],
    );
    await test.owner.query('BEGIN; ALTER TABLE audit.fact_payload DISABLE TRIGGER ALL');
    await test.owner.query('DELETE FROM audit.fact_payload WHERE fact = ANY ($1::uuid[])', [rows.map(({ id }) => id)]);
    const found = await verify(
      { query: async (sql, parameters = []) => (await test.owner.query(sql, [...parameters])).rows },
      outside.folder,
    );
    await test.owner.query('ROLLBACK');
    expect(found.findings.map(({ code, stream, seq }) => ({ code, stream, seq }))).toEqual(
      expect.arrayContaining(rows.map(({ stream, seq }) => ({ code: 'payload-missing', stream, seq }))),
    );
    expect(found.findings).toHaveLength(2);
  });
});

describe('as of a position', () => {
  it('gives the answer that stood then, before and after it was corrected', async () => {
    const stream = participantStream(randomUUID());
    const participant = stream.slice('participant/'.length);
    const registered = await trial.record(stream, [
      { kind: 'registered', payload: { site: 'syd', version: '1.0.0', code: 'ASOF111', language: 'da' } },
    ]);
    const first = await trial.record(stream, [answered()]);
    const corrected = await trial.record(stream, [
      {
        kind: 'item-corrected',
        payload: {
          wave: 'end',
          instrument: 'who-5',
          item: '1',
          code: 5,
          blank: null,
          version: 2,
          key: randomUUID(),
          reason: 'typing-mistake',
        },
      },
    ]);
    const codeAt = (position: number) =>
      test.database.research.within({ trial: 'erasure', participant }, async (tx) =>
        (await responsesAsOf(tx, 'erasure', position)).responses.map(({ code }) => code),
      );
    expect(await Promise.all([registered, first, corrected - 1, corrected, corrected + 1].map(codeAt))).toEqual([
      [],
      [2],
      [2],
      [5],
      [5],
    ]);
    const known = (position: number) =>
      test.database.research.within({ trial: 'erasure', sites: ['syd'] }, (tx) => participantsAsOf(tx, 'erasure', position));
    expect((await known(registered - 1)).some((one) => one.participant === participant)).toBe(false);
    expect((await known(registered)).at(-1)).toMatchObject({ participant, site: 'syd', code: 'ASOF111', erased: false });
  });
});

describe('after a restore', () => {
  it('replays the erasures of the ledger, those the backup knows and those it is too old to know, and leaves later answers alone', async () => {
    const backup = await cloneAsBackup();
    const pool = openPool(backup.ownerUrl, 1, 'backup');
    try {
      const owner = zoneOf(pool);
      const [, , , late] = trial.participants;
      const stream = participantStream(late!);
      const position = await trial.erase(late!);
      recordErasure(outside.folder, { stream, position, at: '2026-11-22T11:00:00.000Z' });
      recordErasure(outside.folder, { stream: 'participant/never-heard-of', position: 1, at: '2026-11-22T11:00:00.000Z' });
      appendFileSync(join(outside.folder, 'erasures.jsonl'), '{"stream": "torn');
      expect(readErasures(outside.folder)).toMatchObject({ erasures: { length: 3 }, unreadable: [4] });

      const restored = (sql: string, value: string) =>
        backup.owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql}`, [value]).then(({ rows }) => Number(rows[0]!.n));
      const answers = 'research.response WHERE participant = $1';
      expect(await restored(answers, late!)).toBeGreaterThan(0);
      const [known] = trial.participants;
      expect(await restored(answers, known!)).toBe(1);

      const replay = await replayErasures(owner, outside.folder, recordingAt('2026-11-23T08:00:00Z', 'system/restore'));
      expect(replay).toEqual({
        replayed: [participantStream(known!), stream],
        unknown: ['participant/never-heard-of'],
        unreadable: [4],
      });
      expect(await restored(answers, late!)).toBe(0);
      expect(await restored(answers, known!)).toBe(1);
      const live = await dumpReadTables(backup.owner);
      await backup.owner.query('SELECT research.rebuild()');
      expect(await dumpReadTables(backup.owner)).toEqual(live);
      expect((await owner.within({}, (tx) => verify(tx, outside.folder))).findings).toEqual([]);
      expect(
        (await owner.within({}, (tx) => participantsAsOf(tx, 'erasure', position))).filter(({ erased }) => erased),
      ).toHaveLength(2);
      expect(
        (await replayErasures(owner, outside.folder, recordingAt('2026-11-23T09:00:00Z', 'system/restore'))).replayed,
      ).toHaveLength(2);
      expect((await owner.within({}, (tx) => verify(tx, outside.folder))).findings).toEqual([]);
    } finally {
      await pool.end();
      await backup.owner.end();
    }
  });

  it('does not let a line torn by a crash swallow the next', () => {
    recordErasure(outside.folder, { stream: 'participant/after', position: 2, at: '2026-11-22T12:00:00.000Z' });
    const { erasures, unreadable } = readErasures(outside.folder);
    expect(unreadable).toEqual([4]);
    expect(erasures.at(-1)).toEqual({ stream: 'participant/after', position: 2, at: '2026-11-22T12:00:00.000Z' });
  });
});

/** The database as it stands, copied whole, as a backup would be. */
async function cloneAsBackup(): Promise<{ ownerUrl: string; owner: Client }> {
  const url = new URL(test.ownerUrl);
  const name = url.pathname.slice(1);
  const server = new Client({ connectionString: process.env.LODTRAEK_TEST_OWNER });
  await test.database.close();
  await test.owner.end();
  await server.connect();
  await server.query(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`);
  await server.end();
  test.database = await openDatabase(test.credentials, 5);
  test.owner = new Client({ connectionString: test.ownerUrl });
  await test.owner.connect();
  url.pathname = `/${name}_backup`;
  const owner = new Client({ connectionString: url.toString() });
  await owner.connect();
  return { ownerUrl: url.toString(), owner };
}
