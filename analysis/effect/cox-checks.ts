import { cholesky, invertCholesky, solveCholesky } from '../numeric/cholesky';
import { chiSquareTails } from '../numeric/distributions';
import { type Matrix, multiply, transpose, zeros } from '../numeric/matrix';
import { type CoxFit, rescaled } from './cox';
import { eachRiskSet } from './cox-likelihood';
import { kaplanMeier } from './kaplan-meier';

/**
 * The covariance of the coefficients robust to a wrong model and to dependence within clusters: each row's influence, summed over its
 * cluster, squared. Source: Lin and Wei (1989), JASA 84, 1074–1078, with Efron's shares of tied deaths.
 * @param cluster code of each row of the file; rows of their own where left out
 */
export function coxRobust(fit: CoxFit, cluster?: readonly number[]): Matrix {
  const { rows: n, columns: p, source } = fit.order;
  const residuals = scoreResiduals(fit);
  const codes = cluster ?? Array.from(source.keys());
  const size = codes.reduce((most, code) => Math.max(most, code + 1), 0);
  const sums = zeros(size, p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) sums.values[j * size + codes[source[i]!]!]! += residuals[i * p + j]!;
  const influence = multiply(sums, fit.standard.covariance);
  return rescaled(multiply(transpose(influence), influence), fit.order.scale);
}

/** Each row's share in the gradient, place by place. */
function scoreResiduals({ order, standard, ties }: CoxFit): Float64Array {
  const { rows: n, columns: p, design, event } = order;
  const weight = standard.predictor.map(Math.exp);
  const residuals = new Float64Array(n * p);
  const steps: { from: number; stratum: number; hazard: number; mean: Float64Array }[] = [];
  eachRiskSet(order, weight, (set, stratum) => {
    let hazard = 0;
    const mean = new Float64Array(p);
    for (let l = 0; l < set.deaths; l++) {
      const share = ties === 'efron' ? l / set.deaths : 0;
      const s0 = set.s0 - share * set.d0;
      hazard += 1 / s0;
      for (let j = 0; j < p; j++) mean[j]! += (set.s1[j]! - share * set.d1[j]!) / (s0 * s0);
      for (let i = set.from; i < set.to; i++) {
        if (event[i] !== 1) continue;
        for (let j = 0; j < p; j++) {
          const distance = design[i * p + j]! - (set.s1[j]! - share * set.d1[j]!) / s0;
          // A death that ties with others leaves the risk set share by share.
          residuals[i * p + j]! += distance / set.deaths + (share * weight[i]! * distance) / s0;
        }
      }
    }
    steps.push({ from: set.from, stratum, hazard, mean });
  });
  // Hazards build up from the shortest time of a stratum, which stands last in it.
  let [hazard, stratum] = [0, order.strata.length - 2];
  let mean = new Float64Array(p);
  let next = steps.length - 1;
  for (let to = n; stratum >= 0; stratum--) {
    hazard = 0;
    mean = new Float64Array(p);
    for (let i = to - 1; i >= order.strata[stratum]!; i--) {
      while (next >= 0 && steps[next]!.stratum === stratum && order.time[steps[next]!.from]! <= order.time[i]!) {
        hazard += steps[next]!.hazard;
        for (let j = 0; j < p; j++) mean[j]! += steps[next]!.mean[j]!;
        next -= 1;
      }
      for (let j = 0; j < p; j++) residuals[i * p + j]! -= weight[i]! * (design[i * p + j]! * hazard - mean[j]!);
    }
    to = order.strata[stratum]!;
  }
  return residuals;
}

/** How time is measured where hazards are asked whether they stay proportional. */
export const TIME_SCALES = ['km', 'identity', 'rank', 'log'] as const;
export type TimeScale = (typeof TIME_SCALES)[number];

interface Tested {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * The score test that coefficients do not move with time, for each term and for all together: the model with x g(t) added, seen at the
 * fitted coefficients. Null for a term where time tells nothing (a single time of deaths).
 * Sources: Grambsch and Therneau (1994), Biometrika 81, 515–526; in the exact form of R's survival 3.
 * @param terms columns of each term, from and up to
 */
export function proportionality(
  fit: CoxFit,
  terms: readonly { readonly from: number; readonly to: number }[],
  scale: TimeScale,
): { terms: (Tested | null)[]; global: Tested | null } {
  const { order, standard, ties } = fit;
  const { columns: p, design, event } = order;
  const weight = standard.predictor.map(Math.exp);
  const clock = clockOf(fit, scale);
  const score = new Float64Array(p);
  // Second moments of x once, with g and with g squared.
  const [plainMoments, crossMoments, squareMoments] = [new Float64Array(p * p), new Float64Array(p * p), new Float64Array(p * p)];
  const mean = new Float64Array(p);
  eachRiskSet(order, weight, (set) => {
    const g = clock(order.time[set.from]!);
    for (let i = set.from; i < set.to; i++) if (event[i] === 1) for (let j = 0; j < p; j++) score[j]! += g * design[i * p + j]!;
    for (let l = 0; l < set.deaths; l++) {
      const share = ties === 'efron' ? l / set.deaths : 0;
      const s0 = set.s0 - share * set.d0;
      for (let j = 0; j < p; j++) {
        mean[j] = (set.s1[j]! - share * set.d1[j]!) / s0;
        score[j]! -= g * mean[j]!;
      }
      for (let j = 0; j < p; j++)
        for (let k = j; k < p; k++) {
          const moment = (set.s2[j * p + k]! - share * set.d2[j * p + k]!) / s0 - mean[j]! * mean[k]!;
          plainMoments[j * p + k]! += moment;
          crossMoments[j * p + k]! += moment * g;
          squareMoments[j * p + k]! += moment * g * g;
        }
    }
  });
  const cell = (of: Float64Array, j: number, k: number) => of[Math.min(j, k) * p + Math.max(j, k)]!;
  const test = (columns: readonly number[]): Tested | null => {
    const q = columns.length;
    // What the coefficients themselves explain of x g is taken out: V22 - V21 V11⁻¹ V12.
    const plain = zeros(p, p);
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) plain.values[k * p + j] = cell(plainMoments, j, k);
    const factor = cholesky(plain);
    if ('refused' in factor) return null;
    const inverse = invertCholesky(factor);
    const cross = zeros(q, p);
    const own = zeros(q, q);
    columns.forEach((a, i) => {
      for (let k = 0; k < p; k++) cross.values[k * q + i] = cell(crossMoments, a, k);
      columns.forEach((b, j) => (own.values[j * q + i] = cell(squareMoments, a, b)));
    });
    const explained = multiply(multiply(cross, inverse), transpose(cross));
    const left = { ...own, values: own.values.map((value, i) => value - explained.values[i]!) };
    if (columns.some((_, i) => !(left.values[i * q + i]! > 1e-10 * own.values[i * q + i]!))) return null;
    const solved = cholesky(left);
    if ('refused' in solved) return null;
    const u = columns.map((a) => score[a]!);
    const x = solveCholesky(solved, u);
    const statistic = u.reduce((total, value, i) => total + value * x[i]!, 0);
    return { statistic, df: q, p: chiSquareTails(statistic, q).upper };
  };
  return {
    terms: terms.map(({ from, to }) => test(Array.from({ length: to - from }, (_, k) => from + k))),
    global: test(Array.from({ length: p }, (_, k) => k)),
  };
}

/** Time as a number with mean 0 over the rows; km: the share that has had the event just before. */
function clockOf({ order }: CoxFit, scale: TimeScale): (time: number) => number {
  const raw = rawClock(order.time, order.event, scale);
  const middle = order.time.reduce((total, time) => total + raw(time), 0) / order.rows;
  return (time) => raw(time) - middle;
}

function rawClock(times: Float64Array, events: Uint8Array, scale: TimeScale): (time: number) => number {
  switch (scale) {
    case 'identity':
      return (time) => time;
    case 'log':
      return Math.log;
    case 'rank':
    case 'km': {
      const curve = kaplanMeier(Array.from(times), Array.from(events));
      const by = new Map<number, number>();
      let seen = 0;
      curve.times.forEach((time, k) => {
        const leaving = curve.atRisk[k]! - (curve.atRisk[k + 1] ?? 0);
        by.set(time, scale === 'km' ? 1 - (k > 0 ? curve.survival[k - 1]! : 1) : seen + (leaving + 1) / 2);
        seen += leaving;
      });
      return (time) => by.get(time)!;
    }
  }
}

/** Cumulative baseline hazard of a stratum at covariates of 0, at each time somebody left it. */
export function baselineHazard(fit: CoxFit): { stratum: number; time: number; hazard: number }[] {
  const { order, standard, ties } = fit;
  const weight = standard.predictor.map(Math.exp);
  // Standardised columns are 0 at their means: back to 0 itself.
  const back = standard.coefficients.reduce((total, b, j) => total + (b * order.centre[j]!) / order.scale[j]!, 0);
  const steps: { stratum: number; time: number; hazard: number }[] = [];
  eachRiskSet(order, weight, (set, stratum) => {
    let hazard = 0;
    for (let l = 0; l < set.deaths; l++) hazard += 1 / (set.s0 - (ties === 'efron' ? l / set.deaths : 0) * set.d0);
    steps.push({ stratum, time: order.time[set.from]!, hazard: hazard * Math.exp(-back) });
  });
  steps.sort((a, b) => a.stratum - b.stratum || a.time - b.time);
  let total = 0;
  return steps.map((step, k) => {
    total = (k > 0 && steps[k - 1]!.stratum === step.stratum ? total : 0) + step.hazard;
    return { ...step, hazard: total };
  });
}
