import type { Chance } from '../numeric/chance';
import type { Matrix } from '../numeric/matrix';

/** A linear model of one or several outcomes on the same design, to be fitted on resampled people. */
export interface Resampling {
  /** The intercept first. */
  readonly design: Matrix;
  readonly outcomes: readonly (readonly number[])[];
  /** People are drawn within these, so that each keeps its size; numbered from 0. */
  readonly strata: readonly number[];
  /** Combinations of coefficients wanted; none may touch the intercept. */
  readonly rows: readonly (readonly number[])[];
}

/** Each combination of each outcome's coefficients over the replicates, and how many samples could not be fitted and were drawn again. */
export interface Replicates {
  /** values[outcome][row][replicate]. */
  readonly values: readonly (readonly Float64Array[])[];
  readonly redrawn: number;
}

/** A pivot below this share of its column's square says that the sample does not carry the model. */
const DEPENDENT = 1e-9;
/** Samples drawn again per replicate before the bootstrap is given up. */
const PATIENCE = 20;

/**
 * The bootstrap of least squares. A sample of people is a count for each of them, and a fit needs only Σ count · z z', z = [x y]: the products
 * are formed once, and a replicate costs one pass over them and a small Cholesky factor. Columns are centred first, which leaves every
 * coefficient but the intercept's as it is.
 */
export function bootstrapLeastSquares(
  { design, outcomes, strata, rows }: Resampling,
  replicates: number,
  chance: Chance,
): Replicates | { refused: 'not-estimable' } {
  const { rows: n, columns: p } = design;
  const q = p + outcomes.length;
  const z = [...Array.from({ length: p }, (_, j) => design.values.subarray(j * n, (j + 1) * n)), ...outcomes].map((column, j) =>
    j === 0 ? Float64Array.from(column) : centred(column),
  );
  const width = (q * (q + 1)) / 2;
  const products = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    let at = i * width;
    for (let a = 0; a < q; a++) for (let b = 0; b <= a; b++) products[at++] = z[a]![i]! * z[b]![i]!;
  }
  const whole = new Float64Array(p);
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) whole[j]! += products[i * width + (j * (j + 3)) / 2]!;

  const members = membersOf(strata);
  const counts = new Int32Array(n);
  const sums = new Float64Array(width);
  const values = outcomes.map(() => rows.map(() => new Float64Array(replicates)));
  const beta = new Float64Array(p);
  let redrawn = 0;
  for (let k = 0, tries = 0; k < replicates;) {
    counts.fill(0);
    for (const own of members) for (let i = 0; i < own.length; i++) counts[own[chance.whole(own.length)]!]! += 1;
    sums.fill(0);
    for (let i = 0; i < n; i++) {
      const count = counts[i]!;
      if (count === 0) continue;
      const at = i * width;
      for (let l = 0; l < width; l++) sums[l]! += count * products[at + l]!;
    }
    if (!factorise(sums, p, q, whole)) {
      redrawn += 1;
      tries += 1;
      if (tries > PATIENCE) return { refused: 'not-estimable' };
      continue;
    }
    tries = 0;
    for (let o = 0; o < outcomes.length; o++) {
      // The outcome's own row of the factor is L⁻¹ X'y already.
      const base = ((p + o) * (p + o + 1)) / 2;
      for (let j = p - 1; j >= 0; j--) {
        let value = sums[base + j]!;
        for (let l = j + 1; l < p; l++) value -= sums[(l * (l + 1)) / 2 + j]! * beta[l]!;
        beta[j] = value / sums[(j * (j + 3)) / 2]!;
      }
      rows.forEach((row, r) => {
        let total = 0;
        for (let j = 1; j < p; j++) total += row[j]! * beta[j]!;
        values[o]![r]![k] = total;
      });
    }
    k += 1;
  }
  return { values, redrawn };
}

/** Cholesky in place on the packed lower triangle: the first p rows, and L⁻¹ of the rows after them. */
function factorise(a: Float64Array, p: number, q: number, whole: Float64Array): boolean {
  for (let j = 0; j < p; j++) {
    const rowJ = (j * (j + 1)) / 2;
    let pivot = a[rowJ + j]!;
    for (let k = 0; k < j; k++) pivot -= a[rowJ + k]! ** 2;
    if (!(pivot > DEPENDENT * whole[j]!)) return false;
    const root = Math.sqrt(pivot);
    a[rowJ + j] = root;
    for (let i = j + 1; i < q; i++) {
      const rowI = (i * (i + 1)) / 2;
      let value = a[rowI + j]!;
      for (let k = 0; k < j; k++) value -= a[rowI + k]! * a[rowJ + k]!;
      a[rowI + j] = value / root;
    }
  }
  return true;
}

function centred(column: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(column);
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function membersOf(strata: readonly number[]): Int32Array[] {
  const members: number[][] = [];
  strata.forEach((stratum, i) => (members[stratum] ??= []).push(i));
  return members.filter((own) => own !== undefined).map((own) => Int32Array.from(own));
}
