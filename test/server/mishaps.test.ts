import type { Protocol } from '#protocols/model/protocol';
import { checkCommitments } from '#protocols/verify/commitments';
import { checkReceipt } from '#protocols/verify/receipt';
import { verifyBundle } from '#protocols/verify/verify';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { planCohort, walkTo, type Walker } from '../support/walk';

/** What goes wrong with draws, in a trial that balances by factors and looks at corrected ones; at the end all of it is proved. */
let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let elsewhere: Agent;
let researcher: Agent;
let custodian: Agent;
let manager: Agent;
let contact: Agent;
let cohort: string;
const people: Walker[] = [];
const arms: string[] = [];

beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    one.cohorts = { minimum: 2, capacity: 60 };
    const text = { da: 'Bor du alene?', en: 'Do you live alone?' };
    one.screening = [{ id: 'living', question: text, choices: ['alone', 'others'].map((id) => ({ id, title: text })) }];
    one.randomisation = {
      ...{ id: 'main', unit: 'participant', strata: [], method: 'minimisation', measure: 'variance', p: [4, 5], burnIn: 0 },
      ...{ factors: [{ id: 'living' }], exceptions: { correctedFactors: 'from-now-on', replacements: 1 } },
    };
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  elsewhere = await server.signedIn(protocol.id, 'coordinator', 'silkeborg');
  researcher = await server.signedIn(protocol.id, 'researcher');
  custodian = await server.signedIn(protocol.id, 'custodian');
  manager = await server.signedIn(protocol.id, 'data-manager');
  contact = await server.signedIn(protocol.id, 'safety-contact', 'aalborg');
  cohort = await planCohort(server, protocol, coordinator);
  for (let n = 0; n < 8; n += 1) people.push(await walkTo(server, protocol, coordinator, 'cohort', cohort));
  for (const walker of people.slice(0, 4)) arms.push(await draw(walker));
}, 90_000);
afterAll(() => server.close());

const inTrial = (rest: string) => `/api/staff/trials/${protocol.id}/${rest}`;
const of = (walker: Walker, rest: string) => inTrial(`participants/${walker.code}/mishaps/${rest}`);
const draw = async (walker: Walker): Promise<string> =>
  (await coordinator.post(inTrial(`participants/${walker.code}/allocation`)).expect(200)).body.arm.id as string;
const newest = async (walker: Walker) => (await server.facts(`participant/${walker.id}`)).at(-1)!;
const mishaps = async (agent: Agent) => (await agent.get(inTrial('mishaps')).expect(200)).body;
const refused = async (asked: PromiseLike<{ body: { type: string } }>) => (await asked).body.type.replace('/problems/', '');

describe('a factor found to be wrong', () => {
  it('is refused for somebody elsewhere, not drawn, for what was not looked at, and for what stands already', async () => {
    const body = { factor: 'living', corrected: 'others' };
    expect(await refused(elsewhere.post(of(people[0]!, 'corrected-factor')).send(body))).toBe('not-found');
    expect(await refused(researcher.post(of(people[0]!, 'corrected-factor')).send(body))).toBe('role-missing');
    expect(await refused(coordinator.post(of(people[5]!, 'corrected-factor')).send(body))).toBe('no-arm-yet');
    for (const wrong of [{ factor: 'age' }, { corrected: 'elsewhere' }])
      expect(await refused(coordinator.post(of(people[0]!, 'corrected-factor')).send({ ...body, ...wrong }))).toBe(
        'factor-unknown',
      );
    const same = { factor: 'living', corrected: 'alone' };
    expect(await refused(coordinator.post(of(people[0]!, 'corrected-factor')).send(same))).toBe('factor-unchanged');
  });

  it('is kept beside the one used; the draw stands, and later draws look at the right one as the protocol says', async () => {
    await coordinator.post(of(people[0]!, 'corrected-factor')).send({ factor: 'living', corrected: 'others' }).expect(200);
    expect(await newest(people[0]!)).toMatchObject({
      kind: 'factor-corrected',
      payload: { scheme: 'main', factor: 'living', used: 'alone', corrected: 'others' },
    });
    expect(await draw(people[0]!)).toBe(arms[0]);
    const { rows } = await server.test.owner.query(`SELECT allocation.corrections_in($1, 'main', '') AS found`, [protocol.id]);
    expect(rows[0].found).toEqual([{ slot: 1, levels: { living: 'others' } }]);
    arms.push(await draw(people[4]!));
    const listed = (await mishaps(manager)).mishaps[0];
    expect(listed).toMatchObject({ code: people[0]!.code, factor: { id: 'living', used: 'alone', corrected: 'others' } });
  });
});

describe('the same person drawn twice', () => {
  it('is said at the second draw, which points at the first', async () => {
    const [first, second] = people as [Walker, Walker];
    const at = of(second, 'duplicate');
    expect(await refused(elsewhere.post(at).send({ of: first.code, keep: 'first' }))).toBe('not-found');
    expect(await refused(coordinator.post(at).send({ of: '0000000', keep: 'first' }))).toBe('not-found');
    expect(await refused(coordinator.post(of(people[6]!, 'duplicate')).send({ of: first.code, keep: 'first' }))).toBe(
      'no-arm-yet',
    );
    expect(await refused(coordinator.post(of(first, 'duplicate')).send({ of: second.code, keep: 'first' }))).toBe(
      'not-the-second',
    );
    await coordinator.post(at).send({ of: first.code, keep: 'first' }).expect(200);
    expect(await newest(second)).toMatchObject({ kind: 'allocated-twice', payload: { of: first.id, keep: 'first' } });
    expect((await mishaps(coordinator)).mishaps[0]).toMatchObject({ code: second.code, other: first.code, reason: 'first' });
    expect((await mishaps(elsewhere)).mishaps).toEqual([]);
  });
});

describe('somebody drawn in error', () => {
  const body = { reason: 'not-eligible', note: 'Var under 18 på dagen.' };

  it('takes two people, the second of whom knows no arm; the place stays used and the words out of the facts', async () => {
    const walker = people[2]!;
    expect(await refused(coordinator.post(of(people[6]!, 'in-error')).send(body))).toBe('no-arm-yet');
    expect(await refused(manager.post(of(walker, 'in-error/confirmation')))).toBe('nothing-proposed');
    await manager.post(of(walker, 'in-error')).send(body).expect(200);
    expect(await refused(manager.post(of(walker, 'in-error/confirmation')))).toBe('two-people');
    expect(await refused(coordinator.post(of(walker, 'in-error/confirmation')))).toBe('role-missing');
    expect((await mishaps(researcher)).mishaps[0]).toMatchObject({ kind: 'in-error-reported', waits: true, mine: false });
    await researcher.post(of(walker, 'in-error/confirmation')).expect(200);
    expect(await refused(researcher.post(of(walker, 'in-error/confirmation')))).toBe('nothing-proposed');
    const fact = await newest(walker);
    expect(fact).toMatchObject({ kind: 'marked-in-error', payload: { reason: 'not-eligible' } });
    expect(fact.payload!.reportedBy).not.toBe(fact.actor);
    expect(JSON.stringify(await server.facts(`participant/${walker.id}`))).not.toContain('under 18');
    expect(await draw(walker)).toBe(arms[2]);
  });
});

describe('a replacement', () => {
  it('is planned, of somebody who left, by two people, once, and in the same arm', async () => {
    const [, , old, staying, , next] = people as Walker[];
    const at = of(next!, 'replacement');
    expect(await refused(elsewhere.post(at).send({ replaces: old!.code }))).toBe('not-found');
    expect(await refused(coordinator.post(at).send({ replaces: staying!.code }))).toBe('still-taking-part');
    expect(await refused(coordinator.post(at).send({ replaces: people[6]!.code }))).toBe('no-arm-yet');
    expect(await refused(coordinator.post(of(staying!, 'replacement')).send({ replaces: old!.code }))).toBe('already-allocated');
    expect(await refused(researcher.post(`${at}/confirmation`))).toBe('nothing-proposed');
    await coordinator.post(at).send({ replaces: old!.code }).expect(200);
    expect(await refused(coordinator.post(`${at}/confirmation`))).toBe('role-missing');
    const told = await researcher.post(`${at}/confirmation`).expect(200);
    expect(told.body).toEqual({});
    expect(await newest(next!)).toMatchObject({
      kind: 'allocated-as-replacement',
      payload: { arm: arms[2], replaces: old!.id, scheme: 'main' },
    });
    expect(await draw(next!)).toBe(arms[2]);
    expect(await refused(coordinator.post(of(people[6]!, 'replacement')).send({ replaces: old!.code }))).toBe('already-replaced');
    await coordinator
      .post(inTrial(`participants/${staying!.code}/participation`))
      .send({ change: 'lost', source: 'site' })
      .expect(200);
    expect(await refused(coordinator.post(of(people[6]!, 'replacement')).send({ replaces: staying!.code }))).toBe(
      'no-replacement-left',
    );
  });
});

describe('another arm given than the one drawn', () => {
  it('keeps both, for those who know arms; others see how often', async () => {
    const walker = people[4]!;
    const given = protocol.arms.find(({ id }) => id !== arms[4])!.id;
    const at = of(walker, 'forced');
    expect(await refused(elsewhere.post(at).send({ given, reason: 'no-place' }))).toBe('not-found');
    expect(await refused(coordinator.post(of(people[6]!, 'forced')).send({ given, reason: 'no-place' }))).toBe('no-arm-yet');
    expect(await refused(coordinator.post(at).send({ given: 'none', reason: 'no-place' }))).toBe('not-understood');
    expect(await refused(coordinator.post(at).send({ given: arms[4], reason: 'no-place' }))).toBe('arm-as-drawn');
    await coordinator.post(at).send({ given, reason: 'no-place' }).expect(200);
    expect((await mishaps(coordinator)).mishaps[0]).toMatchObject({ forced: { intended: arms[4], given }, reason: 'no-place' });
    for (const agent of [researcher, custodian, manager]) {
      const seen = await mishaps(agent);
      expect(seen.forced).toBe(1);
      expect(seen.mishaps.map(({ kind }: { kind: string }) => kind)).not.toContain('allocation-forced');
    }
    const trail = await manager.get(inTrial('trail')).expect(200);
    expect(JSON.stringify(trail.body)).not.toContain('allocation-forced');
    expect((await mishaps(elsewhere)).forced).toBe(0);
  });
});

describe('the flow of participants', () => {
  it('counts what went wrong, all arms together, and not that another arm was given', async () => {
    const { body } = await researcher.get(inTrial('flow')).expect(200);
    expect(body.mishaps).toEqual([
      { kind: 'allocated-as-replacement', n: 1 },
      { kind: 'allocated-twice', n: 1 },
      { kind: 'factor-corrected', n: 1 },
      { kind: 'marked-in-error', n: 1 },
    ]);
  });
});

describe('a pause', () => {
  const pause = (agent: Agent) => agent.post(inTrial('lottery/pause')).send({ reason: 'safety' });
  const resume = (agent: Agent) => agent.post(inTrial('lottery/resumption'));

  it('stops every draw, answers those drawn before as ever, and ends as it began: by whoever acts for the whole trial', async () => {
    const ofSite = await server.signedIn(protocol.id, 'researcher', 'aalborg');
    expect(await refused(pause(ofSite))).toBe('role-missing');
    expect(await refused(pause(coordinator))).toBe('role-missing');
    expect(await refused(resume(custodian))).toBe('not-paused');
    await pause(custodian).expect(200);
    expect(await refused(pause(researcher))).toBe('lottery-paused');
    expect(await refused(coordinator.post(inTrial(`participants/${people[6]!.code}/allocation`)))).toBe('lottery-paused');
    expect(await draw(people[0]!)).toBe(arms[0]);
    expect((await mishaps(coordinator)).paused).toMatchObject({ reason: 'safety', by: expect.stringMatching(/^custodian/) });
    await resume(researcher).expect(200);
    expect((await mishaps(coordinator)).paused).toBeNull();
    await draw(people[6]!);
  });
});

describe('sealed sheets for a day without power', () => {
  it('are made for a site, come in two halves to two people, and are registered once each', async () => {
    expect(await refused(manager.post(inTrial('sheets')).send({ site: 'nowhere', sheets: 3 }))).toBe('not-understood');
    const { list } = (await manager.post(inTrial('sheets')).send({ site: 'aalborg', sheets: 3 }).expect(200)).body;
    expect(await refused(elsewhere.post(inTrial(`sheets/${list}/site-half`)))).toBe('not-found');
    expect(await refused(coordinator.post(inTrial(`sheets/${list}/keys`)))).toBe('role-missing');
    for (const agent of [custodian, manager, researcher])
      expect(await refused(agent.post(inTrial(`sheets/${list}/site-half`)))).toBe('role-missing');
    const half = (await coordinator.post(inTrial(`sheets/${list}/site-half`)).expect(200)).body.sheets;
    const keys = (await contact.post(inTrial(`sheets/${list}/keys`)).expect(200)).body.keys;
    expect(half.map(({ letters }: { letters: unknown[] }) => letters.length)).toEqual([2, 2, 2]);
    const letter = keys[1].letter as string;
    const means = half[1].letters.find((one: { letter: string }) => one.letter === letter).means.da;

    const walker = people[7]!;
    const made = (await coordinator.get(inTrial('sheets')).expect(200)).body.lists[0];
    expect(made).toMatchObject({ list, site: 'aalborg', sheets: 3, used: [] });
    const body = { list, sheet: 2, openedAt: server.now().toISOString() };
    expect(await refused(coordinator.post(of(walker, 'sheet')).send({ ...body, sheet: 4 }))).toBe('sheet-unknown');
    for (const openedAt of ['2020-01-01T00:00:00.000Z', '2090-01-01T00:00:00.000Z'])
      expect(await refused(coordinator.post(of(walker, 'sheet')).send({ ...body, openedAt }))).toBe('opened-when');
    expect(await refused(coordinator.post(of(people[0]!, 'sheet')).send(body))).toBe('already-allocated');
    const told = await coordinator.post(of(walker, 'sheet')).send(body).expect(200);
    expect(told.body.arm.name.da).toBe(means);
    expect(await newest(walker)).toMatchObject({ kind: 'allocated-by-sheet', payload: { list, sheet: 2 } });
    const late = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    expect(await refused(coordinator.post(of(late, 'sheet')).send(body))).toBe('sheet-used');
    expect((await coordinator.get(inTrial('sheets')).expect(200)).body.lists[0].used).toEqual([2]);
    expect((await server.facts(`trial/${protocol.id}`)).filter(({ kind }) => kind === 'sheets-printed')).toHaveLength(2);
  });

  it('leave no half readable in what the allocator answers, whatever queue that passes', async () => {
    const [{ list }] = (await coordinator.get(inTrial('sheets')).expect(200)).body.lists as [{ list: string }];
    const asked = { actor: 'staff/test', grant: '00000000-0000-4000-8000-000000000000', request: 'test', site: null };
    for (const half of ['site', 'keys'] as const) {
      const answer = await server.app.lottery({ what: 'print-sheets', trial: protocol.id, list, half, ...asked });
      expect(answer.half!.length).toBeGreaterThan(50);
      for (const { id } of protocol.arms) expect(JSON.stringify(answer)).not.toContain(`"${id}"`);
      expect(JSON.stringify(answer)).not.toContain('letter');
    }
  });
});

describe('by the database', () => {
  it('no other login says what only the allocator may, and the allocator’s door takes nothing else', async () => {
    const streams = (kind: string) => JSON.stringify([{ trial: protocol.id, stream: `trial/${protocol.id}`, facts: [{ kind }] }]);
    for (const kind of ['allocated', 'plan-locked', 'allocation-forced'])
      await expect(
        server.app.database.allocator.query(`SELECT allocation.mishap('{}', $1)`, [streams(kind)]),
      ).rejects.toMatchObject({ code: 'LT007' });
    const { append } = await import('#server/db/facts');
    const { rows } = await server.test.owner.query('SELECT seq, head FROM audit.stream WHERE stream = $1', [
      `trial/${protocol.id}`,
    ]);
    const stream = { stream: `trial/${protocol.id}`, trial: protocol.id, head: rows[0] };
    const facts = [{ kind: 'lottery-resumed', payload: {} }] as const;
    const scope = { trial: protocol.id, sites: '*' as const };
    await expect(append(server.app.database.research, server.recording(), scope, [{ ...stream, facts }])).rejects.toMatchObject({
      code: 'LT007',
    });
  });
});

describe('after the lock', () => {
  it('everything is replayed, each mishap is counted, and no lot was changed by one', async () => {
    const kept = (await manager.get(inTrial('lottery/commitments')).expect(200)).body;
    const drawn = new Set<string>(kept.lots.map(({ participant }: { participant: string }) => participant));
    const receipts = [];
    for (const { code } of people.filter((one) => drawn.has(one.code)))
      receipts.push((await coordinator.get(inTrial(`participants/${code}/allocation/receipt`)).expect(200)).body);
    for (let n = 0; n < 3; n += 1) await coordinator.post(inTrial('clock')).send({ days: 300 }).expect(200);
    await researcher.post(inTrial('lock')).expect(200);
    await manager.post(inTrial('lock')).expect(200);
    const reply = await researcher
      .post(inTrial('lottery/bundle'))
      .buffer(true)
      .parse((stream, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200);
    const zip = Uint8Array.from(reply.body as Buffer);
    const result = verifyBundle(zip);
    expect(result.findings).toEqual([]);
    expect(result.schemes).toMatchObject([{ scheme: 'main', allocations: 6 }]);
    // Whoever was drawn by replacement or by sheet has a lot that was committed to and told like any other.
    expect(kept.lots).toHaveLength(8);
    expect(checkCommitments(zip, kept)).toEqual([]);
    expect(receipts).toHaveLength(8);
    for (const receipt of receipts) expect(checkReceipt(zip, JSON.stringify(receipt))).toEqual([]);
    expect(result.mishaps).toEqual({
      'factor-corrected': 1,
      'allocated-twice': 1,
      'marked-in-error': 1,
      'allocated-as-replacement': 1,
      'allocation-forced': 1,
      'lottery-paused': 1,
      'lottery-resumed': 1,
      'sheets-made': 1,
      'allocated-by-sheet': 1,
    });
    const seen = await mishaps(researcher);
    expect(seen.mishaps.map(({ kind }: { kind: string }) => kind)).toContain('allocation-forced');
    const { body } = await researcher.get(inTrial('flow')).expect(200);
    expect(body.mishaps).toContainEqual({ kind: 'allocation-forced', n: 1 });
    expect(body.drawn).toBe(8);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
