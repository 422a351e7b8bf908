import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Endpoint } from '#contract/endpoint';
import { PROBLEMS, type ProblemCode } from '#contract/problems';
import type { Protocol } from '#protocols/model/protocol';
import { ROUTES } from '#server/routes';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { eligibleAnswers, planCohort, walkTo } from '../support/walk';

/**
 * Who may knock at which door, generated from the routes themselves: a route added without an answer here fails. What is refused leaves
 * no fact, and somebody else's participant looks exactly like one that never was.
 */
let server: TestServer;
let mine: Protocol;
let code: string;
let cohort: string;
let alert: string;
const agents: Partial<Record<Actor, Agent>> = {};

const ACTORS = [
  'anonymous',
  'participant',
  'coordinator of the site',
  'coordinator of another site',
  'coordinator of another trial',
  'researcher',
  'custodian',
  'data-manager',
  'assessor',
  'safety-contact',
  'monitor',
  'administrator',
  'facilitator',
] as const;
type Actor = (typeof ACTORS)[number];
/** Somebody with an account in the trial, who asks for nothing. */
let colleague: string;
const UNKNOWN_CODE = '000000';
const promises = ROUTES.map(({ promise }) => promise);

beforeAll(async () => {
  server = await startTestServer();
  mine = await server.openTrial();
  const other = await server.openTrial();
  agents.anonymous = server.anonymous();
  agents['coordinator of the site'] = await server.signedIn(mine.id, 'coordinator', 'aalborg');
  agents['coordinator of another site'] = await server.signedIn(mine.id, 'coordinator', 'silkeborg');
  agents['coordinator of another trial'] = await server.signedIn(other.id, 'coordinator', 'aalborg');
  for (const role of [
    'researcher',
    'custodian',
    'data-manager',
    'assessor',
    'safety-contact',
    'monitor',
    'administrator',
    'facilitator',
  ] as const)
    agents[role] = await server.signedIn(mine.id, role);
  colleague = (await server.staff(mine.id, 'monitor')).staff;
  cohort = await planCohort(server, mine, agents['coordinator of the site']);
  const walker = await walkTo(server, mine, agents['coordinator of the site'], 'cohort', cohort);
  code = walker.code;
  alert = randomUUID();
  await walker.record([
    {
      kind: 'alert-raised',
      payload: { alert, source: 'answer', what: 'phq-9/self-harm', dueAt: '2030-01-01T00:00:00.000Z' },
    },
  ]);
  agents.participant = await server.participant(mine.id, code);
});
afterAll(() => server.close());

/** A body that fits each promise; what it asks for may still be refused on its merits. */
const bodies: Record<string, () => object> = {
  signIn: () => ({ email: 'nobody@example.org', password: 'not a password' }),
  moveClock: () => ({ days: 1 }),
  registerParticipant: () => ({ site: 'aalborg', name: 'Nogen', email: null, telephone: null, language: 'da' }),
  informOrally: () => ({ language: 'da', companion: 'offered', interpreter: false }),
  countersign: () => ({ name: 'Nogen' }),
  screenParticipant: () => ({ answers: eligibleAnswers(mine) }),
  joinCohort: () => ({ cohort }),
  setHousehold: () => ({ with: null }),
  changeParticipation: () => ({ change: 'moved', source: 'site' }),
  correctAnswer: () => ({
    wave: 'baseline',
    instrument: 'who-5',
    item: '1',
    code: 3,
    blank: null,
    seen: 1,
    reason: 'typing-mistake',
    key: randomUUID(),
  }),
  logCall: () => ({ outcome: 'not-answered', nextOn: null }),
  answerByInterview: () => ({
    instrument: 'who-5',
    item: '1',
    code: 3,
    blank: null,
    seen: 0,
    key: randomUUID(),
    interpreter: false,
  }),
  submitInterview: () => ({ interpreter: false }),
  correctFactor: () => ({ factor: 'site', corrected: 'silkeborg' }),
  noteDuplicate: () => ({ of: code, keep: 'first' }),
  reportInError: () => ({ reason: 'not-eligible', note: 'Var ikke gammel nok.' }),
  proposeReplacement: () => ({ replaces: code }),
  noteForced: () => ({ given: mine.arms[0]!.id, reason: 'no-place' }),
  pauseLottery: () => ({ reason: 'fault' }),
  makeSheets: () => ({ site: 'aalborg', sheets: 2 }),
  registerSheet: () => ({ list: randomUUID(), sheet: 1, openedAt: '2026-01-01T00:00:00.000Z' }),
  unblindParticipant: () => ({ reason: 'acute-illness', note: 'Personen er indlagt akut.', necessary: true, knows: [] }),
  reportUnblinding: () => ({ how: 'participant-told' }),
  closeAlert: () => ({ outcome: 'referred' }),
  requestErasure: () => ({ reason: 'participant-asked' }),
  planCohort: () => ({ site: 'aalborg', name: 'Hold', startsOn: '2030-01-01', endsOn: '2030-03-01', closesOn: '2029-12-01' }),
  rescheduleCohort: () => ({ startsOn: '2030-01-01', endsOn: '2030-03-01', reason: 'room' }),
  mergeCohort: () => ({ into: cohort }),
  formGroups: () => ({
    delivery: 'group',
    groups: [{ name: 'Gruppe', startsOn: '2030-01-01', meetsAt: '17:00', people: [code] }],
  }),
  placeInGroup: () => ({ group: randomUUID() }),
  leaveGroup: () => ({ group: randomUUID(), reason: 'not-able' }),
  nameFacilitator: () => ({ staff: null, name: 'Nogen', telephone: '20304050' }),
  recordSession: () => ({ held: true, heldOn: '2030-01-01', theme: null, fidelity: null }),
  recordAttendance: () => ({ participant: code, presence: 'present' }),
  recordMyAttendance: () => ({ person: randomUUID(), presence: 'present' }),
  beginMatch: () => ({ delivery: 'companion', staff: null, name: 'Nogen', telephone: '20304050', from: '2030-01-01' }),
  endMatch: () => ({ how: 'as-planned', on: '2030-01-01' }),
  saveAnswer: () => ({ wave: 'baseline', instrument: 'who-5', item: '1', code: 3, blank: null, seen: 1, key: randomUUID() }),
  exportData: () => ({ preset: 'statistics' }),
  announceCeremony: () => ({ source: 'drand round 4242', knownAt: '2031-01-01T00:00:00.000Z' }),
  commitShare: () => ({ commitment: '0'.repeat(64) }),
  enterValue: () => ({ value: '7f3a9c0e' }),
  bringShare: () => ({ share: '0'.repeat(64) }),
  abortCeremony: () => ({ reason: 'share-lost' }),
};

function ask(
  agent: Agent,
  promise: Endpoint,
  at: { trial?: string; participant?: string; cohort?: string } = {},
): Promise<Response> {
  const path = promise.path
    .replace(':trial', at.trial ?? mine.id)
    .replace(':participant', at.participant ?? code)
    .replace(':cohort', at.cohort ?? cohort)
    .replace(':wave', 'end')
    .replace(':alert', alert)
    .replace(':ordinal', '1')
    .replace(':ceremony', '1')
    .replace(':staff', colleague)
    // Whose group or match it is, is proved where there are some: see delivery.test.ts.
    .replace(/:(group|match|grant|list)/g, () => randomUUID());
  const method = promise.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const request = agent[method](path);
  return promise.body ? request.send(bodies[promise.id]?.() ?? {}) : request;
}

/** What must come of it: the problem, or "heard" where the person may ask (whatever the merits). */
function outcome(promise: Endpoint, actor: Actor): ProblemCode | 'heard' {
  const { who, path } = promise;
  if (who === 'anyone') return 'heard';
  if (who === 'participant') return actor === 'participant' ? 'heard' : 'paused';
  if (actor === 'anonymous' || actor === 'participant') return 'signed-out';
  if (who === 'staff') return 'heard';
  if (actor === 'coordinator of another trial') return 'not-found';
  const role = actor.startsWith('coordinator') ? 'coordinator' : actor;
  if (!(who as readonly string[]).includes(role)) return 'role-missing';
  if (/:group|:match|:list/.test(path)) return 'not-found';
  if (actor !== 'coordinator of another site') return 'heard';
  if (/:participant|:cohort/.test(path)) return 'not-found';
  return ['registerParticipant', 'planCohort'].includes(promise.id) ? 'not-understood' : 'heard';
}

/** Everything of a reply but what differs between any two requests. */
function comparable(reply: Response): object {
  const passing = ['request-id', 'date', 'content-security-policy', 'etag', 'content-length'];
  const headers = Object.fromEntries(
    Object.entries(reply.headers as Record<string, string>).filter(([name]) => !passing.includes(name)),
  );
  const id = String(reply.headers['request-id']);
  return { status: reply.status, headers, text: reply.text.replaceAll(id, 'the request') };
}

const countFacts = async (): Promise<number> =>
  Number((await server.test.owner.query('SELECT count(*) AS n FROM audit.fact')).rows[0].n);

/** What would end the session, the day or the person for those who ask after. */
const ENDING = ['signOut', 'endGrant', 'moveClock', 'eraseParticipant'];

const guarded = promises.filter(({ who }) => who !== 'anyone');

describe.each(ACTORS)('%s', (actor) => {
  it.each(guarded.filter((promise) => outcome(promise, actor) !== 'heard').map((promise) => [promise.id, promise] as const))(
    'is refused %s as declared, without a trace',
    async (_, promise) => {
      const before = await countFacts();
      const reply = await ask(agents[actor]!, promise);
      const refusal = outcome(promise, actor) as ProblemCode;
      expect(reply.body).toMatchObject({ type: `/problems/${refusal}`, status: PROBLEMS[refusal].status });
      expect(reply.status).toBe(PROBLEMS[refusal].status);
      expect(promise.problems).toContain(refusal);
      expect(await countFacts()).toBe(before);
    },
  );

  const heard = guarded.filter((promise) => outcome(promise, actor) === 'heard' && !ENDING.includes(promise.id));
  if (heard.length > 0) {
    it.each(heard.map((promise) => [promise.id, promise] as const))(
      'is heard at %s, and told only what it promises',
      async (_, promise) => {
        const reply = await ask(agents[actor]!, promise);
        // One's own account may refuse on its merits; in a trial, whoever may ask is let in.
        if (promise.who !== 'staff') expect([401, 403, 404]).not.toContain(reply.status);
        if (reply.status !== 200) expect(promise.problems.map((problem) => `/problems/${problem}`)).toContain(reply.body.type);
      },
    );
  }
});

describe('what is not mine', () => {
  const ofSomebody = promises.filter(({ path }) => /:participant|:cohort/.test(path));

  it.each(ofSomebody.filter(({ who }) => who.includes('coordinator')).map((promise) => [promise.id, promise] as const))(
    'looks at %s exactly like what never was',
    async (_, promise) => {
      const agent = agents['coordinator of another site']!;
      const theirs = await ask(agent, promise);
      const nobodys = await ask(agent, promise, { participant: await unusedCode(), cohort: randomUUID() });
      expect(comparable(theirs)).toEqual(comparable(nobodys));
      expect(theirs.status).toBe(404);
      const misspelt = await ask(agent, promise, { participant: UNKNOWN_CODE, cohort: randomUUID() });
      expect(comparable(misspelt)).toEqual(comparable(nobodys));
    },
  );

  it.each(guarded.filter(({ path }) => path.includes(':trial')).map((promise) => [promise.id, promise] as const))(
    'looks at %s in another trial exactly like a trial that never was',
    async (_, promise) => {
      const agent = agents['coordinator of another trial']!;
      expect(comparable(await ask(agent, promise))).toEqual(comparable(await ask(agent, promise, { trial: 'no-such-trial' })));
    },
  );

  it('is in none of my lists', async () => {
    const agent = agents['coordinator of another site']!;
    const participants = await agent.get(`/api/staff/trials/${mine.id}/participants`).expect(200);
    const cohorts = await agent.get(`/api/staff/trials/${mine.id}/cohorts`).expect(200);
    expect(participants.body).toEqual({ participants: [], next: null, searched: null });
    expect(cohorts.body).toEqual({ cohorts: [] });
    const trial = await agent.get(`/api/staff/trials/${mine.id}`).expect(200);
    expect(trial.body.counts).toEqual({ registered: 0, consented: 0, eligible: 0, allocated: 0 });
  });

  it('cannot be reached under somebody else’s grant', async () => {
    const { rows } = await server.test.owner.query(
      `SELECT grant_id FROM research.staff_grant WHERE trial = $1 AND site = 'aalborg'`,
      [mine.id],
    );
    const reply = await agents['coordinator of another site']!.get(`/api/staff/trials/${mine.id}/participants/${code}`).set(
      'Lodtraek-Grant',
      rows[0].grant_id,
    );
    expect(reply.status).toBe(403);
  });

  it('stays hidden in the database itself, should a service forget to ask', async () => {
    const { research, identity } = server.app.database;
    const elsewhere = { trial: mine.id, sites: ['silkeborg'], reads: 'arms' as const };
    const here = { ...elsewhere, sites: ['aalborg'] };
    for (const table of ['research.participant', 'research.milestone', 'research.membership', 'research.cohort']) {
      expect(await research.within(here, (tx) => tx.query(`SELECT * FROM ${table}`))).not.toEqual([]);
      expect(await research.within(elsewhere, (tx) => tx.query(`SELECT * FROM ${table}`))).toEqual([]);
      expect(await research.query(`SELECT * FROM ${table}`)).toEqual([]);
    }
    expect(await identity.within(here, (tx) => tx.query('SELECT * FROM identity.contact'))).not.toEqual([]);
    expect(await identity.within(elsewhere, (tx) => tx.query('SELECT * FROM identity.contact'))).toEqual([]);
    expect(await identity.query('SELECT * FROM identity.contact')).toEqual([]);
  });
});

it('lets a body name nothing that is not promised', async () => {
  const agent = agents['coordinator of the site']!;
  for (const stray of [{ arm: 'now' }, { role: 'researcher' }, { id: 1 }, { constructor: { prototype: {} } }]) {
    for (const promise of promises.filter(({ body, who }) => body && who.includes('coordinator'))) {
      const path = promise.path
        .replace(':trial', mine.id)
        .replace(':participant', code)
        .replace(':cohort', cohort)
        .replace(':ordinal', '1')
        .replace(/:(group|staff|match|list)/g, () => randomUUID());
      const reply = await agent.post(path).send({ ...bodies[promise.id]!(), ...stray });
      expect({ id: promise.id, type: reply.body.type }).toEqual({ id: promise.id, type: '/problems/not-understood' });
    }
  }
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});

/** A code that is well formed and nobody's. */
async function unusedCode(): Promise<string> {
  const { pseudonymFrom } = await import('#protocols/model/pseudonym');
  const { randomBytes } = await import('node:crypto');
  return pseudonymFrom(randomBytes(16));
}
