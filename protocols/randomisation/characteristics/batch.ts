import type { Characteristics } from '../../model/characteristics';
import type { ArmShare, Batch } from '../../model/scheme';
import type { Distribution } from './step-figures';
import { imbalanceOf } from './unfold';

/**
 * A batch of n single people: revealed at once, so nobody's arm is guessed better than its ratio; the numbers in the arms are the ratio's, rounded by
 * a fair coin.
 */
export function batchFigures({ arms }: Batch, n: number): Omit<Characteristics, 'warnings'> {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  const splits = splitsOf(arms, n);
  const distribution = merge(splits.map(({ counts, chance }) => ({ imbalance: imbalanceOf(arms, counts), probability: chance })));
  const bits = splits.reduce((total, { counts, chance }) => total + chance * (log2Ways(counts) - Math.log2(chance)), 0);
  const expect = (of: (imbalance: number) => number) =>
    distribution.reduce((total, { imbalance, probability }) => total + probability * of(imbalance), 0);
  return {
    n,
    strata: 1,
    correctGuessRate: Math.max(...arms.map(({ ratio }) => ratio)) / sum,
    longRunGuessRate: null,
    forcedRate: 0,
    entropyBits: bits / n,
    balancedRate: distribution.find(({ imbalance }) => imbalance === 0)?.probability ?? 0,
    ratioDeviation: 0,
    imbalance: {
      mean: expect(Math.abs),
      variance: expect((imbalance) => imbalance ** 2),
      bound: Math.max(...distribution.map(({ imbalance }) => Math.abs(imbalance))),
      distribution,
    },
    stratumImbalance: null,
    marginalImbalance: null,
    accidentalBias: biasOf(arms, n, splits),
    allocations: splits.reduce((total, { counts }) => total + waysOf(counts), 0n).toString(),
    method: 'exact',
    standardError: 0,
    standardErrors: null,
  };
}

export interface Split {
  counts: number[];
  chance: number;
}

/** The numbers a batch can give its arms: each arm its share of what is left, rounded so that its expectation is the ratio. */
export function splitsOf(arms: readonly ArmShare[], n: number): Split[] {
  const [first, ...others] = arms;
  if (!first) return [{ counts: [], chance: 1 }];
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  const remainder = (n * first.ratio) % sum;
  const whole = (n * first.ratio - remainder) / sum;
  const shares: [number, number][] =
    remainder === 0
      ? [[whole, 1]]
      : [
          [whole, 1 - remainder / sum],
          [whole + 1, remainder / sum],
        ];
  return shares.flatMap(([count, chance]) =>
    splitsOf(others, n - count).map((rest) => ({ counts: [count, ...rest.counts], chance: chance * rest.chance })),
  );
}

/** Exchangeable draws: the covariance of any two is the same, so its largest eigenvalue is known. */
function biasOf(arms: readonly ArmShare[], n: number, splits: readonly Split[]): number {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  return Math.max(
    ...arms.map(({ ratio }, arm) => {
      const mean = (n * ratio) / sum;
      const variance = splits.reduce((total, { counts, chance }) => total + chance * (counts[arm]! - mean) ** 2, 0);
      const own = (ratio / sum) * (1 - ratio / sum);
      const between = (variance - n * own) / (n * (n - 1));
      return Math.max(own - between, own + (n - 1) * between) / own;
    }),
  );
}

/** In how many ways people can be given so many of each arm. */
export function waysOf(counts: readonly number[]): bigint {
  let left = BigInt(counts.reduce((sum, count) => sum + count, 0));
  let product = 1n;
  for (const count of counts) {
    for (let i = 1n; i <= BigInt(count); i += 1n) {
      product = (product * left) / i;
      left -= 1n;
    }
  }
  return product;
}

const log2Ways = (counts: readonly number[]): number => {
  const text = waysOf(counts).toString(2);
  return text.length - 1 + Math.log2(Number(`0b${text.slice(0, 53)}`) / 2 ** (Math.min(text.length, 53) - 1));
};

function merge(parts: Distribution): Distribution {
  const found = new Map<number, number>();
  for (const { imbalance, probability } of parts) found.set(imbalance, (found.get(imbalance) ?? 0) + probability);
  return [...found].map(([imbalance, probability]) => ({ imbalance, probability })).sort((a, b) => a.imbalance - b.imbalance);
}
