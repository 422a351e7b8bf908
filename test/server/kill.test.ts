import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbedded, type Embedded } from '#server/db/embedded';
import { cloneDatabase, type TestDatabase } from '../support/database';
import {
  addParticipant,
  openFleet,
  openTrial,
  protocolOf,
  startProcess,
  type Fleet,
  type Person,
  type Running,
} from '../support/fleet.cjs';

/** A stream of answers while what keeps them is killed. What was acknowledged must be stored, each once. */
const CYCLES = process.env.LODTRAEK_FULL ? 20 : 5;
const ITEMS = [
  ...Array.from({ length: 15 }, (_, n) => ({ instrument: 'qpr-15', item: String(n + 1) })),
  ...Array.from({ length: 5 }, (_, n) => ({ instrument: 'who-5', item: String(n + 1) })),
];

interface Sent {
  key: string;
  acknowledged: boolean;
}

/** One person answering item after item as fast as answers are taken, until told to stop. Keys tell what was acknowledged. */
async function answer(url: () => string, person: Person, sent: Map<string, Sent>, isOver: () => boolean): Promise<void> {
  const versions = new Map<string, number>();
  for (let n = 0; !isOver(); n += 1) {
    const { instrument, item } = ITEMS[n % ITEMS.length]!;
    const at = `${instrument}/${item}`;
    const key = randomUUID();
    const record: Sent = { key, acknowledged: false };
    sent.set(key, record);
    const body = JSON.stringify({
      wave: 'baseline',
      instrument,
      item,
      code: 1 + (n % 3),
      blank: null,
      seen: versions.get(at) ?? 0,
      key,
    });
    // The same intention is retried with the same key until it is answered, as the page does.
    while (!isOver() && !record.acknowledged) {
      try {
        const reply = await fetch(`${url()}/api/participant/answers`, {
          method: 'PUT',
          headers: { cookie: person.cookie, 'content-type': 'application/json' },
          body,
          signal: AbortSignal.timeout(5_000),
        });
        if (reply.status === 200) {
          record.acknowledged = true;
          versions.set(at, ((await reply.json()) as { version: number }).version);
        } else if (reply.status < 500) throw new Error(`the answer was refused: ${await reply.text()}`);
      } catch (cause) {
        if (String(cause).includes('refused:')) throw cause;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

/** Waits until so many more answers are acknowledged: a kill in the stream, however fast the machine is just now. */
async function enough(sent: ReadonlyMap<string, Sent>, more: number): Promise<void> {
  const count = () => [...sent.values()].filter(({ acknowledged }) => acknowledged).length;
  const before = count();
  for (let tries = 0; count() < before + more; tries += 1) {
    if (tries > 6_000) throw new Error('no answers are acknowledged');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function compare(
  owner: Client,
  people: readonly Person[],
  sent: Map<string, Sent>,
): Promise<{ lost: number; doubled: number; acknowledged: number }> {
  const { rows } = await owner.query<{ key: string; n: number }>(
    `SELECT p.payload->>'key' AS key, count(*)::int AS n FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
     WHERE f.kind = 'item-answered' AND f.stream = ANY ($1) GROUP BY 1`,
    [people.map(({ participant }) => `participant/${participant}`)],
  );
  const stored = new Map(rows.map(({ key, n }) => [key, n]));
  const acknowledged = [...sent.values()].filter((one) => one.acknowledged);
  return {
    lost: acknowledged.filter(({ key }) => !stored.has(key)).length,
    doubled: rows.filter(({ n }) => n > 1).length,
    acknowledged: acknowledged.length,
  };
}

describe('killing the server while people answer', () => {
  let test: TestDatabase;
  let fleet: Fleet;
  let running: Running;

  beforeAll(async () => {
    test = await cloneDatabase(1);
    fleet = await openFleet(test.ownerUrl, join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex')));
  }, 120_000);
  afterAll(async () => {
    running?.child.kill('SIGKILL');
    await fleet.app.close();
    await test.close();
  }, 60_000);

  it(`keeps every acknowledged answer, once, through ${CYCLES} kills`, async () => {
    const protocol = protocolOf('peer-rollout', 'killed-server');
    await openTrial(fleet, protocol);
    const people = await Promise.all(Array.from({ length: 8 }, () => addParticipant(fleet, protocol, 'aalborg')));
    const sent = new Map<string, Sent>();
    let over = false;
    running = await startProcess(fleet.env);
    const port = String(running.port);
    const answering = people.map((person) =>
      answer(
        () => `http://127.0.0.1:${port}`,
        person,
        sent,
        () => over,
      ),
    );
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      await enough(sent, 25 + 3 * (cycle % 7));
      running.child.kill('SIGKILL');
      await running.exited;
      running = await startProcess({ ...fleet.env, PORT: port });
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    over = true;
    await Promise.all(answering);
    const result = await compare(test.owner, people, sent);
    expect(result.acknowledged).toBeGreaterThanOrEqual(CYCLES * 25);
    expect(result).toMatchObject({ lost: 0, doubled: 0 });
  }, 600_000);
});

describe('killing the database while people answer', () => {
  let folder: string;
  let embedded: Embedded;

  const start = () => startEmbedded({ dataDir: folder, log: () => undefined, password: () => randomBytes(18).toString('hex') });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lodtraek-kill-'));
    embedded = await start();
  }, 120_000);
  afterAll(async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it(`keeps every acknowledged answer, once, through ${CYCLES} kills`, async () => {
    const protocol = protocolOf('peer-rollout', 'killed-database');
    const secrets = join(folder, 'house');
    let fleet = await openFleet(embedded.url, secrets);
    await openTrial(fleet, protocol);
    const people: Person[] = [];
    for (let n = 0; n < 8; n += 1) people.push(await addParticipant(fleet, protocol, 'aalborg'));
    await fleet.app.close();
    const sent = new Map<string, Sent>();
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const running = await startProcess({ ...fleet.env, DATABASE_URL: embedded.url });
      let over = false;
      const round = new Map<string, Sent>();
      const answering = people.map((person) => answerFrom(running.url, person, embedded.url, round, () => over));
      await enough(round, 25 + 3 * (cycle % 7));
      const pid = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 100));
      over = true;
      running.child.kill('SIGKILL');
      await Promise.allSettled(answering);
      await running.exited;
      for (const [key, record] of round) sent.set(key, record);
      await embedded.stop().catch(() => undefined);
      embedded = await start();
      fleet = { ...fleet, env: { ...fleet.env, DATABASE_URL: embedded.url } };
    }
    const owner = new Client({ connectionString: embedded.url });
    await owner.connect();
    const result = await compare(owner, people, sent);
    await owner.end();
    expect(result.acknowledged).toBeGreaterThanOrEqual(CYCLES * 25);
    expect(result).toMatchObject({ lost: 0, doubled: 0 });
  }, 900_000);
});

/** As `answer`, but first asking the database which version each item stands at, as a page opened anew does. */
async function answerFrom(
  url: string,
  person: Person,
  database: string,
  sent: Map<string, Sent>,
  isOver: () => boolean,
): Promise<void> {
  const client = new Client({ connectionString: database });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ instrument: string; item: string; version: number }>(
    'SELECT instrument, item, version FROM research.response WHERE participant = $1 AND to_position IS NULL',
    [person.participant],
  );
  await client.end();
  const versions = new Map(rows.map(({ instrument, item, version }) => [`${instrument}/${item}`, version]));
  for (let n = 0; !isOver(); n += 1) {
    const { instrument, item } = ITEMS[n % ITEMS.length]!;
    const at = `${instrument}/${item}`;
    const record: Sent = { key: randomUUID(), acknowledged: false };
    sent.set(record.key, record);
    const body = JSON.stringify({
      wave: 'baseline',
      instrument,
      item,
      code: 1 + (n % 3),
      blank: null,
      seen: versions.get(at) ?? 0,
      key: record.key,
    });
    const reply = await fetch(`${url}/api/participant/answers`, {
      method: 'PUT',
      headers: { cookie: person.cookie, 'content-type': 'application/json' },
      body,
    }).catch(() => undefined);
    if (!reply || reply.status >= 500) return;
    if (reply.status !== 200) throw new Error(`the answer was refused: ${await reply.text()}`);
    record.acknowledged = true;
    versions.set(at, ((await reply.json()) as { version: number }).version);
  }
}
