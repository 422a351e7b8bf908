import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalise } from '#protocols/model/canonical';

/**
 * One fact as the outside copy knows it. Position and xid are not in the fact's own hash, so the entry binds them. As every fact
 * has its entry, a cut tail shows as entries without facts; heads of streams need not be copied besides.
 */
export type Entry = readonly [position: number, xid: number, stream: string, seq: number, hash: string];

/** What is signed and carried out of the house. Several follow one another; together they cover every fact up to the last `upto`. */
export interface CheckpointDocument {
  lodtraekCheckpoint: 1;
  number: number;
  /** Covers the positions above `after`, which is the previous document's `upto` and 0 in the first, … */
  after: number;
  /** … up to and with this one. */
  upto: number;
  /** Facts in the whole tree, all earlier documents included. */
  count: number;
  root: string;
  frontier: string[];
  /** `documentDigest` of the document before; sixty-four zeros in the first. */
  previous: string;
  entries: Entry[];
  createdAt: string;
  /** Ed25519, SPKI DER in base64. */
  publicKey: string;
  /** Ed25519 over the canonical JSON of all the rest, base64. */
  signature: string;
}

type Unsigned = Omit<CheckpointDocument, 'signature' | 'publicKey'>;

/** The canonical JSON of a document. Entries hold whole numbers and plain texts only, for which JSON.stringify spells the same, faster. */
export function spellDocument(document: Partial<CheckpointDocument> & Pick<CheckpointDocument, 'entries'>): string {
  const frame = canonicalise({ ...document, entries: [] });
  // Quotes inside a text are escaped, so that this sequence stands in the frame once.
  return frame.replace('"entries":[]', () => `"entries":${JSON.stringify(document.entries)}`);
}

/** What a leaf of the tree is made of: the canonical JSON of the entry. */
export const leafOf = (entry: Entry): string => JSON.stringify(entry);

/** SHA-256 of the document's canonical JSON, signature included; hexadecimal. */
export const documentDigest = (document: CheckpointDocument): string =>
  createHash('sha256').update(spellDocument(document)).digest('hex');

export const publicKeyText = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

/** Adds public key and signature. */
export function signDocument(unsigned: Unsigned, keys: { signing: KeyObject; verifying: KeyObject }): CheckpointDocument {
  const named = { ...unsigned, publicKey: publicKeyText(keys.verifying) };
  return { ...named, signature: sign(null, Buffer.from(spellDocument(named)), keys.signing).toString('base64') };
}

/** Whether the document is signed by `publicKey`, or where none is given by the key it names itself. */
export function isSigned({ signature, ...signed }: CheckpointDocument, publicKey?: KeyObject): boolean {
  if (publicKey && publicKeyText(publicKey) !== signed.publicKey) return false;
  try {
    const key = publicKey ?? createPublicKey({ key: Buffer.from(signed.publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(spellDocument(signed)), key, Buffer.from(signature, 'base64'));
  } catch {
    // A key or a text that cannot even be read was not what we signed.
    return false;
  }
}

/** The document in a file's text, or undefined where the text is not one. */
export function parseDocument(text: string): CheckpointDocument | undefined {
  let found: Partial<CheckpointDocument> | null;
  try {
    found = JSON.parse(text) as Partial<CheckpointDocument> | null;
  } catch {
    // An altered file need not be JSON any more.
    return undefined;
  }
  const whole =
    found?.lodtraekCheckpoint === 1 &&
    [found.number, found.after, found.upto, found.count].every(Number.isSafeInteger) &&
    [found.root, found.previous, found.createdAt, found.publicKey, found.signature].every((text) => typeof text === 'string') &&
    Array.isArray(found.frontier) &&
    Array.isArray(found.entries) &&
    found.entries.every(isEntry);
  return whole ? (found as CheckpointDocument) : undefined;
}

const isEntry = (entry: unknown): entry is Entry =>
  Array.isArray(entry) &&
  entry.length === 5 &&
  [entry[0], entry[1], entry[3]].every(Number.isSafeInteger) &&
  typeof entry[2] === 'string' &&
  typeof entry[4] === 'string';
