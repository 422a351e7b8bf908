import { chiSquareTails } from '../numeric/distributions';
import type { LogRatio, Table } from './two-by-two';

interface Tested {
  readonly statistic: number;
  readonly df: 1;
  readonly p: number;
}

/** What several 2 × 2 tables tell together, one per stratum. */
export interface MantelHaenszel {
  readonly test: Tested;
  /** The same with up to ½ taken from the distance. */
  readonly corrected: Tested;
  /** The common odds ratio, or null where the strata leave it 0 or unbounded. */
  readonly oddsRatio: LogRatio | null;
  /** Strata that hold both arms and both outcomes; the others tell nothing. */
  readonly strata: number;
}

/**
 * Cochran–Mantel–Haenszel's test over strata and the common odds ratio, its error by Robins, Breslow and Greenland. Null where no
 * stratum holds both arms and both outcomes.
 * Sources: Mantel and Haenszel (1959), JNCI 22, 719–748; Robins et al. (1986), Biometrics 42, 311–323.
 */
export function mantelHaenszel(tables: readonly Table[]): MantelHaenszel | null {
  let [distance, variance, r, s, pr, cross, qs, strata] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const { a, n1, c, n2 } of tables) {
    const n = n1 + n2;
    const [b, d, events] = [n1 - a, n2 - c, a + c];
    if (n1 === 0 || n2 === 0 || events === 0 || events === n) continue;
    strata += 1;
    distance += a - (n1 * events) / n;
    variance += (n1 * n2 * events * (n - events)) / (n * n * (n - 1));
    const [ri, si, p, q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    r += ri;
    s += si;
    pr += p * ri;
    cross += p * si + q * ri;
    qs += q * si;
  }
  if (strata === 0) return null;
  const tested = (less: number): Tested => {
    const statistic = (Math.abs(distance) - less) ** 2 / variance;
    return { statistic, df: 1, p: chiSquareTails(statistic, 1).upper };
  };
  return {
    test: tested(0),
    corrected: tested(Math.abs(distance) >= 0.5 ? 0.5 : 0),
    oddsRatio:
      r > 0 && s > 0
        ? { log: Math.log(r / s), standardError: Math.sqrt(pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s)) }
        : null,
    strata,
  };
}
