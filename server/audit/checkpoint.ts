import { GENESIS } from '#protocols/model/chain';
import type { Queryable, Zone } from '../db/zone';
import type { Keys } from '../keys';
import { documentDigest, isSigned, leafOf, signDocument, type CheckpointDocument, type Entry } from './checkpoint-document';
import { checkpointName, CheckpointProblem, listCheckpoints, readCheckpoint, writeCheckpoint } from './checkpoint-files';
import { EMPTY_FRONTIER, growFrontier, rootOf } from './merkle';

/** A checkpoint that was made: its number, the last position it covers, and how many facts it adds. */
export interface Made {
  number: number;
  upto: number;
  facts: number;
}

/** Facts in one document at most: a first checkpoint of a million facts is many files, none of which strains the memory. */
const FACTS_PER_DOCUMENT = 50_000;

/**
 * Ties every fact recorded so far into signed documents in `dir`, and a row for each in audit.checkpoint.
 * @returns what was made, oldest first; nothing where there is no fact since the last one.
 * @throws CheckpointProblem where the outside copy is incomplete, altered or cannot be written.
 */
export async function makeCheckpoint(
  auditor: Zone,
  keys: Pick<Keys, 'signing' | 'verifying'>,
  dir: string,
  now: Date,
  factsPerDocument = FACTS_PER_DOCUMENT,
): Promise<Made[]> {
  // A transaction of its own: the lock that waits for appends under way is gone before the facts are read.
  const [row] = await auditor.query<{ cutoff: string }>('SELECT audit.cutoff() AS cutoff');
  const upto = Number(row!.cutoff);
  const made: Made[] = [];
  for (;;) {
    const one = await auditor.within({}, (tx) => makeOne(tx, keys, dir, now, upto, factsPerDocument));
    if (!one) return made;
    made.push(one);
  }
}

async function makeOne(
  tx: Queryable,
  keys: Pick<Keys, 'signing' | 'verifying'>,
  dir: string,
  now: Date,
  upto: number,
  limit: number,
): Promise<Made | undefined> {
  // Two processes may be told at the same moment; the second finds nothing left to do.
  await tx.query('SELECT pg_advisory_xact_lock(724002)');
  const last = await lastCheckpoint(tx, dir);
  const rows = await tx.query<EntryRow>(
    `SELECT position, xid, stream, seq, hash FROM audit.fact WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3`,
    [last?.upto ?? 0, upto, limit],
  );
  if (rows.length === 0) return undefined;
  const entries = rows.map(entryOf);
  const frontier = growFrontier(last ? { count: last.count, peaks: last.frontier } : EMPTY_FRONTIER, entries.map(leafOf));
  const document = signDocument(
    {
      lodtraekCheckpoint: 1,
      number: (last?.number ?? 0) + 1,
      after: last?.upto ?? 0,
      upto: rows.length < limit ? upto : entries.at(-1)![0],
      count: frontier.count,
      root: rootOf(frontier),
      frontier: [...frontier.peaks],
      previous: last ? documentDigest(last) : GENESIS,
      entries,
      createdAt: now.toISOString(),
    },
    keys,
  );
  writeCheckpoint(dir, document);
  await keepRow(tx, document);
  return { number: document.number, upto: document.upto, facts: entries.length };
}

interface EntryRow {
  position: string;
  xid: string;
  stream: string;
  seq: number;
  hash: string;
}

function entryOf({ position, xid, stream, seq, hash }: EntryRow): Entry {
  const entry: Entry = [Number(position), Number(xid), stream, seq, hash];
  if (!Number.isSafeInteger(entry[0]) || !Number.isSafeInteger(entry[1])) {
    throw new CheckpointProblem(
      `Position ${position} is beyond all counting: somebody moved the sequence of audit.fact; run "lodtraek audit verify".`,
    );
  }
  return entry;
}

/** The newest document, after making good a row that a crash between file and commit left unwritten. */
async function lastCheckpoint(tx: Queryable, dir: string): Promise<CheckpointDocument | undefined> {
  const [row] = await tx.query<{ number: number | null }>('SELECT max(number) AS number FROM audit.checkpoint');
  const kept = row?.number ?? 0;
  const files = listCheckpoints(dir);
  const newest = files.at(-1) ?? 0;
  if (newest < kept) {
    throw new CheckpointProblem(
      `${checkpointName(kept)} is missing from ${dir}: bring it back from where you keep copies, for the next one continues it.`,
    );
  }
  for (const number of files.filter((file) => file > kept)) await keepRow(tx, usable(dir, number));
  return newest === 0 ? undefined : usable(dir, newest);
}

function usable(dir: string, number: number): CheckpointDocument {
  const document = readCheckpoint(dir, number);
  if (document?.number === number && isSigned(document)) return document;
  throw new CheckpointProblem(
    `${checkpointName(number)} in ${dir} was altered: bring it back from where you keep copies, for the next one continues it.`,
  );
}

/** The database's own note of a checkpoint: all but the entries, which stand in audit.fact, and the digest of the file. */
async function keepRow(tx: Queryable, document: CheckpointDocument): Promise<void> {
  const { entries, ...frame } = document;
  const note = { ...frame, facts: entries.length, digest: documentDigest(document) };
  await tx.query('INSERT INTO audit.checkpoint (number, upto, document, created_at) VALUES ($1, $2, $3, $4)', [
    document.number,
    document.upto,
    JSON.stringify(note),
    document.createdAt,
  ]);
}
