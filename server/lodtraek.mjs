#!/usr/bin/env node
// The command line. Only the command itself writes to standard output; installing and building speak on standard error.
import { createRequire } from 'node:module';
import { ensure, tell } from './ensure.mjs';

try {
  await ensure((line) => console.error(line));
  process.setSourceMapsEnabled(true);
  const { run } = createRequire(import.meta.url)('../dist/server/commands/main.js');
  process.exitCode = await run(process.argv.slice(2));
} catch (problem) {
  // The last place where a failed command can become a sentence and a code.
  process.exitCode = tell(problem);
}
