import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

export default defineConfig({
  root: here,
  base: '/staff/',
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^#contract\//, replacement: `${root}/server/contract/` },
      { find: /^#protocols\//, replacement: `${root}/protocols/` },
      { find: /^#client\//, replacement: `${root}/client/` },
    ],
  },
  build: {
    outDir: path.join(root, 'dist/client/staff'),
    emptyOutDir: true,
    target: 'es2022',
    // The page's policy allows files of our own origin, not data: addresses.
    assetsInlineLimit: 0,
  },
});
