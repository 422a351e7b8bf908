import { normalQuantile } from '../numeric/distributions';
import { findRoot } from '../numeric/find-root';
import { type Matrix, withoutColumns } from '../numeric/matrix';
import { type Family, fitGeneralised, type GeneralisedFit } from './generalised-linear';
import type { Limits } from './two-by-two';

/**
 * The profile likelihood interval of one coefficient: the values at which, everything else at its likeliest, twice the log-likelihood
 * is less than its maximum by the square of the normal quantile. Null where a profile cannot be followed that far.
 * @param offset as the model was fitted with; 0 where left out
 * Source: Venzon and Moolgavkar (1988), Applied Statistics 37, 87–94.
 */
export function profileInterval(
  design: Matrix,
  outcome: readonly number[],
  family: Family,
  fit: GeneralisedFit,
  column: number,
  level: number,
  offset?: readonly number[],
): Limits | null {
  const z = normalQuantile((1 - level) / 2, 'upper');
  const others = withoutColumns(design, column, column + 1);
  const own = design.values.subarray(column * design.rows, (column + 1) * design.rows);
  const centre = fit.coefficients[column]!;
  const width = Math.sqrt(fit.covariance.values[column * design.columns + column]!);
  let lost = false;
  const excess = (value: number) => {
    const held = fitGeneralised(
      others,
      outcome,
      family,
      Array.from(own, (x, i) => x * value + (offset?.[i] ?? 0)),
    );
    if ('refused' in held) {
      lost = true;
      return 0;
    }
    return Math.sqrt(Math.max(0, held.deviance - fit.deviance)) - z;
  };
  const limit = (side: number) => {
    for (let reach = 1.5 * z; reach < 100 * z; reach *= 2) {
      if (excess(centre + side * reach * width) < 0) continue;
      const found = findRoot((t) => excess(centre + side * t * width), 0, reach, 1e-10);
      return 'root' in found ? centre + side * found.root * width : null;
    }
    return null;
  };
  const [lower, upper] = [limit(-1), limit(1)];
  return lost || lower === null || upper === null ? null : { lower, upper };
}
