import type { Mean } from '#protocols/model/estimate';
import { studentQuantile } from '../numeric/distributions';
import { mean, variance } from './mean';

/**
 * The mean of each arm with its own t-interval, from the values that are there.
 * @param values one per participant, null where missing
 * @param arm the arm of each, in the same order; those in none of `arms` are passed over
 * @param level of the interval, between 0 and 1
 */
export function meansByArm(
  values: readonly (number | null)[],
  arm: readonly (string | null)[],
  arms: readonly string[],
  level: number,
): Mean[] {
  return arms.map((name) => {
    const present = values.filter((value, i) => arm[i] === name && value !== null) as number[];
    const n = present.length;
    if (n === 0) return { arm: name, n, mean: null, standardError: null, interval: null };
    const centre = mean(present);
    if (n === 1) return { arm: name, n, mean: centre, standardError: null, interval: null };
    const standardError = Math.sqrt(variance(present) / n);
    const reach = studentQuantile((1 - level) / 2, n - 1, 'upper') * standardError;
    return { arm: name, n, mean: centre, standardError, interval: { level, lower: centre - reach, upper: centre + reach } };
  });
}
