import type { Scheme } from '../../model/scheme';
import { randomFrom } from '../characteristics/random';
import { invert, TIED, type Ends, type Weighed } from './inversion';
import { listingOf, replayOf } from './replays';
import type { Listing, Sequence } from './sequence';
import { betweenArms, differenceOf, type Linear, type Statistic } from './statistic';

export interface Observed extends Sequence {
  /** NaN where missing. */
  outcome: Float64Array;
  /** The place of each person's arm in the scheme. */
  arms: Uint8Array;
  /** Rows of numbers to adjust for, the same for everybody whatever their arm; may be empty. */
  covariates: readonly Float64Array[];
}

export interface Wish {
  /** 'auto': exact where the set can be listed, else draws until the answer is clear. */
  mode: 'auto' | 'exact' | 'draws';
  draws: number;
  seed: number;
  /** Of the interval, between 0 and 1. */
  level: number;
  /** Of more than two arms: the places of the two that are compared. Without it all are compared at once. */
  contrast?: readonly [number, number];
}

export interface Rerandomised {
  /** First arm minus second; of several at once the sum of squares between them. */
  statistic: number;
  pTwoSided: number;
  /** Of the first arm's mean being greater; null where several are compared at once. */
  pOneSided: number | null;
  /** null on a side where the interval has no end; null altogether where it is refused. */
  interval: Ends | null;
  /** With more than two arms a constant effect of one says nothing of those whom the lottery could have given it and who got a third. */
  intervalRefused: 'missing-differs-by-arm' | 'several-arms' | null;
  /** How many allocations were compared with. */
  reference: number;
  method: 'exact' | 'monte-carlo';
  /** Monte-Carlo error of the two-sided p; 0 where exact. */
  standardError: number;
  /** The least two-sided p that this lottery could have given; null where it was not listed. */
  leastP: number | null;
}

export type RerandomisationRefusal = {
  refused: 'no-single-comparison' | 'no-outcome' | 'one-arm' | 'too-many-to-list' | 'singular-covariates';
};

export const FIRST_DRAWS = 10_000;
export const MOST_DRAWS = 200_000;
/** Draws stop when α lies three errors away from p, or the error is below this. */
export const FINE = 0.001;

/**
 * The re-randomisation test of the sharp null hypothesis that nobody's outcome depends on their arm: outcomes, order, strata and factors stay, the arms
 * are drawn again by the trial's own scheme, and p is the chance of a difference at least as large. The interval holds the constant effects that are
 * not rejected. Covariates are taken out of the outcome first, by a regression that does not know the arms.
 */
export function rerandomise(scheme: Scheme, observed: Observed, wish: Wish): Rerandomised | RerandomisationRefusal {
  const refusal = refusalOf(scheme, observed, wish);
  if (refusal) return refusal;
  const cleaned = withoutCovariates(observed);
  if (!cleaned) return { refused: 'singular-covariates' };
  const compared = { outcome: cleaned.outcome, stratum: observed.stratum, strata: observed.strata };
  const several = scheme.arms.length > 2;
  const pair = several ? wish.contrast : ([0, 1] as const);
  const statistic = pair ? differenceOf(compared, cleaned.shift, ...pair) : betweenArms(compared, scheme.arms.length);
  const seen = statistic(observed.arms);
  const listing = wish.mode === 'draws' ? null : listingOf(scheme, observed);
  if (wish.mode === 'exact' && !listing) return { refused: 'too-many-to-list' };
  const alpha = 1 - wish.level;
  const refused = several ? ('several-arms' as const) : missingDiffers(observed) ? ('missing-differs-by-arm' as const) : null;
  const found = listing ? listed(listing, statistic, seen, alpha) : drawn(scheme, observed, statistic, seen, wish, alpha);
  return {
    ...found,
    statistic: seen.outcome,
    pOneSided: pair ? found.pOneSided : null,
    interval: refused ? null : found.interval,
    intervalRefused: refused,
  };
}

type Found = Omit<Rerandomised, 'statistic' | 'intervalRefused' | 'pOneSided'> & { pOneSided: number };

function listed(listing: Listing, statistic: Statistic, seen: Linear, alpha: number): Found {
  const reference: Weighed[] = [];
  listing((arms, weight) => reference.push({ ...statistic(arms), weight }));
  const least = [...reference].sort((a, b) => Math.abs(b.outcome) - Math.abs(a.outcome))[0]!;
  return {
    ...tailsOf(seen, reference),
    interval: invert(seen, reference, alpha),
    reference: reference.length,
    method: 'exact',
    standardError: 0,
    leastP: tailsOf(least, reference).pTwoSided,
  };
}

function tailsOf(seen: Linear, reference: readonly Weighed[]): { pTwoSided: number; pOneSided: number } {
  const slack = TIED * Math.max(Math.abs(seen.outcome), 1e-300);
  let [both, upper] = [0, 0];
  for (const { outcome, weight } of reference) {
    if (Math.abs(outcome) >= Math.abs(seen.outcome) - slack) both += weight;
    if (outcome >= seen.outcome - slack) upper += weight;
  }
  return { pTwoSided: Math.min(both, 1), pOneSided: Math.min(upper, 1) };
}

function drawn(scheme: Scheme, observed: Observed, statistic: Statistic, seen: Linear, wish: Wish, alpha: number): Found {
  const replay = replayOf(scheme, observed);
  const random = randomFrom(wish.seed);
  const arms = new Uint8Array(observed.arms.length);
  const most = wish.mode === 'draws' ? wish.draws : MOST_DRAWS;
  // The observed allocation is one of those the lottery could give, and counts among them: p is never nought.
  const outcomes = new Float64Array(most + 1);
  const effects = new Float64Array(most + 1);
  outcomes[0] = seen.outcome;
  effects[0] = seen.effect;
  let count = 1;
  let next = wish.mode === 'draws' ? wish.draws : FIRST_DRAWS;
  for (;;) {
    for (; count <= next; count += 1) {
      replay(random, arms);
      const { outcome, effect } = statistic(arms);
      outcomes[count] = outcome;
      effects[count] = effect;
    }
    const tails = sharesOf(seen, outcomes.subarray(0, count));
    const error = Math.sqrt((tails.pTwoSided * (1 - tails.pTwoSided)) / (count - 1));
    if (next >= most || (wish.mode === 'auto' && (error < FINE || Math.abs(tails.pTwoSided - alpha) > 3 * error))) {
      const weighed = Array.from({ length: count }, (_, draw) => ({
        outcome: outcomes[draw]!,
        effect: effects[draw]!,
        weight: 1 / count,
      }));
      return {
        ...tails,
        interval: invert(seen, weighed, alpha),
        reference: count - 1,
        method: 'monte-carlo',
        standardError: error,
        leastP: null,
      };
    }
    next = Math.min(2 * next, most);
  }
}

/** As `tailsOf`, of draws that all weigh the same. */
function sharesOf(seen: Linear, outcomes: Float64Array): { pTwoSided: number; pOneSided: number } {
  const slack = TIED * Math.max(Math.abs(seen.outcome), 1e-300);
  let [both, upper] = [0, 0];
  for (const outcome of outcomes) {
    if (Math.abs(outcome) >= Math.abs(seen.outcome) - slack) both += 1;
    if (outcome >= seen.outcome - slack) upper += 1;
  }
  return { pTwoSided: both / outcomes.length, pOneSided: upper / outcomes.length };
}

/** Why there is nothing to compare; null where there is. */
export function refusalOf(scheme: Scheme, { outcome, arms }: Observed, { contrast }: Wish): RerandomisationRefusal | null {
  if (scheme.method === 'stepped-wedge') return { refused: 'no-single-comparison' };
  const present = [...arms].filter((_, i) => !Number.isNaN(outcome[i]!));
  if (present.length === 0) return { refused: 'no-outcome' };
  const wanted = scheme.arms.length > 2 && contrast ? contrast : [present[0]!];
  const lacks = wanted.length === 2 ? wanted.some((arm) => !present.includes(arm)) : present.every((arm) => arm === present[0]);
  return lacks ? { refused: 'one-arm' } : null;
}

/** Whether unequal shares of the arms have no outcome. */
export function missingDiffers({ outcome, arms }: Observed): boolean {
  let [first, second, firstMissing, secondMissing] = [0, 0, 0, 0];
  arms.forEach((arm, i) => {
    const missing = Number.isNaN(outcome[i]!) ? 1 : 0;
    if (arm === 0) {
      first += 1;
      firstMissing += missing;
    } else {
      second += 1;
      secondMissing += missing;
    }
  });
  return firstMissing * second !== secondMissing * first;
}

/** Outcome and shift less their regressions on the covariates and strata; undefined where the covariates do not tell people apart. */
export function withoutCovariates({
  outcome,
  arms,
  covariates,
  stratum,
  strata,
}: Observed): { outcome: Float64Array; shift: Float64Array } | undefined {
  const shift = Float64Array.from(arms, (arm) => (arm === 0 ? 1 : 0));
  if (covariates.length === 0) return { outcome, shift };
  const present = [...outcome.keys()].filter((i) => !Number.isNaN(outcome[i]!));
  const centred = covariates.map((column) => centre(column, stratum, strata, present));
  const basis: Float64Array[] = [];
  for (const column of centred) {
    const rest = Float64Array.from(column);
    for (const one of basis) subtract(rest, one, present);
    const length = Math.sqrt(dot(rest, rest, present));
    if (length <= 1e-10 * Math.sqrt(dot(column, column, present)) || length === 0) return undefined;
    basis.push(rest.map((value) => value / length));
  }
  const clean = (values: Float64Array) => {
    const rest = Float64Array.from(values);
    const own = centre(values, stratum, strata, present);
    for (const one of basis) {
      const part = dot(own, one, present);
      for (const i of present) rest[i]! -= part * one[i]!;
    }
    return rest;
  };
  return { outcome: clean(outcome), shift: clean(shift) };
}

function centre(values: Float64Array, stratum: Int32Array, strata: number, present: readonly number[]): Float64Array {
  const sums = new Float64Array(strata);
  const counts = new Float64Array(strata);
  for (const i of present) {
    sums[stratum[i]!]! += values[i]!;
    counts[stratum[i]!]! += 1;
  }
  const centred = new Float64Array(values.length);
  for (const i of present) centred[i] = values[i]! - sums[stratum[i]!]! / counts[stratum[i]!]!;
  return centred;
}

function subtract(from: Float64Array, direction: Float64Array, present: readonly number[]): void {
  const part = dot(from, direction, present);
  for (const i of present) from[i]! -= part * direction[i]!;
}

function dot(a: Float64Array, b: Float64Array, present: readonly number[]): number {
  let sum = 0;
  for (const i of present) sum += a[i]! * b[i]!;
  return sum;
}
