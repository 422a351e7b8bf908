import { mean, variance } from '../describe/mean';
import { midranks } from '../numeric/midranks';

/** How often a treated outcome is above a reference one, from ranks: no matrix of pairs is formed. */
export interface Dominance {
  /** Cliff's δ: P(treated > reference) - P(treated < reference). */
  readonly delta: number;
  /** Cliff's unbiased variance of δ, not below (1 - δ²) / (n₁ n₂ - 1). */
  readonly variance: number;
  /** The variance of δ by placements (DeLong), treated and reference part. */
  readonly placements: { readonly treated: number; readonly reference: number };
}

/** Both samples hold at least two values. See methods/effect-sizes.md. */
export function dominance(treated: readonly number[], reference: readonly number[]): Dominance {
  const n1 = treated.length;
  const n2 = reference.length;
  const all = midranks([...treated, ...reference]);
  const within1 = midranks(treated);
  const within2 = midranks(reference);
  // A rank in all less the rank at home counts the others below, ties half.
  const rows = treated.map((_, i) => (2 * (all[i]! - within1[i]!)) / n2 - 1);
  const columns = reference.map((_, j) => 1 - (2 * (all[n1 + j]! - within2[j]!)) / n1);
  const delta = mean(rows);
  const squares = (values: readonly number[]) => variance(values) * (values.length - 1);
  const known = new Map<number, number>();
  for (const value of reference) known.set(value, (known.get(value) ?? 0) + 1);
  const ties = treated.reduce((total, value) => total + (known.get(value) ?? 0), 0);
  const cells = n1 * n2 - ties - n1 * n2 * delta ** 2;
  const unbiased = (n2 ** 2 * squares(rows) + n1 ** 2 * squares(columns) - cells) / (n1 * n2 * (n1 - 1) * (n2 - 1));
  return {
    delta,
    variance: Math.max(unbiased, (1 - delta ** 2) / (n1 * n2 - 1)),
    placements: { treated: variance(rows) / n1, reference: variance(columns) / n2 },
  };
}
