import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PgBoss from 'pg-boss';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '#migrations/list';
import { groupOf, loginOf, LOGINS, type Credentials, type Login } from './logins';

/** The names of the queues; a job is enqueued by the database in the transaction of the fact that causes it. */
export const QUEUES = ['letters', 'evenings', 'draw', 'sweep', 'checkpoint', 'alerts', 'lottery'] as const;
export type Queue = (typeof QUEUES)[number];

export interface SetupInput {
  ownerUrl: string;
  /** Addresses from DATABASE_URL_<LOGIN>; a login given here is used as it is. */
  given: Partial<Credentials>;
  /** Where the credentials of logins made here are kept (0600). */
  secretsDir: string;
  password: () => string;
}

/** The database cannot be made ready; `sql` is what its administrator may run instead, where that helps. */
export class SetupProblem extends Error {
  constructor(
    message: string,
    readonly sql: string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Makes the database ready: group roles, migrations, the job schema, logins. Every step may be repeated.
 * @returns an address per login.
 * @throws SetupProblem in one sentence where the server is too old, unreachable or the owner may not create roles.
 */
export async function setupDatabase(input: SetupInput): Promise<Credentials> {
  const client = await connect(input.ownerUrl);
  try {
    await checkServer(client);
    await createGroups(client);
    await migrate(input.ownerUrl);
    await createJobSchema(client);
    return await createLogins(client, input);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    throw new SetupProblem(
      `The database ${pathname.slice(1)} at ${hostname}:${port || 5432} does not answer (${(cause as Error).message}): check DATABASE_URL and that PostgreSQL runs.`,
      [],
      { cause },
    );
  }
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
  );
  const { version, encoding } = rows[0]!;
  if (Number(version) < 150_000)
    throw new SetupProblem(`PostgreSQL 15 or later is needed, this server is ${version.slice(0, 2)}: upgrade it.`);
  if (encoding !== 'UTF8') throw new SetupProblem(`The database is encoded in ${encoding}: create it with ENCODING 'UTF8'.`);
}

async function createGroups(client: Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    LOGINS.map(groupOf),
  ]);
  const missing = LOGINS.map(groupOf).filter((group) => !rows.some(({ rolname }) => rolname === group));
  if (missing.length === 0) return;
  await refuseWithoutCreateRole(
    client,
    missing.map((group) => `CREATE ROLE ${group} NOLOGIN;`),
  );
  for (const group of missing) {
    // Two databases of one server may be set up at the same moment.
    await client.query(
      `DO $$ BEGIN CREATE ROLE ${group} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
}

async function refuseWithoutCreateRole(client: Client, sql: string[]): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]!.may) return;
  throw new SetupProblem(
    'The owner of the database may not create roles: let the server’s administrator run these statements, then start again.',
    sql,
  );
}

async function migrate(url: string): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
    migrationsTableName: 'lodtraek_migration',
    schema: 'public',
    logging: false,
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'all' });
  } finally {
    await source.destroy();
  }
}

async function createJobSchema(client: Client): Promise<void> {
  const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('jobs.version') IS NOT NULL AS made`);
  if (!rows[0]!.made) await client.query(PgBoss.getConstructionPlans('jobs'));
  for (const queue of QUEUES)
    await client.query('SELECT jobs.create_queue($1, $2)', [
      queue,
      JSON.stringify({ policy: 'standard', retryLimit: 8, retryDelay: 20, retryBackoff: true }),
    ]);
  const group = groupOf('jobs');
  await client.query(`
    GRANT USAGE ON SCHEMA jobs TO ${group};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO ${group};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO ${group};
  `);
}

async function createLogins(client: Client, input: SetupInput): Promise<Credentials> {
  const database = (await client.query<{ name: string }>('SELECT current_database() AS name')).rows[0]!.name;
  const kept = readSecrets(input.secretsDir);
  const { rows } = await client.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    LOGINS.map((login) => loginOf(database, login)),
  ]);
  const standing = new Set(rows.map(({ rolname }) => rolname));
  const credentials: Partial<Credentials> = {};
  const sql: string[] = [];
  for (const login of LOGINS) {
    const given = input.given[login];
    if (given) {
      credentials[login] = given;
      continue;
    }
    const name = loginOf(database, login);
    const secret = kept[name];
    const password = secret ?? input.password();
    credentials[login] = addressFor(input.ownerUrl, name, password);
    kept[name] = password;
    if (!standing.has(name)) sql.push(...createLogin(login, name, password, database));
    else if (secret === undefined) sql.push(`ALTER ROLE ${escapeIdentifier(name)} PASSWORD ${escapeLiteral(password)};`);
  }
  if (sql.length > 0) {
    writeSecrets(input.secretsDir, kept);
    await refuseWithoutCreateRole(client, sql);
    for (const statement of sql) await client.query(statement);
    await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC`);
  }
  return credentials as Credentials;
}

function createLogin(login: Login, name: string, password: string, database: string): string[] {
  const role = escapeIdentifier(name);
  return [
    `CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(password)};`,
    `GRANT ${groupOf(login)} TO ${role};`,
    `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${role};`,
  ];
}

function addressFor(ownerUrl: string, name: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  return url.toString();
}

const secretsFile = (dir: string): string => join(dir, 'database.json');

const readSecrets = (dir: string): Record<string, string> =>
  existsSync(secretsFile(dir)) ? (JSON.parse(readFileSync(secretsFile(dir), 'utf8')) as Record<string, string>) : {};

function writeSecrets(dir: string, secrets: Record<string, string>): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(`${secretsFile(dir)}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${secretsFile(dir)}.new`, secretsFile(dir));
}
