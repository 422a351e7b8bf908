import type { CoxOrder } from './cox-likelihood';

/**
 * Harrell's C: of pairs of whom one is known to have had the event first, the share in which the model gave that one the higher hazard; equal
 * hazards count half. Pairs are made within strata, and who leaves unseen at the time of an event is taken to have stayed longer. Null
 * without such pairs.
 * Source: Harrell et al. (1996), Statistics in Medicine 15, 361–387; counted with Fenwick's tree, so in n log n.
 */
export function concordance({ rows, time, event, strata }: CoxOrder, predictor: Float64Array): number | null {
  const sorted = predictor.slice().sort();
  const rank = Int32Array.from(predictor, (value) => firstAtLeast(sorted, value) + 1);
  const tree = new Int32Array(rows + 1);
  const add = (at: number) => {
    for (let k = at; k < tree.length; k += k & -k) tree[k]! += 1;
  };
  const upTo = (at: number) => {
    let total = 0;
    for (let k = at; k > 0; k -= k & -k) total += tree[k]!;
    return total;
  };
  let [right, tied, pairs] = [0, 0, 0];
  for (let s = 0; s + 1 < strata.length; s++) {
    tree.fill(0);
    let inside = 0;
    for (let i = strata[s]!; i < strata[s + 1]!;) {
      const from = i;
      for (; i < rows && i < strata[s + 1]! && time[i] === time[from]; i++) {
        if (event[i] === 1) continue;
        add(rank[i]!);
        inside += 1;
      }
      let died = 0;
      for (let k = from; k < i; k++) {
        if (event[k] !== 1) continue;
        died += 1;
        const below = upTo(rank[k]! - 1);
        right += below;
        tied += upTo(rank[k]!) - below;
        pairs += inside;
      }
      for (let k = from; k < i; k++) if (event[k] === 1) add(rank[k]!);
      inside += died;
    }
  }
  return pairs === 0 ? null : (right + tied / 2) / pairs;
}

/** The first place in rising values of one that is not below a value among them. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
