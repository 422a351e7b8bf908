import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { makeCheckpoint } from './audit/checkpoint';
import { ConfigProblem, readConfig, type Config } from './config';
import type { App } from './context';
import { LOGINS, type Credentials } from './db/logins';
import { startEmbedded } from './db/embedded';
import { SetupProblem, setupDatabase } from './db/setup';
import { StartProblem } from './db/start-problem';
import { listTrials } from './db/stores/trials';
import { seedDemonstration } from './demonstration/seed';
import { introduce, invitationFile } from './demonstration/introduce';
import { openJobs, startJobs } from './jobs';
import { KeyStoreProblem, loadKeys, systemEntropy, systemPassword } from './keys';
import { lotteryByQueue, workLottery } from './lottery';
import { listen, makeApp } from './start-app';
import { workOf } from './work';

const ROOT = join(__dirname, '..', '..');
const POOL = 10;
const PATIENCE_MILLISECONDS = 8_000;

/** Something to undo when the process ends, last made first undone. */
type Undo = () => Promise<unknown>;

/**
 * Starts the product: database, keys, demonstration where nothing is yet, background work, web. Runs until it is told to stop.
 * @returns the exit code of a start that failed, with one sentence already said; undefined while it runs.
 */
export async function main(): Promise<number | undefined> {
  const undo: Undo[] = [];
  const stop = async () => {
    while (undo.length > 0) await inTime(undo.pop()!());
  };
  try {
    await start(readConfig(process.env, ROOT), undo, stop);
    return undefined;
  } catch (cause) {
    await stop();
    const sentence = sentenceOf(cause);
    if (sentence === undefined) throw cause;
    console.error(`\n${sentence}`);
    if (cause instanceof SetupProblem && cause.sql.length > 0) console.error(`\n${cause.sql.join('\n')}`);
    return 1;
  }
}

/** Waits for one part to end, but not for ever: what does not end must not keep the database from being stopped in order. */
function inTime(ending: Promise<unknown>): Promise<unknown> {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS).unref());
  return Promise.race([ending.catch((fault: unknown) => console.error(fault)), patience]);
}

async function start(config: Config, undo: Undo[], stop: () => Promise<void>): Promise<void> {
  const say = (line: string) => console.log(line);
  const logger = pino({ level: 'info', base: null }, pino.destination(2));
  const log = (fault: unknown, request: string) => logger.error({ request, err: fault }, 'fault');
  const web = config.process === 'all' || config.process === 'web';
  if (web) await refuseTakenPort(config.port);

  const credentials = await openHouse(config, undo, say);
  const keys = loadKeys(config.keyStore, !config.production);
  const app = await makeApp({
    config,
    keys,
    credentials,
    clock: () => new Date(),
    entropy: systemEntropy,
    uuid: randomUUID,
    poolSize: POOL,
    // A web process of its own never opens the allocator's door.
    logins: config.process === 'web' ? LOGINS.filter((login) => login !== 'allocator') : LOGINS,
  });
  undo.push(() => app.close());

  const boss = await openJobs(credentials.jobs, log);
  undo.push(() => boss.stop({ graceful: true, timeout: 3_000 }));
  if (config.process === 'web') app.lottery = lotteryByQueue(boss);
  if (config.process === 'all' || config.process === 'allocator') await workLottery(boss, app, log);

  if (!config.production && config.process === 'all') await makeDemonstration(config, app, say);
  if (config.process === 'all' || config.process === 'worker') await startJobs(boss, app, workOf(config), log);
  if (web) {
    const { server } = await listen(app, config.port, log);
    undo.push(async () => {
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2_000).unref();
      await new Promise((resolve) => server.close(resolve));
    });
    introduce(config, app.clock(), say);
  }

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('\nStopping …');
      void stop().then(() => process.exit(0));
    });
  }
}

/** Seeds an empty evaluation; one whose seeding was interrupted says so, for half a demonstration would mislead. */
async function makeDemonstration(config: Config, app: App, say: (line: string) => void): Promise<void> {
  if ((await listTrials(app.database.research)).length === 0) {
    await seedDemonstration(app, say);
    await makeCheckpoint(app.database.auditor, app.keys, config.checkpointDir, app.clock());
    return;
  }
  if (config.databaseUrl === undefined && !existsSync(invitationFile(config.dataDir))) {
    throw new StartProblem(
      `The demonstration in ${config.dataDir} was interrupted while it was made: delete that folder, then start again.`,
    );
  }
}

/** The database made ready: our own where no other is named. @returns an address per login. */
async function openHouse(config: Config, undo: Undo[], say: (line: string) => void): Promise<Credentials> {
  let ownerUrl = config.databaseUrl;
  if (ownerUrl === undefined) {
    const embedded = await startEmbedded({ dataDir: config.dataDir, log: say, password: () => systemPassword() });
    undo.push(() => embedded.stop());
    ownerUrl = embedded.url;
  }
  return setupDatabase({
    ownerUrl,
    given: config.roleUrls,
    secretsDir: join(config.dataDir, 'secrets'),
    password: () => systemPassword(),
  });
}

/** Asks before anything is started, so that a taken port costs a second and not a start of the database. */
function refuseTakenPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause) =>
      reject(
        new StartProblem(
          `Port ${port} is taken by another program: stop that one, or choose another port with PORT=${port + 1} npm start.`,
          { cause },
        ),
      ),
    );
    probe.listen(port, () => probe.close(() => resolve()));
  });
}

function sentenceOf(cause: unknown): string | undefined {
  const known = [ConfigProblem, StartProblem, SetupProblem, KeyStoreProblem].some((kind) => cause instanceof kind);
  if (known) return (cause as Error).message;
  const code = (cause as { code?: string } | undefined)?.code;
  if (code === 'ENOSPC' || code === '53100')
    return 'The disk is full: free some space, then start again. Nothing acknowledged is lost.';
  if (code === 'EACCES' || code === 'EPERM')
    return `A file or folder may not be written (${(cause as Error).message}): give this user the right, or set DATA_DIR.`;
  return undefined;
}
