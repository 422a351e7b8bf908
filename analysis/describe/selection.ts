import { studentTwoSided } from '../numeric/distributions';

/** Somebody who was judged at the door: what the chance of the next lot was then, and what came of it. */
export interface AtTheDoor {
  readonly stratum: string;
  /** The chance that the next lot in the stratum would be the first arm beside the reference. */
  readonly chance: number;
  readonly y: number;
}

/** Whether what came of people goes with the lot that was to come. Without enough of them there is a reason instead. */
export type Selection =
  | { n: number; slope: number; standardError: number; df: number; p: number }
  | { n: number; refused: 'too-few' | 'nothing-predictable' | 'no-variation' };

/** Fewer than these are not asked about: a handful would tell of single people. */
export const ENOUGH_AT_THE_DOOR = 12;

/**
 * Berger and Exner's question: the outcome at the door regressed on the chance of the next lot, within strata, with heteroscedastic
 * errors (HC1). Nobody who enrols without knowing what comes can bring about a slope.
 */
export function selectionOf(people: readonly AtTheDoor[]): Selection {
  const n = people.length;
  if (n < ENOUGH_AT_THE_DOOR) return { n, refused: 'too-few' };
  const strata = new Map<string, AtTheDoor[]>();
  for (const one of people) strata.set(one.stratum, [...(strata.get(one.stratum) ?? []), one]);
  const rows = [...strata.values()].flatMap((own) => {
    const [chance, y] = [mean(own.map((one) => one.chance)), mean(own.map((one) => one.y))];
    return own.map((one) => ({ x: one.chance - chance, y: one.y - y }));
  });
  const sxx = sum(rows.map(({ x }) => x * x));
  const df = n - strata.size - 1;
  if (df < 1) return { n, refused: 'too-few' };
  if (sxx < 1e-12) return { n, refused: 'nothing-predictable' };
  if (sum(rows.map(({ y }) => y * y)) < 1e-12) return { n, refused: 'no-variation' };
  const slope = sum(rows.map(({ x, y }) => x * y)) / sxx;
  const meat = sum(rows.map(({ x, y }) => (x * (y - slope * x)) ** 2));
  const standardError = (Math.sqrt(meat) / sxx) * Math.sqrt(n / df);
  if (standardError === 0) return { n, refused: 'no-variation' };
  return { n, slope, standardError, df, p: studentTwoSided(slope / standardError, df) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
