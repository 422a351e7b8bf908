import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { ownerUrl, type Places } from './embedded-cluster';
import { commandOf, processesNaming, stateOf } from './process-state';
import { StartProblem } from './start-problem';

/** A server that answers: the number of its first process and where it listens. */
export interface Running {
  readonly pid: number;
  readonly port: number;
}

const step = 25;
const patience = 120_000;
const zombiePatience = 5_000;

/** The name the server carries in its process titles: the same for the same data folder, so that its children can be found. */
export function clusterName(places: Places): string {
  return `lodtraek-${createHash('sha256').update(places.cluster).digest('hex').slice(0, 12)}`;
}

/** What postmaster.pid says: process and, once the server has got that far, port. */
export function readNote(places: Places): { pid: number; port: number | undefined } | undefined {
  const file = path.join(places.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]) || undefined };
}

/**
 * Asks the server on `port` for database `name`: 'ready', 'not-there' (no such database), 'wrong-password', or 'busy' while it is
 * starting, stopping or not listening.
 */
export async function ask(
  port: number,
  password: string,
  name?: string,
): Promise<'ready' | 'not-there' | 'wrong-password' | 'busy'> {
  const client = new Client({ connectionString: ownerUrl(port, password, name), connectionTimeoutMillis: 5_000 });
  // A connection cut while the server goes down is told again by the query itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (cause) {
    // Every refusal is an answer here; which one decides what happens next.
    const { code } = cause as { code?: string };
    if (code === '3D000') return 'not-there';
    return code === '28P01' || code === '28000' ? 'wrong-password' : 'busy';
  }
}

/**
 * Looks for a server left running on the cluster, by a Lodtræk that was killed. Waits while it starts, stops or lies dead and unburied
 * (PostgreSQL takes a zombie for alive), and clears away a note whose number another program bears now.
 *
 * @returns the server, or undefined when none runs and a new one may be started.
 * @throws StartProblem when one runs that does not answer or does not know our password.
 */
export async function findRunning(places: Places, password: string): Promise<Running | undefined> {
  let waited = 0;
  for (; waited < patience; waited += step) {
    const note = readNote(places);
    if (!note) return undefined;
    const state = stateOf(note.pid);
    // PostgreSQL itself clears the note of a process that is gone, after making sure that no child is left.
    if (state === 'gone') return undefined;
    if (state === 'zombie') {
      if (waited >= zombiePatience) return await buryZombie(places, note.pid);
    } else if (!isServer(note.pid)) {
      if (stateOf(note.pid) === 'running') rmSync(path.join(places.cluster, 'postmaster.pid'), { force: true });
    } else if (note.port !== undefined) {
      const answer = await ask(note.port, password);
      if (answer === 'ready' || answer === 'not-there') return { pid: note.pid, port: note.port };
      if (answer === 'wrong-password') {
        throw new StartProblem(
          `A PostgreSQL server (process ${note.pid}) runs on ${places.cluster} and does not accept the password in ${places.passwordFile}. Put that file back from your backup.`,
        );
      }
    }
    await sleep(step);
  }
  throw new StartProblem(
    `A PostgreSQL server (process ${readNote(places)?.pid}) holds ${places.cluster} and has not answered for ${patience / 1000} seconds. Stop it with "kill -INT ${readNote(places)?.pid}" and start again.`,
  );
}

function isServer(pid: number): boolean {
  // Windows tells no command line; there the connection decides.
  return process.platform === 'win32' || commandOf(pid).includes('postgres');
}

/** The parent never takes note of the dead server (some containers): once its children are gone too, its note is removed for it. */
async function buryZombie(places: Places, pid: number): Promise<undefined> {
  for (let waited = 0; waited < patience; waited += 100) {
    if (processesNaming(`postgres: ${clusterName(places)}`).length === 0) {
      if (readNote(places)?.pid === pid) rmSync(path.join(places.cluster, 'postmaster.pid'), { force: true });
      return undefined;
    }
    await sleep(100);
  }
  throw new StartProblem(
    `Processes of a killed PostgreSQL still hold ${places.cluster}. Restart this machine or container, then start again.`,
  );
}
