/**
 * What a method of a stratum is: states, the chances of the next draw in each, and where a draw leads. Chances are whole numbers
 * (arm k has weights[k] out of their sum), so that a draw is exact and a tie is a tie.
 */
import { uniformBigInt, uniformInt, type Stream } from '../draw';

/** Non-negative whole numbers, one per arm in the scheme's order, not all nought; big ones where counts outgrow 2^53. */
export type Weights = readonly number[] | readonly bigint[];

/** A state with the chance it has of being where a draw leads, where that is itself random (a block's size, an urn's extra balls). */
export interface Branch<S> {
  state: S;
  share: number;
}

export interface Law<S> {
  /** Where a stratum begins. */
  start: readonly Branch<S>[];
  weights(state: S): Weights;
  /** Where the state goes when `arm` (its place in the scheme) was drawn. */
  next(state: S, arm: number): readonly Branch<S>[];
  /** Equal for states that behave alike from here on. */
  key(state: S): string | number;
  /** The number drawn to each arm, less what is exactly in the ratio; what an imbalance is computed from. */
  tally(state: S): readonly number[];
}

const FINENESS = 0x1_0000_0000;

/** Each arm's chance, from 0 to 1; they sum to 1. */
export function probabilitiesOf(weights: Weights): number[] {
  if (isBig(weights)) {
    const sum = weights.reduce((total, weight) => total + weight, 0n);
    return weights.map((weight) => ratioOf(weight, sum));
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Draws an arm's place: arm k with chance weights[k] / sum, exactly. */
export function drawByWeights(stream: Stream, weights: Weights): number {
  if (isBig(weights)) {
    let left = uniformBigInt(
      stream,
      weights.reduce((total, weight) => total + weight, 0n),
    );
    return weights.findIndex((weight) => (left -= weight) < 0n);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum > FINENESS) return drawByWeights(stream, weights.map(BigInt));
  let left = uniformInt(stream, sum);
  return weights.findIndex((weight) => (left -= weight) < 0);
}

/** The part that a share of one, from 0 up to 1, falls on: for simulation. */
export function drawPart(weights: readonly number[], at: number): number {
  let sum = 0;
  for (let part = 0; part < weights.length; part += 1) sum += weights[part]!;
  let left = at * sum;
  let part = 0;
  // Rounding may leave a hair over: it never falls on a part without a chance.
  for (let next = 0; next < weights.length; next += 1) {
    if (weights[next] === 0) continue;
    part = next;
    left -= weights[next]!;
    if (left < 0) break;
  }
  return part;
}

/**
 * A chance that is no fraction as whole numbers out of 2^32. The last bits of a power may differ between machines; rounded to this,
 * every machine has the same coin.
 */
export function coinOf(p: number): [number, number] {
  const heads = Math.round(p * FINENESS);
  return [heads, FINENESS - heads];
}

/** The only state there is, with certainty. */
export const certain = <S>(state: S): readonly Branch<S>[] => [{ state, share: 1 }];

const isBig = (weights: Weights): weights is readonly bigint[] => typeof weights[0] === 'bigint';

/** part / whole to the last bit or two, for numbers far beyond 2^53; nought only where part is. */
function ratioOf(part: bigint, whole: bigint): number {
  const bits = Math.max(0, whole.toString(2).length - 1000);
  const [a, b] = bits === 0 ? [part, whole] : [part >> BigInt(bits), whole >> BigInt(bits)];
  return Number(a) / Number(b);
}
