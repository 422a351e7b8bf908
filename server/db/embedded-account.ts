import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { copyBinaries, programOf, type Binaries } from './embedded-binaries';
import { StartProblem } from './start-problem';

/** Who runs the database's programs: `before` is put in front of a command to become that account; ids are absent for ourselves. */
export interface Account {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly before: readonly string[];
}

/** The environment of every program of PostgreSQL: nothing of ours, so that no PG… variable and no locale changes what it does. */
export const plainEnvironment: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32'
    ? undefined
    : { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const reachData = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'];

function become(name: string, uid: number, gid: number): Account {
  return { name, uid, gid, before: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] };
}

/** Runs `command` as `account` and waits; the exit code, null when it could not be started. */
export function runAs(account: Account, command: readonly string[], cwd = '/'): number | null {
  const [program = '', ...rest] = [...account.before, ...command];
  return spawnSync(program, rest, { cwd, env: plainEnvironment, stdio: 'ignore' }).status;
}

function accountsOfMachine(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** PostgreSQL refuses root: the owner of the data made earlier, else `postgres`, else `nobody`; no account is ever created. */
function chooseAccount(cluster: string): Account {
  const known = accountsOfMachine();
  const owner = statSync(cluster, { throwIfNoEntry: false });
  const chosen =
    known.find(({ uid }) => owner !== undefined && owner.uid !== 0 && uid === owner.uid) ??
    known.find(({ name, uid }) => name === 'postgres' && uid !== 0) ??
    known.find(({ name, uid }) => name === 'nobody' && uid !== 0);
  const account = chosen && become(chosen.name, chosen.uid, chosen.gid);
  if (!account || runAs(account, ['true']) !== 0) {
    throw new StartProblem(
      'PostgreSQL may not run as root, and this machine lets us give root up neither for "postgres" nor for "nobody" (setpriv from util-linux is needed). Start as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 or later.',
    );
  }
  return account;
}

function canReach(account: Account, files: readonly string[]): boolean {
  return runAs(account, ['sh', '-c', 'for file; do test -r "$file" || exit 1; done', 'sh', ...files]) === 0;
}

/**
 * Decides who runs the database on `dataDir` and from where. An ordinary user is himself. Root steps down; then programs that the
 * chosen account cannot reach are copied, and for a data folder it cannot enter it keeps the one right to pass closed folders.
 */
export function prepareAccount(
  dataDir: string,
  cluster: string,
  binaries: Binaries,
  log: (line: string) => void,
): { account: Account; binaries: Binaries } {
  if (process.getuid?.() !== 0) return { account: { name: 'ourselves', before: [] }, binaries };
  const account = chooseAccount(cluster);
  const needed = [
    programOf(binaries, 'postgres'),
    ...['lib/postgresql/plpgsql.so', 'share/postgresql/postgres.bki'].map((part) => path.join(binaries.folder, part)),
  ];
  const reachable = canReach(account, needed) ? binaries : copyBinaries(binaries);
  if (reachable !== binaries)
    log(`PostgreSQL runs as ${account.name} from a copy of its programs in ${reachable.folder}, for it cannot reach them here.`);
  if (runAs(account, ['test', '-x', dataDir]) === 0) return { account, binaries: reachable };
  log(`PostgreSQL runs as ${account.name} with the right to pass closed folders, for ${dataDir} lies in one.`);
  return { account: { ...account, before: [...account.before, ...reachData] }, binaries: reachable };
}
