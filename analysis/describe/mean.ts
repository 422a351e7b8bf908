import { sum } from '../numeric/sum';

/** The arithmetic mean of at least one value, with compensated summation. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** The sample variance (divisor n - 1) of at least two values, from deviations about the mean. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  const drift = sum(values.map((value) => value - centre));
  const squares = sum(values.map((value) => (value - centre) ** 2));
  return (squares - drift ** 2 / values.length) / (values.length - 1);
}

/** So many of the last digits of a number may be rounding left by the arithmetic before it. */
const ROUNDING = 64 * Number.EPSILON;

/** Whether a variance is nothing but the rounding of values of this size. */
export function isRounding(variance: number, values: readonly number[]): boolean {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.sqrt(variance) <= ROUNDING * largest;
}

/** Whether the residual variance of a model of several columns is nothing but rounding of outcomes of this size. */
export function isReproduced(residualVariance: number, outcome: readonly number[]): boolean {
  const largest = outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.sqrt(residualVariance) <= 1e-11 * largest;
}
