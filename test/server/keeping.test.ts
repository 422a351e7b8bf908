import { randomUUID } from 'node:crypto';
import type { Protocol } from '#protocols/model/protocol';
import { insertContact } from '#server/db/stores/contacts';
import { forgetUnenrolled } from '#server/services/participants/forget-unenrolled';
import { sweepOrphans } from '#server/services/participants/sweep-orphans';
import { startTestServer, type Agent, type TestServer } from '../support/server';
import { register, walkTo } from '../support/walk';

let server: TestServer;
let protocol: Protocol;
let coordinator: Agent;
beforeAll(async () => {
  server = await startTestServer();
  protocol = await server.openTrial();
  coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
});
afterAll(() => server.close());

const tableCount = async (table: string, where = 'true', values: unknown[] = []) =>
  Number((await server.test.owner.query(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, values)).rows[0].n);

describe('what is kept no longer', () => {
  const leaveOrphan = async (): Promise<string> => {
    const contact = randomUUID();
    await server.app.database.identity.within({ trial: protocol.id, sites: ['aalborg'] }, (tx) =>
      insertContact(
        tx,
        server.app.keys,
        { contact, trial: protocol.id, site: 'aalborg', name: 'Forsvundet', email: null, telephone: null },
        '2026-11-22',
        server.app.entropy,
      ),
    );
    return contact;
  };

  it('sweeps a contact that no registration finished, after ten minutes and not before, and nobody else', async () => {
    const orphan = await leaveOrphan();
    const others = (await tableCount('identity.contact')) - 1;
    expect(await sweepOrphans(server.app, protocol.id)).toBe(0);
    server.setClock(new Date(server.now().getTime() + 9 * 60_000).toISOString());
    expect(await sweepOrphans(server.app, protocol.id)).toBe(0);
    server.setClock(new Date(server.now().getTime() + 2 * 60_000).toISOString());
    expect(await tableCount('identity.contact', 'contact = $1', [orphan])).toBe(1);
    expect(await sweepOrphans(server.app, protocol.id)).toBe(1);
    expect(await tableCount('identity.contact', 'contact = $1', [orphan])).toBe(0);
    expect(await tableCount('identity.contact')).toBe(others);
    server.setClock(new Date().toISOString());
  });

  it('keeps the signed consent of somebody who asked not to be linked', async () => {
    const { code } = await walkTo(server, protocol, coordinator, 'consented');
    await coordinator
      .post(`/api/staff/trials/${protocol.id}/participants/${code}/participation`)
      .send({ change: 'unlink', source: 'participant' })
      .expect(200);
    const kept = await tableCount('identity.document', `kind = 'consent'`);
    await sweepOrphans(server.app, protocol.id);
    server.setClock(new Date(server.now().getTime() + 11 * 60_000).toISOString());
    await sweepOrphans(server.app, protocol.id);
    expect(await tableCount('identity.document', `kind = 'consent'`)).toBe(kept);
    server.setClock(new Date().toISOString());
  });

  it('forgets who never consented when the protocol’s days have passed; the count stays', async () => {
    const own = await server.openTrial((document) => {
      document.unenrolledDays = 30;
    });
    const agent = await server.signedIn(own.id, 'coordinator', 'aalborg');
    const never = await register(server, own, agent);
    const enrolled = await walkTo(server, own, agent, 'consented');
    await agent.post(`/api/staff/trials/${own.id}/clock`).send({ days: 29 }).expect(200);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(0);
    await agent.post(`/api/staff/trials/${own.id}/clock`).send({ days: 2 }).expect(200);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(1);
    const { body } = await agent.get(`/api/staff/trials/${own.id}/participants`).expect(200);
    expect(body.participants.map(({ code, name }: { code: string; name: string | null }) => [code, name])).toEqual([
      [enrolled.code, expect.stringMatching(/^Person/)],
      [never.code, null],
    ]);
    expect(await forgetUnenrolled(server.app, own.id)).toBe(0);
  });
});

it('let no fault reach the log', () => {
  expect(server.faults).toEqual([]);
});
