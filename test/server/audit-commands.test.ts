import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { participantStream } from '#protocols/model/fact';
import { recordErasure } from '#server/audit/erasures';
import {
  checkpointCommand,
  rebuildCommand,
  replayErasuresCommand,
  verifyCommand,
  type AuditEnvironment,
} from '#server/commands/audit';
import { readConfig } from '#server/config';
import { writeKeys } from '#server/keys';
import { cloneDatabase, type TestDatabase } from '../support/database';
import { dice, openLawfulTrial, type LawfulTrial } from '../support/lawful-facts';
import { makeTempFolder } from '../support/temp-folder';

let test: TestDatabase;
let trial: LawfulTrial;
let env: AuditEnvironment;
const home = makeTempFolder('audit-commands');

beforeAll(async () => {
  test = await cloneDatabase();
  trial = await openLawfulTrial(test, 'commands', dice(8));
  await trial.live(2);
  env = { config: readConfig({}, home.folder), ownerUrl: test.ownerUrl, now: new Date('2026-11-22T10:00:00Z'), uuid: randomUUID };
});
afterAll(async () => {
  await test.close();
  await home.remove();
});

type Command = typeof verifyCommand;
async function run(command: Command, json = false) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await command({ json }, env, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('the commands of the audit', () => {
  it('make no checkpoint without keys, and say where they ought to be', async () => {
    expect(await run(checkpointCommand)).toMatchObject({ code: 2, err: expect.stringMatching(/key store .* does not exist/) });
    expect(await run(verifyCommand)).toMatchObject({ code: 0, err: expect.stringContaining('no key store') });
  });

  it('make a checkpoint once, whole and without leftovers, and none where nothing is new', async () => {
    writeKeys(env.config.keyStore.slice('file:'.length));
    expect(await run(checkpointCommand)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Checkpoint 1 covers \d+ more facts/),
    });
    expect(await run(checkpointCommand)).toMatchObject({
      code: 0,
      out: 'Nothing happened since the last checkpoint; none was made.',
    });
    expect(readdirSync(env.config.checkpointDir)).toEqual(['checkpoint-000001.json']);
    expect(await run(checkpointCommand, true)).toMatchObject({ code: 0, out: JSON.stringify({ made: [] }, null, 2) });
  });

  it('verify: end with 0 and say that nothing was altered', async () => {
    const { code, out, err } = await run(verifyCommand);
    expect({ code, err, last: out.split('\n').at(-1) }).toEqual({ code: 0, err: '', last: 'Nothing was altered.' });
    const report = JSON.parse((await run(verifyCommand, true)).out) as { facts: number; covered: number };
    expect(report.covered).toBe(report.facts);
  });

  it('verify: end with 1 and name what was altered', async () => {
    const stream = participantStream(trial.participants[0]!);
    const alter = (sql: string) =>
      test.owner.query(
        `ALTER TABLE audit.fact DISABLE TRIGGER ALL; ${sql}; ALTER TABLE audit.fact ENABLE ALWAYS TRIGGER fact_is_append_only`,
      );
    await alter(`UPDATE audit.fact SET actor = actor || '!' WHERE stream = '${stream}' AND seq = 3`);
    const { code, out } = await run(verifyCommand);
    expect(code).toBe(1);
    expect(out).toContain(`Fact 3 of ${stream}`);
    await alter(`UPDATE audit.fact SET actor = left(actor, -1) WHERE stream = '${stream}' AND seq = 3`);
    expect((await run(verifyCommand)).code).toBe(0);
  });

  it('rebuild: say from how many facts', async () => {
    const { rows } = await test.owner.query<{ n: string }>('SELECT count(*) AS n FROM audit.fact');
    expect(await run(rebuildCommand)).toEqual({
      code: 0,
      out: `The read tables were made anew from ${rows[0]!.n} facts.`,
      err: '',
    });
  });

  it('replay-erasures: end with 1 where the ledger names somebody this database never knew', async () => {
    expect(await run(replayErasuresCommand)).toMatchObject({
      code: 0,
      out: 'Erasures of the ledger that stand in this database: 0.',
    });
    recordErasure(env.config.checkpointDir, {
      stream: participantStream(trial.participants[1]!),
      position: 5,
      at: '2026-11-22T10:00:00.000Z',
    });
    expect(await run(replayErasuresCommand)).toMatchObject({
      code: 0,
      out: 'Erasures of the ledger that stand in this database: 1.',
    });
    recordErasure(env.config.checkpointDir, { stream: 'participant/unknown', position: 6, at: '2026-11-22T10:00:00.000Z' });
    expect(await run(replayErasuresCommand)).toMatchObject({
      code: 1,
      out: expect.stringContaining('participant/unknown is not in this database'),
    });
    expect((await run(verifyCommand)).code).toBe(0);
  });

  it('checkpoint: refuse to go on where the last file is gone, and take up a file that a crash left without its row', async () => {
    const last = path.join(env.config.checkpointDir, 'checkpoint-000002.json');
    expect((await run(checkpointCommand)).code).toBe(0);
    await test.owner.query('DELETE FROM audit.checkpoint WHERE number = 2');
    expect((await run(verifyCommand)).code).toBe(0);
    expect((await run(checkpointCommand)).out).toContain('none was made');
    expect((await test.owner.query('SELECT number, upto FROM audit.checkpoint')).rowCount).toBe(2);
    expect(JSON.parse(readFileSync(last, 'utf8'))).toMatchObject({ number: 2 });
    rmSync(last);
    expect(await run(checkpointCommand)).toMatchObject({
      code: 2,
      err: expect.stringContaining('checkpoint-000002.json is missing'),
    });
    expect(await run(verifyCommand)).toMatchObject({
      code: 1,
      out: expect.stringContaining('checkpoint-000002.json is missing'),
    });
  });

  it('say that the database holds no trials, or does not answer', async () => {
    const url = new URL(test.ownerUrl);
    url.pathname = '/postgres';
    const known = env;
    env = { ...known, ownerUrl: url.toString() };
    expect(await run(verifyCommand)).toMatchObject({ code: 2, err: expect.stringContaining('lodtraek setup') });
    url.port = '1';
    env = { ...known, ownerUrl: url.toString() };
    await expect(run(verifyCommand)).rejects.toThrow(/does not answer \(ECONNREFUSED\)/);
    env = known;
  });
});
