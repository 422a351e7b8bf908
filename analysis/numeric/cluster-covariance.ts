import type { LeastSquares } from './least-squares';
import { at, type Matrix, multiply, transpose, zeros } from './matrix';
import { symmetricEigen } from './symmetric-eigen';

/** CR0: plain. CR1: times G/(G - 1). CR1S: also times (n - 1)/(n - p). CR2: bias-reduced, with Satterthwaite degrees of freedom. */
export type ClusterKind = 'CR0' | 'CR1' | 'CR1S' | 'CR2';

export interface ClusterCovariance {
  readonly covariance: Matrix;
  readonly clusters: number;
  /** Degrees of freedom of a linear combination of coefficients: G - 1, or for CR2 Satterthwaite's. */
  df(combination: readonly number[]): number;
}

/** A direction a cluster explains to this share of 1 informs nothing else and gets no weight (the pseudo-inverse). */
const ABSORBED = 1 - 1e-10;

/**
 * Covariance of least-squares coefficients robust to dependence within clusters, unweighted fits only. CR2 takes independence as
 * the working model; all of it is done in p dimensions, so a large cluster costs no square matrix of its own.
 * Sources: Bell and McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky and Tipton (2018), JBES 36, 672–683.
 */
export function clusterCovariance(fit: LeastSquares, cluster: readonly string[], kind: ClusterKind): ClusterCovariance {
  const { q, inverseR, residuals } = fit;
  const n = q.rows;
  const p = q.columns;
  const names = [...new Set(cluster)];
  const index = new Map(names.map((name, g) => [name, g]));
  const g = names.length;
  const scores = new Float64Array(g * p);
  const grams = kind === 'CR2' ? new Float64Array(g * p * p) : null;
  for (let i = 0; i < n; i++) {
    const c = index.get(cluster[i]!)!;
    for (let j = 0; j < p; j++) {
      const qij = at(q, i, j);
      scores[c * p + j]! += qij * residuals[i]!;
      if (grams) for (let k = 0; k < p; k++) grams[c * p * p + j * p + k]! += qij * at(q, i, k);
    }
  }
  // Q'AQ-type matrices of each cluster, as functions of the eigenvalues s of its Q'Q.
  const spectra = grams
    ? names.map((_, c) => symmetricEigen({ rows: p, columns: p, values: grams.slice(c * p * p, (c + 1) * p * p) }))
    : [];
  if (grams) {
    spectra.forEach((spectrum, c) => {
      const own = scores.slice(c * p, (c + 1) * p);
      scores.set(
        applySpectral(spectrum, own, (s) => (s > ABSORBED ? 0 : 1 / Math.sqrt(1 - s))),
        c * p,
      );
    });
  }
  const middle = zeros(p, p);
  for (let c = 0; c < g; c++) {
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) middle.values[k * p + j]! += scores[c * p + j]! * scores[c * p + k]!;
  }
  const scale = kind === 'CR1' ? g / (g - 1) : kind === 'CR1S' ? (g / (g - 1)) * ((n - 1) / (n - p)) : 1;
  for (let j = 0; j < p * p; j++) middle.values[j]! *= scale;
  const covariance = multiply(multiply(inverseR, middle), transpose(inverseR));

  const df = (combination: readonly number[]): number => {
    if (kind !== 'CR2') return g - 1;
    // w = R⁻ᵀ c, so that c'β is w'Q'y.
    const w = new Float64Array(p);
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) w[j]! += at(inverseR, k, j) * combination[k]!;
    const total = zeros(p, p);
    let trace = 0;
    let diagonal = 0;
    for (const spectrum of spectra) {
      const b = applySpectral(spectrum, w, (s) => (s > ABSORBED ? 0 : s / Math.sqrt(1 - s)));
      const square = applySpectral(spectrum, w, (s) => (s > ABSORBED ? 0 : s / (1 - s))).reduce(
        (sum, value, j) => sum + value * w[j]!,
        0,
      );
      const own = b.reduce((sum, value) => sum + value * value, 0);
      trace += square - own;
      diagonal += (square - own) ** 2 - own ** 2;
      for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) total.values[k * p + j]! += b[j]! * b[k]!;
    }
    const squares = total.values.reduce((sum, value) => sum + value * value, diagonal);
    return trace ** 2 / squares;
  };
  return { covariance, clusters: g, df };
}

/** U f(S) U' v of a symmetric matrix given by its spectrum. */
function applySpectral(
  spectrum: { values: Float64Array; vectors: Matrix },
  v: Float64Array,
  f: (s: number) => number,
): Float64Array {
  const p = v.length;
  const out = new Float64Array(p);
  for (let k = 0; k < p; k++) {
    let dot = 0;
    for (let j = 0; j < p; j++) dot += at(spectrum.vectors, j, k) * v[j]!;
    const scaled = f(spectrum.values[k]!) * dot;
    for (let j = 0; j < p; j++) out[j]! += at(spectrum.vectors, j, k) * scaled;
  }
  return out;
}
