const path = require('node:path');

const rootDir = path.resolve(__dirname, '..');
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: false } }, module: { type: 'commonjs' } },
  ],
};
// Packages that come as ES modules only: Node 20.19 requires them as they are, Jest does not.
const MODULES_ONLY = '(@scure/base|plugin-crypto-noble/node_modules/@noble/hashes)';
const compiled = {
  [`/node_modules/(.+/)?${MODULES_ONLY}/.+\\.js$`]: [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } }, module: { type: 'commonjs' } },
  ],
};
const moduleNameMapper = {
  '^#contract/(.*)$': '<rootDir>/server/contract/$1',
  '^#(protocols|analysis|server|migrations)/(.*)$': '<rootDir>/$1/$2',
};
const common = {
  rootDir,
  transform: { ...transform, ...compiled },
  transformIgnorePatterns: [`^(?!.*${MODULES_ONLY}/).*/node_modules/`],
  moduleNameMapper,
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
};

/** Pure tests need no database; the rest share one server, each worker in a database cloned from a migrated template. */
module.exports = {
  rootDir,
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['protocols/**/', 'analysis/**/', 'client/**/', ''].map((folder) => `<rootDir>/test/${folder}*.test.ts`),
    },
    {
      ...common,
      displayName: 'server',
      testMatch: ['<rootDir>/test/server/**/*.test.ts', '<rootDir>/test/journeys/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.cjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
    },
  ],
  testTimeout: 60_000,
};
