import type { ArmShare, StratumScheme } from '../../model/scheme';
import { blocks } from '../methods/blocks';
import { lawOf } from '../methods/law-of';
import { accidentalBias } from './accidental-bias';
import { binomial, totalOf } from './strata';
import { distributionOf, figuresOf, type Distribution, type StepFigures } from './step-figures';
import { unfold, type Step, type TooLarge } from './unfold';

export interface ExactFigures {
  correct: number;
  forced: number;
  entropy: number;
  balanced: number;
  ratioDeviation: number;
  bound: number;
  total: Distribution;
  stratum: Distribution | null;
  accidentalBias: number;
}

/**
 * A scheme's figures by following every state. With several strata, each participant falls into any of them with equal chance, and figures are
 * over the whole trial.
 * @returns `TooLarge` where there are too many states, or strata of more than two arms, whose imbalances do not add up.
 */
export function exactFigures(scheme: StratumScheme, n: number, strata: number): ExactFigures | TooLarge {
  const { arms } = scheme;
  if (strata > 1 && arms.length > 2) return { tooLarge: true };
  const steps = unfold(lawOf(scheme), arms, n);
  if ('tooLarge' in steps) return steps;
  const figures = steps.slice(0, n).map((step) => figuresOf(step, arms));
  const sizes = strata === 1 ? Array.from({ length: n + 1 }, (_, m) => (m === n ? 1 : 0)) : binomial(n, 1 / strata);
  const distributions = steps.map(distributionOf);
  const total = strata === 1 ? distributions[n]! : totalOf(distributions, n, strata);
  if ('tooLarge' in total) return total;
  return {
    ...averages(figures, sizes, n, strata),
    balanced: balancedAfter(steps, n),
    ratioDeviation: deviationOf(figures, arms),
    bound: strata * boundOf(steps),
    total,
    stratum: strata === 1 ? null : mixtureOf(distributions, sizes),
    accidentalBias: accidentalBias(steps, arms),
  };
}

/** E[right guesses in a block] summed over the sizes, by the sizes' sum: what a trial of many blocks tends to. */
export function longRunGuessRate(arms: readonly ArmShare[], sizes: readonly number[]): number {
  const correct = sizes.map((size) => {
    const steps = unfold(blocks(arms, [size]) as never, arms, size) as Step[];
    return steps.slice(0, size).reduce((sum, step) => sum + figuresOf(step, arms).correct, 0);
  });
  return correct.reduce((sum, one) => sum + one, 0) / sizes.reduce((sum, size) => sum + size, 0);
}

/** The chance that a stratum reaches draw i weighs what the draw is like. */
function averages(figures: readonly StepFigures[], sizes: readonly number[], n: number, strata: number) {
  let reaching = 1 - sizes[0]!;
  let [correct, forced, entropy] = [0, 0, 0];
  figures.forEach((one, draw) => {
    correct += reaching * one.correct;
    forced += reaching * one.forced;
    entropy += reaching * one.entropy;
    reaching -= sizes[draw + 1]!;
  });
  const scale = strata / n;
  return { correct: correct * scale, forced: forced * scale, entropy: entropy * scale };
}

/** Mean over draws 1 to n of the chance of balance after the draw, in one stratum. */
function balancedAfter(steps: readonly Step[], n: number): number {
  return steps.slice(1).reduce((sum, step) => sum + chanceOfBalance(distributionOf(step)), 0) / n;
}

const chanceOfBalance = (distribution: Distribution): number =>
  distribution.find(({ imbalance }) => imbalance === 0)?.probability ?? 0;

function deviationOf(figures: readonly StepFigures[], arms: readonly ArmShare[]): number {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  return Math.max(...figures.flatMap((one) => one.arms.map((chance, arm) => Math.abs(chance - arms[arm]!.ratio / sum))));
}

const boundOf = (steps: readonly Step[]): number =>
  steps.reduce((most, { imbalance }) => imbalance.reduce((widest, value) => Math.max(widest, Math.abs(value)), most), 0);

function mixtureOf(distributions: readonly Distribution[], sizes: readonly number[]): Distribution {
  const found = new Map<number, number>();
  distributions.forEach((distribution, size) => {
    for (const { imbalance, probability } of distribution)
      found.set(imbalance, (found.get(imbalance) ?? 0) + probability * sizes[size]!);
  });
  return [...found].map(([imbalance, probability]) => ({ imbalance, probability })).sort((a, b) => a.imbalance - b.imbalance);
}
