import type { Characteristics, Imbalance } from '../../model/characteristics';
import type { CovariateScheme, Scheme, StratumScheme } from '../../model/scheme';
import { lawOf } from '../methods/law-of';
import { batchFigures } from './batch';
import type { AllocationSet } from '../clusters/allocations';
import { clusterFigures, keptOf } from './clusters';
import { exactFigures, longRunGuessRate } from './exact';
import { randomFrom } from './random';
import { playerOf, simulateTrial, type SimulatedTrial } from './simulate-covariates';
import { lawPlayer } from './simulate-law';
import type { Distribution } from './step-figures';
import { warningsOf } from './warnings';

export interface Question {
  /** Participants in all; clusters bring their own number. */
  n: number;
  strata: number;
  /** Of the trial's test, for what a lottery with few outcomes can ever show. */
  alpha: number;
  /** Of the simulation, where one is needed. */
  trials: number;
  seed: number;
}

export const USUAL: Omit<Question, 'n'> = { strata: 1, alpha: 0.05, trials: 10_000, seed: 1 };

/**
 * How a scheme behaves: exactly where its states can be followed, else by simulation with its standard error.
 * @param scheme without faults (`findSchemeFaults`).
 */
export function characteristicsOf(scheme: Scheme, question: Question): Characteristics {
  const kept = scheme.method === 'cluster' || scheme.method === 'stepped-wedge' ? keptOf(scheme) : undefined;
  const found = figuresOf(scheme, question, kept);
  return { ...found, warnings: warningsOf(scheme, question, found, kept) };
}

type Figures = Omit<Characteristics, 'warnings'>;

function figuresOf(scheme: Scheme, question: Question, kept: AllocationSet | undefined): Figures {
  switch (scheme.method) {
    case 'batch':
      return batchFigures(scheme, question.n);
    case 'cluster':
    case 'stepped-wedge':
      return clusterFigures(scheme, kept);
    case 'minimisation':
    case 'hu-hu':
    case 'optimal':
      return covariateFigures(scheme, question);
    default:
      return stratumFigures(scheme, question);
  }
}

const nothing = { longRunGuessRate: null, stratumImbalance: null, marginalImbalance: null, allocations: null } as const;

function stratumFigures(scheme: StratumScheme, question: Question): Figures {
  const { n, strata } = question;
  const longRun = scheme.method === 'permuted-blocks' ? longRunGuessRate(scheme.arms, scheme.sizes) : null;
  const exact = exactFigures(scheme, n, strata);
  if ('tooLarge' in exact) {
    const simulated = simulate(question, lawPlayer(lawOf(scheme), scheme.arms, n, strata));
    return { ...simulated, longRunGuessRate: longRun };
  }
  return {
    ...nothing,
    n,
    strata,
    correctGuessRate: exact.correct,
    longRunGuessRate: longRun,
    forcedRate: exact.forced,
    entropyBits: exact.entropy,
    balancedRate: exact.balanced,
    ratioDeviation: exact.ratioDeviation,
    imbalance: summarise(exact.total, exact.bound),
    stratumImbalance: exact.stratum && summarise(exact.stratum, exact.bound / strata),
    accidentalBias: exact.accidentalBias,
    method: 'exact',
    standardError: 0,
    standardErrors: null,
  };
}

function covariateFigures(scheme: CovariateScheme, question: Question): Figures {
  const player = playerOf(scheme, question.n);
  return simulate(question, (random) => simulateTrial(scheme, question.n, random, player), scheme.factors.length > 0);
}

const AVERAGED = ['correct', 'forced', 'entropy', 'balanced'] as const;

function simulate(
  { n, strata, trials, seed }: Question,
  play: (random: () => number) => SimulatedTrial,
  hasMargins = false,
): Figures {
  const random = randomFrom(seed);
  const played = Array.from({ length: trials }, () => play(random));
  const meanOf = (of: (one: SimulatedTrial) => number) => played.reduce((sum, one) => sum + of(one), 0) / trials;
  const errorOf = (of: (one: SimulatedTrial) => number) => {
    const mean = meanOf(of);
    return Math.sqrt(played.reduce((sum, one) => sum + (of(one) - mean) ** 2, 0) / (trials - 1) / trials);
  };
  const errors = Object.fromEntries([
    ...AVERAGED.map((key) => [key, errorOf((one) => one[key])] as const),
    ['imbalanceMean', errorOf((one) => Math.abs(one.imbalance))] as const,
    ['imbalanceVariance', errorOf((one) => one.imbalance ** 2)] as const,
    ...(hasMargins
      ? ([
          ['marginalMean', errorOf((one) => one.marginal)],
          ['marginalMeanSquare', errorOf((one) => one.marginalSquare)],
        ] as const)
      : []),
  ]);
  return {
    ...nothing,
    n,
    strata,
    correctGuessRate: meanOf(({ correct }) => correct),
    forcedRate: meanOf(({ forced }) => forced),
    entropyBits: meanOf(({ entropy }) => entropy),
    balancedRate: meanOf(({ balanced }) => balanced),
    ratioDeviation: 0,
    imbalance: summarise(countedOf(played.map(({ imbalance }) => imbalance)), n),
    marginalImbalance: hasMargins
      ? {
          mean: meanOf(({ marginal }) => marginal),
          meanSquare: meanOf(({ marginalSquare }) => marginalSquare),
          most: quantileOf(
            played.map(({ marginalMost }) => marginalMost),
            0.95,
          ),
        }
      : null,
    accidentalBias: null,
    method: 'simulated',
    standardError: errors.correct!,
    standardErrors: errors,
  };
}

function summarise(distribution: Distribution, bound: number): Imbalance {
  const expect = (of: (imbalance: number) => number) =>
    distribution.reduce((sum, { imbalance, probability }) => sum + probability * of(imbalance), 0);
  return { mean: expect(Math.abs), variance: expect((imbalance) => imbalance ** 2), bound, distribution };
}

function countedOf(values: readonly number[]): Distribution {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([imbalance, count]) => ({ imbalance, probability: count / values.length }))
    .sort((a, b) => a.imbalance - b.imbalance);
}

const quantileOf = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(p * values.length) - 1]!;
