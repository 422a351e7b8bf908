const { rmSync } = require('node:fs');
const { Client } = require('pg');

/** Drops what the run made, also on a server that was there before it. */
module.exports = async function globalTeardown() {
  const template = process.env.LODTRAEK_TEST_TEMPLATE;
  if (template) {
    const client = new Client({ connectionString: process.env.LODTRAEK_TEST_OWNER });
    await client.connect();
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [`${template}%`]);
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    const roles = await client.query('SELECT rolname FROM pg_roles WHERE rolname LIKE $1', [`${template}%`]);
    for (const { rolname } of roles.rows) await client.query(`DROP ROLE ${rolname}`);
    await client.end();
  }
  await globalThis.lodtraekTestServer?.stop();
  if (process.env.LODTRAEK_TEST_FOLDER) rmSync(process.env.LODTRAEK_TEST_FOLDER, { recursive: true, force: true });
};
