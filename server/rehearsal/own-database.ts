import { Client, escapeIdentifier } from 'pg';
import type { Credentials } from '../db/logins';
import { loginOf, LOGINS } from '../db/logins';
import { setupDatabase, SetupProblem } from '../db/setup';

/** A database of a rehearsal's own. */
export interface OwnDatabase {
  ownerUrl: string;
  credentials: Credentials;
  /** Removes the database and its logins. A second call finds nothing left to do. */
  drop(): Promise<void>;
}

interface Wish {
  /** Of any database on the server, as somebody who may make databases. */
  serverUrl: string;
  name: string;
  secretsDir: string;
  password: () => string;
}

/**
 * Makes a database and makes it ready. Nothing in it need survive a power cut, so its commits do not wait for the disk.
 * @throws SetupProblem in one sentence where the name is taken or the owner may not make databases.
 */
export async function makeOwnDatabase({ serverUrl, name, secretsDir, password }: Wish): Promise<OwnDatabase> {
  const database = escapeIdentifier(name);
  try {
    await asOwner(serverUrl, async (client) => {
      await client.query(`CREATE DATABASE ${database}`);
      await client.query(`ALTER DATABASE ${database} SET synchronous_commit = off`);
    });
  } catch (cause) {
    throw sentenceOf(cause, name);
  }
  const drop = () =>
    asOwner(serverUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      for (const login of LOGINS) await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(loginOf(name, login))}`);
    });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    return {
      ownerUrl: url.toString(),
      credentials: await setupDatabase({ ownerUrl: url.toString(), given: {}, secretsDir, password }),
      drop,
    };
  } catch (cause) {
    await drop();
    throw cause;
  }
}

async function asOwner(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function sentenceOf(cause: unknown, name: string): unknown {
  switch ((cause as { code?: string }).code) {
    case '42P04':
      return new SetupProblem(`There is a database ${name} already: name another one after --keep, or remove that one.`, [], {
        cause,
      });
    case '42501':
      return new SetupProblem(
        'The owner of this database may not make another one: rehearse with a DATABASE_URL whose owner may, or without one.',
        [],
        { cause },
      );
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return new SetupProblem('The database does not answer: check DATABASE_URL and that PostgreSQL runs.', [], { cause });
    default:
      return cause;
  }
}
