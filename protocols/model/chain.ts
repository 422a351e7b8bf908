/**
 * The two hashes a fact's place in its stream rests on. The payload enters only as a digest under a secret nonce, so that
 * deleting payload and nonce leaves the chain verifiable, and a digest of a two-valued payload cannot be guessed back.
 */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from './canonical';

/** What the first fact of a stream names as its predecessor. */
export const GENESIS = '0'.repeat(64);

const hex256 = /^[0-9a-f]{64}$/;

/**
 * SHA-256(hex nonce ‖ canonical payload).
 * @param nonceHex 256 random bits as 64 lower-case hexadecimal digits.
 * @param payload any value canonical JSON can hold.
 * @returns 64 lower-case hexadecimal digits.
 * @throws TypeError for a malformed nonce or a payload canonical JSON refuses.
 */
export function payloadDigest(nonceHex: string, payload: unknown): string {
  return linkHash('nonce', nonceHex, payload);
}

/**
 * SHA-256(hex previous hash ‖ canonical header).
 * @param previousHex hash of the stream's fact before this one, or `GENESIS`.
 * @param header the fact without its payload, with the payload's digest.
 * @returns 64 lower-case hexadecimal digits.
 * @throws TypeError for a malformed hash or a header canonical JSON refuses.
 */
export function factHash(previousHex: string, header: unknown): string {
  return linkHash('previous hash', previousHex, header);
}

// The prefix has one length only: otherwise its digits could be moved into a payload that is a bare number.
function linkHash(what: string, prefixHex: string, value: unknown): string {
  if (!hex256.test(prefixHex)) throw new TypeError(`The ${what} must be 64 lower-case hexadecimal digits`);
  return bytesToHex(sha256(encodeUtf8(prefixHex + canonicalise(value))));
}
