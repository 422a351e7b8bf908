import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { findEmbedded, startEmbedded, type Embedded } from '../../server/db/embedded';
import { mendLinks } from '../../server/db/embedded-binaries';
import { processesNaming, stateOf } from '../../server/db/process-state';
import { StartProblem } from '../../server/db/start-problem';
import { makeTempFolder } from '../support/temp-folder';

const root = path.resolve(__dirname, '..', '..');
const asRoot = process.getuid?.() === 0;
// Root of a container may lack the right to mount the small disk that one test fills.
const canMount = asRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;

/** A process of its own that starts the database as the product does, tells us the outcome, and lives until it is killed. */
const starter = `
  const { transformFileSync } = require('@swc/core');
  const options = { swcrc: false, configFile: false, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
  const { startEmbedded } = require(${JSON.stringify(path.join(root, 'server/db/embedded.ts'))});
  startEmbedded({ dataDir: process.argv[1], log: () => {}, password: () => require('node:crypto').randomBytes(18).toString('base64url') }).then(
    ({ url, adopted }) => { console.log(JSON.stringify({ url, adopted })); setInterval(() => {}, 1000); },
    (problem) => { console.log(JSON.stringify({ name: problem.name, message: problem.message })); },
  );
`;

interface Outcome {
  url?: string;
  adopted?: boolean;
  name?: string;
  message?: string;
}

function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; outcome: Outcome }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', starter, dataDir], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', (text: Buffer) => resolve({ child, outcome: JSON.parse(text.toString()) as Outcome }));
  });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function ask(url: string, text: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

function serverOf(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

describe('the embedded database', () => {
  let folder: string;
  let dataDir: string;
  let remove: () => Promise<void>;
  let started: Embedded[];

  const lines: string[] = [];
  const start = async (where = dataDir): Promise<Embedded> => {
    const embedded = await startEmbedded({
      dataDir: where,
      log: (line) => lines.push(line),
      password: () => randomBytes(18).toString('base64url'),
    });
    started.push(embedded);
    return embedded;
  };

  beforeEach(() => {
    ({ folder, remove } = makeTempFolder('embedded'));
    dataDir = path.join(folder, 'data');
    started = [];
    lines.length = 0;
  });

  afterEach(async () => {
    for (const embedded of started) await embedded.stop();
    await remove();
  });

  test('is made on first start with checksums, a locale that sorts alike everywhere, safe writing and a password only we can read', async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(
      await ask(
        url,
        `SELECT current_setting('data_checksums') AS checksums, current_setting('server_encoding') AS encoding, datlocprovider, datlocale,
                current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
                current_setting('max_connections')::int AS connections, current_setting('listen_addresses') AS addresses,
                current_setting('unix_socket_directories') AS sockets, (SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'lodtraek') AS kept
           FROM pg_database WHERE datname = current_database()`,
      ),
    ).toEqual({
      checksums: 'on',
      encoding: 'UTF8',
      datlocprovider: 'b',
      datlocale: 'C.UTF-8',
      fsync: 'on',
      commit: 'on',
      connections: 200,
      addresses: '127.0.0.1',
      sockets: '',
      kept: 'SCRAM-SHA-256$',
    });
    const passwordFile = path.join(dataDir, 'secrets', 'postgres-password');
    expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    const wrong = url.replace(/:[^:@]+@/, ':somebody-elses-password@');
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  test('keeps what was written, and its password, over a stop and a second start', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 41 AS n');
    await first.stop();
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual({ n: 41 });
  });

  test('leaves no process and no note behind when stopped, also when stopped twice', async () => {
    const embedded = await start();
    const pid = serverOf(dataDir);
    expect(stateOf(pid)).toBe('running');
    expect(await findEmbedded(dataDir)).toBe(embedded.url);
    await embedded.stop();
    await embedded.stop();
    expect(stateOf(pid)).toBe('gone');
    expect(processesNaming(path.join(dataDir, 'postgres'))).toEqual([]);
    expect(existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'lodtraek.lock'))).toBe(false);
    expect(await findEmbedded(dataDir)).toBeUndefined();
  });

  test('is adopted with everything in it after the process that started it was killed', async () => {
    const { child, outcome } = await startElsewhere(dataDir);
    await ask(outcome.url ?? '', 'CREATE TABLE kept AS SELECT 42 AS n');
    const pid = serverOf(dataDir);
    await kill(child);
    expect(stateOf(pid)).toBe('running');
    const embedded = await start();
    expect(embedded.adopted).toBe(true);
    expect(serverOf(dataDir)).toBe(pid);
    expect(embedded.url).toBe(outcome.url);
    expect(await ask(embedded.url, 'SELECT n FROM kept')).toEqual({ n: 42 });
    await embedded.stop();
    expect(stateOf(pid)).not.toBe('running');
  });

  test('starts again, losing nothing acknowledged, after both it and the process that started it were killed', async () => {
    const { child, outcome } = await startElsewhere(dataDir);
    await ask(outcome.url ?? '', 'CREATE TABLE kept AS SELECT 43 AS n');
    process.kill(serverOf(dataDir), 'SIGKILL');
    await kill(child);
    const embedded = await start();
    expect(embedded.adopted).toBe(false);
    expect(await ask(embedded.url, 'SELECT n FROM kept')).toEqual({ n: 43 });
  });

  test('refuses a second start on the same folder, says which process holds it, and leaves the first alone', async () => {
    const { child, outcome } = await startElsewhere(dataDir);
    await expect(start()).rejects.toThrow(new RegExp(`already running on .*data \\(process ${child.pid}\\).*DATA_DIR`));
    await expect(start()).rejects.toBeInstanceOf(StartProblem);
    expect(await ask(outcome.url ?? '', 'SELECT 1 AS n')).toEqual({ n: 1 });
    await kill(child);
    await start();
    await expect(start()).rejects.toThrow(`(process ${process.pid})`);
  });

  test('goes past a lock and a note whose numbers another program bears now', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 44 AS n');
    await first.stop();
    const other = spawn('sleep', ['60']);
    writeFileSync(path.join(dataDir, 'lodtraek.lock'), `${other.pid} 1\n`);
    writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), `${other.pid}\n${dataDir}/postgres\n1\n1\n\n127.0.0.1\n`);
    const embedded = await start();
    expect(embedded.adopted).toBe(false);
    expect(await ask(embedded.url, 'SELECT n FROM kept')).toEqual({ n: 44 });
    expect(stateOf(other.pid ?? 0)).toBe('running');
    other.kill('SIGKILL');
  });

  // Only Linux shows a process whose parent never takes note of its end.
  (process.platform === 'linux' ? test : test.skip)('goes past a dead server that nobody buried', async () => {
    const first = await start();
    await first.stop();
    // The shell becomes a sleeper that never asks after its child, so the child stays a zombie.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const zombie = Number(
      await new Promise<string>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(text.toString()))),
    );
    while (stateOf(zombie) === 'running') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stateOf(zombie)).toBe('zombie');
    writeFileSync(path.join(dataDir, 'lodtraek.lock'), `${zombie} \n`);
    writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), `${zombie}\n${dataDir}/postgres\n1\n1\n\n127.0.0.1\n`);
    const embedded = await start();
    expect(await ask(embedded.url, 'SELECT 1 AS n')).toEqual({ n: 1 });
    parent.kill('SIGKILL');
  });

  test('never uses a cluster that was left half-made, and clears it away', async () => {
    const half = path.join(dataDir, 'postgres.making-1', 'cluster');
    mkdirSync(half, { recursive: true });
    writeFileSync(path.join(half, 'PG_VERSION'), '18\n');
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS n')).toEqual({ n: 1 });
    expect(readdirSync(dataDir).filter((name) => name.includes('making'))).toEqual([]);
  });

  test('says what to do when the password was lost, when the folder holds something else, and when the data are of another release', async () => {
    await (await start()).stop();
    const passwordFile = path.join(dataDir, 'secrets', 'postgres-password');
    const kept = readFileSync(passwordFile, 'utf8');
    rmSync(passwordFile);
    await expect(start()).rejects.toThrow(/postgres-password is missing.*backup/);
    writeFileSync(passwordFile, 'not-the-one-it-was-made-with\n');
    await expect(start()).rejects.toThrow(/do not open with the password/);
    writeFileSync(passwordFile, kept);
    writeFileSync(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(/made by PostgreSQL 17 and this release brings 18/);
    rmSync(path.join(dataDir, 'postgres', 'PG_VERSION'));
    await expect(start()).rejects.toThrow(/is no PostgreSQL data folder/);
    writeFileSync(path.join(folder, 'a-file'), '');
    await expect(start(path.join(folder, 'a-file'))).rejects.toThrow(/in the way: it is no folder/);
  });

  test('gives PostgreSQL’s own reason when it cannot start', async () => {
    await (await start()).stop();
    writeFileSync(path.join(dataDir, 'postgres', 'postgresql.conf'), 'shared_buffers = plenty\n');
    await expect(start()).rejects.toThrow(/did not start on .*postgres: .*More is in .*postgres\.log/);
  });

  (asRoot ? test : test.skip)('runs below a folder closed to everyone but root, without opening it', async () => {
    chmodSync(folder, 0o700);
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS n')).toEqual({ n: 1 });
    expect(lines.join()).toMatch(/right to pass closed folders/);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(`/proc/${serverOf(dataDir)}/status`, 'utf8')).toMatch(/^CapEff:\s0000000000000002$/m);
  });

  (asRoot ? test : test.skip)('keeps no right of root where the folder is open', async () => {
    await start();
    const status = readFileSync(`/proc/${serverOf(dataDir)}/status`, 'utf8');
    expect(status).toMatch(/^CapEff:\s0000000000000000$/m);
    expect(status).not.toMatch(/^Uid:\s0/m);
  });

  (canMount ? test : test.skip)('says that the disk is full, on first start and on a later one', async () => {
    mkdirSync(dataDir);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=60m,mode=755', 'tmpfs', dataDir]).status).toBe(0);
    try {
      await expect(start()).rejects.toThrow(/disk that holds .* is full/);
      spawnSync('mount', ['-o', 'remount,size=160m', dataDir]);
      await (await start()).stop();
      spawnSync('sh', ['-c', `cat /dev/zero > ${dataDir}/filler`]);
      await expect(start()).rejects.toThrow(/disk that holds .* is full/);
    } finally {
      spawnSync('umount', ['-l', dataDir]);
    }
  });
});

describe('the links npm cannot ship', () => {
  test('are made when missing and mended when they lead nowhere', async () => {
    const { folder, remove } = makeTempFolder('links');
    const lib = path.join(folder, 'native', 'lib');
    mkdirSync(lib, { recursive: true });
    writeFileSync(path.join(lib, 'libpq.so.5.18'), 'the library');
    symlinkSync('gone.so', path.join(lib, 'libpq.so.5'));
    const list = ['libpq.so', 'libpq.so.5'].map((name) => ({ source: 'native/lib/libpq.so.5.18', target: `native/lib/${name}` }));
    writeFileSync(path.join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(list));
    mendLinks(folder);
    mendLinks(folder);
    for (const name of ['libpq.so', 'libpq.so.5']) {
      expect(readlinkSync(path.join(lib, name))).toBe('libpq.so.5.18');
      expect(readFileSync(path.join(lib, name), 'utf8')).toBe('the library');
    }
    await remove();
  });
});
