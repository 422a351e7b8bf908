import { DELIVERY_KINDS, type Kind } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { append, type Head } from '#server/db/facts';
import { makeCheckpoint } from '#server/audit/checkpoint';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { makeTempFolder } from '../support/temp-folder';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let monitor: Agent;
let manager: Agent;
let walker: Walker;
let elsewhere: Walker;
const inTrial = (rest: string, trial = protocol) => `/api/staff/trials/${trial.id}/${rest}`;
const ofPerson = (code = walker.code, rest = 'trail') => inTrial(`participants/${code}/${rest}`);
const READS = ['trail', 'consents', 'verification'];

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial(drawOneByOne);
  coordinator = await server.signedIn(protocol.id, 'coordinator');
  monitor = await server.signedIn(protocol.id, 'monitor');
  manager = await server.signedIn(protocol.id, 'data-manager');
  const cohort = await planCohort(server, protocol, coordinator);
  walker = await walkTo(server, protocol, coordinator, 'cohort', cohort);
  await coordinator.post(ofPerson(walker.code, 'allocation')).expect(200);
  elsewhere = await walkTo(server, protocol, coordinator, 'screened', undefined, 'silkeborg');
}, 120_000);
afterAll(() => server.close());
afterEach(() => expect(server.faults.splice(0)).toEqual([]));

interface Fact {
  kind: string;
  at: string;
  by: string;
  role: Role | null;
  code: string | null;
}
const kindsOf = (facts: readonly Fact[]) => facts.map(({ kind }) => kind);

/** Every page of a trail after another. */
async function whole(agent: Agent, path: string, query = ''): Promise<Fact[]> {
  const all: Fact[] = [];
  for (let before = ''; ;) {
    const { body } = await agent.get(`${path}?${query}${before}`).expect(200);
    expect(body.facts.length).toBeLessThanOrEqual(50);
    all.push(...(body.facts as Fact[]));
    if (body.next === null) return all;
    expect(body.facts).toHaveLength(50);
    before = `&before=${body.next}`;
  }
}

describe('refusals', () => {
  it('tells nobody without a session, and no role but monitor and data manager', async () => {
    for (const rest of [...READS, `participants/${walker.code}/trail`]) await server.anonymous().get(inTrial(rest)).expect(401);
    for (const role of [
      'coordinator',
      'facilitator',
      'assessor',
      'researcher',
      'custodian',
      'safety-contact',
      'administrator',
    ] as const) {
      const agent = role === 'coordinator' ? coordinator : await server.signedIn(protocol.id, role);
      for (const rest of [...READS, `participants/${walker.code}/trail`]) {
        const { body } = await agent.get(inTrial(rest)).expect(403);
        expect(body.type).toMatch(/role-missing/);
      }
    }
  });

  it('knows neither a trial that is not mine, a code that nobody has, nor a person of another site', async () => {
    const other = await server.openTrial();
    for (const rest of READS) await monitor.get(inTrial(rest, other)).expect(404);
    const stranger = await server.signedIn(other.id, 'monitor');
    await stranger.get(`/api/staff/trials/${other.id}/participants/${walker.code}/trail`).expect(404);
    await monitor.get(ofPerson('AAAAAAA')).expect(404);
    const local = await server.signedIn(protocol.id, 'monitor', 'aalborg');
    await local.get(ofPerson(elsewhere.code)).expect(404);
    await local.get(ofPerson()).expect(200);
    const seen = await whole(local, inTrial('trail'));
    expect(seen.filter(({ code }) => code === elsewhere.code)).toEqual([]);
    expect(seen.some(({ code }) => code === walker.code)).toBe(true);
    const consents = await local.get(inTrial('consents')).expect(200);
    expect(consents.body.consents.map(({ code }: Fact) => code)).toEqual([walker.code]);
  });

  it('understands no filter that is none', async () => {
    for (const query of ['before=x', 'kind=A%20B', 'other=1']) await monitor.get(`${inTrial('trail')}?${query}`).expect(400);
    await monitor.get(`${inTrial('consents')}?before=-1`).expect(400);
  });

  it('the database gives no trail to a scope that does not read it, nor another trial’s', async () => {
    const ask = (reads: 'trail' | 'arms' | undefined, trial: string) =>
      server.app.database.research.within({ trial, sites: '*', reads }, (tx) =>
        tx.query<{ found: unknown[] }>('SELECT research.trail($1, NULL, $2, NULL, NULL, 10) AS found', [protocol.id, []]),
      );
    expect((await ask('trail', protocol.id))[0]!.found).toHaveLength(10);
    expect((await ask('arms', protocol.id))[0]!.found).toEqual([]);
    expect((await ask(undefined, protocol.id))[0]!.found).toEqual([]);
    expect((await ask('trail', 'another-trial'))[0]!.found).toEqual([]);
  });
});

describe('the trail', () => {
  it('says when, who in which role, and what kind of thing, of one participant; never a value', async () => {
    const stored = await server.facts(`participant/${walker.id}`);
    const seen = await whole(monitor, ofPerson());
    expect(kindsOf(seen)).toEqual(stored.map(({ kind }) => kind).toReversed());
    expect(new Set(seen.flatMap((fact) => Object.keys(fact)))).toEqual(new Set(['kind', 'at', 'by', 'role', 'code']));
    const drawn = seen.find(({ kind }) => kind === 'allocated')!;
    expect(drawn).toMatchObject({ role: 'coordinator', by: expect.stringMatching(/^coordinator \d/), code: walker.code });
    expect(seen.find(({ kind }) => kind === 'item-answered')).toMatchObject({ by: 'participant', role: null });
    expect(JSON.stringify(seen)).not.toMatch(/Person \d|"arm"|"code":\d/);
    expect(await whole(manager, ofPerson())).toEqual(seen);
  });

  it('goes page by page through the whole trial, each fact once, and narrows to a kind', async () => {
    const { rows } = await server.test.owner.query('SELECT kind FROM audit.fact WHERE trial = $1 ORDER BY position DESC', [
      protocol.id,
    ]);
    const seen = await whole(monitor, inTrial('trail'));
    expect(rows.length).toBeGreaterThan(50);
    expect(kindsOf(seen)).toEqual(rows.map(({ kind }) => kind));
    const given = await whole(monitor, inTrial('trail'), 'kind=consent-given');
    expect(given.map(({ code }) => code)).toEqual([elsewhere.code, walker.code]);
    expect(await whole(monitor, inTrial('trail'), 'kind=nothing-of-the-kind')).toEqual([]);
  });

  it('leaves out before the lock what exists in one arm only, and shows it to them after; single alerts never', async () => {
    const { rows } = await server.test.owner.query('SELECT seq, head FROM audit.stream WHERE stream = $1', [
      `participant/${walker.id}`,
    ]);
    const uuid = '0b1a7f0e-6f5c-4c5e-9d0a-3f1f2a3b4c5d';
    const at = server.now().toISOString();
    await append(server.app.database.research, server.recording(), { participant: walker.id }, [
      {
        stream: `participant/${walker.id}`,
        trial: protocol.id,
        head: rows[0] as Head,
        facts: [
          { kind: 'alert-raised', payload: { alert: uuid, source: 'concern', what: 'worry', dueAt: at } },
          { kind: 'left-group', payload: { group: uuid, on: at.slice(0, 10), reason: 'not-able' } },
        ],
      },
    ]);
    const sealed: readonly Kind[] = [...DELIVERY_KINDS, 'alert-raised'];
    const shown = async (agent: Agent, path: string) =>
      kindsOf(await whole(agent, path)).filter((kind) => sealed.includes(kind as Kind));
    for (const agent of [monitor, manager])
      for (const path of [inTrial('trail'), ofPerson()]) expect(await shown(agent, path)).toEqual([]);
    expect(await whole(monitor, inTrial('trail'), 'kind=left-group')).toEqual([]);
    await server.test.owner.query(
      `INSERT INTO research.plan_lock (trial, plan, cutoff, proposed_by, locked_by, locked_at, from_position) VALUES ($1, repeat('0', 64), 1, 'a', 'b', now(), 1)`,
      [protocol.id],
    );
    for (const agent of [monitor, manager]) expect(await shown(agent, ofPerson())).toEqual(['left-group']);
    await server.test.owner.query('DELETE FROM research.plan_lock WHERE trial = $1', [protocol.id]);
  });
});

describe('what the trail rests on', () => {
  it('lists each signature with its text, and whether the one who informed signed too', async () => {
    const half = await walkTo(server, protocol, coordinator, 'signed');
    const { body } = await monitor.get(inTrial('consents')).expect(200);
    const text = protocol.consent.versions.at(-1)!.version;
    expect(body.next).toBeNull();
    expect(body.consents).toEqual([
      { code: half.code, text, signedAt: expect.any(String), givenAt: null, by: null },
      ...[elsewhere, walker].map(({ code }) => ({
        code,
        text,
        signedAt: expect.any(String),
        givenAt: expect.any(String),
        by: expect.stringMatching(/^coordinator \d/),
      })),
    ]);
  });

  it('names the newest checkpoint and the commitment to the seed, and every file that left with its digest', async () => {
    const none = await monitor.get(inTrial('verification')).expect(200);
    expect(none.body).toMatchObject({ checkpoint: null, exports: [] });
    const { rows } = await server.test.owner.query('SELECT commitment FROM research.lottery WHERE trial = $1', [protocol.id]);
    expect(none.body.lotteries.map(({ commitment }: { commitment: string }) => commitment)).toEqual(
      rows.map(({ commitment }) => commitment),
    );
    const { folder, remove } = makeTempFolder('checkpoints');
    await makeCheckpoint(server.app.database.auditor, server.app.keys, folder, server.now());
    await remove();
    const one = await monitor.get(inTrial('verification')).expect(200);
    const newest = await server.test.owner.query('SELECT upto::text FROM audit.checkpoint WHERE number = 1');
    expect(one.body.checkpoint).toEqual({ number: 1, upto: newest.rows[0].upto, at: expect.any(String) });
    const sha256 = 'a'.repeat(64);
    const { rows: streams } = await server.test.owner.query('SELECT seq, head FROM audit.stream WHERE stream = $1', [
      `trial/${protocol.id}`,
    ]);
    await append(server.app.database.research, server.recording(), { trial: protocol.id, sites: '*' }, [
      {
        stream: `trial/${protocol.id}`,
        trial: protocol.id,
        head: streams[0] as Head,
        facts: [
          {
            kind: 'exported',
            payload: { export: '0b1a7f0e-6f5c-4c5e-9d0a-3f1f2a3b4c5e', preset: 'pseudonymised', rows: 3, cutoff: 9, sha256 },
          },
        ],
      },
    ]);
    const left = await manager.get(inTrial('verification')).expect(200);
    expect(left.body.exports).toEqual([
      { preset: 'pseudonymised', rows: 3, cutoff: '9', sha256, at: expect.any(String), by: 'system' },
    ]);
  });
});
