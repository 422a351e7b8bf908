import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import supertest from 'supertest';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { readConfig } from '#server/config';
import type { App } from '#server/context';
import type { Recording } from '#server/db/facts';
import { insertParticipantSession } from '#server/db/stores/sessions';
import { hashOf } from '#server/http/cookies';
import { loadKeys } from '#server/keys';
import { addStaff } from '#server/services/session/add-staff';
import { giveGrant } from '#server/services/trial/give-grant';
import { openTrial } from '#server/services/trial/open-trial';
import { listen, makeApp } from '#server/start-app';
import { cloneDatabase, type TestDatabase } from './database';
import { keepWhole } from './keep-whole';

export type Agent = ReturnType<typeof supertest.agent>;

export const PASSWORD = 'a long enough password';

export interface TestServer {
  app: App;
  test: TestDatabase;
  url: string;
  server: Server;
  /** Faults that reached the log; a test that expects none checks that it is empty. */
  faults: unknown[];
  /** Sets the process's clock; it runs on from there. */
  setClock(iso: string): void;
  now(): Date;
  recording(actor?: string): Recording;
  /** Opens a trial of this test's own: `peer-rollout` under another id, with changes. */
  openTrial(change?: (protocol: Protocol) => void): Promise<Protocol>;
  /** A new member of staff with one grant. */
  staff(trial: string, role: Role, site?: string | null): Promise<{ staff: string; email: string }>;
  /** An agent signed in as a new member of staff with one grant. */
  signedIn(trial: string, role: Role, site?: string | null): Promise<Agent>;
  /** An agent with no session. */
  anonymous(): Agent;
  /** An agent holding a participant's session, as their personal link would give it. */
  participant(trial: string, code: string): Promise<Agent>;
  facts(stream: string): Promise<{ kind: string; actor: string; payload: Record<string, unknown> | null }[]>;
  participantId(trial: string, code: string): Promise<string>;
  close(): Promise<void>;
}

const trialFile = (trial: string): Protocol =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'protocols', 'trials', trial, '1.0.0.json'), 'utf8')) as Protocol;

/**
 * A running server on a database of its own.
 * @param prepare may lay files in its data folder before it starts.
 * @param at a free port, where the browser must find it at the address it knows itself by: passkeys belong to that.
 */
export async function startTestServer(poolSize = 5, prepare?: (dataDir: string) => void, at?: number): Promise<TestServer> {
  const test = await cloneDatabase(1);
  const folder = join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex'));
  const config = readConfig({ PORT: '4999', DATA_DIR: folder, PUBLIC_URL: `http://localhost:${at ?? 4999}` }, folder);
  prepare?.(folder);
  const keys = loadKeys(`file:${join(folder, 'keys.json')}`, true);
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const app = await makeApp({
    config,
    keys,
    credentials: test.credentials,
    clock,
    entropy: randomBytes,
    uuid: randomUUID,
    poolSize,
  });
  const faults: unknown[] = [];
  const { server, port } = await listen(app, at ?? 0, (fault) => void faults.push(fault));
  const url = `http://localhost:${port}`;
  let people = 0;

  const recording = (actor = 'system'): Recording => ({
    now: clock(),
    actor,
    grant: null,
    request: 'test',
    entropy: randomBytes,
    uuid: randomUUID,
  });
  const staff: TestServer['staff'] = async (trial, role, site = null) => {
    people += 1;
    const email = `${role}-${people}@example.org`;
    const id = await addStaff(app, { name: `${role} ${people}`, email, password: PASSWORD });
    await giveGrant(app, recording(), { staff: id, role, trial, site });
    return { staff: id, email };
  };
  const anonymous = () => supertest.agent(url);

  return {
    app,
    test,
    url,
    server,
    faults,
    setClock: (iso) => {
      ahead = Date.parse(iso) - Date.now();
    },
    now: clock,
    recording,
    openTrial: async (change) => {
      const protocol = trialFile('peer-rollout');
      protocol.id = `trial-${randomBytes(4).toString('hex')}`;
      change?.(protocol);
      return openTrial(app, recording(), keepWhole(protocol));
    },
    staff,
    signedIn: async (trial, role, site) => {
      const { email } = await staff(trial, role, site);
      const agent = anonymous();
      await agent.post('/api/staff/session').send({ email, password: PASSWORD }).expect(200);
      return agent;
    },
    anonymous,
    participant: async (trial, code) => {
      const { rows } = await test.owner.query('SELECT participant FROM research.participant WHERE trial = $1 AND code = $2', [
        trial,
        code,
      ]);
      const token = randomBytes(32).toString('base64url');
      await insertParticipantSession(app.database.linkage, {
        tokenHash: hashOf(token),
        session: randomUUID(),
        participant: rows[0].participant,
        trial,
        createdAt: clock(),
        expiresAt: new Date(clock().getTime() + 12 * 3_600_000),
      });
      return supertest.agent(url).set('Cookie', `lodtraek-participant=${token}`);
    },
    facts: async (stream) => {
      const { rows } = await test.owner.query(
        'SELECT f.kind, f.actor, p.payload FROM audit.fact f LEFT JOIN audit.fact_payload p ON p.fact = f.id WHERE f.stream = $1 ORDER BY f.seq',
        [stream],
      );
      return rows;
    },
    participantId: async (trial, code) => {
      const { rows } = await test.owner.query('SELECT participant FROM research.participant WHERE trial = $1 AND code = $2', [
        trial,
        code,
      ]);
      return rows[0].participant;
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await app.database.close();
      await test.close();
    },
  };
}
