import type { Keys } from './keys';
import { blindIndex, open, seal, type Entropy, type KeyRing } from './seal';

/**
 * The envelope around a person: a key of their own, wrapped by the house's key, seals every field in its place. Deleting the
 * wrapped key makes all of it unreadable, in backups too.
 */
export interface Envelope {
  wrappedKey: string;
  seal: (column: string, plain: string) => string;
  open: (column: string, sealed: string) => string;
}

const KEY_COLUMN = 'wrapped_key';

/** A fresh envelope for row `row` of `table`. */
export function makeEnvelope(keys: Keys, table: string, row: string, entropy: Entropy): Envelope {
  const key = entropy(32);
  return envelopeOf(key, seal(keys.identity, { table, column: KEY_COLUMN, row }, key, entropy), table, row, entropy);
}

/** Opens the envelope kept with row `row` of `table`. @throws where the wrapped key was moved there from another row. */
export function openEnvelope(keys: Keys, table: string, row: string, wrappedKey: string, entropy: Entropy): Envelope {
  return envelopeOf(open(keys.identity, { table, column: KEY_COLUMN, row }, wrappedKey), wrappedKey, table, row, entropy);
}

function envelopeOf(key: Buffer, wrappedKey: string, table: string, row: string, entropy: Entropy): Envelope {
  const ring: KeyRing = new Map([[1, key]]);
  return {
    wrappedKey,
    seal: (column, plain) => seal(ring, { table, column, row }, plain, entropy),
    open: (column, sealed) => open(ring, { table, column, row }, sealed).toString('utf8'),
  };
}

/** One spelling of an address or number, so that two ways of typing it meet in the blind index. */
export const normalised = {
  email: (text: string): string => text.normalize('NFC').trim().toLowerCase(),
  telephone: (text: string): string => text.replace(/[^0-9+]/g, '').replace(/^(?:\+45|0045)/, ''),
};

/** The look-up value of a contact field within one trial; trials cannot be joined by it. */
export function contactIndex(keys: Keys, trial: string, column: 'email' | 'telephone', text: string): string {
  return blindIndex(keys.blindIndex, `${trial}:${column}`, normalised[column](text));
}

/** A keyed digest of a document: a fact can name what was signed without saying it. */
export const documentDigest = (keys: Keys, text: string): string => blindIndex(keys.blindIndex, 'document', text);

/** The look-up values of a link between contact and participant, and where its sealed form belongs. */
export const linkIndex = (keys: Keys, trial: string, side: 'contact' | 'participant', id: string): string =>
  blindIndex(keys.blindIndex, `link:${trial}:${side}`, id);
