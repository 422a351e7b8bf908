import { findRoot } from '../numeric/find-root';
import { hypergeometric } from '../numeric/hypergeometric';
import type { Fisher } from './fisher';
import type { Table } from './two-by-two';

const EQUALLY_LIKELY = 1 + 1e-7;
const REACH = 60;

/**
 * Exact inference on an odds ratio common to several 2 × 2 tables, margins held: the events of the treated arms together, as a sum of independent
 * hypergeometric counts. Null where every table with these margins is the one seen.
 * Source: Gart (1970), Biometrika 57, 471–475; Mehta, Patel and Gray (1985), JASA 80, 969–973.
 */
export function exactStrata(tables: readonly Table[], level: number): (Fisher & { readonly events: number }) | null {
  const seen = tables.reduce((total, { a }) => total + a, 0);
  const at = (logOdds: number) => {
    let least = 0;
    let probabilities = Float64Array.of(1);
    for (const { a, n1, c, n2 } of tables) {
      const own = hypergeometric(n1, n2, a + c, logOdds);
      least += own.least;
      const sum = new Float64Array(probabilities.length + own.probabilities.length - 1);
      probabilities.forEach((p, i) => own.probabilities.forEach((q, k) => (sum[i + k]! += p * q)));
      probabilities = sum;
    }
    return { least, probabilities };
  };
  const { least, probabilities } = at(0);
  const most = least + probabilities.length - 1;
  if (least === most) return null;
  const tail = (logOdds: number, keep: (x: number) => boolean) =>
    Math.min(
      1,
      at(logOdds).probabilities.reduce((total, p, k) => (keep(least + k) ? total + p : total), 0),
    );
  const mean = (logOdds: number) => at(logOdds).probabilities.reduce((total, p, k) => total + p * (least + k), 0);
  const solved = (f: (logOdds: number) => number) => {
    const found = findRoot(f, -REACH, REACH, 1e-12);
    return 'root' in found ? Math.exp(found.root) : null;
  };
  const half = (1 - level) / 2;
  const limit = probabilities[seen - least]! * EQUALLY_LIKELY;
  return {
    events: seen,
    p: Math.min(
      1,
      probabilities.reduce((total, p) => (p <= limit ? total + p : total), 0),
    ),
    pLower: tail(0, (x) => x <= seen),
    pHigher: tail(0, (x) => x >= seen),
    oddsRatio: seen === most ? null : seen === least ? 0 : solved((logOdds) => mean(logOdds) - seen),
    interval: {
      lower: seen === least ? 0 : (solved((logOdds) => tail(logOdds, (x) => x >= seen) - half) ?? 0),
      upper: seen === most ? null : solved((logOdds) => tail(logOdds, (x) => x <= seen) - half),
    },
  };
}
