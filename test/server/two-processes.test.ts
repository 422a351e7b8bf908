import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { combineShares, commitToShare, type Occasion } from '#protocols/randomisation/ceremony';
import { commitTo } from '#protocols/randomisation/commitment';
import { cloneDatabase, type TestDatabase } from '../support/database';
import {
  addParticipant,
  addStaff,
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

  it('goes on with a ceremony whichever process is killed between two steps, and loses no share', async () => {
    const protocol = protocolOf('peer-simulated', 'held-in-parts');
    const coordinators = await openTrial(fleet, protocol);
    let web = processes?.[0]?.child.exitCode === null ? processes[0] : await startProcess({ ...fleet.env, PROCESS: 'web' });
    processes = [web];
    const first = await signIn(web.url, await addStaff(fleet, protocol, 'custodian'));
    const second = await signIn(web.url, await addStaff(fleet, protocol, 'monitor'));
    const coordinator = await signIn(web.url, coordinators.aalborg!);
    const ask = async (cookie: string, path: string, body?: object) => {
      const method = body ? 'POST' : 'GET';
      const headers = { cookie, 'content-type': 'application/json' };
      const send = () =>
        fetch(`${web.url}/api/staff/trials/${protocol.id}/${path}`, { method, headers, body: body && JSON.stringify(body) });
      let reply = await send();
      // The allocator takes as long to start as the machine is busy; what it was asked meanwhile is withdrawn.
      if (reply.status === 503) reply = await send();
      expect([path, reply.status]).toEqual([path, 200]);
      return (await reply.json()) as Record<string, unknown>;
    };
    const startAllocator = () => {
      const allocator = startWithoutWeb({ ...fleet.env, PROCESS: 'allocator' });
      others.push(allocator.child);
      return allocator;
    };
    const kill = ({ child, exited }: Pick<Running, 'child' | 'exited'>) => (child.kill('SIGKILL'), exited);
    const killWeb = async () => {
      await kill(web);
      web = await startProcess({ ...fleet.env, PROCESS: 'web', PORT: String(web.port) });
      processes = [web];
    };

    let allocator = startAllocator();
    // Its people are made up, so the house has held the first one itself.
    await ask(first, 'ceremonies/1/abort', { reason: 'share-seen' });
    const knownAt = new Date(Date.now() + 3_600_000).toISOString();
    await ask(second, 'ceremonies', { source: 'drand round 4242424', knownAt });
    const [announced] = await rows<{ payload: Occasion }>(
      `SELECT p.payload FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
       WHERE f.stream = $1 AND f.kind = 'ceremony-announced' AND p.payload->>'ceremony' = '2'`,
      [`trial/${protocol.id}`],
    );
    const on: Occasion = { ...announced!.payload, trial: protocol.id };
    const shares = { first: randomBytes(32), second: randomBytes(32) };
    const commitments = { first: commitToShare(shares.first, 'first', on), second: commitToShare(shares.second, 'second', on) };
    await ask(first, 'ceremonies/2/commitment', { commitment: commitments.first });
    await killWeb();
    await ask(second, 'ceremonies/2/commitment', { commitment: commitments.second });
    await ask(coordinator, 'clock', { days: 1 });
    await ask(second, 'ceremonies/2/value', { value: '7f3a9c0e51d2b846' });
    expect(await ask(first, 'ceremonies/2/share', { share: shares.first.toString('hex') })).toEqual({ isComplete: false });
    await kill(allocator);
    allocator = startAllocator();
    expect(await ask(second, 'ceremonies/2/share', { share: shares.second.toString('hex') })).toEqual({ isComplete: true });

    const seed = combineShares(shares, '7f3a9c0e51d2b846', on);
    const opened = await rows<{ kind: string; commitment: string | null }>(
      `SELECT f.kind, p.payload->>'commitment' AS commitment FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id
       WHERE f.stream = $1 AND p.payload->>'ceremony' = '2' ORDER BY f.seq`,
      [`trial/${protocol.id}`],
    );
    expect(opened).toEqual([
      { kind: 'ceremony-announced', commitment: null },
      { kind: 'share-committed', commitment: commitments.first },
      { kind: 'share-committed', commitment: commitments.second },
      { kind: 'public-value-entered', commitment: null },
      { kind: 'share-brought', commitment: null },
      { kind: 'share-brought', commitment: null },
      { kind: 'ceremony-completed', commitment: null },
      { kind: 'lottery-opened', commitment: commitTo(seed, on) },
    ]);
    allocator.child.kill('SIGTERM');
    expect(await allocator.exited).toBe(0);
  }, 120_000);
});
