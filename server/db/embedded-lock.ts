import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { birthOf, stateOf } from './process-state';
import { StartProblem } from './start-problem';

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    // No lock is the ordinary case.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

function isHeld(text: string): boolean {
  const [pid, birth = ''] = text.trim().split(' ');
  const holder = Number(pid);
  if (!Number.isInteger(holder) || holder <= 0 || stateOf(holder) !== 'running') return false;
  // Numbers come again, in a restarted container at once: only the same birth is the same process.
  return birth === '' ? holder !== process.pid : birthOf(holder) === birth;
}

/**
 * Takes the data folder for this process by a file that names it, so that two starts never share one. A file left by a process that
 * has ended (killed, or a zombie) counts for nothing. Returns the function that gives the folder back.
 *
 * @throws StartProblem when a living process holds the folder.
 */
export async function holdFolder(dataDir: string): Promise<() => void> {
  const file = path.join(dataDir, 'lodtraek.lock');
  const mine = `${process.pid} ${birthOf(process.pid)}\n`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o644 });
      return () => {
        if (readLock(file) === mine) rmSync(file, { force: true });
      };
    } catch (cause) {
      // Only a file that is already there is judged below.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    let found = readLock(file);
    if (found === '') {
      // Made a moment ago and not yet written, or left empty by a full disk.
      await sleep(200);
      found = readLock(file);
    }
    if (found === undefined) continue;
    if (isHeld(found)) {
      throw new StartProblem(
        `Lodtræk is already running on ${dataDir} (process ${found.split(' ')[0]}). Stop that one first (Ctrl-C in its window), or choose another folder with DATA_DIR.`,
      );
    }
    stepOver(file, found);
  }
}

/** Removes a stale lock, and only that one: another start may have replaced it meanwhile. */
function stepOver(file: string, judged: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (cause) {
    // Another start was quicker; the next round judges what it wrote.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  if (readLock(aside) === judged) rmSync(aside, { force: true });
  else renameSync(aside, file);
}
