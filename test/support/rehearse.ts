import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readConfig } from '#server/config';
import type { App } from '#server/context';
import { loadKeys, writeKeys } from '#server/keys';
import { USUAL } from '#server/rehearsal/assumptions';
import { rehearse, scriptedSource, type Rehearsal, type Rehearsed } from '#server/rehearsal/rehearse';
import { makeApp } from '#server/start-app';
import { cloneDatabase, type TestDatabase } from './database';

export const startedAt = new Date('2027-01-04T08:00:00.000Z');

/** A trial that was rehearsed in a database of this test's own. */
export interface RehearsedHouse {
  test: TestDatabase;
  app: App;
  rehearsed: Rehearsed;
  close(): Promise<void>;
}

/** Rehearses as the command does: keys, ids and nonces follow from the seed. */
export async function rehearseTrial(
  wish: Pick<Rehearsal, 'protocol' | 'participants'> & Partial<Rehearsal>,
): Promise<RehearsedHouse> {
  const test = await cloneDatabase(1);
  const folder = join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex'));
  const { seed = 1 } = wish;
  const source = scriptedSource(seed, 'house');
  writeKeys(join(folder, 'keys.json'), source.entropy);
  const app = await makeApp({
    config: readConfig({ DATA_DIR: folder }, folder),
    keys: loadKeys(`file:${join(folder, 'keys.json')}`, false),
    credentials: test.credentials,
    clock: () => startedAt,
    ...source,
    poolSize: 8,
  });
  const assumed = { ...USUAL, perSiteWeek: 5 };
  const rehearsed = await rehearse({ app, seed, startedAt, assumed, ...wish });
  const close = async () => {
    await app.close();
    await test.close();
  };
  return { test, app, rehearsed, close };
}

/** Where every stream ended: equal heads are equal facts, one by one. */
export async function headsOf({ test }: RehearsedHouse): Promise<{ stream: string; seq: number; head: string }[]> {
  const { rows } = await test.owner.query('SELECT stream, seq, head FROM audit.stream ORDER BY stream');
  return rows as { stream: string; seq: number; head: string }[];
}
