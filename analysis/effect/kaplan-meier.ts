import { normalQuantile } from '../numeric/distributions';
import type { Limits } from './two-by-two';

/** Survival after each time at which anybody left: the share still without the event. */
export interface SurvivalCurve {
  readonly times: Float64Array;
  /** Still watched just before the time. */
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly survival: Float64Array;
  /** Greenwood's sum Σ d / (r (r - d)): the variance of ln S. Infinity once S is 0. */
  readonly logVariance: Float64Array;
}

/** How the interval of S is built; all keep within 0 and 1. */
export const SURVIVAL_INTERVALS = ['log-log', 'log', 'plain'] as const;
export type SurvivalInterval = (typeof SURVIVAL_INTERVALS)[number];

/**
 * The product-limit estimate. Who leaves at the time of an event was at risk of it.
 * Sources: Kaplan and Meier (1958), JASA 53, 457–481; Greenwood (1926), Reports on Public Health 33.
 */
export function kaplanMeier(time: readonly number[], event: readonly number[]): SurvivalCurve {
  const order = Array.from(time.keys()).sort((a, b) => time[a]! - time[b]!);
  const times = [...new Set(order.map((i) => time[i]!))];
  const size = times.length;
  const curve = {
    times: Float64Array.from(times),
    atRisk: new Float64Array(size),
    events: new Float64Array(size),
    survival: new Float64Array(size),
    logVariance: new Float64Array(size),
  };
  let [left, survival, variance, next] = [time.length, 1, 0, 0];
  for (let k = 0; k < size; k++) {
    curve.atRisk[k] = left;
    let events = 0;
    for (; next < order.length && time[order[next]!] === times[k]; next++) {
      events += event[order[next]!]!;
      left -= 1;
    }
    const risk = curve.atRisk[k]!;
    curve.events[k] = events;
    survival *= 1 - events / risk;
    if (events > 0) variance += events === risk ? Infinity : events / (risk * (risk - events));
    curve.survival[k] = survival;
    curve.logVariance[k] = variance;
  }
  return curve;
}

export interface SurvivalAt {
  readonly survival: number;
  /** Null where nobody had the event yet, or everybody had. */
  readonly standardError: number | null;
  readonly interval: Limits | null;
  readonly atRisk: number;
}

/** Survival just after a time, with its interval; `time` may lie between those of the curve. */
export function survivalAt(curve: SurvivalCurve, time: number, kind: SurvivalInterval, level: number): SurvivalAt {
  const k = placeOf(curve, time);
  const next = k < curve.times.length && curve.times[k]! === time ? k : k + 1;
  const atRisk = k >= 0 && curve.times[k] === time ? curve.atRisk[k]! : (curve.atRisk[next] ?? 0);
  if (k < 0) return { survival: 1, standardError: null, interval: null, atRisk };
  const [survival, variance] = [curve.survival[k]!, curve.logVariance[k]!];
  if (survival === 1 || survival === 0) return { survival, standardError: null, interval: null, atRisk };
  return {
    survival,
    standardError: survival * Math.sqrt(variance),
    interval: limitsOf(survival, variance, kind, level),
    atRisk,
  };
}

/** The last place of the curve at or before a time; -1 before the first. */
function placeOf({ times }: SurvivalCurve, time: number): number {
  let k = -1;
  while (k + 1 < times.length && times[k + 1]! <= time) k++;
  return k;
}

function limitsOf(survival: number, variance: number, kind: SurvivalInterval, level: number): Limits {
  const reach = normalQuantile((1 - level) / 2, 'upper') * Math.sqrt(variance);
  switch (kind) {
    case 'plain':
      return { lower: Math.max(0, survival * (1 - reach)), upper: Math.min(1, survival * (1 + reach)) };
    case 'log':
      return { lower: survival * Math.exp(-reach), upper: Math.min(1, survival * Math.exp(reach)) };
    case 'log-log': {
      const factor = Math.exp(reach / Math.abs(Math.log(survival)));
      return { lower: survival ** factor, upper: survival ** (1 / factor) };
    }
  }
}

/** Two shares closer than this are the same: products of fractions round. */
const TOUCH = 1.5e-8;

/**
 * The time by which a share `p` has had the event, and the times between which it lies: where the limits of S cross. Null where follow-up
 * ends before. Where S stays at 1 - p for a while, the middle of that while.
 * Source: Brookmeyer and Crowley (1982), Biometrics 38, 29–41.
 */
export function survivalQuantile(
  curve: SurvivalCurve,
  p: number,
  kind: SurvivalInterval,
  level: number,
): { estimate: number | null; lower: number | null; upper: number | null } {
  const limits = Array.from(curve.survival, (survival, k) => {
    if (survival === 1) return { lower: 1, upper: 1 };
    return survival === 0 ? null : limitsOf(survival, curve.logVariance[k]!, kind, level);
  });
  return {
    estimate: crossing(curve.times, Array.from(curve.survival), p),
    lower: crossing(
      curve.times,
      limits.map((own) => own?.lower ?? null),
      p,
    ),
    upper: crossing(
      curve.times,
      limits.map((own) => own?.upper ?? null),
      p,
    ),
  };
}

function crossing(times: Float64Array, survival: readonly (number | null)[], p: number): number | null {
  const share = (k: number) => (survival[k] === null ? -Infinity : 1 - survival[k]!);
  let first = 0;
  while (first < survival.length && share(first) < p - TOUCH) first++;
  if (first === survival.length) return null;
  let beyond = first;
  while (beyond < survival.length && share(beyond) <= p + TOUCH) beyond++;
  return (times[first]! + times[Math.min(beyond, survival.length - 1)]!) / 2;
}

/**
 * The mean time without the event up to `until`: the area under the curve, which keeps its last height where follow-up ends before.
 * Source: Irwin (1949), Journal of Hygiene 47, 188–189; the variance sums d / (r (r - d)) times the area still to come, squared.
 */
export function restrictedMean(curve: SurvivalCurve, until: number): { mean: number; variance: number } {
  const { times, survival, events, atRisk } = curve;
  let last = placeOf(curve, until);
  let [area, variance] = [0, 0];
  // From the end, so that the area still to come is at hand.
  for (let to = until; last >= 0; last--) {
    area += survival[last]! * (to - times[last]!);
    to = times[last]!;
    const [d, r] = [events[last]!, atRisk[last]!];
    if (r > d) variance += (area ** 2 * d) / (r * (r - d));
  }
  const start = times.length > 0 ? Math.min(times[0]!, until) : until;
  return { mean: start + area, variance };
}
