import type { Scheme } from '../../model/scheme';
import { randomFrom } from '../characteristics/random';
import { TIED } from './inversion';
import { listingOf, replayOf } from './replays';
import {
  FINE,
  FIRST_DRAWS,
  missingDiffers,
  MOST_DRAWS,
  refusalOf,
  withoutCovariates,
  type Observed,
  type RerandomisationRefusal,
  type Rerandomised,
} from './rerandomise';
import type { Listing } from './sequence';
import { invertStudentised, type Likely, type Polynomials, polynomialsOf, ratioAt } from './studentised';

/** A longer list is drawn from instead: each allocation costs a comparison for every effect tried. */
const MOST_COMPARED = 50_000;

/**
 * The re-randomisation test of two arms by the difference over its own standard error, reckoned anew for each allocation. Of the same sharp
 * null hypothesis; in large trials it holds also where the arms differ in spread. All allocations are listed where they are few, else drawn until the answer
 * is clear.
 * @param level of the interval, which is left out where more outcomes are missing in one arm
 */
export function rerandomiseStudentised(
  scheme: Scheme,
  observed: Observed,
  { seed, level }: { seed: number; level: number },
): Rerandomised | RerandomisationRefusal {
  if (scheme.arms.length !== 2) return { refused: 'no-single-comparison' };
  const refusal = refusalOf(scheme, observed, { mode: 'auto', draws: 0, seed, level });
  if (refusal) return refusal;
  const cleaned = withoutCovariates(observed);
  if (!cleaned) return { refused: 'singular-covariates' };
  const of = polynomialsOf(cleaned.outcome, cleaned.shift, observed.stratum, observed.strata);
  const seen = of(observed.arms);
  const listing = listingOf(scheme, observed);
  const intervalRefused = missingDiffers(observed) ? ('missing-differs-by-arm' as const) : null;
  const reference = listing && isShort(listing) ? listed(listing, of) : null;
  const alpha = 1 - level;
  const compared = reference ?? drawn(scheme, observed, of, seen, seed, alpha);
  const tails = tailsOf(seen, compared);
  return {
    statistic: seen.a,
    ...tails,
    interval: intervalRefused ? null : invertStudentised(seen, compared, alpha),
    intervalRefused,
    reference: reference ? reference.length : compared.length - 1,
    method: reference ? 'exact' : 'monte-carlo',
    standardError: reference ? 0 : errorOf(tails.pTwoSided, compared.length),
    leastP: reference && tailsOf(farthest(reference), reference).pTwoSided,
  };
}

function isShort(listing: Listing): boolean {
  let count = 0;
  listing(() => (count += 1));
  return count <= MOST_COMPARED;
}

function listed(listing: Listing, of: (arms: Uint8Array) => Polynomials): Likely[] {
  const reference: Likely[] = [];
  listing((arms, weight) => reference.push({ ...of(arms), weight }));
  return reference;
}

/** The observed allocation is one of those the lottery could give, and counts among them: p is never nought. */
function drawn(
  scheme: Scheme,
  observed: Observed,
  of: (arms: Uint8Array) => Polynomials,
  seen: Polynomials,
  seed: number,
  alpha: number,
): Likely[] {
  const replay = replayOf(scheme, observed);
  const random = randomFrom(seed);
  const arms = new Uint8Array(observed.arms.length);
  const found: Polynomials[] = [seen];
  for (let next = FIRST_DRAWS; ; next = Math.min(2 * next, MOST_DRAWS)) {
    while (found.length <= next) {
      replay(random, arms);
      found.push(of(arms));
    }
    const reference = found.map((one) => ({ ...one, weight: 1 / found.length }));
    const { pTwoSided } = tailsOf(seen, reference);
    const error = errorOf(pTwoSided, found.length);
    if (next >= MOST_DRAWS || error < FINE || Math.abs(pTwoSided - alpha) > 3 * error) return reference;
  }
}

const errorOf = (p: number, compared: number): number => Math.sqrt((p * (1 - p)) / (compared - 1));

const sizeOf = (own: Polynomials): number => Math.sign(own.a) * ratioAt(own, 0);

const farthest = (reference: readonly Likely[]): Likely =>
  reference.reduce((far, one) => (Math.abs(sizeOf(one)) > Math.abs(sizeOf(far)) ? one : far));

function tailsOf(seen: Polynomials, reference: readonly Likely[]): { pTwoSided: number; pOneSided: number } {
  const own = sizeOf(seen);
  const slack = Number.isFinite(own) ? TIED * Math.max(Math.abs(own), 1e-300) : 0;
  let [both, upper] = [0, 0];
  for (const one of reference) {
    const other = sizeOf(one);
    if (Math.abs(other) >= Math.abs(own) - slack) both += one.weight;
    if (other >= own - slack) upper += one.weight;
  }
  return { pTwoSided: Math.min(both, 1), pOneSided: Math.min(upper, 1) };
}
