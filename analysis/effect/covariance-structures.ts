/** How outcomes of one person at different visits vary together. */
export const STRUCTURES = [
  'unstructured',
  'toeplitz',
  'heterogeneous-toeplitz',
  'ar1',
  'heterogeneous-ar1',
  'car1',
  'compound-symmetry',
  'heterogeneous-compound-symmetry',
] as const;
export type StructureName = (typeof STRUCTURES)[number];

/** A covariance of m visits as a function of parameters; matrices are m by m, column-major. */
export interface Structure {
  readonly names: readonly string[];
  /** Covariance and its derivatives; undefined where parameters are beyond their range. */
  at(
    theta: Float64Array,
  ): { v: Float64Array; first: readonly Float64Array[]; second?: readonly (readonly Float64Array[])[] } | undefined;
  /** A start from variances and correlations seen roughly. */
  start(variances: readonly number[], correlation: number): number[];
}

/**
 * The structure over visits in order. `times` are the visits' own numbers, for `car1`.
 * Formulae: methods/mmrm.md.
 */
export function structureOf(name: StructureName, visits: readonly string[], times: readonly number[]): Structure {
  const m = visits.length;
  const lag = (a: number, b: number) => Math.abs(a - b);
  switch (name) {
    case 'unstructured': {
      const cells = pairsOf(m);
      return linear(
        cells.map(([a, b]) => (a === b ? `variance ${visits[a]}` : `covariance ${visits[a]}, ${visits[b]}`)),
        cells.map(
          ([a, b]) =>
            (i, j) =>
              (i === a && j === b) || (i === b && j === a),
        ),
        m,
        (variances, correlation) =>
          cells.map(([a, b]) => (a === b ? variances[a]! : correlation * Math.sqrt(variances[a]! * variances[b]!))),
      );
    }
    case 'toeplitz':
      return linear(
        visits.map((_, d) => (d === 0 ? 'variance' : `covariance at lag ${d}`)),
        visits.map((_, d) => (i, j) => lag(i, j) === d),
        m,
        (variances, correlation) => visits.map((_, d) => average(variances) * (d === 0 ? 1 : correlation)),
      );
    case 'compound-symmetry':
      return linear(['residual variance', 'covariance'], [(i, j) => i === j, () => true], m, (variances, correlation) => [
        average(variances) * (1 - correlation),
        average(variances) * correlation,
      ]);
    case 'ar1':
      return power(m, lag);
    case 'car1':
      return power(m, (a, b) => Math.abs(times[a]! - times[b]!));
    case 'heterogeneous-ar1':
      return scaled(visits, 1, (rho, a, b) => powerOf(rho[0]!, lag(a, b), 0), ['correlation']);
    case 'heterogeneous-compound-symmetry':
      return scaled(visits, 1, (rho, a, b) => (a === b ? [1, null] : [rho[0]!, { k: 0, first: 1, second: 0 }]), ['correlation']);
    case 'heterogeneous-toeplitz':
      return scaled(
        visits,
        m - 1,
        (rho, a, b) => (a === b ? [1, null] : [rho[lag(a, b) - 1]!, { k: lag(a, b) - 1, first: 1, second: 0 }]),
        visits.slice(1).map((_, d) => `correlation at lag ${d + 1}`),
      );
  }
}

function pairsOf(m: number): [number, number][] {
  return Array.from({ length: m }, (_, a) => Array.from({ length: m - a }, (__, k): [number, number] => [a, a + k])).flat();
}

const average = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;

function linear(
  names: readonly string[],
  holds: readonly ((i: number, j: number) => boolean)[],
  m: number,
  start: Structure['start'],
): Structure {
  const first = holds.map((hold) => fill(m, (i, j) => (hold(i, j) ? 1 : 0)));
  return {
    names,
    start,
    at: (theta) => {
      const v = new Float64Array(m * m);
      first.forEach((g, k) => {
        for (let at = 0; at < v.length; at++) v[at]! += theta[k]! * g[at]!;
      });
      return { v, first };
    },
  };
}

/** σ² ρ^distance. */
function power(m: number, distance: (a: number, b: number) => number): Structure {
  return {
    names: ['variance', 'correlation'],
    start: (variances, correlation) => [average(variances), Math.min(Math.max(correlation, 0.05), 0.95)],
    at: ([variance, rho]) => {
      if (!(variance! > 0) || !(Math.abs(rho!) < 1)) return undefined;
      const whole = Array.from({ length: m * m }, (_, at) => Number.isInteger(distance(at % m, Math.floor(at / m)))).every(
        Boolean,
      );
      if (!whole && rho! <= 0) return undefined;
      const raise = (d: number) => rho! ** d;
      const slope = (d: number) => (d === 0 ? 0 : d * rho! ** (d - 1));
      const curve = (d: number) => (d === 0 || d === 1 ? 0 : d * (d - 1) * rho! ** (d - 2));
      const v = fill(m, (i, j) => variance! * raise(distance(i, j)));
      const byRho = fill(m, (i, j) => variance! * slope(distance(i, j)));
      const both = fill(m, (i, j) => slope(distance(i, j)));
      const nothing = new Float64Array(m * m);
      return {
        v,
        first: [fill(m, (i, j) => raise(distance(i, j))), byRho],
        second: [
          [nothing, both],
          [both, fill(m, (i, j) => variance! * curve(distance(i, j)))],
        ],
      };
    },
  };
}

/** A correlation and, unless it is fixed at 1, which parameter it is of and how it bends with it. */
type Correlation = readonly [number, { readonly k: number; readonly first: number; readonly second: number } | null];

function powerOf(rho: number, d: number, k: number): Correlation {
  if (d === 0) return [1, null];
  return [rho ** d, { k, first: d * rho ** (d - 1), second: d < 2 ? 0 : d * (d - 1) * rho ** (d - 2) }];
}

/** σ_a σ_b r_ab: a standard deviation for each visit, then `width` parameters of correlation. */
function scaled(
  visits: readonly string[],
  width: number,
  correlate: (rho: Float64Array, a: number, b: number) => Correlation,
  correlations: readonly string[],
): Structure {
  const m = visits.length;
  const K = m + width;
  return {
    names: [...visits.map((visit) => `sd ${visit}`), ...correlations],
    start: (variances, correlation) => [
      ...variances.map(Math.sqrt),
      ...Array.from({ length: width }, () => Math.min(Math.max(correlation, 0.05), 0.95)),
    ],
    at: (theta) => {
      const sd = theta.subarray(0, m);
      const rho = theta.subarray(m);
      if (sd.some((value) => !(value > 0)) || rho.some((value) => !(Math.abs(value) < 1))) return undefined;
      const first = Array.from({ length: K }, () => new Float64Array(m * m));
      const second = Array.from({ length: K }, () => Array.from({ length: K }, () => new Float64Array(m * m)));
      const v = fill(m, (a, b) => {
        const [r, bend] = correlate(rho, a, b);
        const at = b * m + a;
        // d/dσ of σ_a σ_b r, for a ≠ b and for a = b alike, by the product rule.
        first[a]![at]! += sd[b]! * r;
        first[b]![at]! += sd[a]! * r;
        second[a]![b]![at]! += r;
        second[b]![a]![at]! += r;
        if (bend) {
          const k = m + bend.k;
          first[k]![at]! += sd[a]! * sd[b]! * bend.first;
          second[k]![k]![at]! += sd[a]! * sd[b]! * bend.second;
          for (const [one, other] of [
            [a, b],
            [b, a],
          ] as const) {
            second[one]![k]![at]! += sd[other]! * bend.first;
            second[k]![one]![at]! += sd[other]! * bend.first;
          }
        }
        return sd[a]! * sd[b]! * r;
      });
      return { v, first, second };
    },
  };
}

function fill(m: number, value: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(m * m);
  for (let j = 0; j < m; j++) for (let i = 0; i < m; i++) matrix[j * m + i] = value(i, j);
  return matrix;
}
