import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));

/** One script and one stylesheet; the server's pages find their hashed names in the manifest. */
export default defineConfig({
  root: here,
  base: '/participant/',
  build: {
    outDir: path.resolve(here, '../../dist/client/participant'),
    emptyOutDir: true,
    manifest: true,
    modulePreload: false,
    // Old telephones: what script there is must run on them, and the forms do without.
    target: 'es2018',
    assetsInlineLimit: 0,
    rolldownOptions: { input: path.join(here, 'participant.ts') },
  },
});
