import { randomUUID } from 'node:crypto';
import { participantStream, trialStream } from '#protocols/model/fact';
import { readDataset } from '#server/results/read-dataset';
import { drawCohort, formGroup, nameFacilitator, type DrawnCohort } from '../support/groups';
import { startTestServer, type Agent, type TestServer } from '../support/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(8);
});
afterAll(async () => {
  expect(server.faults).toEqual([]);
  await server.close();
});
beforeEach(() => server.setClock('2026-11-24T12:00:00Z'));

const refusal = (type: string) => ({ type: `/problems/${type}` });
const lastFact = async (stream: string) => (await server.facts(stream)).at(-1)!;

describe('forming groups', () => {
  let drawn: DrawnCohort;
  beforeAll(async () => {
    server.setClock('2026-11-24T12:00:00Z');
    drawn = await drawCohort(server, 8);
  });
  const form = (groups: object[], delivery = 'group') =>
    drawn.coordinator.post(drawn.at(`/cohorts/${drawn.cohort}/groups`)).send({ delivery, groups });
  const group = (people: { code: string }[], change: object = {}) => ({
    name: 'Tirsdag',
    startsOn: '2026-12-01',
    meetsAt: '17:00',
    people: people.map(({ code }) => code),
    ...change,
  });

  it('refuses a control, a component that has no groups, a day no calendar has, and more than there is room for', async () => {
    expect((await form([group(drawn.controls.slice(0, 1))])).body).toMatchObject(refusal('not-of-the-arm'));
    expect((await form([group(drawn.inArm)], 'companion')).body).toMatchObject({
      ...refusal('not-understood'),
      field: 'delivery',
    });
    expect((await form([group(drawn.inArm, { startsOn: '2026-02-30' })])).body).toMatchObject({ field: 'startsOn' });
    expect((await form([group(drawn.people.slice(0, 5))])).body).toMatchObject(refusal('group-full'));
    expect((await form([group([drawn.inArm[0]!, drawn.inArm[0]!])])).body).toMatchObject(refusal('already-placed'));
    expect((await form([group(drawn.inArm, { name: 'Bedre <b>' })])).body).toMatchObject(refusal('not-understood'));
    expect((await form([group(drawn.inArm, { meetsAt: '24:00' })])).body).toMatchObject(refusal('not-understood'));
    const { body } = await drawn.coordinator.get(drawn.at('/groups')).expect(200);
    expect(body).toEqual({
      groups: [],
      toForm: [expect.objectContaining({ cohort: drawn.cohort, delivery: 'group', people: 4 })],
    });
  });

  it('suggests an even split within capacity, of the arm’s people alone', async () => {
    const { body } = await drawn.coordinator.get(drawn.at(`/cohorts/${drawn.cohort}/groups`)).expect(200);
    expect(body.components).toHaveLength(1);
    expect(body.components[0]).toMatchObject({ delivery: 'group', minimum: 3, capacity: 4, sessions: 2 });
    const codes = body.components[0].groups.flatMap(({ people }: { people: { code: string }[] }) =>
      people.map(({ code }) => code),
    );
    expect(codes.sort()).toEqual(drawn.inArm.map(({ code }) => code).sort());
  });

  it('places everybody at once, also below the minimum: the dates stand and all stay in', async () => {
    const [a, b, c, d] = drawn.inArm as [never, never, never, never];
    const { body } = await form([group([a, b]), group([c, d], { name: 'Torsdag', startsOn: '2026-12-03' })]).expect(200);
    const list = await drawn.coordinator.get(drawn.at('/groups')).expect(200);
    expect(list.body.toForm).toEqual([]);
    expect(list.body.groups).toEqual([
      expect.objectContaining({ name: 'Torsdag', startsOn: '2026-12-03', people: 2, minimum: 3, planned: 2, held: 0 }),
      expect.objectContaining({ group: body.groups[0], name: 'Tirsdag', people: 2 }),
    ]);
    expect(await lastFact(participantStream(drawn.inArm[0]!.id))).toMatchObject({
      kind: 'placed-in-group',
      payload: { group: body.groups[0], delivery: 'group', on: '2026-11-24' },
    });
    expect(await lastFact(trialStream(drawn.protocol.id))).toMatchObject({
      kind: 'group-formed',
      payload: { sessions: ['2026-12-03', '2026-12-10'], capacity: 4, site: 'aalborg' },
    });
    expect((await form([group([a])])).body).toMatchObject(refusal('already-placed'));
  });

  it('is one of however many try at once', async () => {
    const other = await drawCohort(server, 4);
    const wish = { delivery: 'group', groups: [{ ...group(other.inArm), name: 'Samme' }] };
    const replies = await Promise.all(
      [1, 2, 3].map(() => other.coordinator.post(other.at(`/cohorts/${other.cohort}/groups`)).send(wish)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await other.coordinator.get(other.at('/groups'))).body.groups).toHaveLength(1);
  });
});

describe('a group', () => {
  let drawn: DrawnCohort;
  let first: string;
  let second: string;
  const move = (code: string, group: string, agent: Agent = drawn.coordinator) =>
    agent.post(drawn.at(`/participants/${code}/group`)).send({ group });
  beforeAll(async () => {
    server.setClock('2026-11-24T12:00:00Z');
    drawn = await drawCohort(server, 8);
    first = await formGroup(server, drawn, 7, drawn.inArm.slice(0, 2));
    second = await formGroup(server, drawn, 7, drawn.inArm.slice(2));
    // Moved twice over before it begins: said again, nothing more happens.
    await move(drawn.inArm[0]!.code, second).expect(200);
    await move(drawn.inArm[0]!.code, second).expect(200);
  });
  const attend = (code: string, presence: string, ordinal = 1, agent: Agent = drawn.coordinator, group = first) =>
    agent.post(drawn.at(`/groups/${group}/sessions/${ordinal}/attendance`)).send({ participant: code, presence });

  it('refuses a move of a control, to a group that is not, and past its room', async () => {
    expect((await move(drawn.controls[0]!.code, first)).body).toMatchObject(refusal('not-of-the-arm'));
    expect((await move(drawn.inArm[0]!.code, randomUUID())).body).toMatchObject({ ...refusal('not-understood'), field: 'group' });
    const full = await drawCohort(server, 10);
    const crowded = await formGroup(server, full, 7, full.inArm.slice(0, 4));
    const { body } = await full.coordinator.post(full.at(`/participants/${full.inArm[4]!.code}/group`)).send({ group: crowded });
    expect(body).toMatchObject(refusal('group-full'));
  });

  it('refuses attendance before its day, of whoever is not in it, and at a session that is not planned', async () => {
    expect((await attend(drawn.inArm[1]!.code, 'present')).body).toMatchObject(refusal('session-not-yet'));
    await drawn.coordinator.post(drawn.at('/clock')).send({ days: 7 }).expect(200);
    expect((await attend(drawn.inArm[2]!.code, 'present')).body).toMatchObject(refusal('not-in-group'));
    expect((await attend(drawn.controls[0]!.code, 'present')).body).toMatchObject(refusal('not-in-group'));
    expect((await attend(drawn.inArm[1]!.code, 'present', 2)).body).toMatchObject(refusal('session-not-yet'));
    expect((await attend(drawn.inArm[1]!.code, 'present', 3)).body).toMatchObject(refusal('session-not-yet'));
    expect((await attend(drawn.inArm[1]!.code, 'perhaps')).body).toMatchObject(refusal('not-understood'));
  });

  it('keeps attendance said twice as one fact, also at once, and a correction as another', async () => {
    const { code, id } = drawn.inArm[1]!;
    await Promise.all([1, 2, 3].map(() => attend(code, 'present').expect(200)));
    await attend(code, 'late').expect(200);
    await attend(code, 'late').expect(200);
    const said = (await server.facts(participantStream(id))).filter(({ kind }) => kind === 'attended');
    expect(said.map(({ payload }) => payload!.presence)).toEqual(['present', 'late']);
    const { body } = await drawn.coordinator.get(drawn.at(`/groups/${first}`)).expect(200);
    expect(body.persons.find((one: { code: string }) => one.code === code).attendance).toEqual(['late', null]);
  });

  it('records that a session was held on a theme it has, once, and a correction', async () => {
    const say = (change: object, ordinal = 1) =>
      drawn.coordinator
        .post(drawn.at(`/groups/${first}/sessions/${ordinal}`))
        .send({ held: true, heldOn: '2026-12-01', theme: 1, fidelity: 'as-planned', ...change });
    expect((await say({ theme: 3 })).body).toMatchObject({ ...refusal('not-understood'), field: 'theme' });
    expect((await say({}, 2)).body).toMatchObject(refusal('session-not-yet'));
    await say({}).expect(200);
    await say({}).expect(200);
    await say({ fidelity: 'shortened' }).expect(200);
    const held = (await server.facts(trialStream(drawn.protocol.id))).filter(({ kind }) => kind === 'session-held');
    expect(held.map(({ payload }) => payload!.fidelity)).toEqual(['as-planned', 'shortened']);
  });

  it('is where a person counts who was moved before it began; afterwards they stay with the group assigned', async () => {
    const [one, two] = drawn.inArm as [DrawnCohort['inArm'][0], DrawnCohort['inArm'][0]];
    await drawn.coordinator.post(drawn.at('/clock')).send({ days: 1 }).expect(200);
    await move(two.code, second).expect(200);
    await drawn.coordinator
      .post(drawn.at(`/participants/${one.code}/group/leaving`))
      .send({ group: second, reason: 'participant-asked' })
      .expect(200);
    const again = await drawn.coordinator
      .post(drawn.at(`/participants/${one.code}/group/leaving`))
      .send({ group: second, reason: 'participant-asked' });
    expect(again.body).toMatchObject(refusal('not-in-group'));
    expect((await server.facts(participantStream(one.id))).slice(-2)).toMatchObject([
      { kind: 'moved-group', payload: { group: second, on: '2026-11-24' } },
      { kind: 'left-group', payload: { group: second, on: '2026-12-02', reason: 'participant-asked' } },
    ]);
    const { rows } = await server.test.owner.query(
      `SELECT participant, group_id FROM research.placement WHERE assigned AND trial = $1 ORDER BY from_position`,
      [drawn.protocol.id],
    );
    const newest = new Map(rows.map((row) => [row.participant, row.group_id]));
    expect(newest.get(one.id)).toBe(second);
    expect(newest.get(two.id)).toBe(first);
  });

  it('is led by who is named for it, found again at the site, and no longer by whoever is ended', async () => {
    const name = (body: object, group = first) => drawn.coordinator.post(drawn.at(`/groups/${group}/facilitators`)).send(body);
    expect((await name({ staff: null, name: 'Nogen', telephone: null })).body).toMatchObject({ field: 'telephone' });
    expect((await name({ staff: null, name: null, telephone: '20304050' })).body).toMatchObject({ field: 'name' });
    expect((await name({ staff: null, name: 'Nogen', telephone: 'ring til mig' })).body).toMatchObject(refusal('not-understood'));
    expect((await name({ staff: randomUUID(), name: null, telephone: null })).status).toBe(404);
    const staff = await nameFacilitator(drawn, first);
    await name({ staff, name: null, telephone: null }).expect(200);
    await name({ staff, name: null, telephone: null }, second).expect(200);
    const grants = (await server.facts(trialStream(drawn.protocol.id))).filter(({ payload }) => payload!.staff === staff);
    expect(grants.map(({ payload }) => payload)).toMatchObject([
      { role: 'facilitator', site: 'aalborg', group: first },
      { role: 'facilitator', site: 'aalborg', group: second },
    ]);
    expect(JSON.stringify(await server.facts(trialStream(drawn.protocol.id)))).not.toMatch(/Nordlund|20000001/);
    const { body } = await drawn.coordinator.get(drawn.at(`/groups/${first}`)).expect(200);
    expect(body.facilitators).toEqual([
      { staff, name: 'Frivillig Nordlund', telephone: expect.stringMatching(/^2\d{7}$/), link: null },
    ]);
    await drawn.coordinator.delete(drawn.at(`/groups/${first}/facilitators/${staff}`)).expect(200);
    await drawn.coordinator.delete(drawn.at(`/groups/${first}/facilitators/${staff}`)).expect(404);
    const after = await drawn.coordinator.get(drawn.at(`/groups/${first}`)).expect(200);
    expect(after.body.facilitators).toEqual([]);
    expect(after.body.known).toEqual([{ staff, name: 'Frivillig Nordlund' }]);
  });
});

describe('a match', () => {
  it('is begun for the arm’s people alone, once at a time, and ends in words of a fixed list', async () => {
    const drawn = await drawCohort(server, 4);
    const begin = (code: string, change: object = {}) =>
      drawn.coordinator
        .post(drawn.at(`/participants/${code}/match`))
        .send({ delivery: 'companion', staff: null, name: 'Følgesvend', telephone: '20304050', from: '2026-12-01', ...change });
    const end = (match: string, change: object = {}) =>
      drawn.coordinator.post(drawn.at(`/matches/${match}/end`)).send({ how: 're-matched', on: '2027-01-01', ...change });
    expect((await begin(drawn.controls[0]!.code)).body).toMatchObject(refusal('not-of-the-arm'));
    expect((await begin(drawn.inArm[0]!.code, { delivery: 'group' })).body).toMatchObject({ field: 'delivery' });
    const { match } = (await begin(drawn.inArm[0]!.code).expect(200)).body as { match: string };
    expect((await begin(drawn.inArm[0]!.code)).body).toMatchObject(refusal('already-matched'));
    expect((await end(randomUUID())).status).toBe(404);
    expect((await end(match, { on: '2026-11-30' })).body).toMatchObject({ field: 'on' });
    expect((await end(match, { how: 'quarrelled' })).body).toMatchObject(refusal('not-understood'));
    await end(match).expect(200);
    expect((await end(match)).body).toMatchObject(refusal('match-ended'));
    const { body } = await drawn.coordinator.get(drawn.at('/matches')).expect(200);
    expect(body.matches).toMatchObject([{ partner: 'Følgesvend', from: '2026-12-01', endedOn: '2027-01-01', how: 're-matched' }]);
    await begin(drawn.inArm[0]!.code, { staff: body.volunteers[0].staff, name: null, telephone: null }).expect(200);
    const kinds = (await server.facts(participantStream(drawn.inArm[0]!.id))).map(({ kind }) => kind);
    expect(kinds.slice(-3)).toEqual(['matched', 'match-ended', 'matched']);
  });
});

describe('before the lock, what exists in one arm only', () => {
  const TABLES = ['peer_group', 'placement', 'group_session', 'attendance', 'match', 'evening_link'] as const;

  it('is shown by the database to the site’s coordinator and the group’s own facilitator, to nobody else', async () => {
    const drawn = await drawCohort(server, 8);
    const mine = await formGroup(server, drawn, 0, drawn.inArm.slice(0, 2));
    const theirs = await formGroup(server, drawn, 0, drawn.inArm.slice(2));
    const { research } = server.app.database;
    for (const group of [mine, theirs]) {
      const staff = await nameFacilitator(drawn, group);
      await drawn.coordinator.post(drawn.at(`/groups/${group}/facilitators/${staff}/link`)).expect(200);
      await drawn.coordinator
        .post(drawn.at(`/groups/${group}/sessions/1`))
        .send({ held: true, heldOn: '2026-11-24', theme: null, fidelity: null })
        .expect(200);
    }
    for (const [index, { code }] of drawn.inArm.entries())
      await drawn.coordinator
        .post(drawn.at(`/groups/${index < 2 ? mine : theirs}/sessions/1/attendance`))
        .send({ participant: code, presence: 'present' })
        .expect(200);
    await drawn.coordinator
      .post(drawn.at(`/participants/${drawn.inArm[0]!.code}/match`))
      .send({ delivery: 'companion', staff: null, name: 'En', telephone: '20304050', from: '2026-12-01' })
      .expect(200);

    const trial = drawn.protocol.id;
    const seen = async (scope: Parameters<typeof research.within>[0]) =>
      Object.fromEntries(
        await Promise.all(
          TABLES.map(async (table) => {
            const rows = await research.within(scope, (tx) => tx.query<{ group_id?: string }>(`SELECT * FROM research.${table}`));
            return [table, rows.length];
          }),
        ),
      );
    const nothing = Object.fromEntries(TABLES.map((table) => [table, 0]));
    const all = { peer_group: 2, placement: 4, group_session: 2, attendance: 4, match: 1, evening_link: 2 };
    const own = { peer_group: 1, placement: 2, group_session: 1, attendance: 2, match: 0, evening_link: 1 };
    expect(await seen({ trial, sites: ['aalborg'], reads: 'arms' })).toEqual(all);
    expect(await seen({ trial, sites: ['silkeborg'], reads: 'arms' })).toEqual(nothing);
    expect(await seen({ trial: 'another', sites: '*', reads: 'arms' })).toEqual(nothing);
    expect(await seen({ trial, sites: [], reads: `group/${mine}` })).toEqual(own);
    expect(await seen({ trial, sites: '*', reads: `group/${randomUUID()}` })).toEqual(nothing);
    // A researcher's, custodian's, monitor's and administrator's scope; an assessor's; the dataset before the lock; a participant's own.
    expect(await seen({ trial, sites: '*' })).toEqual(nothing);
    expect(await seen({ trial, sites: ['aalborg'], reads: 'calls' })).toEqual(nothing);
    expect(await seen({ trial, sites: '*', reads: 'dataset' })).toEqual(nothing);
    expect(await seen({ participant: drawn.inArm[0]!.id })).toEqual(nothing);
    // The sending of links learns which groups meet, and nothing of who is in them.
    expect(await seen({ trial, sites: '*', reads: 'system' })).toEqual({ ...nothing, peer_group: 2, evening_link: 2 });

    // The lock opens all of it to the dataset, which carries the group assigned.
    await server.test.owner.query(
      `INSERT INTO research.plan_lock VALUES ($1, 'p', 1, 'staff/a', 'staff/b', now(), 1)
       ON CONFLICT (trial) DO UPDATE SET locked_by = 'staff/b'`,
      [trial],
    );
    expect(await seen({ trial, sites: '*', reads: 'dataset' })).toEqual(all);
    const versions = await server.app.protocols(trial);
    const [dataset] = await readDataset(research, trial, versions, Number.MAX_SAFE_INTEGER);
    const groupOf = new Map(dataset!.people.map(({ participant, group }) => [participant, group]));
    expect(drawn.inArm.map(({ id }) => groupOf.get(id))).toEqual([mine, mine, theirs, theirs]);
    expect(drawn.controls.map(({ id }) => groupOf.get(id))).toEqual(drawn.controls.map(() => null));
    const [earlier] = await readDataset(research, trial, versions, 1);
    expect(earlier!.people).toEqual([]);
  });

  it('changes nothing in what researcher, custodian, data manager, assessor, monitor and another site’s coordinator are told', async () => {
    const drawn = await drawCohort(server, 4);
    const agents: Agent[] = [await server.signedIn(drawn.protocol.id, 'coordinator', 'silkeborg')];
    for (const role of [
      'researcher',
      'custodian',
      'data-manager',
      'assessor',
      'monitor',
      'safety-contact',
      'administrator',
    ] as const)
      agents.push(await server.signedIn(drawn.protocol.id, role));
    const paths = ['', '/results', '/groups', '/matches', '/participants', '/cohorts', `/participants/${drawn.inArm[0]!.code}`];
    const told = async () =>
      Promise.all(
        agents.flatMap((agent) =>
          paths.map(async (path) => {
            const reply = await agent.get(drawn.at(path));
            return [
              path,
              reply.status,
              reply.text.replaceAll(String(reply.headers['request-id']), '').replace(/"now":"[^"]*"/, ''),
            ];
          }),
        ),
      );
    const before = await told();
    const group = await formGroup(server, drawn);
    await drawn.coordinator
      .post(drawn.at(`/groups/${group}/sessions/1/attendance`))
      .send({ participant: drawn.inArm[0]!.code, presence: 'absent' })
      .expect(200);
    expect(await told()).toEqual(before);
    for (const agent of agents.slice(1)) {
      const reply = await agent.get(drawn.at(`/groups/${group}`));
      expect(reply.body).toMatchObject(refusal('role-missing'));
    }
    const theirs = await agents[0]!.get(drawn.at(`/groups/${group}`));
    const nobodys = await agents[0]!.get(drawn.at(`/groups/${randomUUID()}`));
    expect([theirs.status, theirs.body.title]).toEqual([nobodys.status, nobodys.body.title]);
  });
});
