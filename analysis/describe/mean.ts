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
