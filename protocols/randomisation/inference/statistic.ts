/**
 * What an allocation is judged by. A difference in means is linear in the outcome, so that one pass gives it for the outcome and for the observed arms,
 * which is all that an interval by inversion needs.
 */
export interface Linear {
  /** S(arms, outcome). */
  outcome: number;
  /** S(arms, observed arms): by how much a constant effect of 1 would show; 0 where the statistic is no difference. */
  effect: number;
}

/** @param arms the place of each person's arm */
export type Statistic = (arms: Uint8Array) => Linear;

/** People as they are compared: those without an outcome are left out. */
interface Compared {
  /** Residuals where there are covariates; NaN where missing. */
  outcome: Float64Array;
  /** The place of each person's stratum. */
  stratum: Int32Array;
  strata: number;
}

/**
 * The difference in means between two arms within strata, Σ (n_s / N)(mean of first − mean of second), of those with an outcome. A stratum in which
 * either arm has nobody adds nothing. Others' arms, where there are more than two, are drawn again but not compared.
 * @param shift what a constant effect of 1 adds to each outcome: whether they are in the first arm, or its residual
 */
export function differenceOf(
  { outcome, stratum, strata }: Compared,
  shift: Float64Array,
  first: number,
  second: number,
): Statistic {
  const n = outcome.length;
  const sizes = new Float64Array(strata);
  const present = Uint8Array.from(outcome, (value) => (Number.isNaN(value) ? 0 : 1));
  let all = 0;
  for (let i = 0; i < n; i += 1) {
    if (present[i] === 0) continue;
    sizes[stratum[i]!]! += 1;
    all += 1;
  }
  // Of each stratum, for the first arm and then for the second: how many, their sum, and by how much an effect would move it.
  const counts = new Float64Array(2 * strata);
  const sums = new Float64Array(2 * strata);
  const moved = new Float64Array(2 * strata);
  return (arms) => {
    counts.fill(0);
    sums.fill(0);
    moved.fill(0);
    for (let i = 0; i < n; i += 1) {
      const arm = arms[i]!;
      if (present[i] === 0 || (arm !== first && arm !== second)) continue;
      const cell = 2 * stratum[i]! + (arm === first ? 0 : 1);
      counts[cell]! += 1;
      sums[cell]! += outcome[i]!;
      moved[cell]! += shift[i]!;
    }
    let [value, effect] = [0, 0];
    for (let s = 0; s < strata; s += 1) {
      const [one, other] = [counts[2 * s]!, counts[2 * s + 1]!];
      if (one === 0 || other === 0) continue;
      const weight = sizes[s]! / all;
      value += weight * (sums[2 * s]! / one - sums[2 * s + 1]! / other);
      effect += weight * (moved[2 * s]! / one - moved[2 * s + 1]! / other);
    }
    return { outcome: value, effect };
  };
}

/**
 * For several arms at once: the sum of squares between arms, Σ n_k (mean of arm k)², of outcomes less their stratum's mean. It is nought where all
 * arms are alike, and has no direction.
 */
export function betweenArms({ outcome, stratum, strata }: Compared, arms: number): Statistic {
  const n = outcome.length;
  const means = new Float64Array(strata);
  const sizes = new Float64Array(strata);
  for (let i = 0; i < n; i += 1) {
    if (Number.isNaN(outcome[i]!)) continue;
    sizes[stratum[i]!]! += 1;
    means[stratum[i]!]! += outcome[i]!;
  }
  const centred = outcome.map((value, i) => value - means[stratum[i]!]! / sizes[stratum[i]!]!);
  const counts = new Float64Array(arms);
  const sums = new Float64Array(arms);
  return (given) => {
    counts.fill(0);
    sums.fill(0);
    for (let i = 0; i < n; i += 1) {
      if (Number.isNaN(centred[i]!)) continue;
      counts[given[i]!]! += 1;
      sums[given[i]!]! += centred[i]!;
    }
    let between = 0;
    for (let arm = 0; arm < arms; arm += 1) if (counts[arm]! > 0) between += sums[arm]! ** 2 / counts[arm]!;
    return { outcome: between, effect: 0 };
  };
}
