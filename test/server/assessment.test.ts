import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { addDays, dayOf } from '#protocols/rules/calendar';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
let assessor: Agent;
let elsewhere: Agent;
const pool: Walker[] = [];
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((one) => {
    drawOneByOne(one);
    one.cohorts.capacity = 60;
  });
  coordinator = await server.signedIn(protocol.id, 'coordinator');
  assessor = await server.signedIn(protocol.id, 'assessor', 'aalborg');
  elsewhere = await server.signedIn(protocol.id, 'assessor', 'silkeborg');
  const cohort = await planCohort(server, protocol, coordinator);
  for (let n = 0; n < 16; n += 1) {
    const walker = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    await coordinator.post(inTrial(`participants/${walker.code}/allocation`)).expect(200);
    pool.push(walker);
  }
}, 60_000);
afterAll(() => server.close());

const inTrial = (rest: string, trial = protocol) => `/api/staff/trials/${trial.id}/${rest}`;
const ofCall = (code: string, rest = '', wave = 'end') => inTrial(`participants/${code}/calls/${wave}${rest}`);
const calls = async (agent = assessor) => (await agent.get(inTrial('calls')).expect(200)).body.calls as Listed[];
const moveClock = (days: number) => coordinator.post(inTrial('clock')).send({ days }).expect(200);
const isListed = async (code: string) => (await calls()).some((call) => call.code === code);
interface Listed {
  code: string;
  name: string | null;
  telephone: string | null;
  tries: { outcome: string }[];
}

/** Somebody drawn before the clock was moved. */
const drawn = (): Walker => pool.pop()!;
const answer = (item: string, code: number | null, seen = 0) => ({
  instrument: 'who-5',
  item,
  code,
  blank: null,
  seen,
  key: randomUUID(),
  interpreter: false,
});

// One trial's clock runs through these tests: before the window, while reminders go out, after them.
describe('before the last reminder', () => {
  it('nobody is telephoned, whatever code is asked for', async () => {
    const walker = drawn();
    expect(await calls()).toEqual([]);
    const reply = await assessor.get(ofCall(walker.code)).expect(409);
    expect(reply.body).toMatchObject({ type: '/problems/not-to-be-called', reason: 'not-open' });
    await moveClock(84 - 7 + 14);
    expect((await assessor.get(ofCall(walker.code)).expect(409)).body.reason).toBe('still-reminded');
    expect((await assessor.get(ofCall(walker.code, '', 'baseline')).expect(409)).body.reason).toBe('not-open');
    await assessor.get(ofCall(walker.code, '', 'middle')).expect(404);
    expect(await calls()).toEqual([]);
    await moveClock(1);
    expect(await isListed(walker.code)).toBe(true);
  });
});

describe('the list of people to telephone', () => {
  it('names who has not answered, at the grant’s sites alone, without arm, group or a date of the group', async () => {
    const walker = drawn();
    const listed = (await calls()).find(({ code }) => code === walker.code)!;
    expect(listed.name).toMatch(/^Person \d+$/);
    expect(listed.telephone).toMatch(/^2000/);
    expect(Object.keys(listed).sort()).toEqual(['closesAt', 'code', 'language', 'name', 'telephone', 'tries', 'wave']);
    expect(await calls(elsewhere)).toEqual([]);
    await elsewhere.get(ofCall(walker.code)).expect(404);
    const { rows } = await server.test.owner.query(`SELECT purpose FROM audit.access ORDER BY id DESC LIMIT 1`);
    expect(rows[0].purpose).toBe('calls');
  });

  it('leaves out who has handed in, asked for quiet, wants fewer messages or no more questions', async () => {
    for (const change of ['fewer-contacts', 'no-more-data', 'died'] as const) {
      const { code, record } = drawn();
      expect(await isListed(code)).toBe(true);
      await record([{ kind: 'participation-changed', payload: { change, source: 'participant' } }]);
      expect(await isListed(code)).toBe(false);
    }
    const { code, handIn } = drawn();
    await handIn('end');
    expect(await isListed(code)).toBe(false);
  });
});

describe('logging calls', () => {
  const log = (code: string, outcome: string, nextOn: string | null = null) =>
    assessor.post(ofCall(code)).send({ outcome, nextOn });
  const today = () => {
    const moved = server.test.owner.query<{ ahead: string }>(
      'SELECT offset_milliseconds AS ahead FROM research.clock WHERE trial = $1',
      [protocol.id],
    );
    return moved.then(({ rows }) => dayOf(new Date(server.now().getTime() + Number(rows[0]!.ahead))));
  };

  it('asks for a day where the person named one, never a day gone by, and for none elsewhere', async () => {
    const { code } = drawn();
    const day = await today();
    for (const [outcome, nextOn] of [
      ['asked-to-call-later', null],
      ['asked-to-call-later', addDays(day, -1)],
      ['not-answered', addDays(day, 1)],
    ] as const) {
      const reply = await log(code, outcome, nextOn).expect(400);
      expect(reply.body).toMatchObject({ type: '/problems/not-understood', field: 'nextOn' });
    }
  });

  it.each(['declined', 'wrong-number'])('takes who was %s from the list for good', async (outcome) => {
    const { code, id } = drawn();
    await log(code, outcome).expect(200);
    expect(await isListed(code)).toBe(false);
    expect((await log(code, 'reached').expect(409)).body.reason).toBe(outcome);
    const last = (await server.facts(`participant/${id}`)).at(-1)!;
    expect(last).toMatchObject({ kind: 'call-logged', payload: { wave: 'end', outcome, nextOn: null } });
    expect(last.actor).toMatch(/^staff\//);
  });

  it('does not ring twice in a day, nor before the day asked for', async () => {
    const [tomorrow, later] = [drawn(), drawn()];
    await log(tomorrow.code, 'not-answered').expect(200);
    await log(later.code, 'asked-to-call-later', addDays(await today(), 2)).expect(200);
    expect((await log(tomorrow.code, 'reached').expect(409)).body.reason).toBe('not-today');
    expect([await isListed(tomorrow.code), await isListed(later.code)]).toEqual([false, false]);
    await moveClock(1);
    expect([await isListed(tomorrow.code), await isListed(later.code)]).toEqual([true, false]);
    await moveClock(1);
    expect(await isListed(later.code)).toBe(true);
    expect((await calls()).find(({ code }) => code === tomorrow.code)!.tries).toHaveLength(1);
  });

  it('gives up after three calls that nobody answered', async () => {
    const { code } = drawn();
    for (let n = 0; n < 3; n += 1) {
      await log(code, 'not-answered').expect(200);
      await moveClock(1);
    }
    expect(await isListed(code)).toBe(false);
    expect((await log(code, 'not-answered').expect(409)).body.reason).toBe('tried-enough');
  });
});

describe('an interview', () => {
  it('reads the questions aloud, the primary outcome first, and never an answer given before', async () => {
    const { code } = drawn();
    const participant = await server.participant(protocol.id, code);
    await participant
      .put('/api/participant/answers')
      .send({ wave: 'end', instrument: 'who-5', item: '2', code: 4, blank: null, seen: 0, key: randomUUID() })
      .expect(200);
    const { body } = await assessor.get(ofCall(code)).expect(200);
    expect(body.questions[0].instrument).toBe('qpr-15');
    const given = body.questions.find(
      (one: { instrument: string; item: string }) => one.instrument === 'who-5' && one.item === '2',
    );
    expect(given).toMatchObject({ answered: true, version: 1 });
    expect(given.choices.map((choice: { code: number }) => choice.code)).toHaveLength(6);
    expect(Object.keys(given)).not.toContain('code');
    const stale = await assessor.put(ofCall(code, '/answers')).send(answer('2', 1)).expect(409);
    expect(stale.body).toMatchObject({ type: '/problems/stale-answer', version: 1, answer: null });
  });

  it('saves by the rules of the person’s own page: idempotent, versioned, with who asked and how', async () => {
    const { code, id } = drawn();
    const put = (body: object) => assessor.put(ofCall(code, '/answers')).send(body);
    expect((await put(answer('1', 17)).expect(400)).body.type).toBe('/problems/unknown-code');
    expect((await put({ ...answer('1', 3), instrument: 'phq-9' }).expect(404)).body.type).toBe('/problems/not-found');
    const first = { ...answer('1', 3), interpreter: true };
    expect((await put(first).expect(200)).body).toMatchObject({ version: 1 });
    expect((await put(first).expect(200)).body).toMatchObject({ version: 1 });
    expect((await put({ ...first, code: 4 }).expect(409)).body.type).toBe('/problems/key-reused');
    expect((await put(answer('1', 4, 0)).expect(409)).body.type).toBe('/problems/stale-answer');
    expect((await put(answer('1', 4, 1)).expect(200)).body).toMatchObject({ version: 2 });
    const facts = (await server.facts(`participant/${id}`)).filter(
      ({ kind, payload }) => kind === 'item-answered' && payload?.wave === 'end',
    );
    expect(facts.map(({ payload }) => payload)).toMatchObject([
      { code: 3, version: 1, mode: 'interview', interpreter: true },
      { code: 4, version: 2, mode: 'interview', interpreter: false },
    ]);
    expect(facts[0]!.actor).toMatch(/^staff\//);
  });

  it('is handed in once nothing that was asked is left, and is then over', async () => {
    const { code, id } = drawn();
    const submit = () => assessor.post(ofCall(code, '/submission')).send({ interpreter: false });
    const { body } = await assessor.get(ofCall(code)).expect(200);
    const left = (await submit().expect(409)).body;
    expect(left).toMatchObject({ type: '/problems/wave-unfinished', left: body.questions.length });
    for (const { instrument, item, choices } of body.questions) {
      const said = { ...answer(item, choices[0].code), instrument };
      await assessor.put(ofCall(code, '/answers')).send(said).expect(200);
    }
    await submit().expect(200);
    expect((await server.facts(`participant/${id}`)).at(-1)).toMatchObject({
      kind: 'wave-submitted',
      payload: { wave: 'end', baseline: false, late: false, mode: 'interview', interpreter: false },
    });
    expect(await isListed(code)).toBe(false);
    expect((await submit().expect(409)).body.reason).toBe('not-open');
  });

  it('asks the primary outcome alone where the protocol says so, and leaves the rest as not reached', async () => {
    const short = await server.openTrial((one) => {
      drawOneByOne(one);
      one.waves.find(({ id }) => id === 'end')!.interview = 'primary-outcome';
    });
    const enrols = await server.signedIn(short.id, 'coordinator');
    const asks = await server.signedIn(short.id, 'assessor');
    const walker = await walkTo(server, short, enrols, 'cohort', await planCohort(server, short, enrols));
    await enrols.post(inTrial(`participants/${walker.code}/allocation`, short)).expect(200);
    await enrols.post(inTrial('clock', short)).send({ days: 93 }).expect(200);
    const at = inTrial(`participants/${walker.code}/calls/end`, short);
    const { body } = await asks.get(at).expect(200);
    expect(body.short).toBe(true);
    expect([...new Set(body.questions.map(({ instrument }: { instrument: string }) => instrument))]).toEqual(['qpr-15']);
    expect((await asks.put(`${at}/answers`).send(answer('1', 3)).expect(404)).body.type).toBe('/problems/not-found');
    for (const { instrument, item, choices } of body.questions)
      await asks
        .put(`${at}/answers`)
        .send({ ...answer(item, choices[0].code), instrument })
        .expect(200);
    await asks.post(`${at}/submission`).send({ interpreter: true }).expect(200);
    const facts = await server.facts(`participant/${walker.id}`);
    expect(facts.at(-1)).toMatchObject({
      kind: 'wave-submitted',
      payload: { short: true, mode: 'interview', interpreter: true },
    });
    const unasked = facts.filter(({ payload }) => payload?.blank === 'not-reached');
    expect(new Set(unasked.map(({ payload }) => payload!.instrument))).toEqual(new Set(['who-5', 't-ils']));
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
