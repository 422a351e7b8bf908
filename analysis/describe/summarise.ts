import type { Summary } from '#protocols/model/estimate';
import { mean, variance } from './mean';
import { quantile } from './quantile';

/** Count, missing, mean, standard deviation (n - 1), minimum, quartiles (type 7) and maximum; null where too few values. */
export function summarise(values: readonly (number | null)[]): Summary {
  const present = values.filter((value) => value !== null);
  const n = present.length;
  const empty = { n, missing: values.length - n, mean: null, sd: null, minimum: null, quartiles: null, maximum: null };
  if (n === 0) return empty;
  const at = (p: number) => quantile(present, p)!;
  return {
    ...empty,
    mean: mean(present),
    sd: n > 1 ? Math.sqrt(variance(present)) : null,
    minimum: at(0),
    quartiles: { lower: at(0.25), median: at(0.5), upper: at(0.75) },
    maximum: at(1),
  };
}
