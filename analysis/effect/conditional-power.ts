import { panels } from '../numeric/gauss-legendre';
import { type Boundary, exitsOf } from './group-sequential';
import { chanceBeyond, goOn, standingAt, START } from './sequential-paths';
import { findRoot } from '../numeric/find-root';
import { limitsOf } from './group-sequential';

/** A trial at a look that it did not stop at. */
export interface Standing {
  /** The standardised difference. */
  readonly z: number;
  /** The share of the planned information that is in. */
  readonly fraction: number;
  /** The looks to come, the last of which is the end. */
  readonly ahead: readonly Boundary[];
  readonly sides: 1 | 2;
}

/**
 * The chance of crossing an upper boundary yet, if the mean of Z at the end is `drift`: 0 for no effect, z / √fraction for the effect seen so far,
 * the planned effect over its standard error at the end for the plan. See methods/group-sequential.md.
 */
export function conditionalPower({ z, fraction, ahead, sides }: Standing, drift: number): number {
  return exitsOf(ahead, sides, drift, standingAt(z, fraction)).upper.reduce((total, chance) => total + chance, 0);
}

/** What was believed about the drift before the trial: normal, or nothing at all. */
export interface Prior {
  readonly mean: number;
  readonly sd: number;
}

/** The conditional power averaged over what is believed of the drift after this look; without a prior every drift was equally likely. */
export function predictivePower(standing: Standing, prior: Prior | null): number {
  const { z, fraction } = standing;
  const precision = fraction + (prior === null ? 0 : 1 / prior.sd ** 2);
  const mean = (z * Math.sqrt(fraction) + (prior === null ? 0 : prior.mean / prior.sd ** 2)) / precision;
  const sd = 1 / Math.sqrt(precision);
  const end = standing.ahead[standing.ahead.length - 1]!.fraction;
  const steps = standing.ahead.map((look, k) => look.fraction - (standing.ahead[k - 1]?.fraction ?? fraction));
  const { nodes, weights } = panels(-8.5, 8.5, Math.min(1, 1 / (sd * Math.sqrt(Math.max(end - fraction, ...steps)))), 12);
  let total = 0;
  for (let i = 0; i < nodes.length; i++) {
    const density = Math.exp(-0.5 * nodes[i]! ** 2) / Math.sqrt(2 * Math.PI);
    total += weights[i]! * density * conditionalPower(standing, mean + sd * nodes[i]!);
  }
  return total;
}

/** What a trial that stopped may say: stopping early for a large difference makes the plain estimate too large. */
export interface Stagewise {
  /** Two-sided, of no effect. */
  readonly p: number;
  /** The drift that lies in the middle (median-unbiased) and the ends of its interval. */
  readonly estimate: number;
  readonly interval: { readonly level: number; readonly lower: number; readonly upper: number };
}

/**
 * p, median-unbiased drift and interval by the stagewise order: stopping earlier for benefit counts as more extreme than anything later.
 * @param passed the looks before, at which no boundary was crossed
 * Source: Tsiatis, Rosner and Mehta (1984), Biometrics 40, 797–803.
 */
export function stagewise(
  passed: readonly Boundary[],
  { z, fraction, sides }: Omit<Standing, 'ahead'>,
  level: number,
): Stagewise {
  const beyond = (drift: number): number => {
    let paths = START;
    let total = 0;
    passed.forEach((look, k) => {
      if (look.z !== null) total += chanceBeyond(paths, look.fraction, drift, look.z, 'above');
      const next = passed[k + 1]?.fraction ?? fraction;
      paths = goOn(paths, look.fraction, next, drift, limitsOf(look.z, sides));
    });
    return total + chanceBeyond(paths, fraction, drift, z, 'above');
  };
  const driftAt = (chance: number): number => {
    const middle = z / Math.sqrt(fraction);
    const reach = 10 / Math.sqrt(passed[0]?.fraction ?? fraction);
    const found = findRoot((drift) => beyond(drift) - chance, middle - reach, middle + reach, 1e-12);
    if ('refused' in found) throw new RangeError(`the drift was not found: ${found.refused}`);
    return found.root;
  };
  const tail = (1 - level) / 2;
  const own = beyond(0);
  return {
    p: Math.min(1, 2 * Math.min(own, 1 - own)),
    estimate: driftAt(0.5),
    interval: { level, lower: driftAt(tail), upper: driftAt(1 - tail) },
  };
}
