import { cholesky, invertCholesky, solveCholesky } from './cholesky';
import { type Matrix, zeros } from './matrix';
import { minimise, type Seen } from './optimise';

/**
 * What a likelihood needs to know of a covariance V(θ) at one θ, for a design X of p columns and an outcome y. Z is [X y], p + 1 columns;
 * W is V⁻¹, G_k the derivative of V, G_kl its second derivative. Whoever knows how V falls into blocks provides it, so that nothing of
 * the size of V is ever formed. All matrices are column-major and symmetric.
 */
export interface CovarianceState {
  readonly logDeterminant: number;
  /** Z'WZ. */
  readonly cross: Float64Array;
  /** tr(W G_k). */
  readonly traces: Float64Array;
  /** Z'W G_k W Z, one for each parameter. */
  readonly slopes: readonly Float64Array[];
  /** For every pair of parameters, given Φ (p by p) and c (p + 1), with r = Z c. */
  pairs(phi: Float64Array, c: Float64Array): Pairs & { readonly second?: Pairs };
  /** Σ w_kl X'W G_k W G_l W X, and the same of X'W G_kl W X where V is curved; w symmetric. */
  weighted(w: Float64Array): { readonly first: Float64Array; readonly second?: Float64Array };
}

export interface Pairs {
  /** tr(W G_k W G_l); of the second derivatives tr(W G_kl). */
  readonly trace: Float64Array;
  /** tr(Φ X'W G_k W G_l W X); tr(Φ X'W G_kl W X). */
  readonly phi: Float64Array;
  /** r'W G_k W G_l W r; r'W G_kl W r. */
  readonly residual: Float64Array;
}

export interface CovarianceModel {
  /** Rows of data, columns of the design, parameters of V. */
  readonly n: number;
  readonly p: number;
  readonly parameters: number;
  /** Undefined where V is not positive definite. */
  at(theta: Float64Array): CovarianceState | undefined;
}

/** A linear combination of coefficients with its error and degrees of freedom. */
export interface Combination {
  readonly estimate: number;
  readonly standardError: number;
  readonly df: number;
}

export interface LikelihoodFit {
  readonly theta: Float64Array;
  readonly beta: Float64Array;
  /** Covariance of the coefficients as if V were known. */
  readonly phi: Matrix;
  readonly logLikelihood: number;
  readonly turns: number;
  readonly largestGradient: number;
  /** Standard errors of θ, and its covariance, from the observed information. */
  readonly thetaErrors: Float64Array;
  readonly thetaCovariance: Matrix;
  /** Satterthwaite's degrees of freedom from the observed information. */
  satterthwaite(row: readonly number[]): Combination;
  /** Kenward and Roger's adjusted error, degrees of freedom from the expected information; REML only. */
  kenwardRoger(row: readonly number[]): Combination;
  /** Φ adjusted by Kenward and Roger. */
  kenwardRogerCovariance(): Matrix;
}

export type LikelihoodRefusal = {
  readonly refused: 'not-converged' | 'not-estimable' | 'not-identified';
  readonly detail: string;
};

/**
 * Fits β and θ by restricted or full maximum likelihood: Fisher scoring with step halving on -2 log L.
 * See methods/mmrm.md for the formulae and their sources.
 */
export function fitLikelihood(
  model: CovarianceModel,
  start: ArrayLike<number>,
  criterion: 'REML' | 'ML',
): LikelihoodFit | LikelihoodRefusal {
  const { n, p, parameters: K } = model;
  const restricted = criterion === 'REML';
  const evaluate = (theta: Float64Array): Point | undefined => {
    const state = model.at(theta);
    return state && pointOf(state, n, p, restricted);
  };
  const found = minimise((theta) => evaluate(theta)?.seen(), start);
  if (!found.converged) {
    if (found.why === 'no-start')
      return {
        refused: 'not-estimable',
        detail: 'The columns of the model cannot be told apart, or the covariance has no start.',
      };
    const detail = `The search for the covariance stopped after ${found.turns} turns (${found.why}). A simpler covariance may do.`;
    return { refused: 'not-converged', detail };
  }
  const end = evaluate(found.at)!;
  const { expected, observed } = end.information();
  const expectedFactor = cholesky({ rows: K, columns: K, values: expected });
  const observedFactor = cholesky({ rows: K, columns: K, values: observed });
  if ('refused' in expectedFactor || 'refused' in observedFactor) {
    return {
      refused: 'not-identified',
      detail: 'The data do not tell the parameters of the covariance apart. Take a simpler one.',
    };
  }
  const scaled = (matrix: Matrix) => Float64Array.from(matrix.values, (value) => 2 * value);
  const spreadExpected = scaled(invertCholesky(expectedFactor));
  const spreadObserved = scaled(invertCholesky(observedFactor));
  const { phi, beta, state } = end;

  const slopeOfVariance = (row: readonly number[]) => {
    const v = timesVector(phi, row, p);
    return state.slopes.map((slope) => quadratic(slope, v, p + 1));
  };
  const dfOf = (row: readonly number[], spread: Float64Array) => {
    const variance = dot(row, timesVector(phi, row, p));
    const g = slopeOfVariance(row);
    let total = 0;
    for (let k = 0; k < K; k++) for (let l = 0; l < K; l++) total += g[k]! * spread[l * K + k]! * g[l]!;
    return (2 * variance ** 2) / total;
  };
  const estimateOf = (row: readonly number[]) => row.reduce((total, value, j) => total + value * beta[j]!, 0);
  let adjusted: Float64Array | undefined;
  const adjust = () => (adjusted ??= adjustedPhi(phi, state, spreadExpected, p, K));
  return {
    theta: found.at,
    beta,
    phi: { rows: p, columns: p, values: phi },
    logLikelihood: -end.value / 2,
    turns: found.turns,
    largestGradient: end.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    thetaErrors: Float64Array.from({ length: K }, (_, k) => Math.sqrt(spreadObserved[k * K + k]!)),
    thetaCovariance: { rows: K, columns: K, values: spreadObserved },
    satterthwaite: (row) => {
      return {
        estimate: estimateOf(row),
        standardError: Math.sqrt(dot(row, timesVector(phi, row, p))),
        df: dfOf(row, spreadObserved),
      };
    },
    kenwardRoger: (row) => {
      return {
        estimate: estimateOf(row),
        standardError: Math.sqrt(dot(row, timesVector(adjust(), row, p))),
        df: dfOf(row, spreadExpected),
      };
    },
    kenwardRogerCovariance: () => ({ rows: p, columns: p, values: adjust().slice() }),
  };
}

/** Everything known at one θ. */
interface Point {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly beta: Float64Array;
  readonly phi: Float64Array;
  readonly state: CovarianceState;
  seen(): Seen;
  /** Curvatures of -2 log L. */
  information(): { expected: Float64Array; observed: Float64Array };
}

function pointOf(state: CovarianceState, n: number, p: number, restricted: boolean): Point | undefined {
  const q = p + 1;
  const a = zeros(p, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) a.values[j * p + i] = state.cross[j * q + i]!;
  const factor = cholesky(a);
  if ('refused' in factor) return undefined;
  const xy = state.cross.subarray(p * q, p * q + p);
  const beta = solveCholesky(factor, xy);
  const phi = invertCholesky(factor).values;
  const c = new Float64Array(q);
  for (let j = 0; j < p; j++) c[j] = -beta[j]!;
  c[p] = 1;
  const rss = quadratic(state.cross, c, q);
  const K = state.traces.length;
  const value =
    state.logDeterminant + rss + (restricted ? n - p : n) * Math.log(2 * Math.PI) + (restricted ? factor.logDeterminant : 0);
  // tr(Φ S_k), and u_k = X'W G_k W r.
  const phiTraces = state.slopes.map((slope) => traceOfProduct(phi, slope, p, q));
  const pulls = state.slopes.map((slope) => timesVector(slope, c, q));
  const gradient = Float64Array.from({ length: K }, (_, k) => {
    return state.traces[k]! - (restricted ? phiTraces[k]! : 0) - dot(c, pulls[k]!);
  });
  const information = () => {
    const { second, ...pairs } = state.pairs(phi, c);
    const products = state.slopes.map((slope) => phiTimes(phi, slope, p, q));
    const expected = new Float64Array(K * K);
    const observed = new Float64Array(K * K);
    for (let k = 0; k < K; k++) {
      for (let l = 0; l <= k; l++) {
        const at = l * K + k;
        const crossed = restricted ? traceOfTransposed(products[k]!, products[l]!, p) : 0;
        const inner = restricted ? pairs.phi[at]! : 0;
        expected[at] = expected[k * K + l] = pairs.trace[at]! - 2 * inner + crossed;
        const u = dot(pulls[k]!.subarray(0, p), timesVector(phi, pulls[l]!.subarray(0, p), p));
        const curve = second ? second.trace[at]! - (restricted ? second.phi[at]! : 0) - second.residual[at]! : 0;
        observed[at] = observed[k * K + l] = -pairs.trace[at]! + 2 * inner - crossed + 2 * pairs.residual[at]! - 2 * u + curve;
      }
    }
    return { expected, observed };
  };
  return {
    value,
    gradient,
    beta,
    phi,
    state,
    information,
    seen: () => {
      let known: Matrix | undefined;
      // Asked for only at points that are kept.
      return {
        value,
        gradient,
        get curvature() {
          return (known ??= { rows: K, columns: K, values: information().expected });
        },
      };
    },
  };
}

/** Φ + 2 Φ {Σ w_kl (Q_kl - S_k Φ S_l - ¼ R_kl)} Φ. */
function adjustedPhi(phi: Float64Array, state: CovarianceState, w: Float64Array, p: number, K: number): Float64Array {
  const { first, second } = state.weighted(w);
  const q = p + 1;
  const middle = first.slice();
  if (second) for (let i = 0; i < middle.length; i++) middle[i]! -= second[i]! / 4;
  for (let k = 0; k < K; k++) {
    // S_k Φ Σ_l w_kl S_l
    const sum = new Float64Array(p * p);
    for (let l = 0; l < K; l++) {
      const weight = w[l * K + k]!;
      for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) sum[j * p + i]! += weight * state.slopes[l]![j * q + i]!;
    }
    const right = phiTimes(phi, sum, p, p);
    for (let j = 0; j < p; j++) {
      for (let i = 0; i < p; i++) {
        let total = 0;
        for (let m = 0; m < p; m++) total += state.slopes[k]![m * q + i]! * right[j * p + m]!;
        middle[j * p + i]! -= total;
      }
    }
  }
  const symmetric = middle.map((value, at) => (value + middle[(at % p) * p + Math.floor(at / p)]!) / 2);
  const left = phiTimes(phi, symmetric, p, p);
  const adjusted = phi.slice();
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) {
      let total = 0;
      for (let m = 0; m < p; m++) total += left[m * p + i]! * phi[j * p + m]!;
      adjusted[j * p + i]! += 2 * total;
    }
  }
  return adjusted;
}

/** Φ times the leading p by p block of a matrix with `stride` rows. */
function phiTimes(phi: Float64Array, matrix: Float64Array, p: number, stride: number): Float64Array {
  const product = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) {
      const factor = matrix[j * stride + k]!;
      if (factor !== 0) for (let i = 0; i < p; i++) product[j * p + i]! += phi[k * p + i]! * factor;
    }
  }
  return product;
}

/** tr(Φ M) of symmetric Φ and the leading block of symmetric M. */
function traceOfProduct(phi: Float64Array, matrix: Float64Array, p: number, stride: number): number {
  let total = 0;
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) total += phi[j * p + i]! * matrix[j * stride + i]!;
  return total;
}

/** tr(A B). */
function traceOfTransposed(a: Float64Array, b: Float64Array, p: number): number {
  let total = 0;
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) total += a[j * p + i]! * b[i * p + j]!;
  return total;
}

/** The leading part of a symmetric matrix of `size` rows times a vector of that length or shorter. */
function timesVector(matrix: Float64Array, v: ArrayLike<number>, size: number): Float64Array {
  const out = new Float64Array(size);
  for (let j = 0; j < v.length; j++) {
    const factor = v[j]!;
    if (factor !== 0) for (let i = 0; i < size; i++) out[i]! += matrix[j * size + i]! * factor;
  }
  return out;
}

function quadratic(matrix: Float64Array, v: ArrayLike<number>, stride: number): number {
  let total = 0;
  for (let j = 0; j < v.length; j++) {
    let inner = 0;
    for (let i = 0; i < v.length; i++) inner += matrix[j * stride + i]! * v[i]!;
    total += inner * v[j]!;
  }
  return total;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
