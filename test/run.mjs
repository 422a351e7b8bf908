// npm test: installs and builds what is missing, runs every test and ends with the counts alone on the last line.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../server/build.mjs';
import { ensure, tell } from '../server/ensure.mjs';

const wishes = process.argv.slice(2);
const full = wishes.includes('--full');
const passedOn = wishes.filter((wish) => wish !== '--full');
const choosesWorkers = passedOn.some((wish) => /^(-w|-i|--maxWorkers|--runInBand)/.test(wish));

function runJest(outputFile) {
  return new Promise((resolve, reject) => {
    // A process that a failed test left behind must not keep the run from ending.
    const parts = ['--config', 'test/jest.config.cjs', '--json', '--forceExit', `--outputFile=${outputFile}`];
    if (!choosesWorkers) parts.push(`--maxWorkers=${availableParallelism()}`);
    const child = spawn(process.execPath, [path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...parts, ...passedOn], {
      cwd: root,
      stdio: 'inherit',
      env: full ? { ...process.env, LODTRAEK_FULL: '1' } : process.env,
    });
    // Ctrl-C reaches jest as well; its own ending ends us.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Passed and failed tests; a file that could not run, or failed outside its tests, counts as one failed. */
function count(result) {
  const broken = result.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: result.numPassedTests, failed: result.numFailedTests + broken.length };
}

async function runAll() {
  await ensure((line) => console.log(line));
  const folder = mkdtempSync(path.join(tmpdir(), 'lodtraek-test-'));
  try {
    const outputFile = path.join(folder, 'result.json');
    const code = await runJest(outputFile);
    if (!existsSync(outputFile)) {
      console.log('The tests ended before any result was written; the reason stands above.');
      return { passed: 0, failed: 0, code: 1 };
    }
    const counts = count(JSON.parse(readFileSync(outputFile, 'utf8')));
    if (counts.passed + counts.failed === 0) console.log('No test was run.');
    else if (code !== 0 && counts.failed === 0)
      console.log(`Every test passed, and yet the run ended with code ${code}; the reason stands above.`);
    return { ...counts, code: counts.passed === 0 || counts.failed > 0 ? 1 : code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const outcome = await runAll().catch((problem) => ({ passed: 0, failed: 0, code: tell(problem) }));
process.exitCode = outcome.code;
console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
