/**
 * An incremental Merkle tree in the manner of RFC 6962 §2.1: leaf SHA-256(0x00 ‖ data), node SHA-256(0x01 ‖ left ‖ right). Only the
 * frontier is kept – the roots of the complete subtrees, largest first, one per binary digit 1 of the count – so that a tree of a
 * million leaves grows by one without reading any of them again.
 */
import { createHash } from 'node:crypto';

export interface Frontier {
  /** How many leaves the tree has. */
  readonly count: number;
  /** Roots of its complete subtrees, largest first, each 64 hexadecimal digits. */
  readonly peaks: readonly string[];
}

export const EMPTY_FRONTIER: Frontier = { count: 0, peaks: [] };

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** SHA-256(0x00 ‖ data), 32 bytes. */
export function leafHash(data: Buffer | string): Buffer {
  return createHash('sha256').update(LEAF).update(data).digest();
}

const nodeHash = (left: Buffer, right: Buffer): Buffer => createHash('sha256').update(NODE).update(left).update(right).digest();

/** The frontier after appending leaves, given by their data in order; the one passed in is left as it was. */
export function growFrontier(frontier: Frontier, leaves: Iterable<Buffer | string>): Frontier {
  const peaks: Buffer[] = frontier.peaks.map((peak) => Buffer.from(peak, 'hex'));
  let { count } = frontier;
  for (const data of leaves) {
    let tip: Buffer = leafHash(data);
    // As in binary addition: each trailing 1 of the count is a subtree of the tip's size, waiting for its right half.
    for (let rest = count; rest % 2 === 1; rest = Math.floor(rest / 2)) tip = nodeHash(peaks.pop()!, tip);
    peaks.push(tip);
    count += 1;
  }
  return { count, peaks: peaks.map((peak) => peak.toString('hex')) };
}

/** The root as 64 hexadecimal digits; of no leaves SHA-256 of nothing. */
export function rootOf({ peaks }: Frontier): string {
  if (peaks.length === 0) return createHash('sha256').digest('hex');
  return peaks
    .map((peak): Buffer => Buffer.from(peak, 'hex'))
    .reduceRight((right, left) => nodeHash(left, right))
    .toString('hex');
}
