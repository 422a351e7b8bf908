import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ERASABLE_KINDS } from '#protocols/model/fact';
import { append, type Head, type Recording } from '../db/facts';
import type { Queryable, Zone } from '../db/zone';
import { syncFolder } from './checkpoint-files';

/** One lawful erasure, kept beside the backups: a restored database has never heard of those that came after the backup. */
export interface Erasure {
  stream: string;
  /** Of the fact that says so. */
  position: number;
  at: string;
}

const ledger = (dir: string): string => join(dir, 'erasures.jsonl');

/** Adds an erasure to the ledger in `dir`; on return it is on the disk. */
export function recordErasure(dir: string, erasure: Erasure): void {
  mkdirSync(dir, { recursive: true });
  const isNew = !existsSync(ledger(dir));
  const file = openSync(ledger(dir), 'a+', 0o644);
  try {
    // A line torn by a crash must not swallow this one.
    writeSync(file, `${endsInLine(file) ? '' : '\n'}${JSON.stringify(erasure)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isNew) syncFolder(dir);
}

function endsInLine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 10);
}

/** The erasures in the ledger, oldest first, and the numbers (from 1) of lines nobody can read. */
export function readErasures(dir: string): { erasures: Erasure[]; unreadable: number[] } {
  const erasures: Erasure[] = [];
  const unreadable: number[] = [];
  if (!existsSync(ledger(dir))) return { erasures, unreadable };
  readFileSync(ledger(dir), 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (line.trim() === '') return;
      const erasure = parseErasure(line);
      if (erasure) erasures.push(erasure);
      else unreadable.push(index + 1);
    });
  return { erasures, unreadable };
}

function parseErasure(line: string): Erasure | undefined {
  try {
    const { stream, position, at } = JSON.parse(line) as Partial<Erasure>;
    return typeof stream === 'string' && typeof position === 'number' && typeof at === 'string'
      ? { stream, position, at }
      : undefined;
  } catch {
    // A torn line is a finding of its caller, not a fault.
    return undefined;
  }
}

export interface Replay {
  /** Streams erased now, or found erased. */
  replayed: string[];
  /** Streams the restored database does not have. */
  unknown: string[];
  unreadable: number[];
}

/**
 * After a restore: carries out every erasure of the ledger in `dir` again. Where the backup is older than the erasure, the fact
 * that says so is appended anew, so that chain, as-of and rebuild agree with what is gone. May be repeated.
 */
export async function replayErasures(owner: Zone, dir: string, recording: Recording): Promise<Replay> {
  const { erasures, unreadable } = readErasures(dir);
  const replayed: string[] = [];
  const unknown: string[] = [];
  for (const stream of new Set(erasures.map((erasure) => erasure.stream))) {
    const done = await owner.within({}, async (tx) => {
      await sayErased(tx, stream, recording);
      const [row] = await tx.query<{ done: boolean }>('SELECT audit.replay_erasure($1) AS done', [stream]);
      return row!.done;
    });
    (done ? replayed : unknown).push(stream);
  }
  return { replayed, unknown, unreadable };
}

interface StandingRow extends Head {
  trial: string;
  erased: boolean;
  facts: number;
}

async function sayErased(tx: Queryable, stream: string, recording: Recording): Promise<void> {
  const [standing] = await tx.query<StandingRow>(
    `SELECT s.seq, s.head, s.trial, EXISTS (SELECT FROM audit.fact f WHERE f.stream = s.stream AND f.kind = 'erased') AS erased,
       (SELECT count(*)::integer FROM audit.fact f WHERE f.stream = s.stream AND f.kind = ANY ($2)) AS facts
     FROM audit.stream s WHERE s.stream = $1 FOR UPDATE OF s`,
    [stream, [...ERASABLE_KINDS]],
  );
  if (!standing || standing.erased) return;
  const { seq, head, trial, facts } = standing;
  await append(
    tx,
    recording,
    { trial, sites: '*' },
    [{ stream, trial, head: { seq, head }, facts: [{ kind: 'erased', payload: { facts, requestedBy: 'ledger of erasures' } }] }],
    { door: 'audit.append_facts' },
  );
}
