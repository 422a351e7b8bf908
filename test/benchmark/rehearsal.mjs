// How many people a minute a rehearsal plays from the first conversation to the lock, in a database of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { ROOT } = require('../support/fleet.cjs');
const PEOPLE = 60;

/** Prints people a minute for the trial as published; its report must be whole. @param ownerUrl a server to make the database on */
export function benchRehearsal(ownerUrl) {
  const home = mkdtempSync(join(tmpdir(), 'lodtraek-bench-rehearsal-'));
  const began = performance.now();
  const command = ['rehearse', 'peer-2020', '--participants', String(PEOPLE), '--per-week', '4', '--replicates', '100', '--json'];
  const done = spawnSync(process.execPath, [join(ROOT, 'server', 'lodtraek.mjs'), ...command], {
    env: { ...process.env, DATABASE_URL: ownerUrl, DATA_DIR: home },
    encoding: 'utf8',
  });
  const minutes = (performance.now() - began) / 60_000;
  rmSync(home, { recursive: true, force: true });
  if (done.status !== 0) throw new Error(`the rehearsal ended with ${done.status}: ${done.stderr}`);
  const { recruitment } = JSON.parse(done.stdout);
  console.log(
    `\nRehearsal of peer-2020, ${recruitment.drawn} drawn of ${recruitment.registered}, everything counted: ${(recruitment.drawn / minutes).toFixed(0)} people a minute`,
  );
}
