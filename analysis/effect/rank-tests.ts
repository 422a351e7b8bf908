import { chiSquareTails, normalQuantile, normalTails } from '../numeric/distributions';
import { midranks } from '../numeric/midranks';
import { type RankDistribution, rankSum, rankTails, signedRankSum } from '../numeric/rank-distributions';
import type { Limits } from './two-by-two';

export interface RankTest {
  /** U of the treated arm, or V: the sum of the ranks that count. */
  readonly statistic: number;
  readonly exact: { readonly p: number; readonly pLower: number; readonly pHigher: number } | null;
  readonly asymptotic: { readonly z: number; readonly p: number; readonly pCorrected: number };
  /** Hodges and Lehmann's estimate: the median of all differences, or of all averages of two. */
  readonly shift: number;
  readonly interval: Limits;
  readonly ties: boolean;
}

/** More people than this and the exact distribution is not counted. */
export const EXACT_UP_TO = 100;

/** Wilcoxon, Mann and Whitney on two samples of which the values are not all equal; ties share ranks. */
export function rankSumTest(treated: readonly number[], reference: readonly number[], level: number): RankTest {
  const [m, n] = [treated.length, reference.length];
  const all = [...treated, ...reference];
  const ranks = midranks(all);
  const sum = ranks.subarray(0, m).reduce((total, rank) => total + rank, 0);
  const statistic = sum - (m * (m + 1)) / 2;
  const tied = tieTerm(all);
  const size = m + n;
  const sd = Math.sqrt(((m * n) / 12) * (size + 1 - tied / (size * (size - 1))));
  const counted = size <= EXACT_UP_TO;
  const differences = Float64Array.from(treated.flatMap((x) => reference.map((y) => x - y))).sort();
  const tail = (1 - level) / 2;
  const place = counted
    ? quantileOf(rankSum(midranks(all.map((_, i) => i)), m), tail) - (m * (m + 1)) / 2
    : Math.floor((m * n) / 2 - normalQuantile(tail, 'upper') * Math.sqrt((m * n * (size + 1)) / 12));
  return {
    statistic,
    exact: counted ? exactOf(rankSum(ranks, m), sum) : null,
    asymptotic: normalOf(statistic - (m * n) / 2, sd),
    ...ordered(differences, place),
    ties: tied > 0,
  };
}

/** What becomes of differences of 0: wilcoxon leaves them out before ranking, pratt after it. */
export const ZEROS = ['wilcoxon', 'pratt'] as const;

/**
 * Wilcoxon's signed ranks on differences that are not all 0; those that are 0 have no sign and do not count.
 * Source of `pratt`: Pratt (1959), JASA 54, 655–667.
 */
export function signedRankTest(
  differences: readonly number[],
  level: number,
  zeros: (typeof ZEROS)[number] = 'wilcoxon',
): RankTest {
  const kept = differences.filter((value) => value !== 0);
  const n = kept.length;
  const sizes = kept.map(Math.abs);
  const unmoved = zeros === 'pratt' ? differences.length - n : 0;
  const ranks = midranks(sizes).map((rank) => rank + unmoved);
  const statistic = ranks.reduce((total, rank, i) => (kept[i]! > 0 ? total + rank : total), 0);
  const tied = tieTerm(sizes);
  let [sum, squares] = [0, 0];
  for (const rank of ranks) {
    sum += rank;
    squares += rank * rank;
  }
  const counted = n <= EXACT_UP_TO;
  const averages = Float64Array.from(kept.flatMap((x, i) => kept.slice(i).map((y) => (x + y) / 2))).sort();
  const tail = (1 - level) / 2;
  const place = counted
    ? quantileOf(signedRankSum(midranks(kept.map((_, i) => i))), tail)
    : Math.floor((n * (n + 1)) / 4 - normalQuantile(tail, 'upper') * Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24));
  return {
    statistic,
    exact: counted ? exactOf(signedRankSum(ranks), statistic) : null,
    asymptotic: normalOf(statistic - sum / 2, Math.sqrt(squares) / 2),
    ...ordered(averages, place),
    ties: tied > 0,
  };
}

/** Kruskal and Wallis's test of several samples whose values are not all equal, corrected for ties. */
export function kruskalWallis(outcome: readonly number[], arm: readonly string[], arms: readonly string[]) {
  const n = outcome.length;
  const ranks = midranks(outcome);
  let between = 0;
  const meanRanks = arms.map((name) => {
    const own = Array.from(ranks).filter((_, i) => arm[i] === name);
    const total = own.reduce((sum, rank) => sum + rank, 0);
    between += total ** 2 / own.length;
    return { arm: name, meanRank: total / own.length };
  });
  const statistic = ((12 * between) / (n * (n + 1)) - 3 * (n + 1)) / (1 - tieTerm(outcome) / (n ** 3 - n));
  const df = arms.length - 1;
  return { statistic, df, p: chiSquareTails(statistic, df).upper, epsilonSquared: statistic / (n - 1), meanRanks };
}

/** Σ (t³ - t) over groups of t equal values. */
function tieTerm(values: readonly number[]): number {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  let total = 0;
  for (const t of groups.values()) total += t ** 3 - t;
  return total;
}

function exactOf(distribution: RankDistribution, sum: number) {
  const { atMost, atLeast, twoSided } = rankTails(distribution, sum);
  return { p: twoSided, pLower: atMost, pHigher: atLeast };
}

function normalOf(distance: number, sd: number) {
  const p = (size: number) => 2 * normalTails(Math.max(0, size) / sd).upper;
  return { z: distance / sd, p: p(Math.abs(distance)), pCorrected: p(Math.abs(distance) - 0.5) };
}

/** The smallest sum with at least this probability below or at it. */
function quantileOf({ probabilities }: RankDistribution, p: number): number {
  let below = 0;
  for (let k = 0; k < probabilities.length; k++) {
    below += probabilities[k]!;
    if (below >= p * (1 - 1e-12)) return k / 2;
  }
  return (probabilities.length - 1) / 2;
}

/** The median and the `place`-th value from either end. */
function ordered(sorted: Float64Array, place: number): { shift: number; interval: Limits } {
  const k = Math.max(1, place);
  const middle = (sorted.length - 1) / 2;
  return {
    shift: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    interval: { lower: sorted[k - 1]!, upper: sorted[sorted.length - k]! },
  };
}
