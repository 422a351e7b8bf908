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

  it('draws through the allocator’s own process, and nowhere without it', async () => {
    const protocol = protocolOf('peer-simulated', 'split');
    const coordinators = await openTrial(fleet, protocol);
    const cohort = await planCohort(fleet, protocol, 'aalborg');
    const { code, participant } = await addParticipant(fleet, protocol, 'aalborg', cohort);
    await Promise.all((processes ?? []).map(({ child, exited }) => (child.kill('SIGTERM'), exited)));
    const web = await startProcess({ ...fleet.env, PROCESS: 'web' });
    processes = [web];
    const cookie = await signIn(web.url, coordinators.aalborg!);
    const asking = draw(web.url, `${protocol.id}/participants/${code}`, cookie);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await rows('SELECT FROM allocation.allocation WHERE trial = $1', [protocol.id])).toEqual([]);

    const allocator = startWithoutWeb({ ...fleet.env, PROCESS: 'allocator' });
    others.push(allocator.child);
    // The allocator takes as long to start as the machine is busy; whoever asks again gets the same answer.
    let drawn = await asking;
    if (drawn.status === 503) drawn = await draw(web.url, `${protocol.id}/participants/${code}`, cookie);
    expect(drawn.status).toBe(200);
    expect(
      await rows<{ participant: string }>('SELECT participant FROM allocation.allocation WHERE trial = $1', [protocol.id]),
    ).toEqual([{ participant }]);
    allocator.child.kill('SIGTERM');
    expect(await allocator.exited).toBe(0);
  }, 120_000);
});
