import { createHash } from 'node:crypto';
import seedrandom from 'seedrandom';
import type { Entropy } from '../seal';

/** Chance that repeats: the same seed and purpose give the same numbers, bytes and ids. For simulation only, never for a lottery of people. */
export interface ScriptedChance {
  /** Evenly between 0 and 1. */
  share(): number;
  /** A whole number from 0 to `below` − 1. */
  whole(below: number): number;
  /** From the normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  entropy: Entropy;
  uuid(): string;
}

/** Chance of its own for each purpose. The key is hashed first: seedrandom itself takes `ab` and `abab` for the same seed. */
export function scriptedChance(seed: number, purpose: string): ScriptedChance {
  const key = createHash('sha256').update(`lodtraek/simulation/${seed}/${purpose}`).digest('hex');
  const draw = seedrandom.alea(key);
  const entropy: Entropy = (bytes) => Buffer.from(Array.from({ length: bytes }, () => Math.floor(draw.double() * 256)));
  return {
    share: () => draw.double(),
    whole: (below) => Math.floor(draw.double() * below),
    // Box–Muller; 1 − share lies above nought, so the logarithm exists.
    normal: () => Math.sqrt(-2 * Math.log(1 - draw.double())) * Math.cos(2 * Math.PI * draw.double()),
    entropy,
    uuid: () => uuidFrom(entropy(16)),
  };
}

/** A version 4 uuid whose 122 free bits are given. */
function uuidFrom(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
