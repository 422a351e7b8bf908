import type { Characteristics } from '../../model/characteristics';
import type { Cluster, SteppedWedge } from '../../model/scheme';
import { candidates, countSequences } from '../clusters/draw-clusters';

const NOBODY = new Uint8Array(32);
const ANYWHERE = { trial: 'characteristics', scheme: 'characteristics' };

/** Clusters are drawn at once and revealed at once: what matters is how many ways there are, for no test can be surer than that. */
export function clusterFigures(scheme: Cluster | SteppedWedge): Omit<Characteristics, 'warnings'> {
  const sum = scheme.arms.reduce((total, { ratio }) => total + ratio, 0);
  const allocations = scheme.method === 'cluster' ? BigInt(countOf(scheme)) : countSequences(scheme);
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
function countOf(scheme: Cluster): number {
  const kept = candidates(NOBODY, scheme, ANYWHERE);
  return kept.enumerated ? kept.allocations.length : Math.round(kept.of * (kept.allocations.length / 100_000));
}
