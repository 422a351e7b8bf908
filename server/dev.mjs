// npm run dev: builds and restarts the server whenever a source changes. A build that fails leaves the running server as it is.
import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import path from 'node:path';
import { root } from './build.mjs';
import { ensure, tell } from './ensure.mjs';

const pause = 200;
const watched = ['protocols', 'analysis', 'server', 'migrations', 'client'];
let server;
let timer;
let working = false;
let again = false;
let ending = false;

function startServer() {
  server = spawn(process.execPath, [path.join(root, 'server', 'start.mjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  server.on('exit', (code) => {
    server = undefined;
    if (ending) process.exit(code ?? 0);
    if (code) console.log('The server ended; it starts again after the next change.');
  });
}

function stopServer() {
  return new Promise((resolve) => {
    if (!server) return resolve();
    server.once('exit', resolve);
    server.kill('SIGTERM');
  });
}

async function refresh() {
  if (working) {
    again = true;
    return;
  }
  working = true;
  try {
    await ensure((line) => console.log(line));
    await stopServer();
    if (!ending) startServer();
  } catch (problem) {
    // Half-written sources are everyday life here: say so and wait for the next change.
    tell(problem);
  }
  working = false;
  if (again) {
    again = false;
    await refresh();
  }
}

function end(signal) {
  ending = true;
  clearTimeout(timer);
  if (!server) process.exit(0);
  // Ctrl-C reaches the server by itself; anything else was meant for us alone.
  if (signal !== 'SIGINT' || !process.stdin.isTTY) server.kill(signal);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal));
await refresh();
for (const folder of watched) {
  if (!existsSync(path.join(root, folder))) continue;
  watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), pause);
  });
}
