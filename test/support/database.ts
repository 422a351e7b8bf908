import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Recording } from '#server/db/facts';
import { setupDatabase } from '#server/db/setup';
import { openDatabase, type Database } from '#server/db/zone';
import type { Credentials } from '#server/db/logins';

export interface TestDatabase {
  ownerUrl: string;
  credentials: Credentials;
  database: Database;
  /** The database's superuser: what an attacker with the host would be. */
  owner: Client;
  close(): Promise<void>;
}

/** A database of this test file's own, cloned from the migrated template, with logins of its own. */
export async function cloneDatabase(poolSize = 5): Promise<TestDatabase> {
  const server = process.env.LODTRAEK_TEST_OWNER!;
  const template = process.env.LODTRAEK_TEST_TEMPLATE!;
  const name = `${template}_${randomBytes(3).toString('hex')}`;
  const admin = new Client({ connectionString: server });
  await admin.connect();
  // Two files may clone at the same moment; a template serves one copy at a time.
  await admin.query('SELECT pg_advisory_lock(724099)');
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await admin.query('SELECT pg_advisory_unlock(724099)');
  // Nothing here outlives the run; what a killed database keeps is proved on databases of their own (kill, embedded).
  await admin.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  await admin.end();

  const url = new URL(server);
  url.pathname = `/${name}`;
  const ownerUrl = url.toString();
  const credentials = await setupDatabase({
    ownerUrl,
    given: {},
    secretsDir: join(process.env.LODTRAEK_TEST_FOLDER!, name),
    password: () => randomBytes(18).toString('hex'),
  });
  const database = await openDatabase(credentials, poolSize);
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  return {
    ownerUrl,
    credentials,
    database,
    owner,
    close: async () => {
      await database.close();
      await owner.end();
    },
  };
}

/** What facts of a test have in common, at a moment of the test's choosing. */
export function recordingAt(now: string, actor = 'staff/test'): Recording {
  return { now: new Date(now), actor, grant: null, request: 'test', entropy: randomBytes, uuid: randomUUID };
}
