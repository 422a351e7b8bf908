const { randomBytes } = require('node:crypto');
const { mkdirSync, mkdtempSync } = require('node:fs');
const { tmpdir, userInfo } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');

// Jest loads this file outside its own module resolution, so it takes the built server: `npm test` builds first.
const { startEmbedded } = require('../../dist/server/db/embedded.js');
const { setupDatabase } = require('../../dist/server/db/setup.js');

const password = () => randomBytes(24).toString('hex');

/** Starts one PostgreSQL for the whole run (or takes DATABASE_URL) and migrates the template that every test file clones. */
module.exports = async function globalSetup() {
  // The browser unpacks itself into the folder for temporary files, readable by whoever came first: each user has one of their own.
  const own = join(tmpdir(), `lodtraek-tests-${userInfo().username}`);
  mkdirSync(own, { recursive: true });
  process.env.TMPDIR = own;
  const folder = mkdtempSync(join(own, 'lodtraek-test-'));
  const given = process.env.DATABASE_URL;
  const server = given
    ? { url: given, stop: async () => undefined }
    : await startEmbedded({ dataDir: folder, log: () => undefined, password });
  const template = `lodtraek_test_${randomBytes(4).toString('hex')}`;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await setupDatabase({ ownerUrl: url.toString(), given: {}, secretsDir: join(folder, 'template-secrets'), password });
  process.env.LODTRAEK_TEST_OWNER = server.url;
  process.env.LODTRAEK_TEST_TEMPLATE = template;
  process.env.LODTRAEK_TEST_FOLDER = folder;
  globalThis.lodtraekTestServer = server;
};
