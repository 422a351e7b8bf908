import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { prepareAccount } from './embedded-account';
import { findBinaries, programOf } from './embedded-binaries';
import { checkCluster, keepPassword, makeCluster, ownerUrl, placesOf, readPassword, type Places } from './embedded-cluster';
import { launch, type Launched } from './embedded-launch';
import { holdFolder } from './embedded-lock';
import { ask, findRunning, readNote, type Running } from './embedded-running';
import { birthOf, stateOf } from './process-state';
import { explainStart, StartProblem } from './start-problem';

/** The embedded database while it runs: the owner's address, the folder it lies in, and whether it ran already. */
export interface Embedded {
  readonly url: string;
  readonly dataDir: string;
  readonly adopted: boolean;
  /** Stops the server, waits until it has ended and gives the folder back. A second call does nothing more. */
  stop(): Promise<void>;
}

interface Wish {
  /** Where the data lie; made when missing. */
  readonly dataDir: string;
  /** Takes one line for the person at the terminal. */
  readonly log: (line: string) => void;
  /** Draws the owner's password, once in the life of a data folder. */
  readonly password: () => string;
}

/**
 * Starts PostgreSQL's own programs on `dataDir`, or adopts the server that a killed Lodtræk left running there. The folder is held
 * until `stop`. Listens on 127.0.0.1 only.
 *
 * @throws StartProblem with one sentence saying what to do.
 */
export async function startEmbedded({ dataDir, log, password }: Wish): Promise<Embedded> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    const places = placesOf(realpathSync(dataDir));
    const release = await holdFolder(places.dataDir);
    try {
      return await startHeld(places, log, password, release);
    } catch (cause) {
      // The folder must be free again whatever went wrong.
      release();
      throw cause;
    }
  } catch (cause) {
    // At the outermost edge a full disk or a closed folder becomes a sentence.
    throw explainStart(cause, existsSync(dataDir) ? dataDir : '/');
  }
}

/** The owner's address of a server running on `dataDir` now, started by whomever; undefined when none runs. Starts and holds nothing. */
export async function findEmbedded(dataDir: string): Promise<string | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const places = placesOf(realpathSync(dataDir));
  const password = readPassword(places);
  const note = password === undefined ? undefined : readNote(places);
  if (password === undefined || note?.port === undefined || stateOf(note.pid) !== 'running') return undefined;
  return (await ask(note.port, password)) === 'ready' ? ownerUrl(note.port, password) : undefined;
}

async function startHeld(places: Places, log: Wish['log'], password: () => string, release: () => void): Promise<Embedded> {
  const secret = keepPassword(places, password);
  for (let tries = 0; tries < 20; tries += 1) {
    const running = await findRunning(places, secret);
    const server: Running | Launched | 'again' = running ?? (await startFresh(places, log, secret));
    if (server !== 'again') {
      if (running) log(`PostgreSQL was still running on ${places.dataDir} (process ${running.pid}); it is used as it is.`);
      await ensureDatabase(server.port, secret);
      return hold(places, server, secret, running !== undefined, log, release);
    }
    await sleep(500);
  }
  throw new StartProblem(
    `PostgreSQL did not start on ${places.cluster} after several tries. Its own words are in ${places.logFile}.`,
  );
}

async function startFresh(places: Places, log: Wish['log'], secret: string): Promise<Launched | 'again'> {
  const { account, binaries } = prepareAccount(places.dataDir, places.cluster, findBinaries(), log);
  if (!existsSync(places.cluster)) await makeCluster(places, binaries, account, secret);
  checkCluster(places, binaries, account);
  return launch(places, binaries, account, secret);
}

async function ensureDatabase(port: number, secret: string): Promise<void> {
  if ((await ask(port, secret)) !== 'not-there') return;
  const client = new Client({ connectionString: ownerUrl(port, secret, 'postgres') });
  await client.connect();
  try {
    await client.query('CREATE DATABASE lodtraek');
  } finally {
    await client.end();
  }
}

function hold(
  places: Places,
  server: Running | Launched,
  secret: string,
  adopted: boolean,
  log: Wish['log'],
  release: () => void,
): Embedded {
  let stopping: Promise<void> | undefined;
  if ('child' in server) {
    server.child.unref();
    server.child.on('exit', () => {
      if (!stopping) log(`PostgreSQL ended by itself. Its own words are in ${places.logFile}.`);
    });
  }
  const stop = async (): Promise<void> => {
    await end(places, server);
    release();
  };
  return { url: ownerUrl(server.port, secret), dataDir: places.dataDir, adopted, stop: () => (stopping ??= stop()) };
}

/** Asks politely (SIGINT ends sessions and writes a checkpoint), and after a minute with SIGQUIT, from which the next start recovers. */
async function end(places: Places, server: Running | Launched): Promise<void> {
  if (process.platform === 'win32') {
    spawnSync(programOf(findBinaries(), 'pg_ctl'), ['stop', '-D', places.cluster, '-m', 'fast', '-w']);
    return;
  }
  const birth = birthOf(server.pid);
  // A child of ours counts as ended once we have taken note of it, so that not even a zombie is left.
  const runs = (): boolean =>
    'child' in server
      ? server.child.exitCode === null && server.child.signalCode === null
      : stateOf(server.pid) === 'running' && birthOf(server.pid) === birth;
  // An adopted server that ended long ago may have left its number to somebody else's process.
  if (!('child' in server) && readNote(places)?.pid !== server.pid) return;
  for (const [signal, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (!runs()) return;
    process.kill(server.pid, signal);
    for (let waited = 0; waited < patience; waited += 10) {
      if (!runs()) return;
      await sleep(10);
    }
  }
  throw new StartProblem(`PostgreSQL (process ${server.pid}) does not stop. End it with "kill -QUIT ${server.pid}".`);
}
