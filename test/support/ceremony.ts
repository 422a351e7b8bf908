import { randomBytes, randomUUID } from 'node:crypto';
import supertest from 'supertest';
import type { Protocol } from '#protocols/model/protocol';
import { commitToShare, type Occasion } from '#protocols/randomisation/ceremony';
import type { Role } from '#protocols/model/role';
import { insertStaffSession } from '#server/db/stores/staff-sessions';
import { hashOf } from '#server/http/cookies';
import { PASSWORD, type Agent, type TestServer } from './server';

export const ceremoniesOf = (trial: string) => `/api/staff/trials/${trial}/ceremonies`;
export const VALUE = '7f3a9c0e51d2b846';

/** Two people with the roles that hold shares, and a third who holds none. */
export interface Holders {
  custodian: Agent;
  monitor: Agent;
  keeper: Agent;
}

export async function holdersOf(server: TestServer, { id }: Protocol): Promise<Holders> {
  return {
    custodian: await inSession(server, id, 'custodian'),
    monitor: await inSession(server, id, 'monitor'),
    keeper: await inSession(server, id, 'data-manager'),
  };
}

/** Somebody with one grant and a fresh session; so many people do not sign in within a minute. */
export async function inSession(server: TestServer, trial: string, role: Role, site?: string): Promise<Agent> {
  const { staff } = await server.staff(trial, role, site);
  const token = randomBytes(32).toString('base64url');
  const session = { tokenHash: hashOf(token), session: randomUUID(), staff, way: 'password', now: server.now() } as const;
  await insertStaffSession(server.app.database.identity, session);
  return supertest.agent(server.url).set('Cookie', `lodtraek-staff=${token}`);
}

/** The instant so many minutes from the server's now. */
export const inMinutes = (server: TestServer, minutes: number): string =>
  new Date(server.now().getTime() + minutes * 60_000).toISOString();

/** Moves the clock past the announced time; whoever goes on then proves anew who they are. */
export async function waitForValue(server: TestServer, people: readonly Agent[]): Promise<void> {
  server.setClock(inMinutes(server, 6));
  for (const agent of people)
    await agent
      .post('/api/staff/session/proof')
      .send({ proof: { way: 'password', password: PASSWORD } })
      .expect(200);
}

/** Announces a ceremony whose value becomes known in five minutes. @returns its number. */
export async function announce(server: TestServer, { id }: Protocol, who: Agent): Promise<number> {
  const body = { source: 'drand round 4242424', knownAt: inMinutes(server, 5) };
  return ((await who.post(ceremoniesOf(id)).send(body).expect(200)).body as { ceremony: number }).ceremony;
}

/** What a holder's browser does: a share of its own, and the commitment to it. */
export async function makeShare({ id }: Protocol, ceremony: number, place: 'first' | 'second', who: Agent) {
  const share = randomBytes(32);
  const { body } = await who.get(ceremoniesOf(id)).expect(200);
  const one = (body as { ceremonies: Occasion[] }).ceremonies.find((found) => found.ceremony === ceremony)!;
  return { share: share.toString('hex'), commitment: commitToShare(share, place, { ...one, trial: id }) };
}

/** Holds a whole ceremony. @returns its number and both shares. */
export async function holdCeremony(server: TestServer, protocol: Protocol, { custodian, monitor }: Holders) {
  const ceremony = await announce(server, protocol, custodian);
  const at = `${ceremoniesOf(protocol.id)}/${ceremony}`;
  const first = await makeShare(protocol, ceremony, 'first', custodian);
  const second = await makeShare(protocol, ceremony, 'second', monitor);
  await custodian.post(`${at}/commitment`).send({ commitment: first.commitment }).expect(200);
  await monitor.post(`${at}/commitment`).send({ commitment: second.commitment }).expect(200);
  await waitForValue(server, [custodian, monitor]);
  await monitor.post(`${at}/value`).send({ value: VALUE }).expect(200);
  await custodian.post(`${at}/share`).send({ share: first.share }).expect(200);
  await monitor.post(`${at}/share`).send({ share: second.share }).expect(200);
  return { ceremony, at, first: first.share, second: second.share };
}
