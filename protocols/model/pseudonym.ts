/**
 * The code people say on the telephone instead of a name: six random symbols and a check symbol, shown as P7K-3QX-4.
 * It is drawn, never derived: nothing about the person, place, date or arm is in it.
 *
 * The check symbol makes Σ weightᵢ · symbolᵢ = 0 over the field of 32 elements, with seven different weights: one wrong symbol
 * changes the sum by weight · difference ≠ 0, and two symbols changing places (neighbours or not) by (weightᵢ − weightⱼ) ·
 * difference ≠ 0. So every such slip is noticed.
 */

/** Seven symbols without separators, such as P7K3QX4. */
export type Pseudonym = string & { readonly brand: 'pseudonym' };

/** Why a text is not a code: not seven symbols, a symbol that is never used, or a slip somewhere. */
export type PseudonymCheck =
  { pseudonym: Pseudonym } | { rejected: 'length' } | { rejected: 'symbol'; symbol: string } | { rejected: 'slip' };

/** Crockford's alphabet: without I, L, O, which look like 1, 1 and 0, and without U. */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** No vowels, so that no word appears, in Danish either; the check symbol alone may be one, set apart at the end. */
const drawable = [...symbols].filter((symbol) => !'AEY'.includes(symbol));

const drawnLength = 6;

/** 2^0 … 2^6 in the field: seven different elements, none of them nought. The last is the check symbol's. */
const weights = [1, 2, 4, 8, 16, 5, 10];

/**
 * Makes a code from random bytes; the same bytes give the same code. No two neighbours among the six are alike, so that nothing
 * like 88 or KKK appears and nothing is dictated as "double". There are 29 · 28^5 ≈ 5 · 10^8 codes: whoever stores them
 * keeps them unique within the trial and draws again in the rare case.
 * @param bytes at least 16 from a cryptographic source; the first 16 are used, and uneven by less than 2^-98.
 * @throws RangeError for fewer.
 */
export function pseudonymFrom(bytes: Uint8Array): Pseudonym {
  if (bytes.length < 16) throw new RangeError('A pseudonym needs 16 random bytes');
  let number = bytes.slice(0, 16).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let drawn = '';
  while (drawn.length < drawnLength) {
    const allowed = drawable.filter((symbol) => symbol !== drawn.at(-1));
    const base = BigInt(allowed.length);
    drawn += allowed[Number(number % base)];
    number /= base;
  }
  return (drawn + checkSymbol(drawn)) as Pseudonym;
}

/**
 * Reads a code as typed: small letters, spaces and hyphens anywhere, O for 0, I or L for 1.
 * @returns the code, or what is wrong with it; never throws.
 */
export function checkPseudonym(text: string): PseudonymCheck {
  const typed = text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const unknown = [...typed].find((symbol) => !symbols.includes(symbol));
  if (unknown !== undefined) return { rejected: 'symbol', symbol: unknown };
  if (typed.length !== drawnLength + 1) return { rejected: 'length' };
  return weighedSum(typed) === 0 ? { pseudonym: typed as Pseudonym } : { rejected: 'slip' };
}

/** The code in groups of three, as people read it aloud: P7K-3QX-4. */
export function showPseudonym(pseudonym: Pseudonym): string {
  return `${pseudonym.slice(0, 3)}-${pseudonym.slice(3, 6)}-${pseudonym.slice(6)}`;
}

function checkSymbol(drawn: string): string {
  const found = [...symbols].find((symbol) => weighedSum(drawn + symbol) === 0);
  // Multiplying by a weight permutes the field, so exactly one symbol fits.
  return found as string;
}

/** In a field of 2^5 elements, addition is exclusive or. */
function weighedSum(code: string): number {
  return [...code].reduce((sum, symbol, place) => sum ^ multiply(weights[place] ?? 0, symbols.indexOf(symbol)), 0);
}

/** Multiplies polynomials over two elements modulo x^5 + x^2 + 1, which is irreducible. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit -= 1) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}
