import type { Scheme } from '../../model/scheme';
import { randomFrom } from '../characteristics/random';
import { invert, TIED, type Ends, type Weighed } from './inversion';
import { listingOf, replayOf } from './replays';
import type { Sequence } from './sequence';
import { statisticOf, type Linear, type Statistic } from './statistic';

export interface Observed extends Sequence {
  /** NaN where missing. */
  outcome: Float64Array;
  /** 1 for the scheme's first arm. */
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
}

export interface Rerandomised {
  /** First arm minus second. */
  statistic: number;
  pTwoSided: number;
  /** Of the first arm's mean being greater. */
  pOneSided: number;
  /** null on a side where the interval has no end; null altogether where it is refused. */
  interval: Ends | null;
  intervalRefused: 'missing-differs-by-arm' | null;
  /** How many allocations were compared with. */
  reference: number;
  method: 'exact' | 'monte-carlo';
  /** Monte-Carlo error of the two-sided p; 0 where exact. */
  standardError: number;
  /** The least two-sided p that this lottery could have given; null where it was not listed. */
  leastP: number | null;
}

export type RerandomisationRefusal = {
  refused: 'two-arms-only' | 'no-outcome' | 'one-arm' | 'too-many-to-list' | 'singular-covariates';
};

const FIRST_DRAWS = 10_000;
const MOST_DRAWS = 200_000;
/** Draws stop when α lies three errors away from p, or the error is below this. */
const FINE = 0.001;

/**
 * The re-randomisation test of the sharp null hypothesis that nobody's outcome depends on their arm: outcomes, order, strata and factors stay, the arms
 * are drawn again by the trial's own scheme, and p is the chance of a difference at least as large. The interval holds the constant effects that are
 * not rejected. Covariates are taken out of the outcome first, by a regression that does not know the arms.
 */
export function rerandomise(scheme: Scheme, observed: Observed, wish: Wish): Rerandomised | RerandomisationRefusal {
  const refusal = refusalOf(scheme, observed);
  if (refusal) return refusal;
  const cleaned = withoutCovariates(observed);
  if (!cleaned) return { refused: 'singular-covariates' };
  const statistic = statisticOf(cleaned.outcome, cleaned.shift, observed.stratum, observed.strata);
  const seen = statistic(observed.arms);
  const listing = wish.mode === 'draws' ? null : listingOf(scheme, observed);
  if (wish.mode === 'exact' && !listing) return { refused: 'too-many-to-list' };
  const alpha = 1 - wish.level;
  const refused = missingDiffers(observed) ? ('missing-differs-by-arm' as const) : null;
  const found = listing ? listed(listing, statistic, seen, alpha) : drawn(scheme, observed, statistic, seen, wish, alpha);
  return { ...found, statistic: seen.outcome, interval: refused ? null : found.interval, intervalRefused: refused };
}

type Found = Omit<Rerandomised, 'statistic' | 'intervalRefused'>;

function listed(listing: NonNullable<ReturnType<typeof listingOf>>, statistic: Statistic, seen: Linear, alpha: number): Found {
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
  const reference: Linear[] = [seen];
  let next = wish.mode === 'draws' ? wish.draws : FIRST_DRAWS;
  for (;;) {
    while (reference.length <= next) {
      replay(random, arms);
      reference.push(statistic(arms));
    }
    const weighed = reference.map((one) => ({ ...one, weight: 1 / reference.length }));
    const tails = tailsOf(seen, weighed);
    const error = Math.sqrt((tails.pTwoSided * (1 - tails.pTwoSided)) / (reference.length - 1));
    if (next >= most || (wish.mode === 'auto' && (error < FINE || Math.abs(tails.pTwoSided - alpha) > 3 * error))) {
      return {
        ...tails,
        interval: invert(seen, weighed, alpha),
        reference: reference.length - 1,
        method: 'monte-carlo',
        standardError: error,
        leastP: null,
      };
    }
    next = Math.min(2 * next, most);
  }
}

function refusalOf(scheme: Scheme, { outcome, arms }: Observed): RerandomisationRefusal | null {
  if (scheme.arms.length !== 2 || scheme.method === 'stepped-wedge') return { refused: 'two-arms-only' };
  const present = [...arms].filter((_, i) => !Number.isNaN(outcome[i]!));
  if (present.length === 0) return { refused: 'no-outcome' };
  return present.every((arm) => arm === present[0]) ? { refused: 'one-arm' } : null;
}

function missingDiffers({ outcome, arms }: Observed): boolean {
  let [first, second, firstMissing, secondMissing] = [0, 0, 0, 0];
  arms.forEach((arm, i) => {
    const missing = Number.isNaN(outcome[i]!) ? 1 : 0;
    if (arm === 1) {
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
function withoutCovariates({
  outcome,
  arms,
  covariates,
  stratum,
  strata,
}: Observed): { outcome: Float64Array; shift: Float64Array } | undefined {
  const shift = Float64Array.from(arms);
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
