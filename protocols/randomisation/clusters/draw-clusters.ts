/** Clusters known beforehand, all drawn at once. */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { encodeUtf8 } from '../../model/canonical';
import type { Cluster, SteppedWedge } from '../../model/scheme';
import { drawVersion, openStream, openTraced, shuffle, uniformInt, type Trace } from '../draw';
import { possibleAllocations, type AllocationSet } from './allocations';
import { constrain } from './constrain';

export interface ClusterPlace {
  trial: string;
  scheme: string;
}

/** The set that is drawn from, with a hash of it to commit to before the draw. */
export function candidates(
  seed: Uint8Array,
  scheme: Cluster,
  { trial, scheme: id }: ClusterPlace,
): AllocationSet & { digest: string } {
  const stream = openStream(seed, [drawVersion, trial, id, 'cluster-sample']);
  const set = constrain(scheme, possibleAllocations(scheme, stream));
  const lines = set.allocations.map((one) => one.join('')).sort();
  return { ...set, digest: bytesToHex(sha256(encodeUtf8(lines.join('\n')))) };
}

/** One cluster's lot, with each arm's chance before the draw. */
export type ClusterLot = { cluster: string; arm: string; probabilities: Record<string, number> };

/** What was drawn of clusters, and from what: the hash and the size of the set, the place in the stream and its words. */
export type ClusterDraw = { lots: ClusterLot[]; candidates: string; of: number; trace: Trace };

/**
 * Draws one of the candidates, each equally likely.
 * @returns each cluster's arm, in the scheme's order.
 * @throws RangeError where the constraint leaves no allocation.
 */
export function drawClusters(seed: Uint8Array, scheme: Cluster, at: ClusterPlace): ClusterDraw {
  const { allocations, digest } = candidates(seed, scheme, at);
  if (allocations.length === 0) throw new RangeError('The constraint leaves no allocation');
  const { stream, trace } = openTraced(seed, [drawVersion, at.trial, at.scheme, 'cluster']);
  const drawn = allocations[uniformInt(stream, allocations.length)]!;
  const [first, second] = scheme.arms;
  const lots = scheme.clusters.map(({ id }, index): ClusterLot => {
    const chance = allocations.reduce((sum, one) => sum + one[index]!, 0) / allocations.length;
    return {
      cluster: id,
      arm: (drawn[index] === 1 ? first! : second!).id,
      probabilities: { [first!.id]: chance, [second!.id]: 1 - chance },
    };
  });
  return { lots, candidates: digest, of: allocations.length, trace };
}

/**
 * Draws the order in which clusters cross over: a uniform order of all, cut into sequences of the stated sizes.
 * @returns each cluster's sequence, from 1.
 */
export function drawSequences(seed: Uint8Array, { clusters, sequences }: SteppedWedge, at: ClusterPlace): Map<string, number> {
  const stream = openStream(seed, [drawVersion, at.trial, at.scheme, 'stepped-wedge']);
  const order = shuffle(
    stream,
    clusters.map(({ id }) => id),
  );
  const steps = sequences.flatMap((size, index) => Array<number>(size).fill(index + 1));
  return new Map(order.map((id, index) => [id, steps[index]!]));
}

/** K! / Π m!: how many ways there are to put the clusters into sequences. */
export function countSequences({ clusters, sequences }: SteppedWedge): bigint {
  const factorial = (n: number): bigint =>
    Array.from({ length: n }, (_, i) => BigInt(i + 1)).reduce((product, one) => product * one, 1n);
  return sequences.reduce((ways, size) => ways / factorial(size), factorial(clusters.length));
}
