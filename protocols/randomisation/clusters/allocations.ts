/** Every way to draw clusters at once, or a large sample of the ways; which of them are kept; and how the kept ones behave. */
import type { Cluster } from '../../model/scheme';
import { shuffle, type Stream } from '../draw';

/** 1 where the cluster has the first arm, 0 where the second; clusters in the scheme's order. */
export type Allocation = Uint8Array<ArrayBuffer>;

export interface AllocationSet {
  allocations: readonly Allocation[];
  /** How many there were before the constraint. */
  of: number;
  /** Whether all ways were listed; otherwise a sample of distinct ones stands for them. */
  enumerated: boolean;
}

/** So many ways are listed; beyond them so many distinct ones are sampled. */
const MOST_LISTED = 200_000;
const SAMPLED = 100_000;

/** The possible allocations of a scheme without a constraint: all of C(K, K/2), one of two in each pair, half of each stratum. */
export function possibleAllocations(scheme: Cluster, stream: Stream): AllocationSet {
  const groups = groupsOf(scheme);
  const ways = groups.reduce((product, group) => product * choose(group.length, firstOf(scheme, group.length)), 1);
  const listed = ways <= MOST_LISTED;
  const allocations = listed ? listAll(scheme, groups) : sample(scheme, groups, stream);
  return { allocations, of: listed ? allocations.length : ways, enumerated: listed };
}

/** The clusters that are drawn against one another: pairs, strata, or all of them. */
export function groupsOf({ clusters, design }: Cluster): number[][] {
  const nameOf = (index: number) =>
    design === 'matched-pairs' ? (clusters[index]!.pair ?? '') : design === 'stratified' ? (clusters[index]!.stratum ?? '') : '';
  const groups = new Map<string, number[]>();
  clusters.forEach((_, index) => groups.set(nameOf(index), [...(groups.get(nameOf(index)) ?? []), index]));
  return [...groups.values()];
}

/** How many of a group of clusters the first arm gets, by the ratio. */
export function firstOf({ arms }: Cluster, size: number): number {
  return (size * arms[0]!.ratio) / (arms[0]!.ratio + arms[1]!.ratio);
}

function listAll(scheme: Cluster, groups: readonly number[][]): Allocation[] {
  const start: Allocation[] = [new Uint8Array(scheme.clusters.length)];
  return groups.reduce(
    (partial, group) =>
      partial.flatMap((one) => subsets(group, firstOf(scheme, group.length)).map((chosen) => withFirst(one, chosen))),
    start,
  );
}

function sample(scheme: Cluster, groups: readonly number[][], stream: Stream): Allocation[] {
  const found = new Map<string, Allocation>();
  while (found.size < SAMPLED) {
    const one = groups.reduce(
      (partial: Allocation, group) => withFirst(partial, shuffle(stream, group).slice(0, firstOf(scheme, group.length))),
      new Uint8Array(scheme.clusters.length),
    );
    found.set(one.join(''), one);
  }
  return [...found.values()];
}

function withFirst(allocation: Allocation, chosen: readonly number[]): Allocation {
  const after = Uint8Array.from(allocation);
  for (const index of chosen) after[index] = 1;
  return after;
}

/** All subsets of a size, in lexicographic order of their places. */
function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}
