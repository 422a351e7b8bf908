/**
 * The keyed, addressable stream every live draw comes from: whoever knows the seed and the address gets the same numbers,
 * whoever lacks the seed learns nothing from any number of earlier ones. No list is stored, and no two addresses share words.
 */
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { concatBytes } from '@noble/hashes/utils';
import { encodeUtf8 } from '../model/canonical';

/** Where in the lottery a stream lies: texts in a fixed order, such as version, trial, scheme, purpose, stratum, number. */
export type Address = readonly string[];

/** Gives the stream's next word, a whole number from 0 to 2^32 − 1. */
export type Stream = () => number;

/** A draw as it can be told and drawn again: where in the lottery, and the words that decided it. */
export type Trace = { label: string[]; words: number[] };

/** The first text of every address; another algorithm would have another. */
export const drawVersion = 'rct-rand/1';

const wordsInBlock = 8;
const wordCount = 0x1_0000_0000;

/**
 * Opens the stream HMAC-SHA256(seed, LP(text 1) ‖ … ‖ u32be(counter)), counter 0, 1, …, read as big-endian 32-bit words.
 * @param seed 32 secret bytes.
 * @param address see `Address`; each text is prefixed with its length, so ("ab","c") and ("a","bc") are different places.
 * @throws TypeError for a seed that is not 32 bytes.
 */
export function openStream(seed: Uint8Array, address: Address): Stream {
  if (seed.length !== 32) throw new TypeError('A seed is 32 bytes');
  const place = concatBytes(...address.map(withLength));
  let counter = 0;
  let next = wordsInBlock;
  let block: DataView = new DataView(new ArrayBuffer(0));
  return () => {
    if (next === wordsInBlock) {
      const bytes = hmac(sha256, seed, concatBytes(place, bigEndian(counter)));
      block = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      counter += 1;
      next = 0;
    }
    const word = block.getUint32(next * 4);
    next += 1;
    return word;
  };
}

/** Opens a stream and writes down every word taken from it. */
export function openTraced(seed: Uint8Array, address: Address): { stream: Stream; trace: Trace } {
  const stream = openStream(seed, address);
  const trace: Trace = { label: [...address], words: [] };
  return {
    stream: () => {
      const word = stream();
      trace.words.push(word);
      return word;
    },
    trace,
  };
}

/** LP: the four-byte big-endian length of a text's UTF-8 bytes, then the bytes. */
export function withLength(text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  return concatBytes(bigEndian(bytes.length), bytes);
}

/**
 * A whole number from 0 to below − 1, each exactly equally likely: words at or above the largest multiple are thrown away.
 * @param below from 1 to 2^32.
 */
export function uniformInt(stream: Stream, below: number): number {
  if (!Number.isInteger(below) || below < 1 || below > wordCount) throw new RangeError('uniformInt draws below 1 to 2^32');
  const limit = wordCount - (wordCount % below);
  let word = stream();
  while (word >= limit) word = stream();
  return word % below;
}

/** As `uniformInt`, for any positive bound: as many words as the bound needs, the first the most significant. */
export function uniformBigInt(stream: Stream, below: bigint): bigint {
  if (below < 1n) throw new RangeError('uniformBigInt draws below a positive number');
  let span = 1n;
  let words = 0;
  while (span < below) {
    span <<= 32n;
    words += 1;
  }
  const limit = span - (span % below);
  for (;;) {
    let value = 0n;
    for (let word = 0; word < words; word += 1) value = (value << 32n) | BigInt(stream());
    if (value < limit) return value % below;
  }
}

/** A uniformly random order of the items (Fisher–Yates from the last place down); the argument is left as it was. */
export function shuffle<T>(stream: Stream, items: readonly T[]): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = uniformInt(stream, last + 1);
    [order[last], order[chosen]] = [order[chosen] as T, order[last] as T];
  }
  return order;
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
