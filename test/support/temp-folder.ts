import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A fresh folder that every user of the machine may enter, and the function that removes it. */
export function makeTempFolder(name: string): { folder: string; remove(): Promise<void> } {
  const folder = mkdtempSync(path.join(tmpdir(), `lodtraek-${name}-`));
  // mkdtemp makes it 0700, which a server that gave up root's rights could not enter.
  chmodSync(folder, 0o755);
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
