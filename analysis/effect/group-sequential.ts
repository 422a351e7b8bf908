import { normalQuantile, normalTails } from '../numeric/distributions';
import { findRoot } from '../numeric/find-root';
import { decreasingRoot } from '../numeric/quantile-search';
import { chanceBeyond, goOn, type Paths, START } from './sequential-paths';
import { spentAt, type Spending } from './spending';

/** What is decided before the first look. */
export interface SequentialPlan {
  readonly spending: Spending;
  /** Of the whole test; a two-sided one spends half on each side. */
  readonly alpha: number;
  readonly sides: 1 | 2;
}

/** One look: when a standardised difference is far enough out for the trial to stop. */
export interface Boundary {
  /** The share of the planned information that is in. */
  readonly fraction: number;
  /** Alpha spent up to and with this look, both sides together. */
  readonly spent: number;
  /** Stop at or above z, in a two-sided test also at or below -z; null where next to nothing may be spent yet. */
  readonly z: number | null;
  /** The same as a p-value with as many sides as the test. */
  readonly p: number | null;
}

/** Less than this is no alpha to speak of: the boundary would lie beyond eight standard errors. */
const NOTHING = 1e-16;
/** Looks closer than this share of the information are one look. */
const CLOSEST = 0.001;

/** What is wrong with a plan or its looks, in words, or null. */
export function sequentialFault({ alpha, sides }: SequentialPlan, fractions: readonly number[]): string | null {
  if (!(alpha > 0 && alpha < 0.5)) return `Alpha is ${alpha}; it lies above 0 and below 0.5.`;
  if (sides !== 1 && sides !== 2) return 'A test has one side or two.';
  if (fractions.length === 0) return 'There is no look. Give the share of the planned information at each.';
  const early = fractions.findIndex(
    (fraction, i) => !(fraction - (fractions[i - 1] ?? 0) >= CLOSEST && Number.isFinite(fraction)),
  );
  if (early >= 0)
    return `Look ${early + 1} is at the share ${fractions[early]} of the information; each look must be at least ${CLOSEST} after the one before.`;
  const over = fractions.findIndex((fraction) => fraction >= 1);
  if (over >= 0 && over < fractions.length - 1)
    return `Look ${over + 1} is at all of the planned information, and more looks follow. All alpha is spent there, so it must be the last.`;
  return null;
}

/**
 * The boundaries of looks at the given shares of the information, each found from those before it alone, so that a look may come earlier or later
 * than planned, or not at all. RangeError where `sequentialFault` finds fault.
 * @param last the last of these looks is the trial's last even where less information came than planned: it spends all that is left
 */
export function boundariesOf(plan: SequentialPlan, fractions: readonly number[], last = false): Boundary[] {
  const fault = sequentialFault(plan, fractions);
  if (fault !== null) throw new RangeError(fault);
  const ownAlpha = plan.alpha / plan.sides;
  let paths: Paths = START;
  let before = 0;
  return fractions.map((fraction, k) => {
    const final = last && k === fractions.length - 1;
    const spent = final ? ownAlpha : spentAt(plan.spending, ownAlpha, fraction);
    const added = spent - before;
    const z =
      added < NOTHING
        ? null
        : decreasingRoot(
            (at) => Math.log(chanceBeyond(paths, fraction, 0, at, 'above') / added),
            normalQuantile(added, 'upper'),
            0.05,
          );
    // What could not be spent here is left for the looks to come.
    if (z !== null) before = spent;
    const next = fractions[k + 1];
    if (next !== undefined) paths = goOn(paths, fraction, next, 0, limitsOf(z, plan.sides));
    return { fraction, spent: plan.sides * before, z, p: z === null ? null : plan.sides * normalTails(z).upper };
  });
}

/** Between which values of Z the trial goes on. */
export function limitsOf(z: number | null, sides: 1 | 2): { lower: number; upper: number } {
  const upper = z ?? Infinity;
  return { lower: sides === 2 ? -upper : -Infinity, upper };
}

/** The chance of stopping at each look at its upper or lower boundary. */
export interface Exits {
  readonly upper: readonly number[];
  readonly lower: readonly number[];
}

/**
 * The chance of crossing each boundary first, for a trial that stands at `from` (at its start where left out).
 * @param drift the mean of Z when all of the planned information is in: the effect over its standard error then
 */
export function exitsOf(boundaries: readonly Boundary[], sides: 1 | 2, drift: number, from: Paths = START): Exits {
  let paths = from;
  const upper: number[] = [];
  const lower: number[] = [];
  boundaries.forEach(({ fraction, z }, k) => {
    upper.push(z === null ? 0 : chanceBeyond(paths, fraction, drift, z, 'above'));
    lower.push(z === null || sides === 1 ? 0 : chanceBeyond(paths, fraction, drift, -z, 'below'));
    const next = boundaries[k + 1];
    if (next) paths = goOn(paths, fraction, next.fraction, drift, limitsOf(z, sides));
  });
  return { upper, lower };
}

/** What looking costs: of the information a trial without looks would need, and what it may save. */
export interface SequentialCost {
  /** The mean of Z at the end that gives the power. */
  readonly drift: number;
  /** Information at the last look, as a multiple of what one look at the end needs for the same power. */
  readonly inflation: number;
  /** Information used on average, as the same multiple: with no effect, and with the one planned. */
  readonly expected: { readonly none: number; readonly planned: number };
}

/** The drift at which the boundaries are crossed upwards with the probability `power`, and what that makes of the size of the trial. */
export function sequentialCost(boundaries: readonly Boundary[], plan: SequentialPlan, power: number): SequentialCost {
  const single = normalQuantile(plan.alpha / plan.sides, 'upper') + normalQuantile(power);
  const excess = (drift: number) => sum(exitsOf(boundaries, plan.sides, drift).upper) - power;
  const found = findRoot(excess, 0, 2 * single + 5, 1e-12);
  if ('refused' in found) throw new RangeError(`no drift gives the power ${power} with these boundaries`);
  const inflation = (found.root / single) ** 2;
  const used = (drift: number) => {
    const { upper, lower } = exitsOf(boundaries, plan.sides, drift);
    const end = boundaries[boundaries.length - 1]!.fraction;
    return end - sum(boundaries.map(({ fraction }, k) => (upper[k]! + lower[k]!) * (end - fraction)));
  };
  return { drift: found.root, inflation, expected: { none: inflation * used(0), planned: inflation * used(found.root) } };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
