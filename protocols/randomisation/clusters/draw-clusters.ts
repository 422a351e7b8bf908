/** Clusters known beforehand, all drawn at once. */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { encodeUtf8 } from '../../model/canonical';
import type { Cluster, SteppedWedge } from '../../model/scheme';
import { drawVersion, openStream, shuffle, uniformInt } from '../draw';
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

/** Draws one of the candidates, each equally likely. @returns each cluster's arm. */
export function drawClusters(seed: Uint8Array, scheme: Cluster, at: ClusterPlace): Map<string, string> {
  const { allocations } = candidates(seed, scheme, at);
  if (allocations.length === 0) throw new RangeError('The constraint leaves no allocation');
  const stream = openStream(seed, [drawVersion, at.trial, at.scheme, 'cluster']);
  const drawn = allocations[uniformInt(stream, allocations.length)]!;
  return new Map(scheme.clusters.map(({ id }, index) => [id, scheme.arms[drawn[index] === 1 ? 0 : 1]!.id]));
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
