import type { ArmShare } from '../../model/scheme';
import type { Step } from './unfold';

/** What one draw is like, averaged over the states before it. */
export interface StepFigures {
  /** Chance that the guess is right: for two equal arms the arm behind, a tie by a coin; otherwise the likeliest arm. */
  correct: number;
  /** Chance that only one arm is possible. */
  forced: number;
  /** Mean entropy, in bits. */
  entropy: number;
  /** Chance that the draw begins in balance. */
  balanced: number;
  /** Chance of each arm. */
  arms: number[];
}

const BALANCED = 1e-9;

export const areEqualPair = (arms: readonly ArmShare[]): boolean => arms.length === 2 && arms[0]!.ratio === arms[1]!.ratio;

export function figuresOf({ reached, chances, imbalance }: Step, arms: readonly ArmShare[]): StepFigures {
  const k = arms.length;
  const pair = areEqualPair(arms);
  const figures: StepFigures = { correct: 0, forced: 0, entropy: 0, balanced: 0, arms: arms.map(() => 0) };
  reached.forEach((weight, state) => {
    const own = chances.subarray(state * k, state * k + k);
    const most = Math.max(...own);
    const lead = imbalance[state]!;
    figures.correct += weight * (!pair ? most : Math.abs(lead) < BALANCED ? 0.5 : own[lead > 0 ? 1 : 0]!);
    if (most === 1) figures.forced += weight;
    if (Math.abs(lead) < BALANCED) figures.balanced += weight;
    for (let arm = 0; arm < k; arm += 1) {
      const chance = own[arm]!;
      figures.arms[arm]! += weight * chance;
      if (chance > 0) figures.entropy -= weight * chance * Math.log2(chance);
    }
  });
  return figures;
}

/** A distribution of imbalances, in ascending order. */
export type Distribution = { imbalance: number; probability: number }[];

/** The imbalance before a step. */
export function distributionOf({ reached, imbalance }: Step): Distribution {
  const found = new Map<number, number>();
  imbalance.forEach((value, state) => {
    // Twelve digits: thirds of an unequal ratio meet again.
    const place = Number(value.toPrecision(12));
    found.set(place, (found.get(place) ?? 0) + reached[state]!);
  });
  return [...found].map(([value, probability]) => ({ imbalance: value, probability })).sort((a, b) => a.imbalance - b.imbalance);
}
