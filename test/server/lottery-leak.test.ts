import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Protocol } from '#protocols/model/protocol';
import { openSeed } from '#server/db/stores/allocations';
import { ask, GRANTED, saidBy, type Places } from '../support/ask-everything';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo } from '../support/walk';

/**
 * Nothing that a blinded role can be told helps to guess the next arm. Everybody who enrols, leads, asks or looks after people knocks at
 * every promise of the contract; replies, headers and refusals are searched for what the lottery keeps to itself.
 */
const BLOCK = 174;
const BLINDED = ['coordinator', 'assessor', 'facilitator', 'safety-contact', 'administrator'] as const;

let server: TestServer;
let protocol: Protocol;
let places: Places;
let told: string[];
const said = new Map<string, Response[]>();

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    drawOneByOne(one);
    one.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [BLOCK], strata: ['site'], unit: 'participant' };
  });
  const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  const cohort = await planCohort(server, protocol, coordinator);
  const drawn: Response[] = [];
  let last = '';
  for (let n = 0; n < 5; n += 1) {
    const { code } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const path = `/api/staff/trials/${protocol.id}/participants/${code}/allocation`;
    // The draw, the same click again, and the two wrong ways to ask.
    drawn.push(await coordinator.post(path).expect(200), await coordinator.post(path).expect(200));
    last = code;
  }
  drawn.push(await coordinator.post(`/api/staff/trials/${protocol.id}/cohorts/${cohort}/allocation`).expect(409));
  drawn.push(await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${randomUUID()}/allocation`));
  places = { trial: protocol.id, participant: last, cohort };
  for (const role of BLINDED) {
    const agent: Agent = await server.signedIn(protocol.id, role, role === 'coordinator' ? 'aalborg' : null);
    const replies: Response[] = [];
    for (const promise of GRANTED) replies.push(await ask(agent, promise, places));
    said.set(role, replies);
  }
  said.set('coordinator', [...said.get('coordinator')!, ...drawn]);
  told = await secretsOf();
}, 120_000);
afterAll(() => server.close());

/** The seed in each spelling, and every word, label and nonce of a draw. */
async function secretsOf(): Promise<string[]> {
  const seed = Buffer.from(
    await server.app.database.allocator.within({ trial: protocol.id }, (tx) =>
      openSeed(tx, server.app.keys, protocol.id, 'main'),
    ),
  );
  const { rows } = await server.test.owner.query<{ payload: { words: number[]; label: string[] }; nonce: string }>(
    `SELECT x.payload, x.nonce FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
     WHERE f.trial = $1 AND f.kind = 'allocated'`,
    [protocol.id],
  );
  expect(rows).toHaveLength(5);
  const words = rows.flatMap(({ payload }) =>
    payload.words.flatMap((word) => [String(word), word.toString(16).padStart(8, '0')]),
  );
  // Eight digits may stand in an id by chance; a word's decimals of nine and more do not.
  const long = words.filter((word) => word.length >= 9);
  expect(long.length).toBeGreaterThan(100);
  return [seed.toString('hex'), seed.toString('base64'), seed.toString('base64url'), ...rows.map(({ nonce }) => nonce), ...long];
}

const INSTANT = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const plain = (reply: Response) => saidBy(reply).replace(INSTANT, '').replace(UUID, '');
const about = (reply: Response) => `${reply.request.method as string} ${new URL(reply.request.url as string).pathname}`;

describe.each(BLINDED)('a %s', (role) => {
  it('was answered, so that there was something to search', () => {
    const answered = said.get(role)!.filter(({ status }) => status === 200);
    expect(answered.length).toBeGreaterThan(role === 'facilitator' ? 0 : 1);
  });

  it('is told nothing of the seed, a draw’s words or its nonce', () => {
    const leaks = said.get(role)!.flatMap((reply) => {
      const text = saidBy(reply);
      return told.filter((secret) => text.includes(secret)).map((secret) => `${about(reply)}: ${secret.slice(0, 6)}…`);
    });
    expect(leaks).toEqual([]);
  });

  it('is told no block size, place, stratum, chance or rank', () => {
    const inside =
      /"(sizes|slot|position|stratum|probabilities|label|rank|seed|tolerance|nonce|method)":|"words":\[|rct-rand|site=aalborg/;
    const leaks = said.get(role)!.flatMap((reply) => {
      const found = inside.exec(plain(reply))?.[0] ?? new RegExp(`\\b${BLOCK}\\b`).exec(plain(reply))?.[0];
      return found === undefined ? [] : [`${about(reply)}: ${found}`];
    });
    expect(leaks).toEqual([]);
  });

  it('is told no counts by arm', () => {
    const arms = protocol.arms.map(({ id }) => id);
    const leaks: string[] = [];
    const walk = (value: unknown, where: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const fields = Object.entries(value);
      const counts = fields.filter(([, one]) => typeof one === 'number');
      const isCounted =
        counts.some(([name]) => arms.includes(name)) ||
        (counts.length > 0 && fields.some(([name, one]) => name === 'arm' && one !== null));
      // What names one person tells of that one: a coordinator knows the arms of their own site.
      if (isCounted && !fields.some(([name]) => name === 'participant')) leaks.push(where);
      for (const [name, one] of fields) walk(one, `${where}.${name}`);
    };
    for (const reply of said.get(role)!) walk(reply.body as unknown, about(reply));
    expect(leaks).toEqual([]);
  });
});
