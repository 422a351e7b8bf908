import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Text } from './text';

const closed = { additionalProperties: false } as const;
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * How the numbers in the arms differ at the end: for two arms first / its ratio − second / its ratio (N_A − N_B where they are equal), for
 * more the widest such difference. `mean` is of its size, `variance` of itself about nought; `bound` is the greatest possible size.
 */
export const Imbalance = Type.Object(
  {
    mean: Type.Number(),
    variance: Type.Number(),
    bound: Type.Number(),
    distribution: Type.Array(Type.Object({ imbalance: Type.Number(), probability: Type.Number() }, closed)),
  },
  closed,
);
export type Imbalance = Static<typeof Imbalance>;

export const SchemeWarning = Type.Object(
  {
    code: Type.Union([
      Type.Literal('guessable'),
      Type.Literal('often-forced'),
      Type.Literal('over-stratified'),
      Type.Literal('no-test-can-reach-alpha'),
      Type.Literal('pair-never-parted'),
      Type.Literal('wide-imbalance'),
    ]),
    sentence: Text,
  },
  closed,
);
export type SchemeWarning = Static<typeof SchemeWarning>;

/** How a scheme behaves before anybody is drawn. */
export const Characteristics = Type.Object(
  {
    n: Type.Integer({ minimum: 1 }),
    strata: Type.Integer({ minimum: 1 }),
    /** Expected share of right guesses by somebody who has seen every earlier arm; a coin is right half the time. */
    correctGuessRate: Type.Number(),
    /** The same over whole blocks, for blocks of random sizes; null for other methods. */
    longRunGuessRate: Nullable(Type.Number()),
    /** Share of draws where only one arm was possible. */
    forcedRate: Type.Number(),
    /** Mean entropy of a draw, in bits. */
    entropyBits: Type.Number(),
    /** Mean over the draws of the chance that the arms are in balance after it. */
    balancedRate: Type.Number(),
    /** How far an arm's chance at any draw is from its ratio. */
    ratioDeviation: Type.Number(),
    imbalance: Imbalance,
    /** In one of several strata; null where there is one. */
    stratumImbalance: Nullable(Imbalance),
    /** Of the factors' margins: mean size, mean square; null for methods without factors. */
    marginalImbalance: Nullable(Type.Object({ mean: Type.Number(), meanSquare: Type.Number(), most: Type.Number() }, closed)),
    /** Efron's: 1 for complete randomisation; null where it is not computed (simulated methods). */
    accidentalBias: Nullable(Type.Number()),
    /** How many ways the lottery can come out, for clusters; as text, for it may be huge. */
    allocations: Nullable(Type.String()),
    method: Type.Union([Type.Literal('exact'), Type.Literal('simulated')]),
    /** Of `correctGuessRate`; 0 where exact. */
    standardError: Type.Number(),
    standardErrors: Nullable(Type.Record(Type.String(), Type.Number())),
    warnings: Type.Array(SchemeWarning),
  },
  closed,
);
export type Characteristics = Static<typeof Characteristics>;
