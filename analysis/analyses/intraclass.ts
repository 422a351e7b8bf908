import { normalQuantile } from '../numeric/distributions';
import type { Matrix } from '../numeric/matrix';

/** The share of variance that lies between groups, with an interval by the delta method on its logit; no interval at or beyond the ends. */
export interface Intraclass {
  readonly estimate: number;
  readonly standardError: number | null;
  readonly interval: { readonly level: number; readonly lower: number; readonly upper: number } | null;
}

/**
 * @param between, total which parameters of θ are the variance between groups, and which sum to the whole
 */
export function intraclass(
  theta: Float64Array,
  covariance: Matrix,
  between: number,
  total: readonly number[],
  level: number,
): Intraclass {
  const whole = total.reduce((sum, k) => sum + theta[k]!, 0);
  const estimate = theta[between]! / whole;
  const slope = total.map((k) => ((k === between ? whole : 0) - theta[between]!) / whole ** 2);
  let variance = 0;
  total.forEach((k, a) =>
    total.forEach((l, b) => (variance += slope[a]! * covariance.values[l * covariance.rows + k]! * slope[b]!)),
  );
  const standardError = Math.sqrt(variance);
  if (!(estimate > 0 && estimate < 1)) return { estimate, standardError, interval: null };
  const logit = Math.log(estimate / (1 - estimate));
  const reach = (normalQuantile((1 - level) / 2, 'upper') * standardError) / (estimate * (1 - estimate));
  const back = (value: number) => 1 / (1 + Math.exp(-value));
  return { estimate, standardError, interval: { level, lower: back(logit - reach), upper: back(logit + reach) } };
}
