import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { setupDatabase, SetupProblem } from '#server/db/setup';
import { openDatabase } from '#server/db/zone';

/** A database whose owner may create no roles: the administrator is shown what to run, and then it works. */
const owner = new URL(process.env.LODTRAEK_TEST_OWNER!);
const name = `${process.env.LODTRAEK_TEST_TEMPLATE!}_plain`;
let admin: Client;

beforeAll(async () => {
  admin = new Client({ connectionString: owner.toString() });
  await admin.connect();
  await admin.query(`CREATE ROLE ${name} LOGIN PASSWORD 'plain' NOCREATEROLE`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ENCODING 'UTF8'`);
});
afterAll(async () => {
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${name}`);
  await admin.end();
});

describe('setting up a database whose owner may create no roles', () => {
  it('prints the statements to run, changes nothing, and succeeds once they were run', async () => {
    const url = new URL(owner);
    url.username = name;
    url.password = 'plain';
    url.pathname = `/${name}`;
    const input = {
      ownerUrl: url.toString(),
      given: {},
      secretsDir: join(process.env.LODTRAEK_TEST_FOLDER!, name),
      password: () => randomBytes(18).toString('hex'),
    };

    const problem = (await setupDatabase(input).catch((cause: unknown) => cause)) as SetupProblem;
    expect(problem).toBeInstanceOf(SetupProblem);
    expect(problem.message).toMatch(/may not create roles/);
    expect(problem.sql.filter((statement) => statement.startsWith('CREATE ROLE'))).toHaveLength(6);

    for (const statement of problem.sql) await admin.query(statement);
    const credentials = await setupDatabase(input);
    const database = await openDatabase(credentials, 1);
    expect(await database.research.query('SELECT count(*)::int AS n FROM research.participant')).toEqual([{ n: 0 }]);
    await database.close();
    // And again: nothing is left to do.
    expect(await setupDatabase(input)).toEqual(credentials);
  }, 60_000);

  it('names the server, not the password, where nobody answers', async () => {
    const dead = new URL(owner);
    dead.port = '1';
    await expect(setupDatabase({ ownerUrl: dead.toString(), given: {}, secretsDir: '', password: () => 'x' })).rejects.toThrow(
      /does not answer/,
    );
  });
});
