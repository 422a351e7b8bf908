/** What somebody who searches for a participant means by what they typed. */
export interface Search {
  /** The beginning of a code, as stored. */
  code?: string;
  /** An address or number to find by its blind index. */
  contact?: { email: string | null; telephone: string | null };
  /** Whether a name is meant by it. */
  name?: (name: string) => boolean;
  /** What was typed, if it were the beginning of a code. */
  asCode?: string;
}

/** The beginning of a code: six symbols that no word is made of, and one to check them. */
const CODE = /^[0-9BCDFGHJKMNPQRSTVWXZ]{1,6}[0-9A-HJKMNP-TV-Z]?$/;

/**
 * Tells a code, an e-mail address, a telephone number and a name apart by their looks: codes have a digit and no blank, numbers eight
 * digits or more. What could be a name or a code without a digit is looked for as both.
 */
export function searchOf(typed: string): Search {
  const text = typed.normalize('NFC').trim();
  if (text === '') return {};
  if (text.includes('@')) return { contact: { email: text, telephone: null } };
  if (/^[+0-9 ()-]*$/.test(text) && text.replace(/\D/g, '').length >= 8) return { contact: { email: null, telephone: text } };
  const asCode = text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const isCodeLike = CODE.test(asCode);
  if (isCodeLike && /\d/.test(text)) return { code: asCode };
  const words = fold(text).split(/\s+/);
  return {
    name: (name) => words.every((word) => fold(name).includes(word)),
    ...(isCodeLike && asCode.length >= 3 && { asCode }),
  };
}

const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase('da');
