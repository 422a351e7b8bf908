import { factHash } from '#protocols/model/chain';
import type { FactHeader } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { checkLottery } from '#server/audit/check-lottery';
import type { Zone } from '#server/db/zone';
import { disarm } from '../support/attacks';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo } from '../support/walk';

/**
 * "Lottery intact" is a real look: whatever somebody with the owner's rights changes underneath turns it, and mending turns it back. Who
 * enrols is told whether, never how far the look went nor the scheme.
 */
let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
const codes: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    drawOneByOne(one);
    one.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [4], strata: ['site'], unit: 'participant' };
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  const cohort = await planCohort(server, protocol, coordinator);
  for (let n = 0; n < 3; n += 1) {
    const { code } = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${code}/allocation`).expect(200);
    codes.push(code);
  }
}, 60_000);
afterAll(() => server.close());

const path = () => `/api/staff/trials/${protocol.id}/lottery`;
const look = () => checkLottery(server.app.database.auditor, server.app.keys, protocol.id, server.now());
const read = async (agent = coordinator) => (await agent.get(path()).expect(200)).body;
const sql = (text: string, parameters: unknown[] = []) => server.test.owner.query(text, parameters);

/** What the owner of the database can do once the guards are off. */
async function tamper(text: string, parameters: unknown[] = []): Promise<void> {
  const { rowCount } = await server.test.owner.query(text, parameters);
  expect(rowCount).toBeGreaterThan(0);
}

/** What a look sees while a superuser's change to the facts stands; then the change is undone. */
async function codesAfter(change: string, looks = 1): Promise<string[]> {
  await sql(`BEGIN; ${disarm}`);
  try {
    await tamper(change, [protocol.id]);
    const owner: Zone = {
      query: async (text, parameters = []) => (await sql(text, [...parameters])).rows,
      within: (_, work) => work(owner),
    };
    let found: string[] = [];
    for (let n = 0; n < looks; n += 1)
      found = (await checkLottery(owner, server.app.keys, protocol.id, server.now())).wrong.map(({ code }) => code);
    return found;
  } finally {
    await sql('ROLLBACK');
  }
}

const allocatedIn = `audit.fact f JOIN audit.fact_payload x ON x.fact = f.id WHERE f.trial = $1 AND f.kind = 'allocated'`;

describe('the green line', () => {
  it('is refused to strangers and to those without a page for it', async () => {
    await server.anonymous().get(path()).expect(401);
    for (const role of ['assessor', 'facilitator', 'safety-contact'] as const)
      await (await server.signedIn(protocol.id, role)).get(path()).expect(403);
    const other = await server.openTrial();
    await (await server.signedIn(other.id, 'coordinator', 'aalborg')).get(path()).expect(404);
  });

  it('says that nobody has looked, then that all was well, and after an hour without a look that it is late', async () => {
    expect(await read()).toMatchObject({ state: 'unchecked', checkedAt: null, wrong: [], proof: null, design: null });
    const found = await look();
    expect(found).toMatchObject({ wrong: [], lots: 3 });
    expect(found.facts).toBeGreaterThan(30);
    const said = await read();
    expect(said).toMatchObject({ state: 'intact', wrong: [], wrongSince: null, proof: null, design: null });
    expect(said.checkedAt).toBe(found.checkedAt.toISOString());
    await sql(`UPDATE audit.lottery_check SET checked_at = checked_at - interval '61 minutes'`);
    expect((await read()).state).toBe('late');
    await look();
    expect((await read()).state).toBe('intact');
  });

  it('looks at what is new alone, and at every lot however old', async () => {
    const before = await look();
    expect((await look()).facts).toBe(before.facts);
    await walkTo(server, protocol, coordinator, 'consented');
    expect((await look()).facts).toBeGreaterThan(before.facts);
  });

  it('tells what was looked at to those who watch, the scheme to those who design it, and neither to whoever enrols', async () => {
    const { commitment } = (await coordinator.get(`/api/staff/trials/${protocol.id}`).expect(200)).body;
    for (const role of ['researcher', 'custodian', 'monitor', 'data-manager'] as const) {
      const said = await read(await server.signedIn(protocol.id, role));
      expect(said.proof).toMatchObject({ lots: 3, lotteries: [{ scheme: 'main', commitment }] });
      const designs = role === 'researcher' || role === 'custodian';
      expect([role, said.design?.scheme.sizes]).toEqual([role, designs ? [4] : undefined]);
    }
    const researcher = await read(await server.signedIn(protocol.id, 'researcher'));
    expect(researcher.design).toMatchObject({ n: 284, strata: protocol.sites.length, balancedBy: [{ id: 'site' }] });
    const administrator = await read(await server.signedIn(protocol.id, 'administrator'));
    expect([administrator.proof, administrator.design]).toEqual([null, null]);
  });
});

describe('the look turns', () => {
  it.each([
    [
      'an arm in the table that people read',
      `UPDATE allocation.allocation SET arm = 'usual-' || arm WHERE trial = $1`,
      'tables',
      3,
    ],
    ['a place in it', `UPDATE allocation.allocation SET slot = slot + 100 WHERE trial = $1`, 'tables', 3],
    ['the next place of a stratum', `UPDATE allocation.slot SET next_position = next_position + 1 WHERE trial = $1`, 'tables', 1],
    ['the commitment', `UPDATE research.lottery SET commitment = repeat('0', 64) WHERE trial = $1`, 'commitments', 1],
    ['the seed’s place', `UPDATE allocation.seed SET scheme = 'gone' WHERE trial = $1`, 'seeds', 1],
    ['its own note of the last look', `UPDATE audit.lottery_check SET head = repeat('0', 64) WHERE trial = $1`, 'kept', 1],
    ['how many lots it noted', `UPDATE audit.lottery_check SET lots = 2 WHERE trial = $1`, 'kept', 1],
  ])('when somebody changes %s, and back when it is mended', async (_what, change, code, n) => {
    await look();
    const tables = ['allocation.allocation', 'allocation.slot', 'research.lottery', 'allocation.seed', 'audit.lottery_check'];
    for (const table of tables) await sql(`CREATE TABLE public.kept_${table.replace('.', '_')} AS TABLE ${table}`);
    await tamper(change, [protocol.id]);
    const found = await look();
    const said = await read();
    for (const table of tables) {
      await sql(`DELETE FROM ${table}; INSERT INTO ${table} TABLE public.kept_${table.replace('.', '_')}`);
      await sql(`DROP TABLE public.kept_${table.replace('.', '_')}`);
    }
    expect(found.wrong).toEqual([{ code, n }]);
    expect(said).toMatchObject({ state: 'broken', wrong: [{ code, n }], wrongSince: found.checkedAt.toISOString() });
    expect((await look()).wrong).toEqual([]);
    expect(await read()).toMatchObject({ state: 'intact', wrongSince: null });
  });

  it.each([
    [
      'the payload of a lot',
      `UPDATE audit.fact_payload SET payload = payload || '{"arm":"other"}' WHERE fact IN (SELECT f.id FROM ${allocatedIn})`,
      ['facts', 'tables'],
    ],
    [
      'when a lot was drawn',
      `UPDATE audit.fact SET occurred_at = occurred_at - interval '1 day' WHERE id IN (SELECT f.id FROM ${allocatedIn})`,
      ['facts'],
    ],
    [
      'a lot’s place, so that one is drawn twice',
      `UPDATE audit.fact_payload SET payload = payload || '{"position":1}' WHERE fact IN (SELECT f.id FROM ${allocatedIn})`,
      ['facts', 'places', 'tables'],
    ],
    [
      'the lots altogether',
      `DELETE FROM audit.fact_payload WHERE fact IN (SELECT f.id FROM ${allocatedIn})`,
      ['facts', 'places', 'commitments', 'tables'],
    ],
  ])('when somebody with the guards off changes %s, long after', async (_what, change, expected) => {
    await look();
    expect(await codesAfter(change)).toEqual(expected);
    expect((await look()).wrong).toEqual([]);
  });

  it('when the last lot of a chain is written anew, hash and all, so that the chain itself still holds', async () => {
    await look();
    const { rows } = await sql(`SELECT f.*, x.payload, x.nonce FROM ${allocatedIn} ORDER BY f.position DESC LIMIT 1`, [
      protocol.id,
    ]);
    const header: FactHeader = {
      id: rows[0].id,
      stream: rows[0].stream,
      seq: rows[0].seq,
      trial: rows[0].trial,
      kind: rows[0].kind,
      occurredAt: new Date(rows[0].occurred_at.getTime() - 60_000).toISOString(),
      recordedAt: rows[0].recorded_at.toISOString(),
      actor: rows[0].actor,
      grant: rows[0].grant_id,
      request: rows[0].request,
      payloadDigest: rows[0].payload_digest,
    };
    const forged = factHash(rows[0].previous, header);
    const change = `UPDATE audit.fact SET occurred_at = occurred_at - interval '1 minute', hash = '${forged}' WHERE id = '${rows[0].id}' AND trial = $1`;
    expect(await codesAfter(change)).toEqual(['kept']);
  });

  it('when an answer since the last look was changed, and again at the next look, until it is mended', async () => {
    const { upto } = await look();
    await walkTo(server, protocol, coordinator, 'consented');
    const change = `UPDATE audit.fact SET actor = 'system' WHERE trial = $1 AND position > ${upto} AND kind = 'consent-given'`;
    expect(await codesAfter(change, 2)).toEqual(['facts']);
    expect((await look()).wrong).toEqual([]);
  });
});

it('lets no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
