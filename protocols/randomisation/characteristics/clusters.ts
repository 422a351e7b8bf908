import type { Characteristics } from '../../model/characteristics';
import type { Cluster, SteppedWedge } from '../../model/scheme';
import type { AllocationSet } from '../clusters/allocations';
import { candidates, countSequences } from '../clusters/draw-clusters';

/** The allocations that clusters would be drawn from; undefined for a stepped wedge, which draws any order. */
export function keptOf(scheme: Cluster | SteppedWedge): AllocationSet | undefined {
  if (scheme.method === 'stepped-wedge') return undefined;
  return candidates(new Uint8Array(32), scheme, { trial: 'characteristics', scheme: 'characteristics' });
}

/** Clusters are drawn at once and revealed at once: what matters is how many ways there are, for no test can be surer than that. */
export function clusterFigures(
  scheme: Cluster | SteppedWedge,
  kept: AllocationSet | undefined,
): Omit<Characteristics, 'warnings'> {
  const sum = scheme.arms.reduce((total, { ratio }) => total + ratio, 0);
  const allocations = scheme.method === 'stepped-wedge' ? countSequences(scheme) : BigInt(kept ? countOf(kept) : 0);
  const n = scheme.clusters.length;
  return {
    n,
    strata: 1,
    correctGuessRate: Math.max(...scheme.arms.map(({ ratio }) => ratio)) / sum,
    longRunGuessRate: null,
    forcedRate: 0,
    entropyBits: Math.log2(Number(allocations)) / n,
    balancedRate: 1,
    ratioDeviation: 0,
    imbalance: { mean: 0, variance: 0, bound: 0, distribution: [{ imbalance: 0, probability: 1 }] },
    stratumImbalance: null,
    marginalImbalance: null,
    accidentalBias: null,
    allocations: allocations.toString(),
    method: 'exact',
    standardError: 0,
    standardErrors: null,
  };
}

/** How many allocations the constraint leaves; where they are sampled, the kept share of all. */
function countOf(kept: AllocationSet): number {
  return kept.enumerated ? kept.allocations.length : Math.round(kept.of * (kept.allocations.length / 100_000));
}
