// npm run bench: our speed as a ratio to a bare baseline, measured in the same run on the same machine. Prints a table; asserts nothing.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure } from '../../server/ensure.mjs';
import { benchOverview } from './overview.mjs';
import { benchRehearsal } from './rehearsal.mjs';

await ensure((line) => console.error(line));
const require = createRequire(import.meta.url);
const fleetOf = require('../support/fleet.cjs');
const { startEmbedded } = require('../../dist/server/db/embedded.js');
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'lodtraek-bench-'));

const ITEMS = [
  ...Array.from({ length: 15 }, (_, n) => ['qpr-15', String(n + 1)]),
  ...Array.from({ length: 5 }, (_, n) => ['who-5', String(n + 1)]),
  ...Array.from({ length: 3 }, (_, n) => ['t-ils', String(n + 1)]),
];

/** One request over a kept connection. */
function send(url, { method, path, cookie, body }, agent) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(
      url + path,
      {
        method,
        agent,
        headers: { cookie, ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}) },
      },
      (reply) => {
        const chunks = [];
        reply.on('data', (chunk) => chunks.push(chunk));
        reply.on('end', () => resolve({ status: reply.statusCode, body: Buffer.concat(chunks).toString('utf8') }));
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

/**
 * People answering at once for some seconds, each a whole questionnaire, one item after the other; whoever has finished is followed by
 * the next. @returns answers acknowledged a second, and the latencies.
 */
async function answering(url, people, atOnce, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const latencies = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        const person = people.shift();
        if (!person) throw new Error('too few people for so fast a machine');
        for (const [instrument, item] of ITEMS) {
          if (performance.now() >= until) break;
          const body = {
            wave: 'baseline',
            instrument,
            item,
            code: 1 + (latencies.length % 3),
            blank: null,
            seen: 0,
            key: randomUUID(),
          };
          const at = performance.now();
          const reply = await send(url, { method: 'PUT', path: '/api/participant/answers', cookie: person.cookie, body }, agent);
          if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
          latencies.push(performance.now() - at);
        }
      }
    }),
  );
  const spent = (performance.now() - began) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(share * (latencies.length - 1))];
  return { rate: latencies.length / spent, p50: at(0.5), p95: at(0.95) };
}

async function startBare(ownerUrl) {
  const port = await fleetOf.freePort();
  const child = spawn(process.execPath, [join(fleetOf.ROOT, 'test/benchmark/bare-server.cjs')], {
    env: { ...process.env, DATABASE_URL: ownerUrl, PORT: String(port) },
    stdio: 'inherit',
  });
  for (let tries = 0; tries < 200; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' }).then(
      () => true,
      () => false,
    );
    if (up) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { child, url: `http://127.0.0.1:${port}` };
}

const figure = (value, digits = 0) => value.toFixed(digits).padStart(9);

async function benchAnswers(ownerUrl, fleet) {
  const protocol = fleetOf.protocolOf('peer-rollout', 'bench-answers');
  await fleetOf.openTrial(fleet, protocol);
  const bare = await startBare(ownerUrl);
  const ours = await fleetOf.startProcess(fleet.env);
  console.log('\nAnswers saved a second        bare     ours    ratio   p50 ms   p95 ms');
  const strangers = () => Array.from({ length: 5_000 }, () => ({ cookie: randomUUID() }));
  for (const many of [1, 20, 100]) {
    const people = [];
    for (let n = 0; n < (many === 1 ? 150 : 900); n += 1) people.push(await fleetOf.addParticipant(fleet, protocol, 'aalborg'));
    // Both are warmed, then measured in turns, so that neither has the quieter machine.
    await answering(bare.url, strangers(), many, 1);
    await answering(ours.url, people, many, 1);
    const rounds = [[], []];
    for (let round = 0; round < 2; round += 1) {
      rounds[0].push(await answering(bare.url, strangers(), many, SECONDS / 2));
      rounds[1].push(await answering(ours.url, people, many, SECONDS / 2));
    }
    const mean = (results, key) => results.reduce((sum, one) => sum + one[key], 0) / results.length;
    const [b, o] = rounds;
    console.log(
      `  ${String(many).padStart(3)} at once          ${figure(mean(b, 'rate'))}${figure(mean(o, 'rate'))}${figure(mean(o, 'rate') / mean(b, 'rate'), 2)}${figure(mean(o, 'p50'), 1)}${figure(mean(o, 'p95'), 1)}`,
    );
  }
  bare.child.kill();
  ours.child.kill('SIGTERM');
  await ours.exited;
}

async function benchDraws(fleet) {
  const protocol = fleetOf.protocolOf('peer-simulated', 'bench-draws');
  const coordinators = await fleetOf.openTrial(fleet, protocol);
  const cohort = await fleetOf.planCohort(fleet, protocol, 'aalborg', { capacity: 400 });
  const people = [];
  for (let n = 0; n < 200; n += 1) people.push(await fleetOf.addParticipant(fleet, protocol, 'aalborg', cohort));
  const ours = await fleetOf.startProcess(fleet.env);
  const cookie = await fleetOf.signIn(ours.url, coordinators.aalborg);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const began = performance.now();
  const replies = await Promise.all(
    people.map(({ code }) =>
      send(ours.url, { method: 'POST', path: `/api/staff/trials/${protocol.id}/participants/${code}/allocation`, cookie }, agent),
    ),
  );
  const spent = (performance.now() - began) / 1000;
  agent.destroy();
  const failed = replies.filter(({ status }) => status !== 200).length;
  console.log(
    `\n200 contended allocations in one stratum: ${spent.toFixed(2)} s, ${(200 / spent).toFixed(0)} a second, ${failed} failed`,
  );
  ours.child.kill('SIGTERM');
  await ours.exited;
}

/** A minimised trial drawn one after another: the last hundred draws beside the first. BENCH_LONG says how long the trial is. */
async function benchLongTrial(fleet, people = Number(process.env.BENCH_LONG ?? 600)) {
  const protocol = fleetOf.protocolOf('peer-simulated', 'bench-long', (one) => {
    one.randomisation = {
      ...{ id: 'main', method: 'minimisation', measure: 'variance', p: [4, 5], burnIn: 0 },
      ...{ strata: [], unit: 'participant', factors: [{ id: 'site' }] },
    };
  });
  await fleetOf.openTrial(fleet, protocol);
  const cohort = await fleetOf.planCohort(fleet, protocol, 'aalborg', { capacity: people });
  const asked = {
    what: 'participant',
    trial: protocol.id,
    site: 'aalborg',
    actor: 'staff/bench',
    grant: 'bench',
    request: 'bench',
  };
  const took = [];
  for (let n = 0; n < people; n += 1) {
    const { code } = await fleetOf.addParticipant(fleet, protocol, 'aalborg', cohort);
    const at = performance.now();
    await fleet.app.lottery({ ...asked, code });
    took.push(performance.now() - at);
  }
  const mean = (some) => (some.reduce((sum, one) => sum + one, 0) / some.length).toFixed(2);
  console.log(
    `\n${people} minimised live, one after another: ${mean(took.slice(20, 120))} ms each at first, ${mean(took.slice(-100))} ms at last`,
  );
}

/** The start as a person meets it: `npm start`'s own script on a folder, until it is ready. */
async function startTime(dataDir) {
  const port = await fleetOf.freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [join(fleetOf.ROOT, 'server/start.mjs')], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: '' },
    stdio: 'ignore',
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  while (
    !(await fetch(`http://127.0.0.1:${port}/health?ready`).then(
      (reply) => reply.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const seconds = (performance.now() - began) / 1000;
  child.kill('SIGINT');
  await exited;
  return seconds;
}

async function benchStart() {
  const dataDir = join(folder, 'start');
  const cold = await startTime(dataDir);
  const warm = await startTime(dataDir);
  console.log(
    `\nStart until ready: first ${cold.toFixed(1)} s (database made, demonstration seeded), again ${warm.toFixed(2)} s`,
  );
}

const embedded = await startEmbedded({
  dataDir: join(folder, 'database'),
  log: () => undefined,
  password: () => randomBytes(18).toString('hex'),
});
try {
  const fleet = await fleetOf.openFleet(embedded.url, join(folder, 'house'));
  await benchAnswers(embedded.url, fleet);
  await benchDraws(fleet);
  await benchLongTrial(fleet);
  await benchOverview(embedded.url, fleet);
  await fleet.app.close();
  benchRehearsal(embedded.url);
  await benchStart();
  require('./lottery.cjs');
  require('./analysis.cjs');
  require('./plan.cjs');
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
