import { cholesky, invertCholesky } from '../numeric/cholesky';
import type { Matrix } from '../numeric/matrix';
import type { CovarianceModel, CovarianceState } from '../numeric/restricted-likelihood';
import type { Structure } from './covariance-structures';

/** People seen at the same visits: how many, and Σ of their outer products for every pair of visits. */
interface Pattern {
  readonly visits: readonly number[];
  people: number;
  /** For visits a ≤ b of the pattern: Σ z_a z_b' + z_b z_a' (or once, for a = b), z = [x y], one (p + 1)² block per pair. */
  readonly moments: Float64Array;
}

export interface RepeatedData {
  readonly design: Matrix;
  readonly outcome: readonly number[];
  /** Person and visit of each row, as numbers from 0; no person twice at a visit. */
  readonly person: ArrayLike<number>;
  readonly visit: ArrayLike<number>;
  readonly visits: number;
}

/**
 * The covariance of repeated measures as the likelihood wants to see it. Rows are read once, into sums over people seen at the
 * same visits; after that a turn of the search costs the same for a hundred people and for a hundred thousand.
 */
export function repeatedMeasures(data: RepeatedData, structure: Structure): CovarianceModel {
  const { design, outcome, visits } = data;
  const p = design.columns;
  const q = p + 1;
  const patterns = patternsOf(data);
  const K = structure.names.length;
  // Where V is linear its derivatives are the same matrices at every θ, and so are their parts.
  const parts = new Map<Float64Array, Float64Array[]>();
  const partsOf = (g: Float64Array) => patterns.map((pattern) => sub(g, visits, pattern.visits).values);
  const rememberedParts = (g: Float64Array): Float64Array[] => {
    const known = parts.get(g) ?? partsOf(g);
    parts.set(g, known);
    return known;
  };
  return {
    n: outcome.length,
    p,
    parameters: K,
    at: (theta) => {
      const own = structure.at(theta);
      if (!own || 'refused' in cholesky({ rows: visits, columns: visits, values: own.v })) return undefined;
      const inverses = patterns.map((pattern) => cholesky(sub(own.v, visits, pattern.visits)));
      let logDeterminant = 0;
      const cross = new Float64Array(q * q);
      const traces = new Float64Array(K);
      const slopes = Array.from({ length: K }, () => new Float64Array(q * q));
      const gradients = own.first.map(own.second ? partsOf : rememberedParts);
      const seen = patterns.map((pattern, at) => {
        const factor = inverses[at]!;
        // A part of a positive definite matrix is one.
        if ('refused' in factor) throw new Error('a block of a positive definite matrix is not');
        const m = pattern.visits.length;
        const w = invertCholesky(factor).values;
        logDeterminant += pattern.people * factor.logDeterminant;
        addMoments(cross, pattern.moments, w, m, q);
        // W G_k and W G_k W.
        const half = gradients.map((g) => times(w, g[at]!, m));
        const whole = half.map((one) => times(one, w, m));
        half.forEach((one, k) => {
          for (let i = 0; i < m; i++) traces[k]! += pattern.people * one[i * m + i]!;
          addMoments(slopes[k]!, pattern.moments, whole[k]!, m, q);
        });
        return { pattern, m, w, half, whole };
      });
      const curvature = (pattern: Pattern, w: Float64Array, m: number, k: number, l: number) =>
        times(times(w, sub(own.second![k]![l]!, visits, pattern.visits).values, m), w, m);

      const state: CovarianceState = {
        logDeterminant,
        cross,
        traces,
        slopes,
        pairs: (phi, c) => {
          const empty = () => ({
            trace: new Float64Array(K * K),
            phi: new Float64Array(K * K),
            residual: new Float64Array(K * K),
          });
          const first = empty();
          const second = own.second ? empty() : undefined;
          for (const { pattern, m, w, half, whole } of seen) {
            const h = contract(pattern.moments, m, q, (i, j) => (i < p && j < p ? phi[j * p + i]! : 0));
            const r = contract(pattern.moments, m, q, (i, j) => c[i]! * c[j]!);
            for (let k = 0; k < K; k++) {
              for (let l = 0; l <= k; l++) {
                const at = l * K + k;
                first.trace[at]! += pattern.people * traceOf(half[k]!, half[l]!, m);
                const triple = times(half[k]!, whole[l]!, m);
                first.phi[at]! += sumOfProducts(triple, h);
                first.residual[at]! += sumOfProducts(triple, r);
                if (second) {
                  const bent = curvature(pattern, w, m, k, l);
                  second.trace[at]! +=
                    pattern.people * traceOf(times(w, sub(own.second![k]![l]!, visits, pattern.visits).values, m), null, m);
                  second.phi[at]! += sumOfProducts(bent, h);
                  second.residual[at]! += sumOfProducts(bent, r);
                }
              }
            }
          }
          return { ...first, ...(second ? { second } : {}) };
        },
        weighted: (weights) => {
          const first = new Float64Array(q * q);
          const second = own.second ? new Float64Array(q * q) : undefined;
          for (const { pattern, m, w, half, whole } of seen) {
            const inner = new Float64Array(m * m);
            const bent = new Float64Array(m * m);
            for (let k = 0; k < K; k++) {
              for (let l = 0; l < K; l++) {
                const weight = weights[l * K + k]!;
                add(inner, times(half[k]!, whole[l]!, m), weight);
                if (second) add(bent, curvature(pattern, w, m, k, l), weight);
              }
            }
            addMoments(first, pattern.moments, symmetric(inner, m), m, q);
            if (second) addMoments(second, pattern.moments, bent, m, q);
          }
          return { first: leading(first, p), ...(second ? { second: leading(second, p) } : {}) };
        },
      };
      return state;
    },
  };
}

function patternsOf({ design, outcome, person, visit, visits }: RepeatedData): Pattern[] {
  const { rows: n, columns: p } = design;
  const q = p + 1;
  const people = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    const own = people.get(person[i]!) ?? new Array<number>(visits).fill(-1);
    own[visit[i]!] = i;
    people.set(person[i]!, own);
  }
  const patterns = new Map<string, Pattern>();
  const z = new Float64Array(visits * q);
  for (const rows of people.values()) {
    const present = rows.flatMap((row, v) => (row >= 0 ? [v] : []));
    const key = present.join(' ');
    const m = present.length;
    const pattern = patterns.get(key) ?? { visits: present, people: 0, moments: new Float64Array(((m * (m + 1)) / 2) * q * q) };
    patterns.set(key, pattern);
    pattern.people += 1;
    present.forEach((v, a) => {
      for (let j = 0; j < p; j++) z[a * q + j] = design.values[j * n + rows[v]!]!;
      z[a * q + p] = outcome[rows[v]!]!;
    });
    let block = 0;
    for (let a = 0; a < m; a++) {
      for (let b = a; b < m; b++, block += q * q) {
        for (let j = 0; j < q; j++) {
          const za = z[a * q + j]!;
          const zb = z[b * q + j]!;
          // The blocks are symmetric; the lower triangle is summed here and mirrored once below.
          for (let i = j; i < q; i++) {
            pattern.moments[block + j * q + i]! += a === b ? z[a * q + i]! * za : z[a * q + i]! * zb + z[b * q + i]! * za;
          }
        }
      }
    }
  }
  for (const { moments } of patterns.values()) {
    for (let block = 0; block < moments.length; block += q * q) {
      for (let j = 0; j < q; j++) for (let i = 0; i < j; i++) moments[block + j * q + i] = moments[block + i * q + j]!;
    }
  }
  return [...patterns.values()];
}

/** Adds Σ_i Z_i' W Z_i over the people of a pattern, W symmetric. */
function addMoments(into: Float64Array, moments: Float64Array, w: Float64Array, m: number, q: number): void {
  let block = 0;
  const size = q * q;
  for (let a = 0; a < m; a++) {
    for (let b = a; b < m; b++, block += size) {
      const weight = w[b * m + a]!;
      if (weight !== 0) for (let at = 0; at < size; at++) into[at]! += weight * moments[block + at]!;
    }
  }
}

/** The m by m matrix Σ_i z_a' M z_b of a pattern, M symmetric. */
function contract(moments: Float64Array, m: number, q: number, element: (i: number, j: number) => number): Float64Array {
  const weights = new Float64Array(q * q);
  for (let j = 0; j < q; j++) for (let i = 0; i < q; i++) weights[j * q + i] = element(i, j);
  const out = new Float64Array(m * m);
  let block = 0;
  for (let a = 0; a < m; a++) {
    for (let b = a; b < m; b++, block += q * q) {
      let total = 0;
      for (let at = 0; at < weights.length; at++) total += weights[at]! * moments[block + at]!;
      out[b * m + a] = out[a * m + b] = a === b ? total : total / 2;
    }
  }
  return out;
}

function sub(matrix: Float64Array, m: number, rows: readonly number[]): Matrix {
  const k = rows.length;
  const values = new Float64Array(k * k);
  for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) values[j * k + i] = matrix[rows[j]! * m + rows[i]!]!;
  return { rows: k, columns: k, values };
}

function times(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const out = new Float64Array(m * m);
  for (let j = 0; j < m; j++) {
    for (let k = 0; k < m; k++) {
      const factor = b[j * m + k]!;
      if (factor !== 0) for (let i = 0; i < m; i++) out[j * m + i]! += a[k * m + i]! * factor;
    }
  }
  return out;
}

/** tr(A B), or tr(A) where B is null. */
function traceOf(a: Float64Array, b: Float64Array | null, m: number): number {
  let total = 0;
  for (let j = 0; j < m; j++) {
    if (b) for (let i = 0; i < m; i++) total += a[j * m + i]! * b[i * m + j]!;
    else total += a[j * m + j]!;
  }
  return total;
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let at = 0; at < a.length; at++) total += a[at]! * b[at]!;
  return total;
}

function add(into: Float64Array, what: Float64Array, weight: number): void {
  for (let at = 0; at < into.length; at++) into[at]! += weight * what[at]!;
}

function symmetric(a: Float64Array, m: number): Float64Array {
  return a.map((value, at) => (value + a[(at % m) * m + Math.floor(at / m)]!) / 2);
}

function leading(matrix: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) out[j * p + i] = matrix[j * (p + 1) + i]!;
  return out;
}
