import type { Cluster } from '../../model/scheme';
import type { Allocation, AllocationSet } from './allocations';

/** Two scores so close are tied: they differ by rounding. */
const TIED = 1e-9;

/**
 * The allocations a constraint keeps: the best share by Raab and Butcher's (2001) score Σ w (mean of first − mean of second)² / s², with
 * those tied at the cut-off; or those where no covariate's means differ by more than stated.
 */
export function constrain(scheme: Cluster, set: AllocationSet): AllocationSet {
  const { constraint } = scheme;
  if (!constraint) return set;
  const columns = constraint.covariates.map(({ id, weight }) => ({
    weight,
    values: scheme.clusters.map(({ covariates }) => covariates?.[id] ?? NaN),
  }));
  if ('difference' in constraint.keep) {
    const most = constraint.keep.difference + TIED;
    const kept = set.allocations.filter((one) => columns.every(({ values }) => Math.abs(differenceOf(values, one)) <= most));
    return { ...set, allocations: kept };
  }
  const [part, whole] = constraint.keep.share;
  const scores = set.allocations.map((one) =>
    columns.reduce((sum, { values, weight }) => sum + (weight * differenceOf(values, one) ** 2) / varianceOf(values), 0),
  );
  const sorted = Float64Array.from(scores).sort();
  const cutoff = sorted[Math.max(Math.ceil((sorted.length * part) / whole), 1) - 1]!;
  return { ...set, allocations: set.allocations.filter((_, index) => scores[index]! <= cutoff * (1 + TIED) + TIED) };
}

/** The mean of the first arm's clusters minus the mean of the second's. */
export function differenceOf(values: readonly number[], allocation: Allocation): number {
  let [first, second, n] = [0, 0, 0];
  values.forEach((value, index) => {
    if (allocation[index] === 1) {
      first += value;
      n += 1;
    } else second += value;
  });
  return first / n - second / (values.length - n);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/**
 * How often two clusters share an arm among the allocations: a pair that always or never does makes the design invalid.
 * @returns the least and the greatest chance over all pairs
 */
export function togetherRange({ allocations }: AllocationSet, clusters: number): { least: number; greatest: number } {
  let [least, greatest] = [1, 0];
  for (let a = 0; a < clusters; a += 1)
    for (let b = a + 1; b < clusters; b += 1) {
      const together = allocations.reduce((sum, one) => sum + (one[a] === one[b] ? 1 : 0), 0) / allocations.length;
      least = Math.min(least, together);
      greatest = Math.max(greatest, together);
    }
  return { least, greatest };
}
