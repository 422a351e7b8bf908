import type { Imbalance } from '#protocols/model/characteristics';

/** A bar of a distribution: where it begins and ends, and its height as a share of the tallest. */
export interface Bar {
  from: number;
  to: number;
  height: number;
}

/** Beyond it so little happens that it would only be empty paper. */
const TAIL = 0.0005;

/** How far from nought a picture of these distributions must reach, their limits with it where those are near. */
export function reachOf(all: readonly Imbalance[]): number {
  const reach = Math.max(...all.map(tailOf), 1);
  const limits = all.map(({ bound }) => bound).filter((bound) => bound <= 1.5 * reach);
  return Math.max(reach, ...limits) + 0.5;
}

function tailOf({ distribution }: Imbalance): number {
  let beyond = 0;
  const outwards = [...distribution].sort((a, b) => Math.abs(b.imbalance) - Math.abs(a.imbalance));
  for (const { imbalance, probability } of outwards) {
    beyond += probability;
    if (beyond > TAIL) return Math.abs(imbalance);
  }
  return 0;
}

/**
 * The distribution as bars that fill it without gaps, several values together where they would be too thin to see.
 * @param narrowest of a bar, in the units of the imbalance.
 */
export function barsOf({ distribution }: Imbalance, narrowest: number): Bar[] {
  const values = distribution.map(({ imbalance }) => imbalance);
  const gaps = values.slice(1).map((value, index) => value - values[index]!);
  const step = Math.min(...gaps.filter((gap) => gap > 1e-9), values.length > 1 ? Infinity : 1);
  const width = step * Math.max(1, Math.ceil(narrowest / step));
  const bins = new Map<number, number>();
  for (const { imbalance, probability } of distribution) {
    const bin = Math.round(imbalance / width);
    bins.set(bin, (bins.get(bin) ?? 0) + probability);
  }
  const tallest = Math.max(...bins.values());
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([bin, probability]) => ({ from: (bin - 0.5) * width, to: (bin + 0.5) * width, height: probability / tallest }));
}
