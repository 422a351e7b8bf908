/** Chance for simulation: fast, repeatable, and never for people. Gives whole numbers from 0 to 2^32 − 1. */
export type Random = () => number;

/**
 * Blackman and Vigna's xoshiro128** 1.1, its state filled by splitmix32 from the seed.
 * @param seed a whole number; equal seeds give equal sequences.
 */
export function randomFrom(seed: number): Random {
  let filling = seed >>> 0;
  const fill = () => {
    filling = (filling + 0x9e3779b9) | 0;
    let z = filling;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

const SCALE = 2 ** -32;

/** Evenly from 0 up to, not including, 1. */
export const share = (random: Random): number => random() * SCALE;
