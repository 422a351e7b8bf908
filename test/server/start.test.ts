import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ROOT, startProcess, type Running } from '../support/fleet.cjs';

/** Starts that cannot succeed: one clear sentence, a code that is not zero, nothing left running. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lodtraek-start-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(
    process.execPath,
    [
      '-e',
      `require(${JSON.stringify(join(ROOT, 'dist/server/main.js'))}).main().then((code) => { if (code) process.exitCode = code; })`,
    ],
    {
      env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said: said.trim() })));
}

const isOneSentence = (said: string) => {
  expect(said.split('\n').filter((line) => line.trim() !== '')).toHaveLength(1);
  expect(said).not.toMatch(/at .*\(.*:\d+:\d+\)/);
};

describe('a start that cannot succeed', () => {
  it('says that the port is taken, and offers another', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, resolve));
    const { port } = other.address() as AddressInfo;
    const { code, said } = await start({ PORT: String(port), DATA_DIR: join(folder, 'taken') });
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} is taken`);
    isOneSentence(said);
    other.close();
  }, 60_000);

  it('says that the address of the database is none', async () => {
    const { code, said } = await start({ DATABASE_URL: 'mysql://somewhere/else', DATA_DIR: join(folder, 'bad') });
    expect(code).toBe(1);
    expect(said).toContain('DATABASE_URL');
    isOneSentence(said);
  }, 60_000);

  it('says that nobody answers at the address of the database', async () => {
    const port = await freePort();
    const { code, said } = await start({
      PORT: String(await freePort()),
      DATABASE_URL: `postgres://x:y@127.0.0.1:${port}/nowhere`,
      DATA_DIR: join(folder, 'dead'),
    });
    expect(code).toBe(1);
    expect(said).toContain('does not answer');
    expect(said).not.toContain('x:y');
    isOneSentence(said);
  }, 60_000);

  it('refuses production without what production needs, naming every field', async () => {
    const { code, said } = await start({ NODE_ENV: 'production', DATA_DIR: join(folder, 'production') });
    expect(code).toBe(1);
    for (const field of ['DATABASE_URL', 'CHECKPOINT_DIR', 'KEY_STORE', 'PUBLIC_URL']) expect(said).toContain(field);
  }, 60_000);
});

describe('the product on a folder of its own', () => {
  let running: Running | undefined;
  afterAll(() => void running?.child.kill('SIGKILL'));

  it('starts, refuses a second start on the same data, prints whom to sign in as, and stops whole', async () => {
    const data = join(folder, 'house');
    running = await startProcess({ DATABASE_URL: '', DATA_DIR: data });
    const second = await start({ PORT: String(await freePort()), DATA_DIR: data });
    expect(second.code).toBe(1);
    isOneSentence(second.said);
    expect(running.said()).toMatch(/aalborg@demo\.example/);
    expect(running.said()).toMatch(/\/l\/[\w-]{22}/);
    expect(running.said()).toContain(data);

    running.child.kill('SIGINT');
    expect(await running.exited).toBe(0);
    // Warm: nothing is made or seeded again.
    const began = Date.now();
    const again = await startProcess({ DATABASE_URL: '', DATA_DIR: data });
    expect(again.said()).not.toMatch(/making the demonstration/);
    expect(again.said()).toMatch(/aalborg@demo\.example/);
    expect(Date.now() - began).toBeLessThan(60_000);
    again.child.kill('SIGTERM');
    expect(await again.exited).toBe(0);
  }, 400_000);
});
