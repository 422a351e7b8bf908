import { statfsSync } from 'node:fs';

/** What keeps the product from starting, as one sentence for the person at the terminal, with what to do about it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
}

const barelyAnything = 16 * 1024 * 1024;

/** Bytes an ordinary user can still write below `folder`; infinity where the file system does not say. */
export function freeSpace(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    // A platform without statfs is no reason to refuse a start.
    return Number.POSITIVE_INFINITY;
  }
}

/** The sentence for a full disk below `folder`. */
export function diskFull(folder: string): StartProblem {
  return new StartProblem(
    `The disk that holds ${folder} is full. Free at least 200 MB, or choose a folder on another disk with DATA_DIR, and start again.`,
  );
}

/**
 * Turns what went wrong while starting on `folder` into a StartProblem where a person can cure it: full disk, folder not
 * writable. Anything else is handed back as it came, for it is a fault.
 */
export function explainStart(cause: unknown, folder: string): unknown {
  if (cause instanceof StartProblem) return cause;
  const { code, path } = (cause ?? {}) as { code?: string; path?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT' || freeSpace(folder) < barelyAnything) return diskFull(folder);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartProblem(
      `This user may not write to ${path ?? folder}. Start as the user who owns that folder, or choose another one with DATA_DIR.`,
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new StartProblem(`${path ?? folder} is in the way: it is no folder. Move it, or choose another folder with DATA_DIR.`);
  }
  return cause;
}
