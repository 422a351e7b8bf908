import { randomBytes, randomUUID } from 'node:crypto';
import supertest from 'supertest';
import type { TSchema } from '@sinclair/typebox';
import type { Endpoint } from '#contract/endpoint';
import { accessOf, mayEverKnow, THINGS, type Moment, type Thing } from '#protocols/model/access';
import type { Protocol } from '#protocols/model/protocol';
import { Role } from '#protocols/model/role';
import { insertStaffSession } from '#server/db/stores/staff-sessions';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { hashOf } from '#server/http/cookies';
import { ask, GRANTED, readAll, saidBy, type Places } from '../support/ask-everything';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, walkTo, type Walker } from '../support/walk';

/**
 * The table of who may know what, held against every reply of the product. What a role must never know is changed underneath – arms
 * swapped, answers turned round, questionnaires handed in – and nothing that role can read may change with it. Names are searched for.
 * The promises are read from the routes: a new one is covered the day it is added.
 */
const ROLES = Role.anyOf.map(({ const: role }) => role);
const LOCKED = 'peer-simulated';

let server: TestServer;
let open: Protocol;
let places: Places;
let people: Walker[];
let elsewhere: Walker;
const agents = {} as Record<Role, Agent>;
const ofOneSite = {} as Record<Role, Agent>;
const afterLock = {} as Record<Role, Agent>;

beforeAll(async () => {
  server = await startTestServer();
  open = await server.openTrial(drawOneByOne);
  const coordinator = await server.signedIn(open.id, 'coordinator');
  const cohort = await planCohort(server, open, coordinator);
  const other = await planCohort(server, open, coordinator, { site: 'silkeborg' });
  people = [];
  for (let n = 0; n < 4; n += 1) people.push(await walkTo(server, open, coordinator, 'cohort', cohort));
  elsewhere = await walkTo(server, open, coordinator, 'cohort', other, 'silkeborg');
  for (const { code } of [...people, elsewhere])
    await coordinator.post(`/api/staff/trials/${open.id}/participants/${code}/allocation`).expect(200);
  // The last questionnaire is open, and the last reminder's day has come.
  await coordinator.post(`/api/staff/trials/${open.id}/clock`).send({ days: 93 }).expect(200);
  places = { trial: open.id, participant: people[0]!.code, cohort };

  const lockers = await Promise.all(['a', 'b'].map(async () => (await server.staff(open.id, 'data-manager')).staff));
  await simulateTrial(server.app, {
    seed: 3,
    startedAt: new Date('2025-01-12T08:00:00.000Z'),
    people: 24,
    lockers: [lockers[0]!, lockers[1]!],
  });
  for (const role of ROLES) {
    agents[role] = await inSession(open.id, role);
    ofOneSite[role] = await inSession(open.id, role, 'aalborg');
    afterLock[role] = await inSession(LOCKED, role);
  }
}, 120_000);
afterAll(() => server.close());

/** Somebody with one grant and a session; so many people do not sign in within a minute. */
async function inSession(trial: string, role: Role, site?: string): Promise<Agent> {
  const { staff } = await server.staff(trial, role, site);
  const token = randomBytes(32).toString('base64url');
  const session = { tokenHash: hashOf(token), session: randomUUID(), staff, way: 'password', now: server.now() } as const;
  await insertStaffSession(server.app.database.identity, session);
  return supertest.agent(server.url).set('Cookie', `lodtraek-staff=${token}`);
}

const sql = (text: string, parameters: unknown[] = []) => server.test.owner.query(text, parameters);

/** Everything each role reads, before and after something changed; gives the roles for whom a reply differs, with the promises. */
async function whoNotices(change: () => Promise<unknown>, asking = agents, at = places): Promise<Record<string, string[]>> {
  const before = new Map<Role, Map<string, string>>();
  for (const role of ROLES) before.set(role, await readAll(asking[role], at));
  await change();
  const noticed: Record<string, string[]> = {};
  for (const role of ROLES) {
    const after = await readAll(asking[role], at);
    const changed = [...after].filter(([id, said]) => before.get(role)!.get(id) !== said).map(([id]) => id);
    if (changed.length > 0) noticed[role] = changed;
  }
  return noticed;
}

const may = (role: Role, thing: Thing, moment: Moment = 'before'): boolean => accessOf(role, thing, moment) !== 'never';
/** What is shown on need comes by an act that leaves a trace: nothing that is only read may tell it. */
const mayRead = (role: Role, thing: Thing, moment: Moment): boolean =>
  may(role, thing, moment) && accessOf(role, thing, moment) !== 'on-need';
/** Those of the roles that noticed although the table says never; each with the promises that gave it away. */
const traitors = (noticed: Record<string, string[]>, things: readonly Thing[], moment: Moment = 'before') =>
  Object.fromEntries(Object.entries(noticed).filter(([role]) => !things.some((thing) => mayRead(role as Role, thing, moment))));

const swapArms = (trial: string) =>
  sql(
    `UPDATE allocation.allocation a SET arm = (SELECT x->>'id' FROM research.trial_version v, jsonb_array_elements(v.document->'arms') x
       WHERE v.trial = a.trial AND x->>'id' <> a.arm LIMIT 1) WHERE a.trial = $1`,
    [trial],
  );

describe('before the lock', () => {
  it('an arm is noticed by the coordinators alone, who run the groups', async () => {
    const noticed = await whoNotices(() => swapArms(open.id));
    expect(traitors(noticed, ['arm', 'flow-by-arm'])).toEqual({});
    expect(noticed.coordinator).toContain('readParticipant');
  });

  it('the value of an answer is noticed by nobody', async () => {
    for (const walker of people.slice(0, 2)) await walker.handIn('end');
    const noticed = await whoNotices(() =>
      sql(`UPDATE research.response SET code = CASE code WHEN 1 THEN 2 ELSE 1 END WHERE trial = $1 AND wave = 'end'`, [open.id]),
    );
    expect(traitors(noticed, ['answers', 'outcomes-permuted'])).toEqual({});
  });

  it('who has handed in a questionnaire is noticed by nobody who may know neither who owes one nor how many do', async () => {
    const noticed = await whoNotices(() => people[2]!.handIn('end'));
    expect(traitors(noticed, ['who-owes', 'completeness', 'audit-trail'])).toEqual({});
    expect(noticed.researcher).toContain('readResults');
  });

  it('that somebody has begun to answer is noticed by nobody who may not know who owes what', async () => {
    const participant = await server.participant(open.id, people[3]!.code);
    const noticed = await whoNotices(() =>
      participant
        .put('/api/participant/answers')
        .send({ wave: 'end', instrument: 'who-5', item: '1', code: 3, blank: null, seen: 0, key: randomUUID() })
        .expect(200),
    );
    expect(traitors(noticed, ['who-owes', 'audit-trail'])).toEqual({});
  });
});

describe('after the lock', () => {
  const at = { trial: LOCKED };

  it('an arm is still noticed by nobody to whom the table never shows one', async () => {
    const noticed = await whoNotices(() => swapArms(LOCKED), afterLock, at);
    expect(traitors(noticed, ['arm', 'flow-by-arm', 'outcomes-by-arm'], 'after')).toEqual({});
  });

  it('outcomes by arm are there for those to whom the table shows them, and were not before', async () => {
    for (const role of ['researcher', 'custodian', 'data-manager'] as const) {
      const read = (trial: string, agent: Agent) => agent.get(`/api/staff/trials/${trial}/results`).expect(200);
      expect((await read(LOCKED, afterLock[role])).body.effect).not.toBeNull();
      expect((await read(open.id, agents[role])).body.effect).toBeNull();
    }
  });
});

describe('names, telephone numbers and addresses', () => {
  const NAMED = /Person \d+|person-\d+@|2000\d{4}/;
  /** What names somebody by an act of its own that leaves a row in the log of accesses. */
  const named = async (agent: Agent): Promise<string[]> => {
    const found: string[] = [];
    for (const promise of GRANTED) {
      if (promise.method === 'DELETE') continue;
      if (NAMED.test(saidBy(await ask(agent, promise, places)))) found.push(promise.id);
    }
    return found;
  };

  it.each(ROLES.filter((role) => ['never', 'on-need'].includes(accessOf(role, 'identity', 'before'))))(
    'are in nothing that a %s is told, errors and headers among it',
    async (role) => {
      expect(await named(agents[role])).toEqual([]);
    },
  );

  it('are found where they are allowed, so that the search is known to see them', async () => {
    expect(await named(agents.coordinator)).toEqual(expect.arrayContaining(['listParticipants', 'readParticipant']));
  });

  it('of another site are in nothing that a grant for one site is told, nor the code', async () => {
    const { rows } = await sql('SELECT code FROM research.participant WHERE participant = $1', [elsewhere.id]);
    const theirs = new RegExp(rows[0].code);
    for (const role of ROLES) {
      for (const promise of GRANTED.filter(({ method }) => method === 'GET')) {
        const said = saidBy(await ask(ofOneSite[role], promise, places));
        expect([role, promise.id, theirs.test(said)]).toEqual([role, promise.id, false]);
      }
    }
  });
});

describe('the table and the contract', () => {
  /** A property of a reply that tells a thing of one person; staff's own addresses are theirs. */
  const TELLS: Record<string, Thing> = { telephone: 'identity', arm: 'arm', attendance: 'attendance', attended: 'attendance' };

  function propertiesOf(schema: TSchema | Record<string, unknown>): string[] {
    const { properties, items, anyOf, allOf } = schema as {
      properties?: Record<string, TSchema>;
      items?: TSchema | TSchema[];
      anyOf?: TSchema[];
      allOf?: TSchema[];
    };
    return [
      ...Object.entries(properties ?? {}).flatMap(([name, of]) => [name, ...propertiesOf(of)]),
      ...[items ?? [], anyOf ?? [], allOf ?? []].flat().flatMap(propertiesOf),
    ];
  }

  it('promise no role a reply with a part that the table never shows it', () => {
    const broken = GRANTED.flatMap((promise: Endpoint) => {
      const things = new Set(propertiesOf(promise.reply).flatMap((name) => TELLS[name] ?? []));
      return (promise.who as readonly Role[]).flatMap((role) =>
        [...things].filter((thing) => !mayEverKnow(role, thing)).map((thing) => `${promise.id} tells a ${role} ${thing}`),
      );
    });
    expect(broken).toEqual([]);
  });

  it('never show a role more before the lock than after it', () => {
    const ORDER = ['never', 'counts', 'on-need', 'own-group', 'own-site', 'may'];
    for (const role of ROLES)
      for (const thing of THINGS)
        expect(ORDER.indexOf(accessOf(role, thing, 'after'))).toBeGreaterThanOrEqual(
          ORDER.indexOf(accessOf(role, thing, 'before')),
        );
  });

  it('show an outcome by arm before the lock to the custodian alone, and that on need', () => {
    const shown = ROLES.filter((role) => may(role, 'outcomes-by-arm'));
    expect(shown.map((role) => [role, accessOf(role, 'outcomes-by-arm', 'before')])).toEqual([['custodian', 'on-need']]);
  });

  it('keep arm, group, attendance and the value of an answer from assessors, and who owes one from those who enrol', () => {
    for (const thing of ['arm', 'group', 'attendance', 'answers'] as const) expect(mayEverKnow('assessor', thing)).toBe(false);
    for (const role of ['coordinator', 'facilitator'] as const)
      for (const thing of ['answers', 'who-owes', 'completeness', 'outcomes-by-arm'] as const)
        expect([role, thing, may(role, thing)]).toEqual([role, thing, false]);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
