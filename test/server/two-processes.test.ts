import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database';
import {
  addParticipant,
  openFleet,
  openTrial,
  planCohort,
  protocolOf,
  signIn,
  startProcess,
  startWithoutWeb,
  type Fleet,
  type Person,
  type Running,
} from '../support/fleet.cjs';

/** Two processes of the built product, fifty people at once. */
let test: TestDatabase;
let fleet: Fleet;
let processes: Running[];
const others: ChildProcess[] = [];

beforeAll(async () => {
  test = await cloneDatabase(1);
  fleet = await openFleet(test.ownerUrl, join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex')));
}, 120_000);
afterAll(async () => {
  for (const child of others) child.kill('SIGKILL');
  for (const { child } of processes ?? []) child.kill('SIGTERM');
  await Promise.all((processes ?? []).map(({ exited }) => exited));
  await fleet.app.close();
  await test.close();
}, 60_000);

async function startBoth(): Promise<void> {
  processes ??= await Promise.all([startProcess(fleet.env), startProcess(fleet.env)]);
}

const draw = (url: string, path: string, cookie: string) =>
  fetch(`${url}/api/staff/trials/${path}/allocation`, { method: 'POST', headers: { cookie } });

async function rows<T>(sql: string, parameters: unknown[]): Promise<T[]> {
  return (await (test.owner as Client).query(sql, parameters)).rows as T[];
}

describe('two processes and fifty people at once', () => {
  it('uses every place once, keeps blocks balanced, draws nobody twice and answers every retry alike', async () => {
    const protocol = protocolOf('peer-simulated', 'one-by-one', (one) => {
      one.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [4], strata: ['site'], unit: 'participant' };
    });
    const coordinators = await openTrial(fleet, protocol);
    const people: (Person & { site: string })[] = [];
    for (const { id } of protocol.sites) {
      const cohort = await planCohort(fleet, protocol, id);
      for (let n = 0; n < 25; n += 1) people.push({ ...(await addParticipant(fleet, protocol, id, cohort)), site: id });
    }
    await startBoth();
    const cookies = Object.fromEntries(
      await Promise.all(protocol.sites.map(async ({ id }) => [id, await signIn(processes[0]!.url, coordinators[id]!)])),
    );

    // Each person is asked for three times at once: a double click, and a colleague at the other process.
    const replies = await Promise.all(
      people.flatMap((person) =>
        [0, 1, 1].map(async (which) => {
          const reply = await draw(processes[which]!.url, `${protocol.id}/participants/${person.code}`, cookies[person.site]!);
          return { code: person.code, status: reply.status, body: await reply.json() };
        }),
      ),
    );
    expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
    for (const { code } of people) {
      const answers = replies.filter((reply) => reply.code === code).map(({ body }) => JSON.stringify(body));
      expect(new Set(answers).size).toBe(1);
    }
    for (const { id } of protocol.sites) {
      const drawn = await rows<{ slot: number; arm: string }>(
        'SELECT slot, arm FROM allocation.allocation WHERE trial = $1 AND site = $2 ORDER BY slot',
        [protocol.id, id],
      );
      expect(drawn.map(({ slot }) => slot)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
      for (let block = 0; block < 24; block += 4) {
        expect(drawn.slice(block, block + 4).filter(({ arm }) => arm === 'peer')).toHaveLength(2);
      }
    }
    expect(
      await rows(`SELECT stream FROM audit.fact WHERE trial = $1 AND kind = 'allocated' GROUP BY stream HAVING count(*) > 1`, [
        protocol.id,
      ]),
    ).toEqual([]);
  }, 120_000);

  it('minimises under one lock: everybody sees everybody before them, and no position is missing or taken twice', async () => {
    const protocol = protocolOf('peer-simulated', 'minimised', (one) => {
      one.randomisation = {
        ...{ id: 'main', method: 'minimisation', measure: 'variance', p: [4, 5], burnIn: 0 },
        ...{ strata: [], unit: 'participant', factors: [{ id: 'site' }] },
      };
    });
    const coordinators = await openTrial(fleet, protocol);
    const people: (Person & { site: string })[] = [];
    for (const { id } of protocol.sites) {
      const cohort = await planCohort(fleet, protocol, id);
      for (let n = 0; n < 10; n += 1) people.push({ ...(await addParticipant(fleet, protocol, id, cohort)), site: id });
    }
    await startBoth();
    const cookies = Object.fromEntries(
      await Promise.all(protocol.sites.map(async ({ id }) => [id, await signIn(processes[0]!.url, coordinators[id]!)])),
    );
    const statuses = await Promise.all(
      people.flatMap((person) =>
        [0, 1].map(
          async (which) =>
            (await draw(processes[which]!.url, `${protocol.id}/participants/${person.code}`, cookies[person.site]!)).status,
        ),
      ),
    );
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    const drawn = await rows<{ slot: number; stratum: string }>(
      'SELECT slot, stratum FROM allocation.allocation WHERE trial = $1 ORDER BY slot',
      [protocol.id],
    );
    expect(drawn).toEqual(people.map((_, index) => ({ slot: index + 1, stratum: '' })));
  }, 120_000);

  it('reveals a batch at once: nobody ever sees part of it', async () => {
    const protocol = protocolOf('peer-rollout', 'as-a-batch', (one) => {
      one.cohorts = { minimum: 6, capacity: 50 };
    });
    const coordinators = await openTrial(fleet, protocol);
    const cohort = await planCohort(fleet, protocol, 'aalborg', { capacity: 50, minimum: 6 });
    const people: Person[] = [];
    for (let n = 0; n < 50; n += 1) people.push(await addParticipant(fleet, protocol, 'aalborg', cohort));
    await startBoth();
    const cookie = await signIn(processes[1]!.url, coordinators.aalborg!);

    const seen = new Set<number>();
    let watching = true;
    const watch = (async () => {
      const watcher = new Client({ connectionString: test.ownerUrl });
      await watcher.connect();
      while (watching) {
        const found = await watcher.query('SELECT count(*)::int AS n FROM allocation.allocation WHERE trial = $1', [protocol.id]);
        seen.add(found.rows[0].n as number);
      }
      await watcher.end();
    })();
    const replies = await Promise.all(
      [0, 1, 0, 1].map(
        async (which) =>
          (await draw(processes[which]!.url, `${protocol.id}/cohorts/${cohort}`, cookie)).json() as Promise<{
            allocations: { code: string; arm: { id: string } }[];
          }>,
      ),
    );
    watching = false;
    await watch;

    expect(replies.filter((reply) => !Array.isArray(reply.allocations))).toEqual([]);
    const alike = replies.map(({ allocations }) => JSON.stringify([...allocations].sort((a, b) => (a.code < b.code ? -1 : 1))));
    expect(new Set(alike).size).toBe(1);
    expect(replies[0]!.allocations.filter(({ arm }) => arm.id === 'now')).toHaveLength(25);
    expect([...seen].filter((n) => n !== 0 && n !== 50)).toEqual([]);
  }, 120_000);

  it('saves the answers of fifty people through both processes, each once', async () => {
    const protocol = protocolOf('peer-rollout', 'answering');
    await openTrial(fleet, protocol);
    const people: Person[] = [];
    for (let n = 0; n < 50; n += 1) people.push(await addParticipant(fleet, protocol, 'silkeborg'));
    await startBoth();
    const statuses = await Promise.all(
      people.flatMap((person, n) =>
        [1, 2, 3, 4, 5].map(async (item) => {
          const body = JSON.stringify({
            wave: 'baseline',
            instrument: 'who-5',
            item: String(item),
            code: (n + item) % 6,
            blank: null,
            seen: 0,
            key: crypto.randomUUID(),
          });
          const send = (which: number) =>
            fetch(`${processes[which]!.url}/api/participant/answers`, {
              method: 'PUT',
              headers: { cookie: person.cookie, 'content-type': 'application/json' },
              body,
            });
          return (await Promise.all([send(0), send(1)])).map(({ status }) => status);
        }),
      ),
    );
    expect(statuses.flat().filter((status) => status !== 200)).toEqual([]);
    const stored = await rows<{ n: number }>('SELECT count(*)::int AS n FROM research.response WHERE trial = $1', [protocol.id]);
    expect(stored[0]!.n).toBe(250);
  }, 120_000);

  it('draws through the allocator’s own process, and says that the lottery is silent when that one is gone', async () => {
    const protocol = protocolOf('peer-simulated', 'split');
    const coordinators = await openTrial(fleet, protocol);
    const cohort = await planCohort(fleet, protocol, 'aalborg');
    const [first, second] = [
      await addParticipant(fleet, protocol, 'aalborg', cohort),
      await addParticipant(fleet, protocol, 'aalborg', cohort),
    ];
    await Promise.all((processes ?? []).map(({ child, exited }) => (child.kill('SIGTERM'), exited)));
    const web = await startProcess({ ...fleet.env, PROCESS: 'web' });
    processes = [web];
    const cookie = await signIn(web.url, coordinators.aalborg!);
    const silent = await draw(web.url, `${protocol.id}/participants/${first.code}`, cookie);
    expect([silent.status, ((await silent.json()) as { type: string }).type]).toEqual([503, '/problems/lottery-silent']);
    expect(await rows('SELECT 1 FROM allocation.allocation WHERE trial = $1', [protocol.id])).toEqual([]);

    const allocator = startWithoutWeb({ ...fleet.env, PROCESS: 'allocator' });
    others.push(allocator.child);
    // The allocator takes as long to start as the machine is busy; whoever asks again gets the same answer.
    let drawn = await draw(web.url, `${protocol.id}/participants/${second.code}`, cookie);
    if (drawn.status === 503) drawn = await draw(web.url, `${protocol.id}/participants/${second.code}`, cookie);
    expect(drawn.status).toBe(200);
    expect(
      (await rows<{ participant: string }>('SELECT participant FROM allocation.allocation WHERE trial = $1', [protocol.id])).map(
        ({ participant }) => participant,
      ),
    ).toEqual([second.participant]);
    allocator.child.kill('SIGTERM');
    expect(await allocator.exited).toBe(0);
  }, 120_000);
});
