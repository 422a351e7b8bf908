import { chiSquareTails, normalTails } from '../numeric/distributions';
import { midranks } from '../numeric/midranks';

/** How many share each value. */
function tiesOf(values: readonly number[]): number[] {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  return [...groups.values()];
}

/**
 * Jonckheere and Terpstra's test that outcomes rise (or fall) from arm to arm: pairs in order over all pairs of arms, with the mean and the variance
 * that ties leave. Sources: Jonckheere (1954), Biometrika 41, 133–145; variance with ties: Hollander and Wolfe (1999), section 6.2.
 * @param samples the arms' outcomes in their order; not all values equal
 */
export function jonckheere(samples: readonly (readonly number[])[]) {
  let statistic = 0;
  samples.forEach((lower, a) =>
    samples.slice(a + 1).forEach((upper) => {
      for (const x of lower) for (const y of upper) statistic += y > x ? 1 : y === x ? 0.5 : 0;
    }),
  );
  const sizes = samples.map((own) => own.length);
  const n = sizes.reduce((total, size) => total + size, 0);
  const ties = tiesOf(samples.flat());
  const over = (counts: readonly number[], f: (t: number) => number) => counts.reduce((total, t) => total + f(t), 0);
  const five = (t: number) => t * (t - 1) * (2 * t + 5);
  const three = (t: number) => t * (t - 1) * (t - 2);
  const two = (t: number) => t * (t - 1);
  const mean = (n * n - over(sizes, (t) => t * t)) / 4;
  const variance =
    (five(n) - over(sizes, five) - over(ties, five)) / 72 +
    (n > 2 ? (over(sizes, three) * over(ties, three)) / (36 * three(n)) : 0) +
    (over(sizes, two) * over(ties, two)) / (8 * two(n));
  const z = (statistic - mean) / Math.sqrt(variance);
  const { lower, upper } = normalTails(z);
  return { statistic, mean, variance, z, p: 2 * Math.min(lower, upper), pRising: upper, pFalling: lower };
}

/**
 * Friedman's test that visits (or conditions) of the same people are alike, corrected for ties, with Kendall's W. Null where within everybody all are
 * equal. Source: Friedman (1937), JASA 32, 675–701.
 * @param blocks a row of outcomes for each person
 */
export function friedman(blocks: readonly (readonly number[])[]) {
  const n = blocks.length;
  const k = blocks[0]!.length;
  const sums = new Array<number>(k).fill(0);
  let tied = 0;
  for (const block of blocks) {
    midranks(block).forEach((rank, j) => (sums[j]! += rank));
    for (const t of tiesOf(block)) tied += t ** 3 - t;
  }
  const spread = n * k * (k + 1) - tied / (k - 1);
  if (!(spread > 0)) return null;
  const centre = (n * (k + 1)) / 2;
  const statistic = (12 * sums.reduce((total, sum) => total + (sum - centre) ** 2, 0)) / spread;
  return {
    statistic,
    df: k - 1,
    p: chiSquareTails(statistic, k - 1).upper,
    kendallW: statistic / (n * (k - 1)),
    meanRanks: sums.map((sum) => sum / n),
  };
}
