import { randomBytes } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { combineShares, escrowOf } from '#protocols/randomisation/ceremony';
import { commitTo } from '#protocols/randomisation/commitment';
import { recoverCommand, type RecoverOptions } from '#server/commands/recover-lottery';
import { openSeed } from '#server/db/stores/allocations';
import { endGrant } from '#server/services/trial/end-grant';
import { giveGrant } from '#server/services/trial/give-grant';
import {
  announce,
  ceremoniesOf,
  holdCeremony,
  holdersOf,
  inMinutes,
  inSession,
  makeShare,
  VALUE,
  waitForValue,
  type Holders,
} from '../support/ceremony';
import { PASSWORD, startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let people: Holders;
let coordinator: Agent;
let researcher: Agent;
let administrator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await openReal();
  people = await holdersOf(server, protocol);
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
  researcher = await inSession(server, protocol.id, 'researcher');
  administrator = await inSession(server, protocol.id, 'administrator');
});
afterAll(() => server.close());

const openReal = () =>
  server.openTrial((draft) => {
    drawOneByOne(draft);
    draft.simulated = false;
  });
const kindsOf = async ({ id }: Protocol) => (await server.facts(`trial/${id}`)).map(({ kind }) => kind);
const at = (number: number | string, step: string, { id } = protocol) => `${ceremoniesOf(id)}/${number}/${step}`;
const refused = async (reply: Promise<{ body: unknown; status: number }>) => {
  const { body, status } = await reply;
  return [status, (body as { type: string }).type.replace('/problems/', '')];
};
const todayOf = async (who: Agent, { id } = protocol) => {
  const { body } = await who.get(`/api/staff/trials/${id}/today`).expect(200);
  const all = (body as { sentences: { code: string; urgency: string; day?: string }[] }).sentences;
  return all.filter(({ code }) => code.startsWith('ceremony-')).map(({ code, urgency }) => `${code} ${urgency}`);
};
/** What the day says to custodian, monitor, data manager and researcher; never anything to those who enrol. */
const today = async () => {
  for (const agent of [coordinator, administrator]) expect(await todayOf(agent)).toEqual([]);
  const said = [];
  for (const agent of [people.custodian, people.monitor, people.keeper, researcher]) said.push((await todayOf(agent)).join());
  return said;
};
const digest = () => randomBytes(32).toString('hex');

describe('a ceremony', () => {
  it('is begun by its holders alone, before anybody can know the value', async () => {
    const body = { source: 'drand round 4242424', knownAt: inMinutes(server, 60) };
    const to = ceremoniesOf(protocol.id);
    expect(await refused(server.anonymous().post(to).send(body))).toEqual([401, 'signed-out']);
    const elsewhere = await server.signedIn((await openReal()).id, 'custodian');
    expect(await refused(elsewhere.post(to).send(body))).toEqual([404, 'not-found']);
    for (const role of ['coordinator', 'researcher', 'administrator', 'assessor'] as const) {
      const agent = await server.signedIn(protocol.id, role);
      expect(await refused(agent.post(to).send(body))).toEqual([403, 'role-missing']);
    }
    for (const wrong of [{ ...body, source: '' }, { ...body, knownAt: 'tomorrow' }, { source: body.source }])
      expect(await refused(people.custodian.post(to).send(wrong))).toEqual([400, 'not-understood']);
    const late = people.custodian.post(to).send({ ...body, knownAt: inMinutes(server, -1) });
    expect(await refused(late)).toEqual([409, 'value-known-already']);
    expect(await refused(people.custodian.post(at(1, 'commitment')).send({ commitment: digest() }))).toEqual([404, 'not-found']);
    expect(await kindsOf(protocol)).not.toContain('ceremony-announced');
    expect(await today()).toEqual(['', '', '', '']);

    const [once, twice] = await Promise.all([1, 2].map(() => people.custodian.post(to).send(body)));
    expect([once!.status, twice!.status].sort()).toEqual([200, 409]);
    expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({
      kind: 'ceremony-announced',
      payload: { ceremony: 1, ...body, automatic: false, software: 'lodtraek/0.1.0' },
    });
    expect(await refused(people.monitor.post(to).send(body))).toEqual([409, 'ceremony-under-way']);
  });

  it('binds two people, each once, and never the same one twice', async () => {
    expect(await refused(people.custodian.post(at(1, 'commitment')).send({ commitment: 'abc' }))).toEqual([
      400,
      'not-understood',
    ]);
    const { staff, email } = await server.staff(protocol.id, 'custodian');
    const both = server.anonymous();
    await both.post('/api/staff/session').send({ email, password: PASSWORD }).expect(200);
    await both.post(at(1, 'commitment')).send({ commitment: digest() }).expect(200);
    expect(await refused(people.custodian.post(at(1, 'commitment')).send({ commitment: digest() }))).toEqual([
      409,
      'share-taken',
    ]);
    // The roles exclude each other on one day; whoever changes role is still the same person.
    const { rows } = await server.test.owner.query('SELECT grant_id FROM research.staff_grant WHERE staff = $1', [staff]);
    await endGrant(server.app, server.recording(), rows[0].grant_id as string);
    await giveGrant(server.app, server.recording(), { staff, role: 'monitor', trial: protocol.id, site: null });
    expect(await refused(both.post(at(1, 'commitment')).send({ commitment: digest() }))).toEqual([409, 'two-people']);
    expect(await refused(people.monitor.post(at(1, 'value')).send({ value: VALUE }))).toEqual([409, 'shares-missing']);
    await people.monitor.post(at(1, 'commitment')).send({ commitment: digest() }).expect(200);
    expect(await refused(people.monitor.post(at(1, 'value')).send({ value: VALUE }))).toEqual([409, 'value-not-known-yet']);
    expect(await refused(people.monitor.post(at(1, 'share')).send({ share: digest() }))).toEqual([409, 'value-missing']);
  });

  it('is given up with a reason, keeps its number and stays in sight; a new one has the next', async () => {
    expect(await refused(people.monitor.post(at(1, 'abort')).send({ reason: 'no reason' }))).toEqual([400, 'not-understood']);
    await people.monitor.post(at(1, 'abort')).send({ reason: 'share-lost' }).expect(200);
    expect(await refused(people.monitor.post(at(1, 'abort')).send({ reason: 'share-lost' }))).toEqual([409, 'ceremony-over']);
    expect(await refused(people.custodian.post(at(1, 'commitment')).send({ commitment: digest() }))).toEqual([
      409,
      'ceremony-over',
    ]);
    expect(await announce(server, protocol, people.custodian)).toBe(2);
    const { body } = await people.custodian.get(ceremoniesOf(protocol.id)).expect(200);
    expect(body.ceremonies).toMatchObject([
      { ceremony: 1, standing: 'aborted', aborted: { reason: 'share-lost', by: expect.stringMatching(/^monitor/) } },
      { ceremony: 2, standing: 'shares' },
    ]);
  });

  it('is too late once the value is known before both are bound', async () => {
    server.setClock(inMinutes(server, 6));
    expect(await refused(people.custodian.post(at(2, 'commitment')).send({ commitment: digest() }))).toEqual([
      409,
      'value-known-already',
    ]);
    const { body } = await people.custodian.get(ceremoniesOf(protocol.id)).expect(200);
    const giveUp = 'ceremony-give-up today';
    expect(await today()).toEqual([giveUp, giveUp, giveUp, 'ceremony-stuck can-wait']);
    expect(body.ceremonies[1]).toMatchObject({ standing: 'too-late', refusals: { commit: 'value-known-already', abort: null } });
    await people.custodian.post(at(2, 'abort')).send({ reason: 'too-late' }).expect(200);
  });

  it('takes each share from whoever made it, and only the one committed to', async () => {
    const lacking = async () => {
      const wish = { site: 'aalborg', name: 'Person', email: 'person@example.org', telephone: null, language: 'da' };
      const reply = await coordinator.post(`/api/staff/trials/${protocol.id}/participants`).send(wish).expect(409);
      return (reply.body.lacking as { condition: string }[]).map(({ condition }) => condition);
    };
    expect(await lacking()).toContain('lottery');
    const number = await announce(server, protocol, people.monitor);
    const [commit, waits] = ['ceremony-commit today', 'ceremony-waits-shares can-wait'];
    expect(await today()).toEqual([commit, commit, commit, waits]);
    const elsewhere = await inSession(server, protocol.id, 'monitor', 'aalborg');
    expect(await todayOf(elsewhere)).toEqual([waits]);
    const first = await makeShare(protocol, number, 'first', people.custodian);
    const second = await makeShare(protocol, number, 'second', people.monitor);
    await people.custodian.post(at(number, 'commitment')).send({ commitment: first.commitment }).expect(200);
    expect(await today()).toEqual([waits, commit, commit, waits]);
    await people.monitor.post(at(number, 'commitment')).send({ commitment: second.commitment }).expect(200);
    const [enter, value] = ['ceremony-enter today', 'ceremony-waits-value can-wait'];
    expect(await today()).toEqual([value, value, value, value]);
    await waitForValue(server, Object.values(people));
    expect(await today()).toEqual([enter, enter, enter, value]);
    expect(await refused(people.monitor.post(at(number, 'value')).send({ value: ' ' }))).toEqual([400, 'not-understood']);
    await people.keeper.post(at(number, 'value')).send({ value: VALUE }).expect(200);
    expect(await refused(people.keeper.post(at(number, 'value')).send({ value: '0000000' }))).toEqual([409, 'value-entered']);

    const [mine, theirs] = ['ceremony-bring today', 'ceremony-waits-bringing can-wait'];
    expect(await today()).toEqual([mine, mine, theirs, theirs]);
    const bring = (who: Agent, share: string) => refused(who.post(at(number, 'share')).send({ share }));
    expect(await bring(people.keeper, second.share)).toEqual([409, 'share-of-another']);
    expect(await bring(people.custodian, 'not a share')).toEqual([400, 'share-misread']);
    expect(
      await bring(
        people.custodian,
        first.share.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
    ).toEqual([409, 'share-differs']);
    expect(await bring(people.custodian, second.share)).toEqual([409, 'share-differs']);
    expect(await kindsOf(protocol)).not.toContain('share-brought');
    const typed = first.share.toUpperCase().replace(/(.{4})(?=.)/g, '$1 ');
    expect((await people.custodian.post(at(number, 'share')).send({ share: typed }).expect(200)).body).toEqual({
      isComplete: false,
    });
    expect(await bring(people.custodian, first.share)).toEqual([409, 'share-brought']);
    expect(await today()).toEqual([theirs, mine, theirs, theirs]);
    expect(await refused(people.keeper.post(at(number, 'escrow-sheet')))).toEqual([409, 'ceremony-not-complete']);
    expect((await people.monitor.post(at(number, 'share')).send({ share: second.share }).expect(200)).body).toEqual({
      isComplete: true,
    });

    expect(await today()).toEqual(['', '', '', '']);
    const [opened, completed] = (await server.facts(`trial/${protocol.id}`)).slice(-2).reverse();
    const on = { trial: protocol.id, scheme: 'main', ceremony: number };
    const shares = { first: Buffer.from(first.share, 'hex'), second: Buffer.from(second.share, 'hex') };
    const seed = combineShares(shares, VALUE, on);
    const { body } = await people.custodian.get(ceremoniesOf(protocol.id)).expect(200);
    const commitment = commitTo(seed, { ...on, protocolDigest: body.protocolDigest as string });
    expect(completed).toMatchObject({ kind: 'ceremony-completed', payload: { ceremony: number } });
    expect(opened).toMatchObject({ kind: 'lottery-opened', payload: { ceremony: number, commitment } });
    expect(body).toMatchObject({ isReady: true, commitment, refusal: 'ceremony-complete' });
    expect(await lacking()).not.toContain('lottery');
    expect((await coordinator.get(`/api/staff/trials/${protocol.id}`).expect(200)).body.commitment).toBe(commitment);
    expect(await refused(coordinator.get(ceremoniesOf(protocol.id)))).toEqual([403, 'role-missing']);
  });

  it('gives the third sheet once, to somebody who holds no share', async () => {
    const sheet = (who: Agent) => refused(who.post(at(3, 'escrow-sheet')));
    expect(await sheet(people.custodian)).toEqual([409, 'holds-a-share']);
    expect(await sheet(people.monitor)).toEqual([409, 'holds-a-share']);
    const { body } = await people.keeper.post(at(3, 'escrow-sheet')).expect(200);
    expect(body.sheet).toMatch(/^[0-9a-f]{64}$/);
    expect(await sheet(people.keeper)).toEqual([409, 'sheet-given']);
    expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({
      kind: 'escrow-sheet-given',
      payload: { ceremony: 3 },
    });
  });

  it('leaves no share, sheet or seed in the clear anywhere in the database', async () => {
    const own = await openReal();
    const holders = await holdersOf(server, own);
    const { first, second, at: place, ceremony } = await holdCeremony(server, own, holders);
    const shares = { first: Buffer.from(first, 'hex'), second: Buffer.from(second, 'hex') };
    const sheet = (await holders.keeper.post(`${place}/escrow-sheet`).expect(200)).body.sheet as string;
    expect(sheet).toBe(Buffer.from(escrowOf(shares)).toString('hex'));
    const seed = Buffer.from(combineShares(shares, VALUE, { trial: own.id, scheme: 'main', ceremony })).toString('hex');
    const { rows } = await server.test.owner.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema)'`,
    );
    for (const { name } of rows) {
      const all = await server.test.owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      const text = all.rows.map(({ row }) => row.toLowerCase()).join('\n');
      for (const secret of [first, second, sheet, seed])
        expect([name, text.includes(secret), text.includes(Buffer.from(secret, 'hex').toString('base64').toLowerCase())]).toEqual(
          [name, false, false],
        );
    }
  });

  describe('whose sheets are brought together again', () => {
    let own: Protocol;
    let sheets: Record<string, string>;
    let enroller: Agent;
    let cohort: string;
    let holders: Holders;
    beforeAll(async () => {
      own = await server.openTrial(drawOneByOne);
      holders = await holdersOf(server, own);
      await holders.custodian
        .post(at(1, 'abort', own))
        .send({ reason: 'share-seen' })
        .expect(200);
      const { first, second, at: place } = await holdCeremony(server, own, holders);
      await holders.keeper
        .post('/api/staff/session/proof')
        .send({ proof: { way: 'password', password: PASSWORD } })
        .expect(200);
      const { sheet } = (await holders.keeper.post(`${place}/escrow-sheet`).expect(200)).body as { sheet: string };
      sheets = { first, second, escrow: sheet, torn: first.slice(1), wrong: digest() };
      enroller = await inSession(server, own.id, 'coordinator', 'aalborg');
      cohort = await planCohort(server, own, enroller);
    });

    async function recover(options: Partial<RecoverOptions>) {
      const said = { out: '', err: '' };
      const io = {
        out: (text: string) => void (said.out += text),
        err: (text: string) => void (said.err += text),
        readFile: (name: string) =>
          name in sheets ? Promise.resolve(`${sheets[name]}\n`) : Promise.reject(Object.assign(new Error(), { code: 'ENOENT' })),
      };
      const asked = { trial: own.id, rehearse: false, json: false, language: 'en' as const, ...options };
      const code = await recoverCommand(asked, server.app, { ...server.recording('system/command-line') }, io);
      return { code, ...said };
    }
    const draw = async () => {
      const { code } = await walkTo(server, own, enroller, 'cohort', cohort);
      return (await enroller.post(`/api/staff/trials/${own.id}/participants/${code}/allocation`).expect(200)).body;
    };
    const sealed = async () =>
      (await server.test.owner.query<{ sealed: string }>('SELECT sealed FROM allocation.seed WHERE trial = $1', [own.id])).rows;

    it('is refused with one sheet, a torn one, a wrong one or none of a ceremony, and says which', async () => {
      expect(await recover({ first: 'first' })).toMatchObject({ code: 2, err: expect.stringContaining('It takes two sheets') });
      expect((await recover({ first: 'torn', second: 'second' })).err).toContain('The statistician’s sheet cannot be read');
      expect((await recover({ first: 'first', escrow: 'wrong' })).err).toContain('The third sheet does not fit');
      expect((await recover({ first: 'second', second: 'first', language: 'da' })).err).toContain(
        'Statistikerens ark passer ikke',
      );
      expect((await recover({ first: 'nowhere', second: 'second' })).err).toContain('There is no file nowhere');
      expect((await recover({ trial: 'no-such-trial', first: 'first', second: 'second' })).code).toBe(2);
      expect((await kindsOf(own)).filter((kind) => /rehearsed|recovered/.test(kind))).toEqual([]);
    });

    it.each([['first', 'second'] as const, ['first', 'escrow'] as const, ['second', 'escrow'] as const])(
      'is rehearsed with %s and %s without touching the lottery, and recorded',
      async (one, other) => {
        const before = await sealed();
        expect(await recover({ [one]: one, [other]: other, rehearse: true })).toMatchObject({ code: 0, err: '' });
        expect(await sealed()).toEqual(before);
        expect((await server.facts(`trial/${own.id}`)).at(-1)).toMatchObject({
          kind: 'recovery-rehearsed',
          payload: { ceremony: 2, sheets: [one, other] },
        });
      },
    );

    it('draws on after the key store is lost, from the third sheet and one holder’s, as the verifier will find', async () => {
      await draw();
      // Another house’s key: what lies there cannot be opened any more.
      await server.test.owner.query(`UPDATE allocation.seed SET sealed = 'v1.AAAA.AAAA.AAAA' WHERE trial = $1`, [own.id]);
      await server.test.owner.query('DELETE FROM allocation.seed_share WHERE trial = $1', [own.id]);
      expect(await recover({ second: 'second', escrow: 'escrow', json: true })).toMatchObject({
        code: 0,
        out: JSON.stringify({ trial: own.id, ceremony: 2, rehearsed: false, sheets: ['second', 'escrow'] }),
      });
      const [first, second] = [sheets.first!, sheets.second!].map((sheet) => Buffer.from(sheet, 'hex'));
      const seed = combineShares({ first: first!, second: second! }, VALUE, { trial: own.id, scheme: 'main', ceremony: 2 });
      const running = await server.app.database.allocator.within({ trial: own.id }, (tx) =>
        openSeed(tx, server.app.keys, own.id, 'main'),
      );
      expect(Buffer.from(running).equals(Buffer.from(seed))).toBe(true);
      await draw();
      const { body } = await holders.custodian.get(ceremoniesOf(own.id)).expect(200);
      expect(body.ceremonies[1]).toMatchObject({
        rehearsed: [{}, {}, {}],
        recovered: [{ by: 'system', sheets: ['second', 'escrow'] }],
      });
    });
  });

  it('may be given up while nobody is drawn, and the lottery with it; never afterwards', async () => {
    const own = await server.openTrial(drawOneByOne);
    const holders = await holdersOf(server, own);
    const enroller = await inSession(server, own.id, 'coordinator', 'aalborg');
    const cohort = await planCohort(server, own, enroller);
    const { code } = await walkTo(server, own, enroller, 'cohort', cohort);
    const draw = () => enroller.post(`/api/staff/trials/${own.id}/participants/${code}/allocation`);
    await holders.custodian
      .post(at(1, 'abort', own))
      .send({ reason: 'share-seen' })
      .expect(200);
    expect(await refused(draw())).toEqual([409, 'lottery-not-ready']);
    expect((await enroller.get(`/api/staff/trials/${own.id}`).expect(200)).body.commitment).toBe(null);

    expect((await holdCeremony(server, own, holders)).ceremony).toBe(2);
    await draw().expect(200);
    expect(await refused(holders.custodian.post(at(2, 'abort', own)).send({ reason: 'share-seen' }))).toEqual([
      409,
      'draws-begun',
    ]);
    expect(
      await refused(
        holders.custodian.post(ceremoniesOf(own.id)).send({ source: 'drand round 9', knownAt: inMinutes(server, 9) }),
      ),
    ).toEqual([409, 'ceremony-complete']);
  });

  it('holds itself, and says so, where the people are simulated', async () => {
    const own = await server.openTrial();
    expect(await kindsOf(own)).toEqual([
      'trial-opened',
      'ceremony-announced',
      'share-committed',
      'share-committed',
      'public-value-entered',
      'ceremony-completed',
      'lottery-opened',
    ]);
    const keeper = await inSession(server, own.id, 'data-manager');
    const { body } = await keeper.get(ceremoniesOf(own.id)).expect(200);
    expect(body).toMatchObject({ isReady: true, ceremonies: [{ ceremony: 1, automatic: true, announced: { by: 'system' } }] });
    expect(await refused(keeper.post(at(1, 'escrow-sheet', own)))).toEqual([409, 'ceremony-not-complete']);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
