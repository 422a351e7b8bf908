import type { Distribution } from './step-figures';
import type { TooLarge } from './unfold';

const MOST_WORK = 4e8;

/** P(N = m) for N of n with chance p, m from 0 to n. */
export function binomial(n: number, p: number): number[] {
  if (p >= 1) return Array.from({ length: n + 1 }, (_, m) => (m === n ? 1 : 0));
  // From the mode outwards, so that nothing underflows where the mass is.
  const mode = Math.floor((n + 1) * p);
  const weights = Array<number>(n + 1).fill(0);
  weights[mode] = 1;
  for (let m = mode; m < n; m += 1) weights[m + 1] = (weights[m]! * (n - m) * p) / ((m + 1) * (1 - p));
  for (let m = mode; m > 0; m -= 1) weights[m - 1] = (weights[m]! * m * (1 - p)) / ((n - m + 1) * p);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The imbalance of the whole trial: n people fall into the strata by chance, and the strata's differences add up. Stratum after stratum takes its
 * share of those left, binomially.
 * @param distributions of one stratum's difference after 0, 1, … n draws.
 */
export function totalOf(distributions: readonly Distribution[], n: number, strata: number): Distribution | TooLarge {
  const values = [...new Set(distributions.flatMap((one) => one.map(({ imbalance }) => imbalance)))];
  const widest = Math.max(...values.map(Math.abs));
  const step = values.reduce((least, value) => (value > 0 && value < least ? value : least), Infinity);
  const reach = Math.round(Math.min(widest * strata, n * step) / step);
  const perStratum = distributions.reduce((sum, one) => sum + one.length, 0) / (n + 1);
  if (strata * (n ** 2 / 2) * (2 * reach + 1) * perStratum * 0.2 > MOST_WORK) return { tooLarge: true };

  const width = 2 * reach + 1;
  let state = Array.from({ length: n + 1 }, () => new Float64Array(0));
  state[0] = new Float64Array(width);
  state[0][reach] = 1;
  for (let stratum = 0; stratum < strata; stratum += 1) {
    const after = Array.from({ length: n + 1 }, () => new Float64Array(0));
    for (let used = 0; used <= n; used += 1) {
      const measure = state[used]!;
      if (measure.length === 0) continue;
      const shares = binomial(n - used, 1 / (strata - stratum));
      shares.forEach((share, taken) => {
        if (share < 1e-16) return;
        if (after[used + taken]!.length === 0) after[used + taken] = new Float64Array(width);
        add(after[used + taken]!, measure, distributions[taken]!, share, step);
      });
    }
    state = after;
  }
  return [...state[n]!].flatMap((probability, place) =>
    probability > 0 ? [{ imbalance: (place - reach) * step, probability }] : [],
  );
}

function add(target: Float64Array, measure: Float64Array, distribution: Distribution, share: number, step: number): void {
  for (const { imbalance, probability } of distribution) {
    const shift = Math.round(imbalance / step);
    const weight = share * probability;
    const from = Math.max(0, -shift);
    const to = Math.min(measure.length, measure.length - shift);
    for (let place = from; place < to; place += 1) target[place + shift]! += measure[place]! * weight;
  }
}
