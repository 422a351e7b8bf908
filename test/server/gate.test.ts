import type { Protocol } from '#protocols/model/protocol';
import { holdCeremony, holdersOf } from '../support/ceremony';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, register, walkTo } from '../support/walk';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const gateOf = (protocol: Protocol) => `/api/staff/trials/${protocol.id}/gate`;
const copy = (protocol: Protocol): Protocol => JSON.parse(JSON.stringify(protocol)) as Protocol;
type Condition = { condition: string; site: string | null; met: boolean; cure: { da: string; en: string } };

describe('the opening of a trial', () => {
  const person = { site: 'aalborg', name: 'Person', email: 'person@example.org', telephone: null, language: 'da' };

  it('is shown to those who plan and watch, and registered by the researcher alone', async () => {
    const protocol = await server.openTrial();
    await server.anonymous().get(gateOf(protocol)).expect(401);
    const elsewhere = await server.signedIn((await server.openTrial()).id, 'researcher');
    await elsewhere.get(gateOf(protocol)).expect(404);
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const wish = { condition: 'ethics', site: null, reference: 'H-20042' };
    await coordinator.post(gateOf(protocol)).send(wish).expect(403);
    const researcher = await server.signedIn(protocol.id, 'researcher');
    for (const wrong of [
      { ...wish, condition: 'lottery' },
      { ...wish, reference: '' },
      { ...wish, site: 'aalborg' },
      { ...wish, condition: 'agreement' },
      { ...wish, condition: 'agreement', site: 'paris' },
    ])
      await researcher.post(gateOf(protocol)).send(wrong).expect(400);
    await researcher.post(gateOf(protocol)).send(wish).expect(200);
    expect((await server.facts(`trial/${protocol.id}`)).at(-1)).toMatchObject({ kind: 'gate-met', payload: wish });
    const { body } = await coordinator.get(gateOf(protocol)).expect(200);
    expect(body.conditions.find(({ condition }: Condition) => condition === 'ethics')).toMatchObject({
      met: true,
      reference: 'H-20042',
    });
  });

  it('is no hindrance where the people are simulated', async () => {
    const protocol = await server.openTrial();
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    expect((await coordinator.get(gateOf(protocol)).expect(200)).body).toMatchObject({ simulated: true, isGreen: false });
    await register(server, protocol, coordinator);
  });

  it('keeps everybody out of a real trial until each thing is in place, and says what is missing', async () => {
    const protocol = await server.openTrial((draft) => {
      draft.simulated = false;
      // Words nobody verified are refused in a real trial: every shipped one is such, so this stays red to the end.
      draft.waves = draft.waves.map((wave) => ({ ...wave, instruments: ['who-5', 'phq-9'] }));
      draft.outcomes = [{ ...draft.outcomes[1]!, role: 'primary' }];
    });
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const researcher = await server.signedIn(protocol.id, 'researcher');
    const at = `/api/staff/trials/${protocol.id}/participants`;
    const lacking = async () =>
      ((await coordinator.post(at).send(person).expect(409)).body.lacking as Condition[]).map(({ condition, site }) =>
        [condition, site].filter(Boolean).join(' '),
      );
    const agreements = protocol.sites.map(({ id }) => `agreement ${id}`);
    expect(await lacking()).toEqual([
      'legal-basis',
      'ethics',
      ...agreements,
      'wordings',
      'wordings-acknowledged',
      'lottery',
      'contact',
      'clinician',
    ]);
    for (const condition of ['legal-basis', 'ethics', 'wordings-acknowledged', 'contact'])
      await researcher.post(gateOf(protocol)).send({ condition, site: null, reference: '2026-11-01' }).expect(200);
    for (const { id } of protocol.sites)
      await researcher
        .post(gateOf(protocol))
        .send({ condition: 'agreement', site: id, reference: `A ${id}` })
        .expect(200);
    expect(await lacking()).toEqual(['wordings', 'lottery', 'clinician']);
    await server.staff(protocol.id, 'safety-contact');
    await holdCeremony(server, protocol, await holdersOf(server, protocol));
    expect(await lacking()).toEqual(['wordings']);
    const refused = await coordinator.post(at).send(person).expect(409);
    expect(refused.body.type).toBe('/problems/gate-closed');
    const { rows } = await server.test.owner.query('SELECT count(*)::integer AS n FROM research.participant WHERE trial = $1', [
      protocol.id,
    ]);
    expect(rows[0].n).toBe(0);
    const { body } = await researcher.get(gateOf(protocol)).expect(200);
    const words = body.conditions.find(({ condition }: Condition) => condition === 'wordings') as Condition;
    expect(words).toMatchObject({
      met: false,
      cure: { da: expect.stringContaining('phq-9 (da)'), en: expect.stringContaining('phq-9 (en)') },
    });
  });
});

describe('a new version of a running trial', () => {
  const versions = (protocol: Protocol) => `/api/staff/trials/${protocol.id}/versions`;
  const put = (agent: Agent, protocol: Protocol, next: unknown) => agent.post(versions(protocol)).send({ protocol: next });
  let protocol: Protocol;
  let researcher: Agent;
  let coordinator: Agent;
  beforeAll(async () => {
    protocol = await server.openTrial(drawOneByOne);
    researcher = await server.signedIn(protocol.id, 'researcher');
    coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    await register(server, protocol, coordinator);
  });

  it('is put in force by the researcher, never by who enrols or is of another trial', async () => {
    await put(server.anonymous(), protocol, protocol).expect(401);
    await put(coordinator, protocol, protocol).expect(403);
    const elsewhere = await server.signedIn((await server.openTrial()).id, 'researcher');
    await put(elsewhere, protocol, protocol).expect(404);
  });

  it.each<[string, (next: Protocol) => void, string, string]>([
    ['the same version again', (next) => void (next.version = '1.0.0'), '/version', 'version-not-higher'],
    ['a lower version', (next) => void (next.version = '0.9.9'), '/version', 'version-not-higher'],
    ['another trial', (next) => void (next.id = 'another'), '/id', 'frozen'],
    ['real people for simulated', (next) => void (next.simulated = false), '/simulated', 'frozen'],
    ['another design', (next) => void (next.design = 'parallel'), '/design', 'frozen'],
    ['other arms', (next) => void (next.arms[0]!.id = 'soon'), '/arms', 'arms-changed'],
    ['a lottery changed under its old id', (next) => void (next.arms[0]!.ratio = 3), '/randomisation/id', 'scheme-id-used'],
    ['a site gone where somebody is', (next) => void next.sites.shift(), '/sites', 'site-with-people'],
    ['a window cut short', (next) => void (next.waves[1]!.window.closes = 'P21D'), '/waves/1/window/closes', 'window-shortened'],
    [
      'a signed text rewritten',
      (next) => void (next.consent.versions[0]!.body.da += ' Mere.'),
      '/consent/versions',
      'text-rewritten',
    ],
    ['what does not hold together', (next) => void (next.outcomes[0]!.wave = 'never'), '/outcomes/0/wave', 'unknown-wave'],
    ['what no version runs', (next) => void (next.analysis.missing = 'multiple-imputation'), '/analysis/missing', 'not-run-here'],
  ])('refuses %s, in words', async (_, change, path, code) => {
    const next = copy(protocol);
    next.version = '1.1.0';
    change(next);
    if (next.arms[0]!.id === 'soon') next.delivery[0]!.arm = 'soon';
    const { body } = await put(researcher, protocol, next).expect(409);
    expect(body.type).toBe('/problems/protocol-refused');
    expect(body.findings).toContainEqual({
      path,
      code,
      sentence: { da: expect.stringMatching(/\.$/), en: expect.stringMatching(/\.$/) },
    });
    expect((await server.facts(`trial/${protocol.id}`)).filter(({ kind }) => kind === 'trial-opened')).toHaveLength(1);
  });

  it('gives newcomers the new text and questions, everybody the new safety words, and nobody a lottery begun twice', async () => {
    const cohort = await planCohort(server, protocol, coordinator);
    const early = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const next = copy(protocol);
    next.version = '1.1.0';
    next.safety.help = { da: 'Ring 113.', en: 'Call 113.' };
    next.waves = next.waves.map((wave) => ({ ...wave, instruments: [...wave.instruments, 'phq-8'] }));
    next.consent.versions.push({ ...next.consent.versions[0]!, version: '2027-01-01' });
    next.randomisation = { id: 'second', method: 'permuted-blocks', sizes: [6], strata: ['site'], unit: 'participant' };
    const reply = await put(researcher, protocol, next).expect(200);
    const facts = await server.facts(`trial/${protocol.id}`);
    const opened = facts.findLastIndex(({ kind }) => kind === 'trial-opened');
    expect(facts.slice(opened)).toMatchObject([
      { kind: 'trial-opened', payload: { version: '1.1.0', digest: reply.body.digest } },
      {
        kind: 'ceremony-announced',
        payload: { ceremony: 2, scheme: 'second', protocolDigest: reply.body.digest, automatic: true },
      },
      { kind: 'share-committed' },
      { kind: 'share-committed' },
      { kind: 'public-value-entered' },
      { kind: 'ceremony-completed' },
      { kind: 'lottery-opened', payload: { scheme: 'second', method: 'permuted-blocks', ceremony: 2 } },
    ]);
    // Every process learns of a new version within two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));

    const late = await register(server, protocol, coordinator);
    const registered = async (id: string) => (await server.facts(`participant/${id}`))[0]!.payload;
    expect((await registered(early.id))?.version).toBe('1.0.0');
    expect((await registered(late.id))?.version).toBe('1.1.0');
    const page = await (await server.participant(protocol.id, early.code)).get('/me/help').expect(200);
    expect(page.text).toContain('Ring 113.');
    await coordinator.post(`/api/staff/trials/${protocol.id}/participants/${early.code}/allocation`).expect(200);
    expect((await server.facts(`participant/${early.id}`)).at(-1)?.payload).toMatchObject({ scheme: 'second', position: 1 });
    const again = copy(next);
    again.version = '1.2.0';
    again.randomisation = protocol.randomisation!;
    expect((await put(researcher, protocol, again).expect(409)).body.findings[0].code).toBe('scheme-id-used');
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
