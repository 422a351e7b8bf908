// What every entry does first: installs the locked packages where they are missing and builds where sources changed. Plain Node, for
// on a fresh machine there is nothing else.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isBuilt, root } from './build.mjs';

const stampFile = path.join(root, 'node_modules', '.lodtraek');

/** A sentence for the person at the terminal; the entry prints it and ends with 1. */
export class EnsureProblem extends Error {}

function readJson(...parts) {
  return JSON.parse(readFileSync(path.join(root, ...parts), 'utf8'));
}

function stampOf() {
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson('package.json');
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const wanted = JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides, lock });
  const hash = createHash('sha256').update(wanted).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

/** Whether npm itself installed exactly the lock here, as after an `npm ci` by hand; packages for other platforms may be absent. */
function isInstalledByHand() {
  try {
    const locked = readJson('package-lock.json').packages;
    const installed = readJson('node_modules', '.package-lock.json').packages;
    return Object.entries(locked).every(([place, { version, optional, peer }]) => {
      if (place === '') return true;
      const there = installed[place] && existsSync(path.join(root, place));
      return there ? installed[place].version === version : Boolean(optional || peer);
    });
  } catch {
    // Nothing installed, or by another tool: npm ci makes it right.
    return false;
  }
}

function isInstalled() {
  const stamp = stampOf();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  if (!isInstalledByHand()) return false;
  keepStamp();
  return true;
}

function keepStamp() {
  try {
    writeFileSync(stampFile, stampOf());
  } catch {
    // A read-only installation works; it is only compared anew each time.
  }
}

/** Runs a program with all it says going to our standard error, so that standard output stays the command's own. */
function run(program, parts, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parts, { cwd: root, stdio: ['ignore', 2, 2], ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

async function install() {
  // Without development packages nothing could be built; some environments (NODE_ENV=production) leave them out.
  const parts = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const isNpm = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  const windows = process.platform === 'win32';
  const code = await (
    isNpm ? run(process.execPath, [npm, ...parts]) : run(windows ? 'npm.cmd' : 'npm', parts, { shell: windows })
  ).catch(() => 1);
  if (code !== 0) {
    throw new EnsureProblem(
      'The packages could not be installed; npm says why above. Check the connection and the free disk, then start again.',
    );
  }
  keepStamp();
}

/**
 * Installs and builds what is missing or out of date; takes a few hundredths of a second when nothing is. `log` takes a line for the
 * person waiting.
 */
export async function ensure(log) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new EnsureProblem(
      `Lodtræk needs Node 20.19 or later, and this is ${process.versions.node}. Install a newer Node and start again.`,
    );
  }
  if (!isInstalled()) {
    log('Installing the locked packages (a minute or so) …');
    await install();
  }
  if (!(await isBuilt())) {
    log('Building …');
    if ((await run(process.execPath, [path.join(root, 'server', 'build.mjs'), '--quiet'])) !== 0) {
      throw new EnsureProblem('The sources could not be built; the reason stands above.');
    }
  }
}

/** Prints what ended an entry: a sentence where there is one for a person, else the whole fault. Returns the exit code. */
export function tell(problem) {
  const isSentence = problem instanceof EnsureProblem || ['StartProblem', 'ConfigProblem'].includes(problem?.name);
  console.error(isSentence ? problem.message : problem);
  return 1;
}
