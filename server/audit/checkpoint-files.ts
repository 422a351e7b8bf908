import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, spellDocument, type CheckpointDocument } from './checkpoint-document';

/** The checkpoints or their folder cannot be used; the message is one sentence with what to do. */
export class CheckpointProblem extends Error {}

const NAME = /^checkpoint-(\d{6,})\.json$/;

export const checkpointName = (number: number): string => `checkpoint-${String(number).padStart(6, '0')}.json`;

/** The numbers of the checkpoint files in `dir`, ascending; none where the folder does not exist. */
export function listCheckpoints(dir: string): number[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

export const hasCheckpoint = (dir: string, number: number): boolean => existsSync(join(dir, checkpointName(number)));

/** The document of that number, or undefined where its file holds something else. */
export const readCheckpoint = (dir: string, number: number): CheckpointDocument | undefined =>
  parseDocument(readFileSync(join(dir, checkpointName(number)), 'utf8'));

/**
 * Writes a checkpoint whole or not at all: into a file of another name, to the disk, then renamed; the folder's entry to the disk too.
 * @throws CheckpointProblem where the folder cannot be written or a file of that number is there.
 */
export function writeCheckpoint(dir: string, document: CheckpointDocument): void {
  const path = join(dir, checkpointName(document.number));
  if (existsSync(path))
    throw new CheckpointProblem(`The file ${path} is already there: two systems write to one CHECKPOINT_DIR; give each its own.`);
  try {
    mkdirSync(dir, { recursive: true });
    const file = openSync(`${path}.new`, 'w', 0o644);
    try {
      writeAll(file, Buffer.from(`${spellDocument(document)}\n`));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
    syncFolder(dir);
  } catch (cause) {
    throw new CheckpointProblem(
      `The checkpoint cannot be written to ${dir} (${(cause as Error).message}): check that the folder can be written and the disk has room.`,
      { cause },
    );
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

/** A renamed or new file survives a power cut only when its folder reached the disk. */
export function syncFolder(dir: string): void {
  // Windows has no such thing as opening a folder.
  if (process.platform === 'win32') return;
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
