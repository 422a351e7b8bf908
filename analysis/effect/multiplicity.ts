/** Adjusted p-values: significant at alpha exactly where at most alpha. Sources: methods/multiplicity.md. */
export const ADJUSTMENTS = ['bonferroni', 'sidak', 'holm', 'hochberg', 'hommel', 'bh', 'by', 'fixed-sequence'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** The adjusted p of each, in the order given; `fixed-sequence` takes that order as the order of testing. */
export function adjust(p: readonly number[], kind: Adjustment): number[] {
  const m = p.length;
  if (p.some((value) => !(value >= 0 && value <= 1))) throw new RangeError('a p-value lies between 0 and 1');
  switch (kind) {
    case 'bonferroni':
      return p.map((value) => Math.min(1, m * value));
    case 'sidak':
      return p.map((value) => -Math.expm1(m * Math.log1p(-value)));
    case 'holm':
      return stepDown(p, (rank) => m - rank);
    case 'hochberg':
      return stepUp(p, (rank) => m - rank);
    case 'hommel':
      return hommel(p);
    case 'bh':
      return stepUp(p, (rank) => m / (rank + 1));
    case 'by': {
      let harmonic = 0;
      for (let k = 1; k <= m; k++) harmonic += 1 / k;
      return stepUp(p, (rank) => (harmonic * m) / (rank + 1));
    }
    case 'fixed-sequence': {
      let largest = 0;
      return p.map((value) => (largest = Math.max(largest, value)));
    }
  }
}

const ascending = (p: readonly number[]) => p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);

/** From the smallest on, never less than the one before. */
function stepDown(p: readonly number[], factor: (rank: number) => number): number[] {
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  ascending(p).forEach((i, rank) => (adjusted[i] = largest = Math.min(1, Math.max(largest, factor(rank) * p[i]!))));
  return adjusted;
}

/** From the largest down, never more than the one after. */
function stepUp(p: readonly number[], factor: (rank: number) => number): number[] {
  const adjusted = new Array<number>(p.length);
  let smallest = 1;
  const order = ascending(p);
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const i = order[rank]!;
    adjusted[i] = smallest = Math.min(smallest, factor(rank) * p[i]!);
  }
  return adjusted;
}

/** The closure of Simes' test, by Wright's algorithm: for every size of a family, Simes at its worst. */
function hommel(p: readonly number[]): number[] {
  const m = p.length;
  const order = ascending(p);
  const sorted = order.map((i) => p[i]!);
  const adjusted = sorted.slice();
  for (let size = m; size >= 2; size--) {
    let simes = 1;
    for (let k = 1; k < size; k++) simes = Math.min(simes, (size * sorted[m - size + k]!) / (k + 1));
    for (let i = 0; i < m; i++) {
      const own = i <= m - size ? Math.min(simes, size * sorted[i]!) : simes;
      adjusted[i] = Math.max(adjusted[i]!, Math.min(1, own));
    }
  }
  const back = new Array<number>(m);
  order.forEach((i, rank) => (back[i] = adjusted[rank]!));
  return back;
}

/** A graph of hypotheses: what share of alpha each begins with, and where each sends its own once rejected. */
export interface TestGraph {
  readonly weights: readonly number[];
  readonly transitions: readonly (readonly number[])[];
}

/**
 * The graphical procedure: adjusted p-values of weighted Bonferroni tests that hand their alpha on. Weights are not negative and sum to
 * at most 1; so does every row of transitions, whose diagonal is 0. RangeError where they do not: see `graphFault`.
 * Source: Bretz, Maurer, Brannath and Posch (2009), Statistics in Medicine 28, 586–604, algorithms 1 and 2.
 */
export function graphical(p: readonly number[], graph: TestGraph): number[] {
  const fault = graphFault(graph, p.length);
  if (fault !== null) throw new RangeError(fault);
  const weights = graph.weights.slice();
  let transitions = graph.transitions.map((row) => row.slice());
  const left = new Set(p.keys());
  const adjusted = new Array<number>(p.length).fill(1);
  let largest = 0;
  while (left.size > 0) {
    let [next, least] = [-1, Infinity];
    for (const i of left) {
      const own = weights[i]! > 0 ? p[i]! / weights[i]! : Infinity;
      if (own < least) [next, least] = [i, own];
    }
    if (next < 0) break;
    largest = Math.max(largest, Math.min(1, least));
    adjusted[next] = largest;
    left.delete(next);
    const before = transitions;
    for (const i of left) weights[i]! += weights[next]! * before[next]![i]!;
    weights[next] = 0;
    transitions = before.map((row, i) =>
      row.map((share, j) => {
        if (i === j || !left.has(i) || !left.has(j)) return 0;
        const returning = row[next]! * before[next]![i]!;
        return returning < 1 ? (share + row[next]! * before[next]![j]!) / (1 - returning) : 0;
      }),
    );
  }
  return adjusted;
}

const TOUCH = 1e-9;

/** What is wrong with a graph of so many hypotheses, or null. */
export function graphFault({ weights, transitions }: TestGraph, hypotheses: number): string | null {
  const bad = (shares: readonly number[]) =>
    shares.length !== hypotheses || shares.some((share) => !(share >= 0)) || shares.reduce((a, b) => a + b, 0) > 1 + TOUCH;
  if (bad(weights)) return `There must be ${hypotheses} weights, none negative, that sum to at most 1.`;
  if (transitions.length !== hypotheses || transitions.some((row, i) => bad(row) || row[i] !== 0))
    return `There must be ${hypotheses} rows of ${hypotheses} transitions, none negative, each summing to at most 1, with 0 from a hypothesis to itself.`;
  return null;
}
