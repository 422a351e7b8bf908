import type { Chance } from '../numeric/chance';

/** studentised: Welch's t, right where spreads differ, too, with many people. difference: of means. */
export const PERMUTED = ['studentised', 'difference'] as const;
export type Permuted = (typeof PERMUTED)[number];

export interface PermutationTest {
  readonly statistic: number;
  /** Of as far from 0 or farther; the observed labels count as one of those drawn. */
  readonly p: number;
  readonly pLower: number;
  readonly pHigher: number;
  readonly permutations: number;
  /** Every way of giving the labels was gone through. */
  readonly exact: boolean;
}

/** Statistics this close count as equal, as rounding decides otherwise. */
const TOUCH = 1e-9;

/**
 * Gives the labels anew to all people alike and asks how often the statistic is as far out. Every way is gone through where there are no more than
 * `enumerate`, else `permutations` of them are drawn.
 * Sources: Fisher (1935), The Design of Experiments; Janssen (1997), Statistics and Probability Letters 36, 9–21; Phipson and Smyth (2010),
 * Statistical Applications in Genetics and Molecular Biology 9, 39 (one is added above and below).
 */
export function permutationTest(
  treated: readonly number[],
  reference: readonly number[],
  kind: Permuted,
  enumerate: number,
  permutations: number,
  chance: Chance,
): PermutationTest {
  const m = treated.length;
  const n = m + reference.length;
  const centre = [...treated, ...reference].reduce((total, value) => total + value, 0) / n;
  const values = Float64Array.from([...treated, ...reference], (value) => value - centre);
  let all = 0;
  for (const value of values) all += value * value;
  // Values are about their mean, so the sums of the treated tell those of the others.
  const statisticOf = (sum: number, squares: number): number => {
    const difference = sum / m + sum / (n - m);
    if (kind === 'difference') return difference;
    const one = Math.max(0, squares - (sum * sum) / m) / (m - 1) / m;
    const other = Math.max(0, all - squares - (sum * sum) / (n - m)) / (n - m - 1) / (n - m);
    return one + other > 0 ? difference / Math.sqrt(one + other) : difference === 0 ? 0 : Math.sign(difference) * Infinity;
  };
  let [sum, squares] = [0, 0];
  for (let i = 0; i < m; i++) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const seen = statisticOf(sum, squares);
  const margin = Number.isFinite(seen)
    ? TOUCH * Math.max(Math.abs(seen), Math.sqrt(all / n) * (kind === 'difference' ? 1 : 1e-3))
    : 0;
  const counts = { far: 0, low: 0, high: 0, of: 0 };
  const count = (own: number) => {
    counts.of += 1;
    if (Math.abs(own) >= Math.abs(seen) - margin) counts.far += 1;
    if (own <= seen + margin) counts.low += 1;
    if (own >= seen - margin) counts.high += 1;
  };
  const exact = ways(n, m, enumerate) <= enumerate;
  if (exact) {
    const choose = (from: number, left: number, total: number, square: number): void => {
      if (left === 0) return count(statisticOf(total, square));
      for (let i = from; i <= n - left; i++) choose(i + 1, left - 1, total + values[i]!, square + values[i]! ** 2);
    };
    choose(0, m, 0, 0);
  } else {
    count(seen);
    const few = Math.min(m, n - m);
    for (let k = 0; k < permutations; k++) {
      let [total, square] = [0, 0];
      for (let i = 0; i < few; i++) {
        const j = i + chance.whole(n - i);
        const value = values[j]!;
        values[j] = values[i]!;
        values[i] = value;
        total += value;
        square += value * value;
      }
      count(few === m ? statisticOf(total, square) : statisticOf(-total, all - square));
    }
  }
  const share = (number: number) => number / counts.of;
  return {
    statistic: seen,
    p: share(counts.far),
    pLower: share(counts.low),
    pHigher: share(counts.high),
    permutations: counts.of,
    exact,
  };
}

/** How many ways there are to choose m of n, or a number above `most`. */
function ways(n: number, m: number, most: number): number {
  let total = 1;
  for (let k = 1; k <= Math.min(m, n - m) && total <= most; k++) total = (total * (n - k + 1)) / k;
  return total;
}
