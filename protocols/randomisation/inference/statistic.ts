/**
 * The difference in means within strata, Σ (n_s / N)(mean of first − mean of second), of those with an outcome: linear in the outcome, so that one pass
 * gives it for the outcome and for the observed arms, which is all that an interval by inversion needs.
 */
export interface Linear {
  /** S(arms, outcome). */
  outcome: number;
  /** S(arms, observed arms): by how much a constant effect of 1 would show. */
  effect: number;
}

export type Statistic = (arms: Uint8Array) => Linear;

/**
 * @param outcome residuals where there are covariates; NaN where missing
 * @param shift what a constant effect of 1 adds to each outcome: the observed arms, or their residuals
 * @param stratum place of each person's stratum; a stratum in which an arm has nobody adds nothing
 */
export function statisticOf(outcome: Float64Array, shift: Float64Array, stratum: Int32Array, strata: number): Statistic {
  const n = outcome.length;
  const present = new Uint8Array(n);
  const sizes = new Float64Array(strata);
  const sums = new Float64Array(strata);
  const shifts = new Float64Array(strata);
  let all = 0;
  for (let i = 0; i < n; i += 1) {
    if (Number.isNaN(outcome[i]!)) continue;
    present[i] = 1;
    sizes[stratum[i]!]! += 1;
    sums[stratum[i]!]! += outcome[i]!;
    shifts[stratum[i]!]! += shift[i]!;
    all += 1;
  }
  const count = new Float64Array(strata);
  const sum = new Float64Array(strata);
  const moved = new Float64Array(strata);
  return (arms) => {
    count.fill(0);
    sum.fill(0);
    moved.fill(0);
    for (let i = 0; i < n; i += 1) {
      if (arms[i] === 0 || present[i] === 0) continue;
      const s = stratum[i]!;
      count[s]! += 1;
      sum[s]! += outcome[i]!;
      moved[s]! += shift[i]!;
    }
    let [value, effect] = [0, 0];
    for (let s = 0; s < strata; s += 1) {
      const first = count[s]!;
      const second = sizes[s]! - first;
      if (first === 0 || second === 0) continue;
      const weight = sizes[s]! / all;
      value += weight * (sum[s]! / first - (sums[s]! - sum[s]!) / second);
      effect += weight * (moved[s]! / first - (shifts[s]! - moved[s]!) / second);
    }
    return { outcome: value, effect };
  };
}
