// Turns the sources into dist/: protocols, analysis, server and migrations file by file, the two clients by Vite. Only what changed
// is made again. Plain Node, so that asking whether anything changed needs nothing installed.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeVerifiers, sources as verifierSources } from './verify/make.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const verifiers = path.join(dist, 'server', 'verify');
const noteFile = path.join(dist, 'build.json');
const storeys = ['protocols', 'analysis', 'server', 'migrations'];
const clients = ['participant', 'staff'];
// What ends up in a client, besides client/ itself.
const shownToClients = ['client/', 'server/contract/', 'protocols/'];
const recipe = ['server/build.mjs', 'package.json', 'package-lock.json', ...verifierSources];

const hashOf = (content) => createHash('sha256').update(content).digest('hex').slice(0, 24);
const isTypeScript = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
const isCopied = (file) => file.endsWith('.json') || (file.startsWith('server/pages/') && /\.(css|svg)$/.test(file));
const isClients = (file) => file.startsWith('client/');
const outputOf = (file) => path.join(dist, isTypeScript(file) ? file.replace(/\.tsx?$/, '.js') : file);

async function listFiles(folder) {
  const found = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => [])) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await listFiles(file)));
    else if (isClients(file) || isTypeScript(file) || isCopied(file)) found.push(file);
  }
  return found;
}

async function readNote() {
  try {
    return JSON.parse(await readFile(noteFile, 'utf8'));
  } catch {
    // Never built, or a build was cut short: then everything is made.
    return { recipe: '', files: {}, clients: {} };
  }
}

async function hashRecipe() {
  const contents = await Promise.all(recipe.map((file) => readFile(path.join(root, file)).catch(() => '')));
  return hashOf(contents.map((content) => hashOf(content)).join());
}

/** Compares the sources with the last build: by size and time, and only where these differ by content. */
async function look() {
  const note = await readNote();
  const currentRecipe = await hashRecipe();
  const known = note.recipe === currentRecipe ? note.files : {};
  const names = (await Promise.all([...storeys, 'client'].map(listFiles))).flat().sort();
  const files = {};
  await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(path.join(root, name));
      const before = known[name];
      const same = before && before.size === size && before.mtimeMs === mtimeMs;
      files[name] = { size, mtimeMs, hash: same ? before.hash : hashOf(await readFile(path.join(root, name))) };
    }),
  );
  const changed = names.filter((name) => known[name]?.hash !== files[name].hash);
  const vanished = Object.keys(note.files).filter((name) => !(name in files));
  const toMake = names.filter((name) => !isClients(name) && (changed.includes(name) || !existsSync(outputOf(name))));
  const clientHash = hashOf(
    names
      .filter((name) => shownToClients.some((start) => name.startsWith(start)))
      .map((name) => `${name} ${files[name].hash}`)
      .join() + currentRecipe,
  );
  const clientsToMake = clients.filter(
    (client) =>
      existsSync(path.join(root, 'client', client, 'vite.config.ts')) &&
      (note.clients[client] !== clientHash || !existsSync(path.join(dist, 'client', client))),
  );
  const pureHash = hashOf(
    names
      .filter((name) => name.startsWith('protocols/'))
      .map((name) => `${name} ${files[name].hash}`)
      .join() + currentRecipe,
  );
  const verifierToMake = note.verifier !== pureHash || !existsSync(path.join(verifiers, 'verify.html'));
  return { note, currentRecipe, files, toMake, vanished, clientHash, clientsToMake, pureHash, verifierToMake };
}

/** Whether dist/ is what a build would make now. */
export async function isBuilt() {
  const { toMake, vanished, clientsToMake, verifierToMake, note, currentRecipe } = await look();
  const isMade = toMake.length === 0 && vanished.length === 0 && clientsToMake.length === 0 && !verifierToMake;
  return isMade && note.recipe === currentRecipe;
}

async function transpile(transformFile, name) {
  const output = outputOf(name);
  await mkdir(path.dirname(output), { recursive: true });
  if (!isTypeScript(name)) return cp(path.join(root, name), output);
  const { code, map } = await transformFile(path.join(root, name), {
    swcrc: false,
    configFile: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: name.endsWith('.tsx') } },
    module: { type: 'commonjs' },
    sourceMaps: true,
    sourceFileName: path.relative(path.dirname(output), path.join(root, name)),
  });
  await writeFile(`${output}.map`, map);
  await writeFile(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

async function makeClient(build, client) {
  const folder = path.join(root, 'client', client);
  const outDir = path.join(dist, 'client', client);
  await build({
    root: folder,
    configFile: path.join(folder, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
}

async function writeNote(note) {
  await mkdir(dist, { recursive: true });
  await writeFile(`${noteFile}.${process.pid}`, JSON.stringify(note));
  await rename(`${noteFile}.${process.pid}`, noteFile);
}

/** Builds what changed; `log` takes a line for the person waiting. Throws with every source that does not parse. */
export async function build(log) {
  const { currentRecipe, files, toMake, vanished, clientHash, clientsToMake, pureHash, verifierToMake, note } = await look();
  if (note.recipe === '') {
    // Nobody knows what an older dist/ holds; a file without a source must not be found there.
    await Promise.all(storeys.map((storey) => rm(path.join(dist, storey), { recursive: true, force: true })));
  }
  if (vanished.length > 0) {
    const gone = vanished.filter((name) => !isClients(name)).flatMap((name) => [outputOf(name), `${outputOf(name)}.map`]);
    await Promise.all(gone.map((file) => rm(file, { force: true })));
  }
  if (toMake.length > 0) {
    const { transformFile } = await import('@swc/core');
    const outcomes = await Promise.allSettled(toMake.map((name) => transpile(transformFile, name)));
    // What follows "Caused by" is the compiler's own stack.
    const broken = outcomes.flatMap(({ status, reason }, n) =>
      status === 'rejected'
        ? [
            `${toMake[n]}: ${String(reason.message ?? reason)
              .split('\n\nCaused by')[0]
              .trim()}`,
          ]
        : [],
    );
    if (broken.length > 0) throw new Error(broken.join('\n'));
  }
  const made = { ...note.clients };
  // Kept before the clients, so that a client that does not build does not make the server be built again.
  let { verifier } = note;
  await writeNote({ recipe: currentRecipe, files, clients: made, verifier });
  if (verifierToMake) {
    const { build: buildWithVite } = await import('vite');
    await makeVerifiers(buildWithVite, root, verifiers);
    verifier = pureHash;
    await writeNote({ recipe: currentRecipe, files, clients: made, verifier });
  }
  for (const client of clientsToMake) {
    log(`Building the ${client} pages …`);
    const { build: buildWithVite } = await import('vite');
    await makeClient(buildWithVite, client);
    made[client] = clientHash;
    await writeNote({ recipe: currentRecipe, files, clients: made, verifier });
  }
  log(
    toMake.length + clientsToMake.length === 0
      ? 'Nothing to build.'
      : `Built ${toMake.length} files and ${clientsToMake.length} clients.`,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.env.NODE_ENV = 'production';
  // Vite's notice about the module kind of its own settings says nothing to the person waiting.
  process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = 'true';
  const log = process.argv.includes('--quiet') ? () => undefined : (line) => console.error(line);
  try {
    await build(log);
  } catch (problem) {
    // The person at the terminal needs the sources at fault, not this script's stack.
    console.error(`The build stopped:\n${problem.message}`);
    process.exitCode = 1;
  }
}
