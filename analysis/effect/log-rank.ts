import { cholesky, solveCholesky } from '../numeric/cholesky';
import { chiSquareTails } from '../numeric/distributions';
import { zeros } from '../numeric/matrix';

/** Events seen and expected in each arm if all had the same hazard, and the test that they do. */
export interface LogRank {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  /** Covariance of observed less expected, arm by arm. */
  readonly variance: readonly (readonly number[])[];
}

interface Survival {
  readonly time: readonly number[];
  readonly event: readonly number[];
  /** Code of the arm, from 0. */
  readonly arm: readonly number[];
  readonly arms: number;
  /** Code of the stratum; all in one where left out. */
  readonly stratum?: readonly number[];
}

/**
 * The log-rank test of several arms, over strata. With `rho` above 0 early events weigh more: by pooled survival just before, to that power
 * (1 is Peto and Peto's form). Null where no event fell while two arms were watched.
 * Sources: Mantel (1966), Cancer Chemotherapy Reports 50, 163–170; Peto and Peto (1972), JRSS A 135, 185–207; Harrington and Fleming (1982),
 * Biometrika 69, 553–566.
 */
export function logRank({ time, event, arm, arms, stratum }: Survival, rho = 0): LogRank | null {
  const observed = new Array<number>(arms).fill(0);
  const expected = new Array<number>(arms).fill(0);
  const variance = Array.from({ length: arms }, () => new Array<number>(arms).fill(0));
  for (const own of stratum === undefined ? [Array.from(time.keys())] : byCode(stratum)) {
    const order = own.sort((a, b) => time[a]! - time[b]!);
    const risk = new Array<number>(arms).fill(0);
    for (const i of order) risk[arm[i]!]! += 1;
    let survival = 1;
    for (let next = 0; next < order.length;) {
      const now = time[order[next]!]!;
      const leaving = new Array<number>(arms).fill(0);
      const all = order.length - next;
      const weight = survival ** rho;
      let events = 0;
      for (; next < order.length && time[order[next]!] === now; next++) {
        const i = order[next]!;
        leaving[arm[i]!]! += 1;
        events += event[i]!;
        if (event[i]! === 1) observed[arm[i]!]! += weight;
      }
      if (events > 0) {
        const spread = all > 1 ? (weight ** 2 * events * (all - events)) / (all - 1) : 0;
        for (let a = 0; a < arms; a++) {
          const share = risk[a]! / all;
          expected[a]! += weight * events * share;
          for (let b = 0; b < arms; b++) variance[a]![b]! += spread * share * ((a === b ? 1 : 0) - risk[b]! / all);
        }
        survival *= 1 - events / all;
      }
      for (let a = 0; a < arms; a++) risk[a]! -= leaving[a]!;
    }
  }
  // Differences sum to 0, so one arm that others were compared with is left out.
  const kept = variance.flatMap((row, a) => (row[a]! > 0 ? [a] : [])).slice(1);
  if (kept.length === 0) return null;
  const matrix = zeros(kept.length, kept.length);
  kept.forEach((a, i) => kept.forEach((b, j) => (matrix.values[j * kept.length + i] = variance[a]![b]!)));
  const factor = cholesky(matrix);
  if ('refused' in factor) return null;
  const distance = kept.map((a) => observed[a]! - expected[a]!);
  const solved = solveCholesky(factor, distance);
  const statistic = distance.reduce((total, value, i) => total + value * solved[i]!, 0);
  return { statistic, df: kept.length, p: chiSquareTails(statistic, kept.length).upper, observed, expected, variance };
}

function byCode(codes: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  codes.forEach((code, i) => {
    const own = groups.get(code);
    if (own) own.push(i);
    else groups.set(code, [i]);
  });
  return [...groups.values()];
}
