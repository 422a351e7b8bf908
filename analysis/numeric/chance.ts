/**
 * Chance that repeats, for imputation, resampling and simulation; never for a lottery of people. Whoever needs it takes it as an
 * argument. The generator is xoshiro128** (Blackman and Vigna 2021, ACM Transactions on Mathematical Software 47, 36); the same seed
 * and path give the same numbers on every machine.
 */
export interface Chance {
  /** Evenly between 0 and 1, neither of them included. */
  share(): number;
  /** A whole number from 0 to `below` - 1. */
  whole(below: number): number;
  /** From the normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** From the χ² distribution; df above 0. */
  chiSquare(df: number): number;
}

/** Chance of its own for each path, so that a further imputation or arm changes nothing in those before it. */
export type Chances = (...path: readonly number[]) => Chance;

/** Streams of chance from one seed. */
export function seededChances(seed: number): Chances {
  return (...path) => chanceFrom([seed, ...path]);
}

const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));

function chanceFrom(words: readonly number[]): Chance {
  let [a, b, c, d] = [1, 2, 3, 4].map((lane) => scattered(words, lane)) as [number, number, number, number];
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
  // 52 bits and a half: never 0, never 1.
  const share = () => (next() * 1048576 + (next() >>> 12) + 0.5) / 4503599627370496;
  let spare: number | null = null;
  // Marsaglia's polar method gives two at a time.
  const normal = (): number => {
    if (spare !== null) {
      const held = spare;
      spare = null;
      return held;
    }
    for (;;) {
      const x = 2 * share() - 1;
      const y = 2 * share() - 1;
      const s = x * x + y * y;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = y * factor;
      return x * factor;
    }
  };
  return {
    share,
    whole: (below) => Math.floor((next() / 4294967296) * below),
    normal,
    chiSquare: (df) => 2 * gamma(df / 2, share, normal),
  };
}

/** A gamma deviate of scale 1. Source: Marsaglia and Tsang (2000), ACM Transactions on Mathematical Software 26, 363–372. */
function gamma(shape: number, share: () => number, normal: () => number): number {
  if (shape < 1) return gamma(shape + 1, share, normal) * share() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(share()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** One 32-bit word that depends on every bit of the words (MurmurHash3's mixing); a word may be any double. */
function scattered(words: readonly number[], lane: number): number {
  const halves = new Uint32Array(new Float64Array([lane, ...words]).buffer);
  let h = Math.imul(lane, 0x9e3779b9);
  for (const half of halves) {
    h ^= Math.imul(rotate(Math.imul(half, 0xcc9e2d51), 15), 0x1b873593);
    h = (Math.imul(rotate(h, 13), 5) + 0xe6546b64) | 0;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
