/**
 * Canonical JSON: one value, one spelling, so that a hash of it means something. Keys sorted by UTF-16 code unit, no spaces,
 * numbers as JavaScript prints them (the rules of RFC 8785). What JSON would silently drop or bend is refused, because
 * two different payloads must never get the same digest.
 */
import { utf8ToBytes } from '@noble/hashes/utils';

const loneSurrogate = /\p{Surrogate}/u;

/**
 * Spells a JSON value canonically.
 * @param value null, boolean, finite number, string, array or plain object of such values; -0 is spelt 0, as JSON does.
 * @returns the text; its UTF-8 bytes (`encodeUtf8`) are what is hashed.
 * @throws TypeError naming the path of the first value JSON cannot carry unchanged: undefined, NaN, ±Infinity, bigint, symbol,
 * function, a class instance such as Date or Map, a hole in an array, a cycle, half a surrogate pair. That is a bug in the caller.
 */
export function canonicalise(value: unknown): string {
  return spell(value, '$', []);
}

/**
 * The UTF-8 bytes of a text.
 * @throws TypeError where half a surrogate pair would be replaced by U+FFFD and so collide with other texts.
 */
export function encodeUtf8(text: string): Uint8Array {
  if (loneSurrogate.test(text)) throw new TypeError('A text to be hashed holds half a surrogate pair');
  return utf8ToBytes(text);
}

function spell(value: unknown, path: string, within: readonly object[]): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal(path, String(value));
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return spellText(value, path);
  if (typeof value !== 'object') throw refusal(path, typeof value);
  if (within.includes(value)) throw refusal(path, 'a cycle');
  const inner = [...within, value];
  // Array.from visits holes too, as undefined, where map would skip them.
  if (Array.isArray(value))
    return `[${Array.from(value, (element, index) => spell(element, `${path}[${index}]`, inner)).join(',')}]`;
  if (!isPlain(value)) throw refusal(path, 'an object that is not plain');
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${spellText(key, path)}:${spell(member, `${path}.${key}`, inner)}`);
  return `{${members.join(',')}}`;
}

function spellText(text: string, path: string): string {
  if (loneSurrogate.test(text)) throw refusal(path, 'half a surrogate pair');
  return JSON.stringify(text);
}

/** Plain means made by `{}`, JSON.parse or Object.create(null), in whichever realm: its prototype is the end of the chain. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || Object.getPrototypeOf(prototype) === null) && Object.getOwnPropertySymbols(value).length === 0;
}

function refusal(path: string, what: string): TypeError {
  return new TypeError(`Canonical JSON cannot hold ${what} (at ${path})`);
}
