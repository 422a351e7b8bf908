import type { CoxData } from './cox';

export type Ties = 'efron' | 'breslow';

/** Rows sorted for the likelihood: by stratum, within it from the longest time to the shortest, so that a risk set only grows. */
export interface CoxOrder {
  readonly rows: number;
  readonly columns: number;
  /** Row of the file at each place. */
  readonly source: Int32Array;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Places where a stratum begins, and at the end the number of rows. */
  readonly strata: readonly number[];
  /** Row by row, about the mean and in units of the standard deviation. */
  readonly design: Float64Array;
  readonly scale: Float64Array;
  readonly centre: Float64Array;
  readonly deaths: number;
}

export function coxOrder({ time, event, design, stratum }: CoxData): CoxOrder {
  const { rows: n, columns: p } = design;
  const source = new Int32Array(n);
  for (let i = 0; i < n; i++) source[i] = i;
  const order = sortedBy(source, time, stratum);
  const scale = new Float64Array(p);
  const centre = new Float64Array(p);
  const values = new Float64Array(n * p);
  for (let j = 0; j < p; j++) {
    const own = design.values.subarray(j * n, (j + 1) * n);
    let total = 0;
    for (const value of own) total += value;
    const mean = total / n;
    let square = 0;
    for (const value of own) square += (value - mean) ** 2;
    const sd = Math.sqrt(square / n);
    centre[j] = mean;
    scale[j] = sd > 0 ? sd : 1;
    for (let i = 0; i < n; i++) values[i * p + j] = (own[order[i]!]! - mean) / scale[j]!;
  }
  const strata = [0];
  let deaths = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0 && stratum && stratum[order[i]!] !== stratum[order[i - 1]!]) strata.push(i);
    deaths += event[order[i]!]!;
  }
  strata.push(n);
  return {
    rows: n,
    columns: p,
    source: order,
    time: Float64Array.from(order, (i) => time[i]!),
    event: Uint8Array.from(order, (i) => event[i]!),
    strata,
    design: values,
    scale,
    centre,
    deaths,
  };
}

function sortedBy(source: Int32Array, time: readonly number[], stratum: readonly number[] | undefined): Int32Array {
  if (!stratum) return source.sort((a, b) => time[b]! - time[a]!);
  return source.sort((a, b) => stratum[a]! - stratum[b]! || time[b]! - time[a]!);
}

/** What one time of deaths adds, told to whoever sums: places of the deaths, sums over the risk set and over the deaths. */
export interface RiskSet {
  from: number;
  to: number;
  deaths: number;
  s0: number;
  d0: number;
  readonly s1: Float64Array;
  readonly d1: Float64Array;
  /** Lower triangles, column by column. */
  readonly s2: Float64Array;
  readonly d2: Float64Array;
}

/**
 * Walks through the times of each stratum from the last to the first and hands over each that has deaths.
 * @param weight exp of the linear predictor, place by place
 */
export function eachRiskSet(order: CoxOrder, weight: Float64Array, seen: (set: RiskSet, stratum: number) => void): void {
  const { columns: p, design, time, event, strata } = order;
  const set: RiskSet = {
    from: 0,
    to: 0,
    deaths: 0,
    s0: 0,
    d0: 0,
    s1: new Float64Array(p),
    d1: new Float64Array(p),
    s2: new Float64Array(p * p),
    d2: new Float64Array(p * p),
  };
  for (let s = 0; s + 1 < strata.length; s++) {
    set.s0 = 0;
    set.s1.fill(0);
    set.s2.fill(0);
    const end = strata[s + 1]!;
    for (let i = strata[s]!; i < end;) {
      set.from = i;
      set.deaths = 0;
      const now = time[i]!;
      for (; i < end && time[i] === now; i++) {
        const w = weight[i]!;
        const died = event[i] === 1;
        if (died && set.deaths === 0) {
          set.d0 = 0;
          set.d1.fill(0);
          set.d2.fill(0);
        }
        set.s0 += w;
        if (died) {
          set.deaths += 1;
          set.d0 += w;
        }
        for (let j = 0; j < p; j++) {
          const own = w * design[i * p + j]!;
          set.s1[j]! += own;
          if (died) set.d1[j]! += own;
          for (let k = j; k < p; k++) {
            const square = own * design[i * p + k]!;
            set.s2[j * p + k]! += square;
            if (died) set.d2[j * p + k]! += square;
          }
        }
      }
      set.to = i;
      if (set.deaths > 0) seen(set, s);
    }
  }
}

/** The partial log-likelihood with its gradient and information (both triangles). */
export function coxDerivatives(order: CoxOrder, predictor: Float64Array, ties: Ties) {
  const { columns: p, design, event } = order;
  const weight = predictor.map(Math.exp);
  const gradient = new Float64Array(p);
  const information = new Float64Array(p * p);
  const mean = new Float64Array(p);
  let logLikelihood = 0;
  eachRiskSet(order, weight, (set) => {
    for (let i = set.from; i < set.to; i++) {
      if (event[i] !== 1) continue;
      logLikelihood += predictor[i]!;
      for (let j = 0; j < p; j++) gradient[j]! += design[i * p + j]!;
    }
    for (let l = 0; l < set.deaths; l++) {
      const share = ties === 'efron' ? l / set.deaths : 0;
      const s0 = set.s0 - share * set.d0;
      logLikelihood -= Math.log(s0);
      for (let j = 0; j < p; j++) {
        mean[j] = (set.s1[j]! - share * set.d1[j]!) / s0;
        gradient[j]! -= mean[j]!;
      }
      for (let j = 0; j < p; j++)
        for (let k = j; k < p; k++)
          information[j * p + k]! += (set.s2[j * p + k]! - share * set.d2[j * p + k]!) / s0 - mean[j]! * mean[k]!;
    }
  });
  for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) information[j * p + k] = information[k * p + j]!;
  return { logLikelihood, gradient, information };
}
