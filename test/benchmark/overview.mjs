// Lists, today, recruitment, flow and completeness at many participants, each beside a bare count of the same people in the same run.
// A cell of run.mjs; alone: node test/benchmark/overview.mjs [participants].
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const fleetOf = require('../support/fleet.cjs');
const built = (path) => require(join(fleetOf.ROOT, 'dist', path));
const { Client } = require('pg');

const ROUNDS = 15;

/** Puts people into the read tables as their facts would: four in five drawn, the rest spread over the way; half have handed the end in. */
async function fill(owner, protocol, cohort, people) {
  const { rows } = await owner.query('SELECT coalesce(max(from_position), 0)::bigint AS top FROM research.milestone');
  const top = Number(rows[0].top) + 1_000_000;
  const who = `md5('${protocol.id}' || n)::uuid`;
  const when = `now() - ((n % 300) || ' days')::interval`;
  const numbers = `generate_series(1, ${people}) AS n`;
  const milestone = (order, kind, detail, where) =>
    `INSERT INTO research.milestone SELECT ${top} + n * 10 + ${order}, ${who}, '${protocol.id}', 'aalborg', '${kind}', 'staff/bench', ${when}, '${detail}'
     FROM ${numbers} WHERE ${where}`;
  for (const sql of [
    `INSERT INTO research.participant SELECT ${who}, '${protocol.id}', 'aalborg', '${protocol.version}', upper(substr(md5('c' || n), 1, 7)) || n, 'da', ${when}, ${top} + n * 10
     FROM ${numbers}`,
    milestone(1, 'informed-orally', '{}', 'n % 20 > 0'),
    milestone(2, 'consent-given', '{"text": "1"}', 'n % 20 > 1'),
    milestone(3, 'screened', '{"eligible": true, "unmet": []}', 'n % 20 > 2'),
    milestone(4, 'participation-changed', '{"change": "lost"}', 'n % 31 = 0'),
    `INSERT INTO research.membership SELECT ${who}, '${protocol.id}', 'aalborg', '${cohort}', ${top} + n * 10 + 5, NULL FROM ${numbers} WHERE n % 20 > 3`,
    `INSERT INTO research.submission SELECT ${who}, '${protocol.id}', 'aalborg', 'baseline', true, false, ${when}, ${top} + n * 10 + 6, NULL
     FROM ${numbers} WHERE n % 20 > 3`,
    `INSERT INTO research.submission SELECT ${who}, '${protocol.id}', 'aalborg', 'end', false, n % 9 = 0, now(), ${top} + n * 10 + 7, NULL
     FROM ${numbers} WHERE n % 20 > 3 AND n % 2 = 0`,
    `INSERT INTO allocation.allocation SELECT ${who}, '${protocol.id}', 'aalborg', 'main', 's', n, CASE WHEN n % 2 = 0 THEN 'now' ELSE 'later' END, '${cohort}', NULL,
       ${when}, ${top} + n * 10 + 8 FROM ${numbers} WHERE n % 20 > 3`,
    'ANALYZE research.standing, research.submission, research.letter, research.milestone, research.membership',
  ])
    await owner.query(sql);
}

async function timed(act) {
  await act();
  const took = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = performance.now();
    await act();
    took.push(performance.now() - at);
  }
  return took.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
}

/** Measures every screen that shows many people at once, and prints its median beside a bare count. */
export async function benchOverview(ownerUrl, fleet, people = 10_000) {
  const protocol = fleetOf.protocolOf('peer-rollout', `bench-overview-${people}`);
  const coordinators = await fleetOf.openTrial(fleet, protocol);
  const cohort = await fleetOf.planCohort(fleet, protocol, 'aalborg', { capacity: people + 100 });
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await fill(owner, protocol, cohort, people);
  const ours = await fleetOf.startProcess(fleet.env);
  try {
    const email = `researcher-${protocol.id}@example.org`;
    const staff = await built('server/services/session/add-staff.js').addStaff(fleet.app, {
      name: 'Researcher',
      email,
      password: 'a long enough password',
    });
    const recording = {
      now: new Date(),
      actor: 'bench',
      grant: null,
      request: 'bench',
      entropy: randomBytes,
      uuid: fleet.app.uuid,
    };
    await built('server/services/trial/give-grant.js').giveGrant(fleet.app, recording, {
      staff,
      role: 'researcher',
      trial: protocol.id,
      site: null,
    });
    const cookies = [await fleetOf.signIn(ours.url, coordinators.aalborg), await fleetOf.signIn(ours.url, email)];
    // The newest page has people with names, as a real one has.
    for (let n = 0; n < 50; n += 1) await post(ours.url, cookies[0], protocol.id, n);
    const get = (cookie, path) => async () => {
      const reply = await fetch(`${ours.url}/api/staff/trials/${protocol.id}/${path}`, { headers: { cookie } });
      if (!reply.ok) throw new Error(`${path} gave ${reply.status}: ${await reply.text()}`);
      await reply.arrayBuffer();
    };
    const count = `SELECT count(*) FROM research.standing WHERE trial = '${protocol.id}'`;
    const bare = await timed(() => owner.query(count));
    console.log(`\nScreens at ${people} participants       ms    times a bare count (${bare.toFixed(1)} ms)`);
    for (const [name, cookie, path] of [
      ['list, newest fifty', 0, 'participants'],
      ['list, by step', 0, 'participants?step=screening'],
      ['list, by name', 0, 'participants?search=person%2049'],
      ['today, coordinator', 0, 'today'],
      ['today, researcher', 1, 'today'],
      ['recruitment', 1, 'recruitment'],
      ['flow diagram', 1, 'flow'],
      ['completeness', 1, 'completeness'],
    ]) {
      const took = await timed(get(cookies[cookie], path));
      console.log(`  ${name.padEnd(24)} ${took.toFixed(1).padStart(9)} ${(took / bare).toFixed(1).padStart(8)}`);
    }
  } finally {
    ours.child.kill('SIGTERM');
    await ours.exited;
    await owner.end();
  }
}

async function post(url, cookie, trial, n) {
  const body = JSON.stringify({ site: 'aalborg', name: `Person ${n}`, email: null, telephone: null, language: 'da' });
  const reply = await fetch(`${url}/api/staff/trials/${trial}/participants`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body,
  });
  if (!reply.ok) throw new Error(`registering gave ${reply.status}: ${await reply.text()}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = mkdtempSync(join(tmpdir(), 'lodtraek-bench-'));
  const embedded = await built('server/db/embedded.js').startEmbedded({
    dataDir: join(folder, 'database'),
    log: () => undefined,
    password: () => randomBytes(18).toString('hex'),
  });
  try {
    const fleet = await fleetOf.openFleet(embedded.url, join(folder, 'house'));
    await benchOverview(embedded.url, fleet, Number(process.argv[2] ?? 10_000));
    await fleet.app.close();
  } finally {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
