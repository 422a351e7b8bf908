import { findRoot } from './find-root';

/** P(X ≤ x) and P(X > x) of a continuous distribution. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** Which tail a probability given to a quantile function is the size of. */
export type Tail = 'lower' | 'upper';

/** The positive x whose `tail` has probability p, 0 ≤ p ≤ 1, searched from a guess. */
export function positiveQuantile(p: number, tail: Tail, tails: (x: number) => Tails, guess: number): number {
  requireProbability(p);
  const lower = tail === 'lower';
  if (p === 0 || p === 1) return (p === 0) === lower ? 0 : Infinity;
  // The smaller of the two tails is matched, on the logarithmic scale.
  const matchLower = p <= 0.5 === lower;
  return tailQuantile((x) => (matchLower ? tails(x).lower : tails(x).upper), Math.min(p, 1 - p), guess, matchLower ? 1 : -1);
}

/** The positive x at which a monotone tail has the given size; `direction` 1 for a rising tail, -1 for a falling one. */
export function tailQuantile(tail: (x: number) => number, size: number, guess: number, direction: 1 | -1): number {
  const start = guess > 0 && Number.isFinite(guess) ? Math.log(guess) : 0;
  const excess = (u: number) => direction * Math.log(tail(Math.exp(u)) / size);
  return Math.exp(positiveRoot(excess, start));
}

/** The root in u of a rising function, searched outwards from a first guess that is usually good to 1e-8. */
export function positiveRoot(rising: (u: number) => number, start: number): number {
  return -decreasingRoot((v) => rising(-v), -start, 1e-6);
}

/** The root of a falling function; the bracket grows fourfold from the guess until the signs differ. */
export function decreasingRoot(falling: (x: number) => number, guess: number, width: number): number {
  const direction = falling(guess) > 0 ? 1 : -1;
  let near = guess;
  let reach = width;
  while (falling(guess + direction * reach) * direction > 0) {
    if (!(reach < 1e300)) throw new RangeError('the quantile lies beyond the range of doubles');
    near = guess + direction * reach;
    reach *= 4;
  }
  const found = findRoot(falling, Math.min(near, guess + direction * reach), Math.max(near, guess + direction * reach), 0);
  if ('refused' in found) throw new RangeError(`the quantile was not found: ${found.refused}`);
  return found.root;
}

export function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies between 0 and 1, not at ${p}`);
}

export function requirePositive(df: number): void {
  if (!(df > 0)) throw new RangeError(`degrees of freedom are positive, not ${df}`);
}

export function requireFinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`t and its noncentrality are finite numbers, not ${value}`);
}
