// npm start: installs and builds what is missing, then runs the server in this same process.
import { createRequire } from 'node:module';
import { ensure, tell } from './ensure.mjs';

try {
  await ensure((line) => console.log(line));
  process.setSourceMapsEnabled(true);
  const { main } = createRequire(import.meta.url)('../dist/server/main.js');
  const code = await main();
  if (typeof code === 'number') process.exitCode = code;
} catch (problem) {
  // The last place where a failed start can become a sentence and a code.
  process.exit(tell(problem));
}
