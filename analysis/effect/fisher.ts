import { findRoot } from '../numeric/find-root';
import { hypergeometric } from '../numeric/hypergeometric';
import type { Table } from './two-by-two';

/** Fisher's exact test of a 2 × 2 table, and the conditional odds ratio; a limit or an estimate that is 0 or unbounded is so named. */
export interface Fisher {
  readonly p: number;
  /** Of the one-sided tests: odds of an event lower, or higher, in the treated arm. */
  readonly pLower: number;
  readonly pHigher: number;
  /** Null where every table with these margins is the one observed, or where the estimate is unbounded. */
  readonly oddsRatio: number | null;
  /** `upper` is null where it is unbounded. */
  readonly interval: { readonly lower: number; readonly upper: number | null };
}

/** A table this much more likely than the observed one counts as equally likely, as rounding decides otherwise; R's own margin. */
const EQUALLY_LIKELY = 1 + 1e-7;
/** Odds ratios are looked for between exp(-REACH) and exp(REACH). */
const REACH = 60;

/**
 * Conditional inference on a 2 × 2 table: two-sided p is the sum over tables no likelier than the observed one; the interval inverts
 * both one-sided tests at half the error each. Source: Fisher (1935), JRSS 98, 39–82; Cornfield (1956), Proc. 3rd Berkeley Symposium 4.
 */
export function fisher({ a, n1, c, n2 }: Table, level: number): Fisher {
  const drawn = a + c;
  const central = hypergeometric(n1, n2, drawn);
  const { least } = central;
  const most = least + central.probabilities.length - 1;
  const tail = (logOdds: number, keep: (x: number) => boolean) =>
    hypergeometric(n1, n2, drawn, logOdds).probabilities.reduce((total, p, k) => (keep(least + k) ? total + p : total), 0);
  const observed = central.probabilities[a - least]!;
  const half = (1 - level) / 2;
  const at = (f: (logOdds: number) => number) => {
    const found = findRoot(f, -REACH, REACH, 1e-13);
    return 'root' in found ? Math.exp(found.root) : null;
  };
  const mean = (logOdds: number) =>
    hypergeometric(n1, n2, drawn, logOdds).probabilities.reduce((total, p, k) => total + p * (least + k), 0);
  return {
    p: Math.min(
      1,
      central.probabilities.reduce((total, p) => (p <= observed * EQUALLY_LIKELY ? total + p : total), 0),
    ),
    pLower: Math.min(
      1,
      tail(0, (x) => x <= a),
    ),
    pHigher: Math.min(
      1,
      tail(0, (x) => x >= a),
    ),
    oddsRatio: a === most ? null : a === least ? 0 : at((logOdds) => mean(logOdds) - a),
    interval: {
      lower: a === least ? 0 : (at((logOdds) => tail(logOdds, (x) => x >= a) - half) ?? 0),
      upper: a === most ? null : at((logOdds) => tail(logOdds, (x) => x <= a) - half),
    },
  };
}
