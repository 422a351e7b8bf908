import type { Keys } from '../keys';
import { blindIndex, type Entropy } from '../seal';

const CODES = 10;
/** No letter that is read as another: 32 symbols, five bits each. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** Ten codes of eighty random bits, in groups of four, to keep on paper. */
export function makeRecoveryCodes(entropy: Entropy): string[] {
  return Array.from({ length: CODES }, () =>
    [...entropy(LENGTH)]
      .map((byte) => SYMBOLS[byte % SYMBOLS.length])
      .join('')
      .replace(/(....)(?=.)/g, '$1-'),
  );
}

/** What is stored of a code: a digest under a key that is not in the database, bound to the person. Spaces, case and O for 0 are forgiven. */
export function recoveryDigest(keys: Keys, staff: string, code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return blindIndex(keys.blindIndex, `recovery:${staff}`, plain);
}
