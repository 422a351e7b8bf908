import { randomBytes, randomInt } from 'node:crypto';
import { request as openRequest } from 'node:http';
import { join } from 'node:path';
import { Client } from 'pg';
import { lotteryBundle } from '#server/lottery-bundle';
import type { Protocol } from '#protocols/model/protocol';
import { verifyBundle } from '#protocols/verify/verify';
import { cloneDatabase, type TestDatabase } from '../support/database';
import {
  addParticipant,
  openFleet,
  openTrial,
  planCohort,
  protocolOf,
  signIn,
  startProcess,
  type Fleet,
  type Person,
  type Running,
} from '../support/fleet.cjs';
import { lockPlan } from '../support/lock-plan';

/**
 * The lottery of three real processes while they are killed and their replies are lost: who asks again always hears the same, every
 * position of every stratum is used exactly once, and the proof of it all verifies.
 */
const STORM = process.env.LODTRAEK_FULL
  ? { blocks: 1000, minimised: 200, atOnce: 40, kills: 12 }
  : { blocks: 40, minimised: 20, atOnce: 20, kills: 1 };
/** A deadlock is found after so many milliseconds; how often a draw tries is the lottery's own. */
const DEADLOCK_FOUND = 200;
const TRIES = 8;
/** So many in a row a draw must survive: fewer than it tries, since under load a try may meet one that this test did not count. */
const SURVIVED = 4;

interface Draw extends Person {
  protocol: Protocol;
  site: string;
}

let test: TestDatabase;
let fleet: Fleet;
let processes: Running[];
let cookies: Record<string, string>;
let blocks: Protocol;
let minimised: Protocol;

const question = { da: 'Bor du alene?', en: 'Do you live alone?' };
const choices = ['alone', 'together'].map((id) => ({ id, title: question }));
const withScreening = (id: string, randomisation: Protocol['randomisation']) =>
  protocolOf('peer-simulated', id, (one) => {
    one.screening = [{ id: 'living', question, choices }];
    one.randomisation = randomisation!;
  });

beforeAll(async () => {
  test = await cloneDatabase(1);
  await owner().query(`ALTER DATABASE ${new URL(test.ownerUrl).pathname.slice(1)} SET deadlock_timeout = '${DEADLOCK_FOUND}ms'`);
  fleet = await openFleet(test.ownerUrl, join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex')));
  blocks = withScreening('storm-blocks', {
    ...{ id: 'main', method: 'permuted-blocks', sizes: [4, 6], strata: ['site', 'living'], unit: 'participant' },
  });
  minimised = withScreening('storm-minimised', {
    ...{ id: 'main', method: 'minimisation', measure: 'variance', p: [4, 5], burnIn: 0, strata: [], unit: 'participant' },
    factors: [{ id: 'site' }, { id: 'living' }],
  });
  const coordinators = [await openTrial(fleet, blocks), await openTrial(fleet, minimised)];
  processes = await Promise.all([0, 1, 2].map(() => startProcess(fleet.env)));
  const emails = coordinators.flatMap((bySite) => Object.values(bySite));
  cookies = Object.fromEntries(
    await Promise.all(emails.map(async (email) => [email, await signIn(processes[0]!.url, email)] as const)),
  );
}, 120_000);
afterAll(async () => {
  for (const { child } of processes ?? []) child.kill('SIGKILL');
  await fleet.app.close();
  await test.close();
}, 60_000);

const owner = () => test.owner as Client;
async function rows<T>(sql: string, parameters: unknown[]): Promise<T[]> {
  return (await owner().query(sql, parameters)).rows as T[];
}

/** People ready for the draw, spread over sites and choices. */
async function addPeople(protocol: Protocol, people: number): Promise<Draw[]> {
  const cohorts: Record<string, string> = {};
  for (const { id } of protocol.sites) cohorts[id] = await planCohort(fleet, protocol, id, { capacity: Math.max(people, 2) });
  return eachOf(
    Array.from({ length: people }, (_, n) => n),
    4,
    async (n) => {
      const site = protocol.sites[n % protocol.sites.length]!.id;
      const living = choices[(n >> 1) % 2]!.id;
      return { ...(await addParticipant(fleet, protocol, site, cohorts[site], { living })), protocol, site };
    },
  );
}

/** Does the same to everyone, so many at once. */
async function eachOf<T, R>(all: readonly T[], atOnce: number, act: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < all.length) {
        const at = next;
        next += 1;
        done[at] = await act(all[at]!);
      }
    }),
  );
  return done;
}

const BUSY = 'busy';

/**
 * Asks once for somebody's lot, over a connection of its own. @param cutAfter milliseconds after which it is cut, however far the draw has come.
 * @returns the answer's own words, `BUSY`, or undefined where no answer came.
 */
function ask({ protocol, code, site }: Draw, cutAfter?: number): Promise<string | undefined> {
  const { url } = processes[randomInt(processes.length)]!;
  const path = `/api/staff/trials/${protocol.id}/participants/${code}/allocation`;
  const headers = { cookie: cookies[`coordinator-${site}-${protocol.id}@example.org`]! };
  return new Promise((resolve, reject) => {
    const sent = openRequest(url + path, { method: 'POST', headers, agent: false }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (text: string) => (body += text));
      reply.on('error', () => resolve(undefined));
      reply.on('end', () => {
        if (reply.statusCode === 200) resolve(body);
        else if ((JSON.parse(body) as { type: string }).type === '/problems/busy') resolve(BUSY);
        else reject(new Error(`the draw was refused: ${body}`));
      });
    });
    // Cut off or killed: whether the lot was drawn is not known.
    sent.on('error', () => resolve(undefined));
    if (cutAfter !== undefined) sent.on('finish', () => setTimeout(() => sent.destroy(), cutAfter));
    sent.end();
  });
}

/** Asks until an answer comes, as a coordinator with a bad line does. @returns it, and whether an attempt nobody heard had drawn the lot. */
async function askUntilHeard(one: Draw): Promise<{ heard: string; wasDrawnUnheard: boolean }> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const askedAt = new Date().toISOString();
    const heard = await ask(one, randomInt(3) === 0 ? randomInt(60) : undefined);
    if (heard !== undefined && heard !== BUSY)
      return { heard, wasDrawnUnheard: (JSON.parse(heard) as { at: string }).at < askedAt };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nobody answered for ${one.code}`);
}

/** Kills a process after each share of the people is drawn, and starts it again where it stood. */
async function killAgainAndAgain(drawn: () => number, people: number): Promise<void> {
  for (let kill = 1; kill <= STORM.kills; kill += 1) {
    while (drawn() < (kill * people) / (STORM.kills + 1)) await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise((resolve) => setTimeout(resolve, randomInt(15)));
    const which = randomInt(processes.length);
    const { child, exited, port } = processes[which]!;
    child.kill('SIGKILL');
    await exited;
    processes[which] = await startProcess({ ...fleet.env, PORT: String(port) });
  }
}

async function expectEveryPositionOnce({ id }: Protocol, people: number, strata: number): Promise<void> {
  const slots = await rows<{ stratum: string; slots: number[] }>(
    'SELECT stratum, array_agg(slot ORDER BY slot) AS slots FROM allocation.allocation WHERE trial = $1 GROUP BY stratum',
    [id],
  );
  expect(slots).toHaveLength(strata);
  for (const one of slots) expect(one.slots).toEqual(one.slots.map((_, index) => index + 1));
  expect(slots.reduce((sum, one) => sum + one.slots.length, 0)).toBe(people);
  const facts = await rows(
    `SELECT count(*)::int AS facts, count(DISTINCT stream)::int AS people FROM audit.fact WHERE trial = $1 AND kind = 'allocated'`,
    [id],
  );
  expect(facts).toEqual([{ facts: people, people }]);
}

describe('three processes that are killed, and replies that are lost', () => {
  it(`${STORM.blocks} in blocks and ${STORM.minimised} minimised, ${STORM.atOnce} at once: each position once, every retry answered alike`, async () => {
    const inBlocks = await addPeople(blocks, STORM.blocks);
    const people = [...inBlocks, ...(await addPeople(minimised, STORM.minimised))].sort((a, b) => (a.code < b.code ? -1 : 1));
    let drawn = 0;
    const killing = killAgainAndAgain(() => drawn, people.length);
    const answers = await eachOf(people, STORM.atOnce, async (one) => {
      const first = await askUntilHeard(one);
      drawn += 1;
      return { ...first, again: (await askUntilHeard(one)).heard };
    });
    await killing;

    expect(answers.filter(({ heard, again }) => heard !== again)).toEqual([]);
    expect(answers.filter(({ wasDrawnUnheard }) => wasDrawnUnheard).length).toBeGreaterThan(0);
    const given = await rows<{ code: string; arm: string }>(
      'SELECT p.code, a.arm FROM allocation.allocation a JOIN research.participant p USING (participant) WHERE a.trial = ANY ($1)',
      [[blocks.id, minimised.id]],
    );
    const heard = answers.map(({ heard: text }) => JSON.parse(text) as { code: string; arm: { id: string } });
    const byCode = (pairs: string[][]) => pairs.sort(([a], [b]) => (a! < b! ? -1 : 1));
    expect(byCode(given.map(({ code, arm }) => [code, arm]))).toEqual(byCode(heard.map(({ code, arm }) => [code, arm.id])));
    await expectEveryPositionOnce(blocks, STORM.blocks, 4);
    await expectEveryPositionOnce(minimised, STORM.minimised, 1);
  }, 600_000);

  it(`survives ${SURVIVED} deadlocks in a row, gives up at the next without drawing, and leaves no gap`, async () => {
    const [lucky, unlucky] = await addPeople(blocks, 2);
    const [minimal] = await addPeople(minimised, 1);
    for (const [one, times] of [
      [lucky!, SURVIVED],
      [minimal!, 1],
    ] as const) {
      const survived = await deadlock(one, times);
      expect(await ask(one)).toContain(one.code);
      await survived.over;
    }
    const givenUp = await deadlock(unlucky!, TRIES);
    expect(await ask(unlucky!)).toBe(BUSY);
    await givenUp.over;
    expect(await rows('SELECT FROM allocation.allocation WHERE participant = $1', [unlucky!.participant])).toEqual([]);
    expect(await ask(unlucky!)).toContain(unlucky!.code);
    await expectEveryPositionOnce(blocks, STORM.blocks + 2, 4);
    await expectEveryPositionOnce(minimised, STORM.minimised + 1, 1);
  }, 120_000);

  it('leaves a proof in which every lot is drawn again', async () => {
    for (const [protocol, people] of [
      [blocks, STORM.blocks + 2],
      [minimised, STORM.minimised + 1],
    ] as const) {
      await lockPlan(fleet.app.database, protocol.id);
      const reveal = { trial: protocol.id, actor: 'staff/x', request: 'storm', grant: null };
      const { findings, schemes } = verifyBundle(Uint8Array.from(await lotteryBundle(fleet.app, reveal)));
      expect(findings).toEqual([]);
      expect(schemes).toMatchObject([{ scheme: 'main', method: protocol.randomisation!.method, allocations: people }]);
    }
  }, 120_000);
});

/**
 * Real deadlocks, so many in a row: another session holds the stratum and the person; once the draw waits for the person it lets go of them and asks
 * again. So the draw has the person and waits for the stratum, the other has the stratum and waits for the person: PostgreSQL ends the draw, whose
 * next try, a transaction of its own, meets the same. The other session lets go of the stratum when it has seen as many tries as it is to end and one
 * more, or no more.
 * @returns once both are held.
 */
async function deadlock({ protocol, participant }: Draw, times: number): Promise<{ over: Promise<unknown> }> {
  const stream = `participant/${participant}`;
  const other = new Client({ connectionString: test.ownerUrl });
  await other.connect();
  await other.query(`BEGIN; SET LOCAL deadlock_timeout = '1min'; SET LOCAL statement_timeout = '45s'`);
  await other.query('SELECT FROM allocation.slot WHERE trial = $1 FOR UPDATE', [protocol.id]);
  const over = other
    .query(
      `DO $$
       DECLARE
         seen text := '';
         waiting text;
         tries integer := 0;
         since timestamptz;
       BEGIN
         LOOP
           BEGIN
             PERFORM FROM audit.stream WHERE stream = '${stream}' FOR UPDATE;
             since := clock_timestamp();
             LOOP
               SELECT max(l.virtualtransaction) INTO waiting FROM pg_locks l
                 WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid));
               EXIT WHEN waiting IS NOT NULL OR tries >= ${times} AND clock_timestamp() - since > interval '1 second';
               PERFORM pg_sleep(0.005);
             END LOOP;
             IF waiting IS DISTINCT FROM seen THEN
               tries := tries + 1;
               seen := waiting;
             END IF;
             RAISE EXCEPTION 'let go' USING ERRCODE = 'LT999';
           EXCEPTION WHEN SQLSTATE 'LT999' THEN NULL;
           END;
           EXIT WHEN waiting IS NULL OR tries > ${times};
           -- The draw has the person first.
           PERFORM pg_sleep(0.01);
         END LOOP;
       END $$;
       COMMIT`,
    )
    .finally(() => other.end());
  while ((await rows('SELECT FROM audit.stream WHERE stream = $1 FOR UPDATE SKIP LOCKED', [stream])).length > 0)
    await new Promise((resolve) => setTimeout(resolve, 2));
  return { over };
}
