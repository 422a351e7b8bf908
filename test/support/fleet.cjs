/**
 * Real processes of the built product against one database, with people already on their way: for proofs that need several
 * processes, a kill, or a measured load. People are put there through the one writer, `append`, in the states a proof needs.
 */
const { spawn } = require('node:child_process');
const { randomBytes, randomUUID } = require('node:crypto');
const { mkdirSync, readFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { join } = require('node:path');

const ROOT = join(__dirname, '..', '..');
const built = (path) => require(join(ROOT, 'dist', path));

const PASSWORD = 'a long enough password';
const DIGEST = '0'.repeat(64);

/** A protocol file, changed. */
function protocolOf(trial, id, change = () => undefined) {
  const protocol = JSON.parse(readFileSync(join(ROOT, 'protocols', 'trials', trial, '1.0.0.json'), 'utf8'));
  protocol.id = id;
  change(protocol);
  return protocol;
}

/** The application in this process, on the database at `ownerUrl`; its keys and secrets lie in `folder`. */
async function openFleet(ownerUrl, folder) {
  mkdirSync(folder, { recursive: true });
  const { setupDatabase } = built('server/db/setup.js');
  const { makeApp } = built('server/start-app.js');
  const { loadKeys } = built('server/keys.js');
  const { readConfig } = built('server/config.js');
  const env = { DATABASE_URL: ownerUrl, DATA_DIR: folder, KEY_STORE: `file:${join(folder, 'keys.json')}` };
  const config = readConfig(env, folder);
  const keys = loadKeys(config.keyStore, true);
  const credentials = await setupDatabase({
    ownerUrl,
    given: {},
    secretsDir: join(folder, 'secrets'),
    password: () => randomBytes(18).toString('hex'),
  });
  const app = await makeApp({
    config,
    keys,
    credentials,
    clock: () => new Date(),
    entropy: randomBytes,
    uuid: randomUUID,
    poolSize: 5,
  });
  return { app, env };
}

const recording = (now = new Date()) => ({
  now,
  actor: 'staff/fleet',
  grant: null,
  request: 'fleet',
  entropy: randomBytes,
  uuid: randomUUID,
});

/** Opens a trial and a coordinator for each of its sites. */
async function openTrial({ app }, protocol) {
  await built('server/services/trial/open-trial.js').openTrial(app, recording(), protocol);
  const coordinators = {};
  for (const { id } of protocol.sites) coordinators[id] = await addStaff({ app }, protocol, 'coordinator', id);
  return coordinators;
}

/** Somebody with one grant. @returns their address. */
async function addStaff({ app }, protocol, role, site = null) {
  const email = `${role}-${site ?? 'all'}-${protocol.id}@example.org`;
  const person = { name: `${role} ${site ?? ''}`.trim(), email, password: PASSWORD };
  const staff = await built('server/services/session/add-staff.js').addStaff(app, person);
  await built('server/services/trial/give-grant.js').giveGrant(app, recording(), { staff, role, trial: protocol.id, site });
  return email;
}

async function planCohort({ app }, protocol, site, { capacity = 100, minimum = 2 } = {}) {
  const { append } = built('server/db/facts.js');
  const { headOf } = built('server/db/stores/trials.js');
  const stream = `trial/${protocol.id}`;
  const cohort = randomUUID();
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  await append(app.database.research, recording(), { trial: protocol.id, sites: '*' }, [
    {
      stream,
      trial: protocol.id,
      head: await headOf(app.database.research, stream),
      facts: [
        {
          kind: 'cohort-planned',
          payload: { cohort, site, name: 'Hold', startsOn: day(14), endsOn: day(84), closesOn: day(7), minimum, capacity },
        },
      ],
    },
  ]);
  return cohort;
}

/**
 * A participant who has consented; with a cohort also screened, baseline handed in and in it: ready for the draw.
 * @param screening further answers at screening.
 */
async function addParticipant({ app }, protocol, site, cohort, screening = {}) {
  const { append } = built('server/db/facts.js');
  const { pseudonymFrom } = built('protocols/model/pseudonym.js');
  const { insertParticipantSession } = built('server/db/stores/sessions.js');
  const { hashOf } = built('server/http/cookies.js');
  const participant = randomUUID();
  const code = pseudonymFrom(randomBytes(16));
  const text = protocol.consent.versions[0].version;
  const facts = [
    { kind: 'registered', payload: { site, version: protocol.version, code, language: 'da' } },
    { kind: 'consent-given', payload: { text, participantSignature: DIGEST, informerSignature: DIGEST, document: DIGEST } },
  ];
  if (cohort) {
    facts.push(
      { kind: 'screened', payload: { answers: { age: 40, 'everyday-hard': true, ...screening }, eligible: true, unmet: [] } },
      { kind: 'wave-submitted', payload: { wave: 'baseline', baseline: true, late: false } },
      { kind: 'joined-cohort', payload: { cohort } },
    );
  }
  await append(app.database.research, recording(), { trial: protocol.id, sites: '*' }, [
    { stream: `participant/${participant}`, trial: protocol.id, head: { seq: 0, head: DIGEST }, facts },
  ]);
  const token = randomBytes(32).toString('base64url');
  const now = new Date();
  await insertParticipantSession(app.database.linkage, {
    tokenHash: hashOf(token),
    session: randomUUID(),
    participant,
    trial: protocol.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 43_200_000),
  });
  return { participant, code, cookie: `lodtraek-participant=${token}` };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Runs the built product with `env`. */
function spawnProduct(env) {
  const child = spawn(process.execPath, ['-e', `require(${JSON.stringify(join(ROOT, 'dist/server/main.js'))}).main()`], {
    env: { ...process.env, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, exited, said: () => said };
}

/** A worker or allocator: it serves nothing that could say it is ready. */
const startWithoutWeb = (env) => spawnProduct(env);

/** Starts the built product as a process of its own and waits until it is ready. */
async function startProcess(env) {
  const port = env.PORT ? Number(env.PORT) : await freePort();
  const running = spawnProduct({ ...env, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  // A first start makes the whole demonstration, and other tests run beside it.
  for (let tries = 0; tries < 6000; tries += 1) {
    if (running.child.exitCode !== null) throw new Error(`the process ended with ${running.child.exitCode}: ${running.said()}`);
    const ready = await fetch(`${url}/health?ready`).then(
      (reply) => reply.ok,
      () => false,
    );
    if (ready) return { ...running, url, port };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  running.child.kill('SIGKILL');
  throw new Error(`the process did not get ready: ${running.said()}`);
}

/** Signs a member of staff in. @returns the cookie. */
async function signIn(url, email) {
  const reply = await fetch(`${url}/api/staff/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!reply.ok) throw new Error(`signing in gave ${reply.status}: ${await reply.text()}`);
  return reply.headers.get('set-cookie').split(';')[0];
}

module.exports = {
  ROOT,
  addParticipant,
  addStaff,
  freePort,
  openFleet,
  openTrial,
  planCohort,
  protocolOf,
  signIn,
  startProcess,
  startWithoutWeb,
};
