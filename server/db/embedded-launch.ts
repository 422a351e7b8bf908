import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Account } from './embedded-account';
import { programOf, type Binaries } from './embedded-binaries';
import { explainPrograms, lastLine, type Places } from './embedded-cluster';
import { ask, clusterName, type Running } from './embedded-running';
import { StartProblem } from './start-problem';

const rotateAt = 10 * 1024 * 1024;
const patience = 300_000;
const step = 10;

/** A server started by this process. */
export interface Launched extends Running {
  readonly child: ChildProcess;
}

/** The log begins anew once it is large; the one before is kept. */
function openLog(places: Places): { fd: number; from: number } {
  if (existsSync(places.logFile) && statSync(places.logFile).size > rotateAt) renameSync(places.logFile, `${places.logFile}.1`);
  const fd = openSync(places.logFile, 'a', 0o640);
  return { fd, from: statSync(places.logFile).size };
}

function readLogFrom(places: Places, from: number): string {
  const fd = openSync(places.logFile, 'r');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, from));
  } finally {
    closeSync(fd);
  }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

/**
 * Starts the server on the cluster and waits until it answers. Its own session keeps Ctrl-C from it: we stop it when our own work has
 * ended. It writes to a file, not to us, so that it lives on whole if we are killed.
 *
 * @returns the server, or 'again' when what stood in the way (the port was taken meanwhile, a killed server's children, another server
 * that was just starting) passes.
 * @throws StartProblem with PostgreSQL's own reason otherwise.
 */
export async function launch(
  places: Places,
  binaries: Binaries,
  account: Account,
  password: string,
): Promise<Launched | 'again'> {
  const port = await findFreePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    cluster_name: clusterName(places),
    max_connections: '200',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    // The log must not hold what a person said: neither statements nor the values of a violated constraint.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  const choices = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = '', ...rest] = [
    ...account.before,
    programOf(binaries, 'postgres'),
    '-D',
    places.cluster,
    '-p',
    String(port),
    ...choices,
  ];
  const { fd, from } = openLog(places);
  const child = spawn(program, rest, {
    cwd: path.parse(places.cluster).root,
    env: plainEnvironment,
    detached: true,
    stdio: ['ignore', fd, fd],
  });
  closeSync(fd);
  let failure: string | undefined;
  child.on('error', (cause) => (failure = cause.message));
  for (let waited = 0; waited < patience; waited += step) {
    await sleep(step);
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null)
      return judge(failure ?? readLogFrom(places, from), places);
    const answer = await ask(port, password);
    if (answer === 'ready' || answer === 'not-there') return { pid: child.pid ?? 0, port, child };
    if (answer === 'wrong-password') {
      child.kill('SIGINT');
      throw new StartProblem(
        `The data in ${places.cluster} do not open with the password in ${places.passwordFile}. Put that file back from your backup.`,
      );
    }
  }
  child.kill('SIGINT');
  throw new StartProblem(`PostgreSQL did not answer within ${patience / 1000} seconds. Its own words are in ${places.logFile}.`);
}

function judge(said: string, places: Places): 'again' {
  const passing = [
    'Address already in use',
    'lock file "postmaster.pid" already exists',
    'pre-existing shared memory block',
    'is the postmaster running',
  ];
  const problem = explainPrograms(said, places.dataDir);
  if (problem) throw problem;
  if (passing.some((words) => said.includes(words))) return 'again';
  const reason = said.split('\n').find((line) => /\b(FATAL|PANIC):/.test(line)) ?? lastLine(said);
  throw new StartProblem(
    `PostgreSQL did not start on ${places.cluster}: ${reason.replace(/^.*?(FATAL|PANIC): +/, '')}. More is in ${places.logFile}.`,
  );
}
