import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The addresses of the participant's one script and one stylesheet; absent before a build, when plain forms do without. */
export interface Assets {
  script?: string;
  styles: readonly string[];
  /** The folder of the hashed files. */
  folder?: string;
}

interface Manifest {
  [entry: string]: { file: string; css?: string[] } | undefined;
}

/** Where a build leaves the participant's files, seen from dist/server/pages and, in tests, from the sources. */
const CANDIDATES = ['../../client/participant', '../../dist/client/participant'].map((way) => join(__dirname, way));

/** Finds the built files by Vite's manifest. */
export function findAssets(): Assets {
  for (const folder of CANDIDATES) {
    const file = join(folder, '.vite', 'manifest.json');
    if (!existsSync(file)) continue;
    const entry = (JSON.parse(readFileSync(file, 'utf8')) as Manifest)['participant.ts'];
    if (entry) {
      const addressOf = (name: string) => `/participant/${name}`;
      return { script: addressOf(entry.file), styles: (entry.css ?? []).map(addressOf), folder: join(folder, 'assets') };
    }
  }
  return { styles: [] };
}
