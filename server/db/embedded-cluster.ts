import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { plainEnvironment, runAs, type Account } from './embedded-account';
import { programOf, type Binaries } from './embedded-binaries';
import { diskFull, freeSpace, StartProblem } from './start-problem';

/** Where the embedded database keeps its things below the data folder. */
export interface Places {
  readonly dataDir: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

const owner = 'lodtraek';
const neededForNew = 120 * 1024 * 1024;
const unfinished = 'postgres.making-';

/** The places below `dataDir`, which must exist. */
export function placesOf(dataDir: string): Places {
  return {
    dataDir,
    cluster: path.join(dataDir, 'postgres'),
    passwordFile: path.join(dataDir, 'secrets', 'postgres-password'),
    logFile: path.join(dataDir, 'postgres.log'),
  };
}

/** The owner's address of database `name` on `port`. */
export function ownerUrl(port: number, password: string, name = 'lodtraek'): string {
  return `postgres://${owner}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
}

/** The owner's password, if one was ever made. */
export function readPassword(places: Places): string | undefined {
  return existsSync(places.passwordFile) ? readFileSync(places.passwordFile, 'utf8').trim() || undefined : undefined;
}

/** Reads the owner's password, or makes it with `password` and keeps it where only this user may read it. */
export function keepPassword(places: Places, password: () => string): string {
  const kept = readPassword(places);
  if (kept !== undefined) return kept;
  if (existsSync(places.cluster)) {
    throw new StartProblem(
      `${places.passwordFile} is missing, and without it the data in ${places.cluster} cannot be opened. Put it back from your backup of ${places.dataDir}.`,
    );
  }
  const made = password();
  if (!/^[\x21-\x7e]{16,}$/.test(made)) throw new Error('a database password is at least 16 printable characters without blanks');
  mkdirSync(path.dirname(places.passwordFile), { recursive: true, mode: 0o700 });
  const making = `${places.passwordFile}.making`;
  writeFileSync(making, `${made}\n`, { mode: 0o600 });
  chmodSync(making, 0o600);
  renameSync(making, places.passwordFile);
  return made;
}

/**
 * Makes the cluster with initdb: UTF-8, the builtin C.UTF-8 locale (sorts the same on every machine), checksums, scram for every
 * connection. It is made in a fresh folder and renamed when whole, so that one left half-made by a crash is never used.
 *
 * @throws StartProblem when the disk is full or initdb says why it cannot.
 */
export async function makeCluster(places: Places, binaries: Binaries, account: Account, password: string): Promise<void> {
  for (const name of readdirSync(places.dataDir)) {
    if (name.startsWith(unfinished)) rmSync(path.join(places.dataDir, name), { recursive: true, force: true, maxRetries: 5 });
  }
  if (freeSpace(places.dataDir) < neededForNew) throw diskFull(places.dataDir);
  const making = path.join(places.dataDir, `${unfinished}${process.pid}`);
  const fresh = path.join(making, 'cluster');
  const passwordFile = path.join(making, 'password');
  mkdirSync(making, { mode: 0o700 });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const file of [passwordFile, fresh, making]) chownSync(file, account.uid, account.gid);
  }
  const choices = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // One call for the whole file system instead of one for each of a thousand files: much quicker on a busy disk.
    ...(process.platform === 'linux' ? ['--sync-method=syncfs'] : []),
  ];
  const command = [
    programOf(binaries, 'initdb'),
    '-D',
    fresh,
    '-U',
    owner,
    `--pwfile=${passwordFile}`,
    ...choices,
    '--data-checksums',
    '--no-instructions',
  ];
  const { code, said } = await runAndListen([...account.before, ...command]);
  if (code !== 0) {
    rmSync(making, { recursive: true, force: true, maxRetries: 5 });
    throw (
      explainPrograms(said, places.dataDir) ??
      new StartProblem(`PostgreSQL could not make its data folder ${places.cluster}: ${lastLine(said)}`)
    );
  }
  renameSync(fresh, places.cluster);
  rmSync(making, { recursive: true, force: true });
}

/** Checks that the cluster found is one these binaries can run, and gives it to `account` where a copy made it root's. */
export function checkCluster(places: Places, binaries: Binaries, account: Account): void {
  const { uid } = statSync(places.cluster);
  const self = process.getuid?.();
  if (self !== undefined && self !== 0 && self !== uid) {
    throw new StartProblem(
      `The data in ${places.cluster} belong to another user of this machine (number ${uid}). Start as that user, or choose another folder with DATA_DIR.`,
    );
  }
  const versionFile = path.join(places.cluster, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new StartProblem(
      `${places.cluster} is no PostgreSQL data folder. Move it away, or choose another folder with DATA_DIR.`,
    );
  }
  const made = readFileSync(versionFile, 'utf8').trim();
  if (made !== binaries.major) {
    throw new StartProblem(
      `The data in ${places.cluster} were made by PostgreSQL ${made} and this release brings ${binaries.major}. Back them up with the release that made them and restore them here.`,
    );
  }
  if (account.uid !== undefined && uid === 0)
    runAs({ name: 'root', before: [] }, ['chown', '-R', `${account.uid}:${account.gid}`, places.cluster]);
}

/** What a full disk or a strange machine looks like in the words of PostgreSQL's programs; undefined when neither is told. */
export function explainPrograms(said: string, folder: string): StartProblem | undefined {
  const line = said.split('\n').find((text) => text.includes('No space left on device'));
  if (line?.includes('shared memory')) {
    return new StartProblem(
      'The shared memory of this machine (/dev/shm) is too small for PostgreSQL. Give it at least 64 MB and start again.',
    );
  }
  if (line !== undefined || said.includes('Disk quota exceeded')) return diskFull(folder);
  if (said.includes('could not look up effective user ID')) {
    return new StartProblem(
      'PostgreSQL needs a user that this machine knows by name. Start as a user listed in /etc/passwd, or set DATABASE_URL.',
    );
  }
  if (said.includes('ENOENT') || said.includes('required file not found') || said.includes('cannot execute')) {
    return new StartProblem(
      'The embedded PostgreSQL does not run on this system (it needs glibc). Set DATABASE_URL to a PostgreSQL 15 or later.',
    );
  }
  return undefined;
}

/** The last line a program said, without its prefix; a stand-in when it said nothing. */
export function lastLine(said: string): string {
  return said.trim().split('\n').at(-1)?.trim() || 'it ended without a word.';
}

function runAndListen([program = '', ...rest]: readonly string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, rest, {
      cwd: path.parse(process.cwd()).root,
      env: plainEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', (cause) => resolve({ code: null, said: `${said}\n${cause.message}` }));
    child.on('close', (code) => resolve({ code, said }));
  });
}
