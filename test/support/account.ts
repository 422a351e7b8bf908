import { generateSync } from 'otplib';
import supertest from 'supertest';
import { addStaff } from '#server/services/session/add-staff';
import { listen } from '#server/start-app';
import { giveGrant } from '#server/services/trial/give-grant';
import { makeAuthenticator } from './authenticator';
import { PASSWORD, type Agent, type TestServer } from './server';

/** Where the test server says it is reached; passkeys belong to it. */
const HOME = { origin: 'http://localhost:4999', host: 'localhost' };
const ACCOUNT = '/api/staff/account';
const SESSION = '/api/staff/session';

let people = 0;

/** Puts the clock at the start of an app's next half minute, so that no code grows old between being made and being given. */
export function startHalfMinute(house: TestServer): void {
  house.setClock(new Date(Math.ceil(house.now().getTime() / 30_000) * 30_000 + 1_000).toISOString());
}

/** Another door of the same house: the limit per address of whoever knocks begins afresh, what the database counts does not. */
export async function openDoor(house: TestServer): Promise<TestServer> {
  const { server, port } = await listen(house.app, 0, (fault) => void house.faults.push(fault));
  const url = `http://localhost:${port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { ...house, url, server, anonymous: () => supertest.agent(url), close };
}

/** A member of staff with one grant, signed in with the password. */
export async function newAccount(
  server: TestServer,
  trial: string,
  role: 'coordinator' | 'researcher' | 'data-manager' = 'researcher',
) {
  people += 1;
  const email = `account-${people}@example.org`;
  const staff = await addStaff(server.app, { name: `Account ${people}`, email, password: PASSWORD });
  await giveGrant(server.app, server.recording(), { staff, role, trial, site: role === 'coordinator' ? 'aalborg' : null });
  return { staff, email, agent: await signInAs(server, email) };
}

export async function signInAs(server: TestServer, email: string): Promise<Agent> {
  const agent = server.anonymous();
  await agent.post(SESSION).send({ email, password: PASSWORD }).expect(200);
  return agent;
}

/** The app's code at the server's moment, `steps` of half a minute from it. */
export const codeOf = (server: TestServer, secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(server.now().getTime() / 1000) + 30 * steps });

/** Adds an authenticator app. The code given is that of the step before, so that the present one is still unused. */
export async function addTotp(server: TestServer, agent: Agent): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { body } = await agent.post(`${ACCOUNT}/totp`).expect(200);
  const confirmed = await agent
    .post(`${ACCOUNT}/totp/confirmation`)
    .send({ code: codeOf(server, body.secret, -1) })
    .expect(200);
  return { secret: body.secret, recoveryCodes: confirmed.body.recoveryCodes };
}

export async function addPasskey(agent: Agent) {
  const key = makeAuthenticator(HOME);
  const { body } = await agent.post(`${ACCOUNT}/passkey-offer`).expect(200);
  const added = await agent
    .post(`${ACCOUNT}/passkeys`)
    .send({ passkey: key.register(body) })
    .expect(200);
  return { key, recoveryCodes: added.body.recoveryCodes as string[] | null };
}

export const newKey = () => makeAuthenticator(HOME);

/** What a passkey is to sign now. */
export const question = async (server: TestServer): Promise<{ challenge: string }> =>
  (await server.anonymous().post(`${SESSION}/passkey-question`).expect(200)).body;

/** The first step of a sign-in to an account with a second factor. */
export async function ticketFor(server: TestServer, email: string): Promise<{ agent: Agent; ticket: string; ways: string[] }> {
  const agent = server.anonymous();
  const { body } = await agent.post(SESSION).send({ email, password: PASSWORD }).expect(401);
  expect(body.type).toBe('/problems/second-factor-needed');
  return { agent, ticket: body.ticket, ways: body.ways };
}

/** The log of accesses of an account, oldest first. */
export async function accessesOf(server: TestServer, staff: string | null) {
  const { rows } = await server.test.owner.query(
    'SELECT event, way, actor FROM audit.staff_access WHERE staff IS NOT DISTINCT FROM $1 ORDER BY id',
    [staff],
  );
  return rows as { event: string; way: string | null; actor: string }[];
}
