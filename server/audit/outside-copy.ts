import type { KeyObject } from 'node:crypto';
import { GENESIS } from '#protocols/model/chain';
import type { Queryable } from '../db/zone';
import { documentDigest, isSigned, leafOf, type CheckpointDocument } from './checkpoint-document';
import { checkpointName, hasCheckpoint, readCheckpoint } from './checkpoint-files';
import { note, type Findings } from './finding';
import { EMPTY_FRONTIER, growFrontier, rootOf } from './merkle';

/** The digest of each file that could be read, by number. */
export type Digests = Map<number, string>;

/**
 * The documents of the outside copy that can be relied on, one in memory at a time. One that is missing, unsigned or does not
 * continue the one before is noted and passed over: what it covered counts as not covered.
 */
export function* readDocuments(
  dir: string,
  numbers: readonly number[],
  publicKey: KeyObject | undefined,
  digests: Digests,
  findings: Findings,
): Generator<CheckpointDocument> {
  let before: CheckpointDocument | undefined;
  for (let number = 1; number <= (numbers.at(-1) ?? 0); number += 1) {
    if (!numbers.includes(number)) {
      noteMissing(number, findings);
      continue;
    }
    const document = readCheckpoint(dir, number);
    if (document) digests.set(number, documentDigest(document));
    const fault = faultOf(document, number, before, digests.get(number - 1), publicKey);
    if (fault || !document) {
      const [da, en] = fault ?? ['er ikke et kontrolpunkt', 'is no checkpoint'];
      note(findings, 'checkpoint-altered', {}, `${checkpointName(number)} ${da}.`, `${checkpointName(number)} ${en}.`);
      continue;
    }
    yield document;
    before = document;
  }
}

function faultOf(
  document: CheckpointDocument | undefined,
  number: number,
  before: CheckpointDocument | undefined,
  digestBefore: string | undefined,
  publicKey: KeyObject | undefined,
): [da: string, en: string] | undefined {
  if (!document) return ['er ikke et kontrolpunkt', 'is no checkpoint'];
  if (document.number !== number)
    return ['er et andet kontrolpunkt under et forkert navn', 'is another checkpoint under a wrong name'];
  if (!isSigned(document, publicKey))
    return ['bærer ikke vores underskrift: filen er ændret', 'does not bear our signature: the file was altered'];
  // Without the one before it, the tree cannot be grown; the signature vouches for the rest.
  if (number > 1 && before?.number !== number - 1) return undefined;
  if (document.previous !== (before ? digestBefore : GENESIS) || document.after !== (before?.upto ?? 0))
    return ['fortsætter ikke det forrige kontrolpunkt', 'does not continue the checkpoint before it'];
  const grown = growFrontier(
    before ? { count: before.count, peaks: before.frontier } : EMPTY_FRONTIER,
    document.entries.map(leafOf),
  );
  const agrees =
    grown.count === document.count && grown.peaks.join() === document.frontier.join() && rootOf(grown) === document.root;
  return agrees ? undefined : ['har en rod, der ikke passer til indholdet', 'has a root that does not fit its entries'];
}

function noteMissing(number: number, findings: Findings): void {
  const name = checkpointName(number);
  note(
    findings,
    'checkpoint-missing',
    {},
    `${name} mangler: hent den fra kopien uden for huset.`,
    `${name} is missing: bring it back from the copy outside the house.`,
  );
}

/** Compares the database's own notes of checkpoints with the files. */
export async function checkRows(
  tx: Queryable,
  dir: string,
  numbers: readonly number[],
  digests: Digests,
  findings: Findings,
): Promise<void> {
  const rows = await tx.query<{ number: number; digest: string | null }>(
    `SELECT number, document->>'digest' AS digest FROM audit.checkpoint ORDER BY number`,
  );
  const newest = numbers.at(-1) ?? 0;
  for (const { number, digest } of rows) {
    // One made since the folder was listed is not missing.
    if (number > newest && !hasCheckpoint(dir, number)) noteMissing(number, findings);
    const found = digests.get(number);
    if (found !== undefined && found !== digest) noteRow(number, findings);
  }
  const kept = new Set(rows.map(({ number }) => number));
  // A crash between file and commit leaves the newest file without a row; the next checkpoint makes it good.
  for (const number of numbers) if (number !== newest && !kept.has(number)) noteRow(number, findings);
}

function noteRow(number: number, findings: Findings): void {
  note(
    findings,
    'checkpoint-row',
    {},
    `Databasens egen note om ${checkpointName(number)} passer ikke til filen.`,
    `The database's own note of ${checkpointName(number)} does not fit the file.`,
  );
}
