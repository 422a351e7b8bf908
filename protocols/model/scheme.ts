import { Type, type Static, type TSchema } from '@sinclair/typebox';

const closed = { additionalProperties: false } as const;
const arms = Type.Array(
  Type.Object({ id: Type.String({ minLength: 1 }), ratio: Type.Integer({ minimum: 1, maximum: 100 }) }, closed),
  { minItems: 2, maxItems: 10 },
);
const scheme = <M extends string, P extends Record<string, TSchema>>(method: M, parameters: P) =>
  Type.Object({ method: Type.Literal(method), arms, ...parameters }, closed);

/** A whole number of participants after which the method begins anew. */
const Length = Type.Integer({ minimum: 2, maximum: 2000 });
const Tolerance = Type.Integer({ minimum: 1, maximum: 100 });
/** A probability as a fraction, numerator and denominator: [2, 3]. A coin of a fraction is exact, one of a decimal is not. */
export const Fraction = Type.Tuple([
  Type.Integer({ minimum: 0, maximum: 10_000 }),
  Type.Integer({ minimum: 1, maximum: 10_000 }),
]);
export type Fraction = Static<typeof Fraction>;

/** Each draw independent of all others, in the ratio. */
export const Simple = scheme('simple', {});
/** One block of n: the arms exactly in their ratio after n draws. */
export const RandomAllocationRule = scheme('random-allocation-rule', { n: Length });
/** Blocks within each stratum. `sizes` are drawn equally often; a size listed twice is drawn twice as often. */
export const PermutedBlocks = scheme('permuted-blocks', {
  sizes: Type.Array(Type.Integer({ minimum: 2, maximum: 200 }), { minItems: 1, maxItems: 10 }),
});
/** A fair coin until one arm has n/2, then the other. */
export const TruncatedBinomial = scheme('truncated-binomial', { n: Length });
/** Efron's biased coin: the arm behind has chance p. */
export const Efron = scheme('efron', { p: Fraction });
/** Baldi Antognini and Giovagnoli: the arm behind by D has chance D^a / (D^a + 1). */
export const AdjustableCoin = scheme('adjustable-coin', { a: Type.Number({ minimum: 0, maximum: 20 }) });
/** Wei's urn: w balls of each arm; after a draw, alpha balls of that arm and beta of the other are added. */
export const WeiUrn = scheme('wei-urn', {
  w: Type.Integer({ minimum: 0, maximum: 1000 }),
  alpha: Type.Integer({ minimum: 0, maximum: 1000 }),
  beta: Type.Integer({ minimum: 1, maximum: 1000 }),
});
/** Smith's generalised biased coin: the chances are as the powers rho of the other arm's count. */
export const Smith = scheme('smith', { rho: Type.Number({ minimum: 0, maximum: 50 }) });
/** Soares and Wu's big stick: a fair coin, forced back at the tolerance. */
export const BigStick = scheme('big-stick', { tolerance: Tolerance });
/** Chen: Efron's coin, forced back at the tolerance. */
export const Chen = scheme('chen', { p: Fraction, tolerance: Tolerance });
/** Berger, Ivanova and Knoll's maximal procedure: every sequence of n within the tolerance and balanced at its end equally likely. */
export const Maximal = scheme('maximal', { n: Length, tolerance: Tolerance });
/** Zhao and Weng's block urn: lambda minimal blocks in the urn; a full set of the ratio goes back as soon as it is drawn. */
export const BlockUrn = scheme('block-urn', { lambda: Type.Integer({ minimum: 1, maximum: 100 }) });
/** Ehrenfest's urn with w balls in all. */
export const Ehrenfest = scheme('ehrenfest', { w: Type.Integer({ minimum: 1, maximum: 1000 }) });
/** Drop-the-loser urn: a drawn ball leaves; an immigration ball adds `immigration` minimal sets of the ratio. */
export const DropTheLoser = scheme('drop-the-loser', { immigration: Type.Integer({ minimum: 1, maximum: 100 }) });
/** Zhao's mass-weighted urn with mass alpha. */
export const MassWeightedUrn = scheme('mass-weighted-urn', { alpha: Type.Integer({ minimum: 1, maximum: 100 }) });
/** Kuznetsova and Tymofyeyev's brick tunnel for two arms in any ratio: never a whole participant from it. */
export const BrickTunnel = scheme('brick-tunnel', {});

/** A factor of minimisation and the levels it may have; `weight` counts against the other factors. */
const Factor = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    levels: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 50 }),
    weight: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  closed,
);
const Factors = Type.Array(Factor, { minItems: 1, maxItems: 12 });
export type SchemeFactor = Static<typeof Factor>;
const BurnIn = Type.Integer({ minimum: 0, maximum: 1000 });

/** Pocock and Simon. The best arms share chance p, the others the rest; unequal ratios by equal parts of an arm. */
export const Minimisation = scheme('minimisation', {
  factors: Factors,
  measure: Type.Union([Type.Literal('range'), Type.Literal('variance'), Type.Literal('standard-deviation')]),
  p: Fraction,
  burnIn: BurnIn,
});
/** Hu and Hu: as minimisation by variance, with the whole trial and the joint stratum among what is balanced. Two equal arms. */
export const HuHu = scheme('hu-hu', {
  factors: Factors,
  p: Fraction,
  overall: Type.Integer({ minimum: 0, maximum: 1000 }),
  stratum: Type.Integer({ minimum: 0, maximum: 1000 }),
  burnIn: BurnIn,
});
/** Atkinson's D_A-optimal biased coin on factors and numbers. Two equal arms. */
export const Optimal = scheme('optimal', {
  factors: Type.Array(Factor, { maxItems: 12 }),
  covariates: Type.Array(Type.String({ minLength: 1 }), { maxItems: 12, uniqueItems: true }),
  burnIn: BurnIn,
});

/** A whole queue at once. `minimum` and `maximum` count people, not units. */
export const Batch = scheme('batch', {
  minimum: Type.Integer({ minimum: 2, maximum: 400 }),
  maximum: Type.Optional(Type.Integer({ minimum: 2, maximum: 400 })),
});

const ClusterOf = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    stratum: Type.Optional(Type.String()),
    pair: Type.Optional(Type.String()),
    covariates: Type.Optional(Type.Record(Type.String(), Type.Number())),
  },
  closed,
);
/** Which of the possible allocations are kept: the best share by weighted standardised differences, or those within a difference. */
const Constraint = Type.Object(
  {
    covariates: Type.Array(Type.Object({ id: Type.String(), weight: Type.Number({ exclusiveMinimum: 0 }) }, closed), {
      minItems: 1,
    }),
    keep: Type.Union([
      Type.Object({ share: Fraction }, closed),
      Type.Object({ difference: Type.Number({ minimum: 0 }) }, closed),
    ]),
  },
  closed,
);
/** Clusters known beforehand, two arms, all drawn at once: freely, in pairs, in strata, or among the well-balanced allocations. */
export const Cluster = scheme('cluster', {
  clusters: Type.Array(ClusterOf, { minItems: 2, maxItems: 200 }),
  design: Type.Union([
    Type.Literal('simple'),
    Type.Literal('matched-pairs'),
    Type.Literal('stratified'),
    Type.Literal('constrained'),
  ]),
  constraint: Type.Optional(Constraint),
});
/** Clusters drawn into sequences that cross over one after another. */
export const SteppedWedge = Type.Object(
  {
    method: Type.Literal('stepped-wedge'),
    arms,
    clusters: Type.Array(ClusterOf, { minItems: 2, maxItems: 200 }),
    /** How many clusters cross over at each step. */
    sequences: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 2, maxItems: 50 }),
  },
  closed,
);

export type Simple = Static<typeof Simple>;
export type PermutedBlocks = Static<typeof PermutedBlocks>;
export type Batch = Static<typeof Batch>;
export type Minimisation = Static<typeof Minimisation>;
export type HuHu = Static<typeof HuHu>;
export type Optimal = Static<typeof Optimal>;
export type Cluster = Static<typeof Cluster>;
export type SteppedWedge = Static<typeof SteppedWedge>;

/** Methods whose next chances follow from what the same stratum drew before. */
export const StratumScheme = Type.Union([
  Simple,
  RandomAllocationRule,
  PermutedBlocks,
  TruncatedBinomial,
  Efron,
  AdjustableCoin,
  WeiUrn,
  Smith,
  BigStick,
  Chen,
  Maximal,
  BlockUrn,
  Ehrenfest,
  DropTheLoser,
  MassWeightedUrn,
  BrickTunnel,
]);
export type StratumScheme = Static<typeof StratumScheme>;

/** Methods that look at everybody before and at the person's own factors. */
export const CovariateScheme = Type.Union([Minimisation, HuHu, Optimal]);
export type CovariateScheme = Static<typeof CovariateScheme>;

/** How a trial draws lots, as data. A scheme in use is never edited: a changed one gets a new id, and with it fresh addresses. */
export const Scheme = Type.Union([...StratumScheme.anyOf, ...CovariateScheme.anyOf, Batch, Cluster, SteppedWedge]);
export type Scheme = Static<typeof Scheme>;
export type ArmShare = Scheme['arms'][number];
