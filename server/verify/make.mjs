// Makes the stand-alone verifiers: one file for Node, one for a browser, both from protocols/verify and readable as they are.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The sources beside TypeScript, for the build to see when they change. */
export const sources = ['entry.mjs', 'node.mjs', 'page.html', 'page.css', 'page.js', 'make.mjs'].map(
  (name) => `server/verify/${name}`,
);

const sourceHash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Bundles `entry` and all it imports into one text. */
async function bundle(build, root, entry, format) {
  const [made] = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: path.join(root, 'server/verify', entry), formats: [format], name: 'lodtraekVerify', fileName: 'verifier' },
      rollupOptions: { external: [/^node:/] },
    },
  });
  return made.output[0].code;
}

/** Writes verify.mjs, verify.html and the page's policy into `folder`. */
export async function makeVerifiers(build, root, folder) {
  const read = (name) => readFile(path.join(root, 'server/verify', name), 'utf8');
  const [page, style, glue] = await Promise.all(['page.html', 'page.css', 'page.js'].map(read));
  const script = `${await bundle(build, root, 'entry.mjs', 'iife')}\n${glue}`.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src ${sourceHash(script)}; style-src ${sourceHash(style)}; base-uri 'none'; form-action 'none'`;
  const html = page
    .replace('__POLICY__', () => policy)
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script></script>', () => `<script>${script}</script>`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'verify.mjs'), await bundle(build, root, 'node.mjs', 'es'));
  await writeFile(path.join(folder, 'verify.html'), html);
  await writeFile(path.join(folder, 'policy.txt'), policy);
}
