import type { ProblemCode } from '#contract/problems';
import { COMMON_PASSWORDS } from './common-passwords';

const SHORTEST = 12;
const LONGEST_RUN_SHARE = 2;

/**
 * Why a password will not do, as a problem code; nothing where it will. Length counts, and that it is not among the first to be tried;
 * which kinds of characters it has does not.
 */
export function weaknessOf(password: string, email: string): Extract<ProblemCode, `password-${string}`> | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if ([...plain].length < SHORTEST) return 'password-short';
  if (isLikeAddress(plain, email.normalize('NFKC').toLowerCase())) return 'password-like-address';
  const word = plain.replace(/[^\p{L}]/gu, '');
  if (COMMON_PASSWORDS.has(plain) || COMMON_PASSWORDS.has(word) || isMonotonous(plain)) return 'password-common';
  return undefined;
}

/** The address, its name or its place make up half of the password or more. */
function isLikeAddress(plain: string, email: string): boolean {
  const [name = '', place = ''] = email.split('@');
  return [email, name, name.replace(/[^\p{L}]/gu, ''), place].some(
    (part) => part.length >= 4 && plain.includes(part) && part.length * LONGEST_RUN_SHARE >= plain.length,
  );
}

/** One to three different characters, or nothing but a row of digits or keys: aaaaaaaaaaaa, 121212121212, 123456789012. */
function isMonotonous(plain: string): boolean {
  const characters = [...plain];
  if (new Set(characters).size <= 3) return true;
  const steps = characters.slice(1).map((one, at) => one.codePointAt(0)! - characters[at]!.codePointAt(0)!);
  const rises = steps.filter((step) => step === 1 || step === -9).length;
  const falls = steps.filter((step) => step === -1 || step === 9).length;
  return Math.max(rises, falls) === steps.length;
}
