import { betaQuantile } from '../numeric/beta-gamma';
import { chiSquareTails, normalQuantile, normalTails } from '../numeric/distributions';
import { findRoot } from '../numeric/find-root';

/** Events and people: a of n1 in the treated arm, c of n2 in the other. */
export interface Table {
  readonly a: number;
  readonly n1: number;
  readonly c: number;
  readonly n2: number;
}

export interface Limits {
  readonly lower: number;
  readonly upper: number;
}

export const RISK_INTERVALS = ['wald', 'newcombe', 'miettinen-nurminen', 'agresti-caffo'] as const;
export type RiskInterval = (typeof RISK_INTERVALS)[number];

const zOf = (level: number) => normalQuantile((1 - level) / 2, 'upper');

/** Wilson's score interval of one risk. Source: Wilson (1927), JASA 22, 209–212. */
export function wilson(events: number, n: number, level: number): Limits {
  const z2 = zOf(level) ** 2;
  const p = events / n;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const reach = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { lower: events === 0 ? 0 : middle - reach, upper: events === n ? 1 : middle + reach };
}

/** Clopper and Pearson's exact interval of one risk. Source: Clopper and Pearson (1934), Biometrika 26, 404–413. */
export function clopperPearson(events: number, n: number, level: number): Limits {
  const half = (1 - level) / 2;
  return {
    lower: events === 0 ? 0 : betaQuantile(half, events, n - events + 1),
    upper: events === n ? 1 : betaQuantile(half, events + 1, n - events, 'upper'),
  };
}

/** The standard error of the difference in risks, each arm with a variance of its own; 0 where both risks are 0 or 1. */
export function riskDifferenceError({ a, n1, c, n2 }: Table): number {
  const [p1, p2] = [a / n1, c / n2];
  return Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
}

/** The interval of a difference in risks by the method named; sources in methods/binary.md. */
export function riskDifferenceInterval(table: Table, kind: RiskInterval, level: number): Limits {
  const { a, n1, c, n2 } = table;
  const [p1, p2] = [a / n1, c / n2];
  const difference = p1 - p2;
  switch (kind) {
    case 'wald': {
      const reach = zOf(level) * riskDifferenceError(table);
      return { lower: difference - reach, upper: difference + reach };
    }
    case 'agresti-caffo': {
      const padded = { a: a + 1, n1: n1 + 2, c: c + 1, n2: n2 + 2 };
      return riskDifferenceInterval(padded, 'wald', level);
    }
    case 'newcombe': {
      const [one, two] = [wilson(a, n1, level), wilson(c, n2, level)];
      return {
        lower: difference - Math.hypot(p1 - one.lower, two.upper - p2),
        upper: difference + Math.hypot(one.upper - p1, p2 - two.lower),
      };
    }
    case 'miettinen-nurminen': {
      const z = zOf(level);
      const limit = (low: number, high: number, side: number, end: number) => {
        const found = findRoot((delta) => score(table, delta) - side * z, low, high, 1e-15);
        return 'root' in found ? found.root : end;
      };
      return { lower: limit(-1, difference, 1, -1), upper: limit(difference, 1, -1, 1) };
    }
  }
}

/** The score statistic of a difference `delta`, its variance at the risks most likely under it, times N / (N - 1). */
function score({ a, n1, c, n2 }: Table, delta: number): number {
  const n = n1 + n2;
  const distance = a / n1 - c / n2 - delta;
  const p2 = restrictedRisk(a, n1, c, n2, delta);
  const p1 = Math.min(1, Math.max(0, p2 + delta));
  const variance = (((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2) * n) / (n - 1);
  // At the ends of what is possible the variance is 0: any distance is then beyond every limit, and none is no distance.
  return distance === 0 ? 0 : distance / Math.sqrt(Math.max(variance, 1e-300));
}

/** The likeliest second risk when the risks differ by delta: the root of a cubic. Source: Miettinen and Nurminen (1985), appendix I. */
function restrictedRisk(a: number, n1: number, c: number, n2: number, delta: number): number {
  const n = n1 + n2;
  const b = (n1 + 2 * n2) * delta - n - a - c;
  const l1 = (n2 * delta - n - 2 * c) * delta + a + c;
  const l0 = c * delta * (1 - delta);
  const q = b ** 3 / (27 * n ** 3) - (l1 * b) / (6 * n * n) + l0 / (2 * n);
  const size = Math.sqrt(Math.max(0, b ** 2 / (9 * n * n) - l1 / (3 * n)));
  const signed = q < 0 ? -size : size;
  const turn = size === 0 ? 0 : Math.max(-1, Math.min(1, q / signed ** 3));
  const root = 2 * signed * Math.cos((Math.PI + Math.acos(turn)) / 3) - b / (3 * n);
  return Math.min(1, Math.max(0, root));
}

/** A ratio on the logarithmic scale with its large-sample error; null where a zero count leaves none. */
export interface LogRatio {
  readonly log: number;
  readonly standardError: number;
}

export function logRiskRatio({ a, n1, c, n2 }: Table): LogRatio | null {
  if (a === 0 || c === 0) return null;
  const standardError = Math.sqrt(1 / a - 1 / n1 + 1 / c - 1 / n2);
  return standardError > 0 ? { log: Math.log(a / n1 / (c / n2)), standardError } : null;
}

/** @param added to every cell: 0, or ½ after Haldane, which exists for every table */
export function logOddsRatio({ a, n1, c, n2 }: Table, added = 0): LogRatio | null {
  const cells = [a + added, n1 - a + added, c + added, n2 - c + added] as const;
  if (cells.some((cell) => cell === 0)) return null;
  const [w, x, y, z] = cells;
  return { log: Math.log((w * z) / (x * y)), standardError: Math.sqrt(1 / w + 1 / x + 1 / y + 1 / z) };
}

/** Tests of no association, or null where everybody or nobody has the event. */
export function association({ a, n1, c, n2 }: Table) {
  const [events, n] = [a + c, n1 + n2];
  if (events === 0 || events === n) return null;
  const [b, d] = [n1 - a, n2 - c];
  const cross = Math.abs(a * d - b * c);
  const margins = n1 * n2 * events * (n - events);
  const test = (statistic: number) => ({ statistic, df: 1, p: chiSquareTails(statistic, 1).upper });
  const pooled = events / n;
  const z = (a / n1 - c / n2) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const cells: [number, number][] = [
    [a, (n1 * events) / n],
    [b, (n1 * (n - events)) / n],
    [c, (n2 * events) / n],
    [d, (n2 * (n - events)) / n],
  ];
  const deviance =
    2 * cells.reduce((total, [seen, expected]) => (seen > 0 ? total + seen * Math.log(seen / expected) : total), 0);
  return {
    pearson: { statistic: z * z, df: 1, p: 2 * normalTails(Math.abs(z)).upper },
    yates: test((n * (cross - Math.min(n / 2, cross)) ** 2) / margins),
    likelihoodRatio: test(Math.max(0, deviance)),
    phi: (a * d - b * c) / Math.sqrt(margins),
    smallestExpected: Math.min(...cells.map(([, expected]) => expected)),
  };
}

/** How many are treated for one event more (negative: fewer), from a difference in risks and its interval. */
export function numberNeeded(difference: number, { lower, upper }: Limits) {
  if (difference === 0) return { estimate: null, interval: null, outside: null };
  const ends = { lower: 1 / upper, upper: 1 / lower };
  // An interval about 0 has two halves: everything below the one end and above the other, through infinity.
  const straddles = lower <= 0 && upper >= 0;
  return {
    estimate: 1 / difference,
    interval: straddles ? null : ends,
    outside: straddles ? { below: lower === 0 ? null : 1 / lower, above: upper === 0 ? null : 1 / upper } : null,
  };
}
