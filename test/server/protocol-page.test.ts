import type { Protocol } from '#protocols/model/protocol';
import { startTestServer, type TestServer } from '../support/server';

const NOTES = [
  { at: '/randomisation/sizes', mark: 'choice', text: { da: 'Blokke på fire og seks.', en: 'Blocks of four and six.' } },
  { at: '/randomisation', mark: 'choice', text: { da: 'Blokke på fire.', en: 'Blocks of four.' } },
  { at: '/randomisation/strata', mark: 'choice', text: { da: 'Kommunen.', en: 'The municipality.' } },
  { at: '/target', mark: 'published', text: { da: 'Målet.', en: 'The target.' }, source: 'doi' },
];

/** The protocol as it is read: by whom, and what of the lottery it keeps to itself. */
let server: TestServer;
let protocol: Protocol;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial((draft) => {
    draft.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [4, 6], strata: ['site'], unit: 'participant' };
  });
  const researcher = await server.signedIn(protocol.id, 'researcher');
  await researcher
    .post(`/api/staff/trials/${protocol.id}/versions`)
    .send({ protocol: { ...protocol, version: '1.0.1', notes: NOTES } })
    .expect(200);
  // Every process knows of a new version within two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
});
afterAll(() => server.close());

const at = (trial: string) => `/api/staff/trials/${trial}/protocol`;
const READERS = ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor', 'administrator'] as const;

describe('the protocol to read', () => {
  it('is kept from those not signed in, from other trials, and from roles whose work it would colour', async () => {
    await server.anonymous().get(at(protocol.id)).expect(401);
    const elsewhere = await server.signedIn((await server.openTrial()).id, 'researcher');
    await elsewhere.get(at(protocol.id)).expect(404);
    for (const role of ['assessor', 'facilitator', 'safety-contact'] as const) {
      const agent = await server.signedIn(protocol.id, role);
      expect((await agent.get(at(protocol.id))).body.type).toBe('/problems/role-missing');
    }
  });

  it.each(READERS)('never tells a %s the sizes of blocks, not even in a note', async (role) => {
    const agent = await server.signedIn(protocol.id, role, role === 'coordinator' ? 'aalborg' : null);
    const { body, text } = await agent.get(at(protocol.id)).expect(200);
    expect(text).not.toMatch(/sizes|"scheme"|Blokke på|Blocks of/);
    expect(body.lottery.method).toBe(['coordinator', 'administrator'].includes(role) ? undefined : 'permuted-blocks');
    expect(body.notes.map((note: { at: string }) => note.at)).toEqual(['/randomisation/strata', '/target']);
  });

  it('says what is asked, offered and analysed, where the words stand, and when each version was opened', async () => {
    const agent = await server.signedIn(protocol.id, 'researcher');
    const { body } = await agent.get(at(protocol.id)).expect(200);
    const facts = await server.facts(`trial/${protocol.id}`);
    const opened = facts.find(({ kind }) => kind === 'trial-opened')!;
    const lottery = facts.find(({ kind }) => kind === 'lottery-opened')!;
    expect(body).toMatchObject({
      trial: protocol.id,
      version: '1.0.1',
      arms: protocol.arms.map(({ id, name, ratio }) => ({ id, name, ratio })),
      delivery: protocol.delivery.map(({ arm, ...offer }) => ({ ...offer, offeredTo: arm })),
      analysis: protocol.analysis,
      outcomes: protocol.outcomes,
      safety: protocol.safety,
      lottery: { drawsFor: 'participant', balancedBy: [{ id: 'site', question: null }], commitment: lottery.payload!.commitment },
    });
    const told = { digest: expect.stringMatching(/^[0-9a-f]{64}$/), openedAt: expect.stringMatching(/^\d{4}-.*Z$/) };
    expect(body.versions).toEqual([
      { ...told, version: protocol.version, digest: opened.payload!.digest },
      { ...told, version: '1.0.1' },
    ]);
    expect(Math.abs(Date.parse(body.versions[0].openedAt) - Date.now())).toBeLessThan(300_000);
    const [baseline] = body.waves;
    expect(baseline.instruments.map(({ id }: { id: string }) => id)).toEqual(protocol.waves[0]!.instruments);
    const byId = new Map(baseline.instruments.map((one: { id: string }) => [one.id, one]));
    expect(byId.get('who-5')).toMatchObject({ items: 5, wordings: expect.arrayContaining([{ language: 'da', state: 'ships' }]) });
    expect(byId.get('qpr-15')).toMatchObject({
      items: 15,
      wordings: expect.arrayContaining([{ language: 'da', state: 'missing' }]),
    });
    expect(body.consent.versions[0]).not.toHaveProperty('body');
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
