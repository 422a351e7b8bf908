import { cholesky } from '../numeric/cholesky';
import type { CovarianceModel, Pairs } from '../numeric/restricted-likelihood';
import { solveSquare } from '../numeric/solve-square';
import { type Block, blocksOf, effectPairs, type GroupedData, widthOf } from './grouped-blocks';

/**
 * V = Z D(θ) Z' + residual variances, as the likelihood wants to see it: parameters are the variances and covariances of each term, in
 * order, then the residual variances. Rows are read once into Z'Z, Z'[X y] for each block of groups that share people, and [X y]'[X y] over all.
 * With N = I - Z'Z M and M = D (σ² I + Z'Z D)⁻¹, Z'W^k is N^k Z' / σ^2k, so nothing larger than a block's number of groups is formed.
 */
export function groupedCovariance(data: GroupedData): CovarianceModel {
  const { design, outcome, random, residuals } = data;
  const p = design.columns;
  const q1 = p + 1;
  const { blocks, pooled } = blocksOf(data);
  const offsets = random.map((_, t) => random.slice(0, t).reduce((total, term) => total + widthOf(term), 0));
  const R = random.reduce((total, term) => total + widthOf(term), 0);
  const K = R + residuals;

  const covarianceOf = (block: Block, theta: Float64Array): Float64Array => {
    const d = new Float64Array(block.q * block.q);
    block.entries.forEach((entries, k) => {
      for (const [a, b] of entries) d[b * block.q + a] = theta[k]!;
    });
    return d;
  };
  const allowed = (theta: Float64Array): boolean => {
    if (theta.subarray(R).some((variance) => !(variance > 0))) return false;
    return random.every((term, t) => {
      const e = term.effects.length;
      const own = new Float64Array(e * e);
      effectPairs(term).forEach(([a, b], k) => (own[b * e + a] = own[a * e + b] = theta[offsets[t]! + k]!));
      if (e === 1) return own[0]! >= 0 || data.negative === true;
      return !('refused' in cholesky({ rows: e, columns: e, values: own }));
    });
  };

  return {
    n: outcome.length,
    p,
    parameters: K,
    at: (theta) => {
      if (!allowed(theta)) return undefined;
      let logDeterminant = 0;
      const cross = new Float64Array(q1 * q1);
      const traces = new Float64Array(K);
      const slopes = Array.from({ length: K }, () => new Float64Array(q1 * q1));
      pooled.forEach(({ n, squares }, r) => {
        const variance = theta[R + r]!;
        logDeterminant += n * Math.log(variance);
        traces[R + r]! += n / variance;
        addScaled(cross, squares, 1 / variance);
        addScaled(slopes[R + r]!, squares, 1 / variance ** 2);
      });
      const views: View[] = [];
      for (const block of blocks) {
        const view = viewOf(block, covarianceOf(block, theta), theta[R + block.residual]!, q1);
        if (!view) return undefined;
        views.push(view);
        logDeterminant += view.logDeterminant;
        const { q, entries } = block;
        const { variance, m, n, f, e } = view;
        // Pooled terms took the whole of σ⁻² [X y]'[X y]; what the groups take off follows.
        addProduct(cross, block.b, times(m, block.b, q, q, q1), q, q1, -1 / variance);
        const twice = added(m, times(transposed(n, q), m, q, q, q), 1);
        addProduct(slopes[R + block.residual]!, block.b, times(twice, block.b, q, q, q1), q, q1, -1 / variance ** 2);
        traces[R + block.residual]! -= traceOfProduct(m, block.c, q) / variance;
        entries.forEach((own, k) => {
          traces[k]! += own.reduce((total, [a, b]) => total + f[b * q + a]!, 0);
          for (const [a, b] of own) addOuter(slopes[k]!, e, a, b, q, q1);
        });
      }
      return {
        logDeterminant,
        cross,
        traces,
        slopes,
        pairs: (phi, c) => pairsOf(phi, c, theta, views),
        weighted: (w) => ({ first: weightedOf(w, theta, views) }),
      };
    },
  };

  function pairsOf(phi: Float64Array, c: Float64Array, theta: Float64Array, views: readonly View[]): Pairs {
    const out = { trace: new Float64Array(K * K), phi: new Float64Array(K * K), residual: new Float64Array(K * K) };
    const put = (k: number, l: number, trace: number, inner: number, residual: number) => {
      const at = Math.min(k, l) * K + Math.max(k, l);
      out.trace[at]! += trace;
      out.phi[at]! += inner;
      out.residual[at]! += residual;
    };
    pooled.forEach(({ n, squares }, r) => {
      const variance = theta[R + r]!;
      put(
        R + r,
        R + r,
        n / variance ** 2,
        traceWith(phi, squares, p, q1) / variance ** 3,
        quadratic(squares, c, q1) / variance ** 3,
      );
    });
    for (const { block, variance, m, n, f, f2, e, e2 } of views) {
      const { q, entries } = block;
      const r = R + block.residual;
      const nt = transposed(n, q);
      const twice = added(m, times(nt, m, q, q, q), 1);
      const thrice = added(m, times(nt, twice, q, q, q), 1);
      const third = new Float64Array(q1 * q1);
      addProduct(third, block.b, times(thrice, block.b, q, q, q1), q, q1, -1 / variance ** 3);
      put(r, r, -traceOfProduct(twice, block.c, q) / variance ** 2, traceWith(phi, third, p, q1), quadratic(third, c, q1));
      // Rows of E Φ^½ are not needed: h = E Φ E' and v = E c say all.
      const h = sandwiched(e, phi, e, q, p);
      const h2 = sandwiched(e2, phi, e, q, p);
      const v = timesVector(e, c, q, q1);
      const v2 = timesVector(e2, c, q, q1);
      entries.forEach((own, k) => {
        let trace = 0;
        let inner = 0;
        let residual = 0;
        for (const [a, b] of own) {
          trace += f2[b * q + a]!;
          inner += h2[b * q + a]!;
          residual += v2[a]! * v[b]!;
        }
        put(r, k, trace, inner, residual);
        for (let l = 0; l <= k; l++) {
          trace = inner = residual = 0;
          for (const [a, b] of own) {
            for (const [x, y] of entries[l]!) {
              // D_k has a 1 at (a, b), D_l at (x, y): tr(D_k F D_l F) = F_bx F_ya.
              trace += f[x * q + b]! * f[a * q + y]!;
              inner += f[x * q + b]! * h[a * q + y]!;
              residual += v[a]! * f[x * q + b]! * v[y]!;
            }
          }
          put(k, l, trace, inner, residual);
        }
      });
    }
    return out;
  }

  function weightedOf(w: Float64Array, theta: Float64Array, views: readonly View[]): Float64Array {
    const total = new Float64Array(q1 * q1);
    pooled.forEach(({ squares }, r) => addScaled(total, squares, w[(R + r) * K + R + r]! / theta[R + r]! ** 3));
    for (const { block, variance, m, n, f, e, e2 } of views) {
      const { q, entries } = block;
      const r = R + block.residual;
      const nt = transposed(n, q);
      const thrice = added(m, times(nt, added(m, times(nt, m, q, q, q), 1), q, q, q), 1);
      addProduct(total, block.b, times(thrice, block.b, q, q, q1), q, q1, -w[r * K + r]! / variance ** 3);
      const inner = new Float64Array(q * q);
      entries.forEach((own, k) => {
        const weight = w[k * K + r]!;
        for (const [a, b] of own) {
          addOuterOf(total, e2, e, a, b, q, q1, weight);
          addOuterOf(total, e, e2, a, b, q, q1, weight);
          entries.forEach((other, l) => {
            for (const [x, y] of other) inner[y * q + a]! += w[l * K + k]! * f[x * q + b]!;
          });
        }
      });
      addProduct(total, e, times(inner, e, q, q, q1), q, q1, 1);
    }
    const out = new Float64Array(p * p);
    for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) out[j * p + i] = (total[j * q1 + i]! + total[i * q1 + j]!) / 2;
    return out;
  }
}

/** A block at one θ: M and N of the formulae, F = Z'WZ, F₂ = Z'W²Z, E = Z'W[X y], E₂ = Z'W²[X y]. */
interface View {
  readonly block: Block;
  readonly variance: number;
  readonly logDeterminant: number;
  readonly m: Float64Array;
  readonly n: Float64Array;
  readonly f: Float64Array;
  readonly f2: Float64Array;
  readonly e: Float64Array;
  readonly e2: Float64Array;
}

function viewOf(block: Block, d: Float64Array, variance: number, q1: number): View | undefined {
  const { q, c, b } = block;
  const left = times(c, d, q, q, q);
  for (let i = 0; i < q; i++) left[i * q + i]! += variance;
  // M' = (σ² I + C D)⁻ᵀ D, and M is symmetric: solve the transposed system.
  const solved = solveSquare(transposed(left, q), d, q, q);
  if (!solved || !(solved.determinant > 0)) return undefined;
  const m = solved.solution;
  const n = times(c, m, q, q, q).map((value) => -value);
  for (let i = 0; i < q; i++) n[i * q + i]! += 1;
  const f = times(n, c, q, q, q).map((value) => value / variance);
  const e = times(n, b, q, q, q1).map((value) => value / variance);
  return {
    block,
    variance,
    // The pooled part counts σ² for every row.
    logDeterminant: Math.log(solved.determinant) - q * Math.log(variance),
    m,
    n,
    f,
    f2: times(n, f, q, q, q).map((value) => value / variance),
    e,
    e2: times(n, e, q, q, q1).map((value) => value / variance),
  };
}

/** A B of a by b and b by c matrices, column-major. */
function times(x: Float64Array, y: Float64Array, a: number, b: number, c: number): Float64Array {
  const out = new Float64Array(a * c);
  for (let j = 0; j < c; j++) {
    for (let k = 0; k < b; k++) {
      const factor = y[j * b + k]!;
      if (factor !== 0) for (let i = 0; i < a; i++) out[j * a + i]! += x[k * a + i]! * factor;
    }
  }
  return out;
}

function transposed(x: Float64Array, q: number): Float64Array {
  return x.map((_, at) => x[(at % q) * q + Math.floor(at / q)]!);
}

function added(x: Float64Array, y: Float64Array, weight: number): Float64Array {
  return x.map((value, at) => value + weight * y[at]!);
}

function addScaled(into: Float64Array, what: Float64Array, weight: number): void {
  for (let at = 0; at < into.length; at++) into[at]! += weight * what[at]!;
}

/** into += weight · A'B, A and B q by q1. */
function addProduct(into: Float64Array, a: Float64Array, b: Float64Array, q: number, q1: number, weight: number): void {
  for (let j = 0; j < q1; j++) {
    for (let i = 0; i < q1; i++) {
      let total = 0;
      for (let k = 0; k < q; k++) total += a[i * q + k]! * b[j * q + k]!;
      into[j * q1 + i]! += weight * total;
    }
  }
}

/** into += (row a of E)' (row b of E). */
function addOuter(into: Float64Array, e: Float64Array, a: number, b: number, q: number, q1: number): void {
  addOuterOf(into, e, e, a, b, q, q1, 1);
}

function addOuterOf(
  into: Float64Array,
  x: Float64Array,
  y: Float64Array,
  a: number,
  b: number,
  q: number,
  q1: number,
  weight: number,
): void {
  for (let j = 0; j < q1; j++) {
    const factor = weight * y[j * q + b]!;
    for (let i = 0; i < q1; i++) into[j * q1 + i]! += x[i * q + a]! * factor;
  }
}

function traceOfProduct(x: Float64Array, y: Float64Array, q: number): number {
  let total = 0;
  for (let j = 0; j < q; j++) for (let i = 0; i < q; i++) total += x[j * q + i]! * y[i * q + j]!;
  return total;
}

function traceWith(phi: Float64Array, matrix: Float64Array, p: number, stride: number): number {
  let total = 0;
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) total += phi[j * p + i]! * matrix[j * stride + i]!;
  return total;
}

function quadratic(matrix: Float64Array, c: Float64Array, q1: number): number {
  let total = 0;
  for (let j = 0; j < q1; j++) for (let i = 0; i < q1; i++) total += matrix[j * q1 + i]! * c[i]! * c[j]!;
  return total;
}

/** X Φ Y' over the columns of the design. */
function sandwiched(x: Float64Array, phi: Float64Array, y: Float64Array, q: number, p: number): Float64Array {
  const half = times(x.subarray(0, q * p), phi, q, p, p);
  const out = new Float64Array(q * q);
  for (let b = 0; b < q; b++) {
    for (let a = 0; a < q; a++) {
      let total = 0;
      for (let j = 0; j < p; j++) total += half[j * q + a]! * y[j * q + b]!;
      out[b * q + a] = total;
    }
  }
  return out;
}

function timesVector(x: Float64Array, c: Float64Array, q: number, q1: number): Float64Array {
  const out = new Float64Array(q);
  for (let j = 0; j < q1; j++) for (let i = 0; i < q; i++) out[i]! += x[j * q + i]! * c[j]!;
  return out;
}
