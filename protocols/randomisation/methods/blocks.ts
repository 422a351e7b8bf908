import type { ArmShare } from '../../model/scheme';
import type { Branch, Law } from './law';

/** An open block: what it has left of each arm, and what it began with. */
export interface OpenBlock {
  size: number;
  left: readonly number[];
}

/**
 * Permuted blocks: slots left of an arm / slots left. A new block's size is drawn among `sizes`, each as often as it is listed.
 * The random allocation rule is one size.
 */
export function blocks(arms: readonly ArmShare[], sizes: readonly number[]): Law<OpenBlock> {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  const fresh: Branch<OpenBlock>[] = [...new Set(sizes)].map((size) => ({
    state: { size, left: arms.map(({ ratio }) => (size * ratio) / sum) },
    share: sizes.filter((one) => one === size).length / sizes.length,
  }));
  const full = new Map(fresh.map(({ state }) => [state.size, state.left]));
  return {
    start: fresh,
    weights: ({ left }) => left,
    next: ({ size, left }, arm) => {
      const after = left.map((slots, index) => (index === arm ? slots - 1 : slots));
      return after.every((slots) => slots === 0) ? fresh : [{ state: { size, left: after }, share: 1 }];
    },
    key: ({ size, left }) => `${size}:${left.join()}`,
    tally: ({ size, left }) => full.get(size)!.map((slots, index) => slots - left[index]!),
  };
}
