import { Type, type Static } from '@sinclair/typebox';
import { Population, Strategy, SummaryMeasure, Threshold } from './analysis-plan';
import { Counts, EstimateOrRefusal, Interval, Mean, PLAN_METHODS, StandardErrors, Summary, Warning } from './estimate';

const Column = Type.String({ minLength: 1, description: 'Name of a column of the data file, exactly as in its first row.' });

/**
 * The plan of an analysis: which columns play which part, and the one model. Written and frozen before outcomes are seen by
 * arm. It names no file: the same plan is rehearsed on permuted arms and then run on the locked data.
 */
export const Plan = Type.Object(
  {
    lodtraek: Type.Literal(1, { description: 'Version of this format.' }),
    title: Type.String({ minLength: 1, description: 'What the analysis answers, in a sentence.' }),
    outcome: Type.Object(
      {
        column: Column,
        day: Type.Optional(Column),
        better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
        important: Type.Optional(
          Type.Number({ exclusiveMinimum: 0, description: 'Smallest difference that matters to people, in the outcome’s unit.' }),
        ),
      },
      { additionalProperties: false },
    ),
    baseline: Type.Optional(Column),
    arm: Type.Object(
      { column: Column, reference: Type.String({ minLength: 1 }), treated: Type.String({ minLength: 1 }) },
      { additionalProperties: false, description: 'The effect is treated minus reference.' },
    ),
    strata: Type.Array(Column, { uniqueItems: true, description: 'Categories the lottery was stratified by.' }),
    covariates: Type.Array(Column, { uniqueItems: true, description: 'Further numbers measured before the draw.' }),
    model: Type.Union(
      (['ancova', 'anhecova', 'welch', 'mmrm', 'partially-nested'] as const).map((model) => Type.Literal(model)),
      { description: 'Of a difference in means; risks and odds have one model each, and this is passed over.' },
    ),
    population: Type.Optional(Population),
    summary: Type.Optional(SummaryMeasure),
    threshold: Type.Optional(Threshold),
    group: Type.Optional(Column),
    repeated: Type.Optional(
      Type.Array(
        Type.Object(
          { visit: Type.String({ minLength: 1 }), column: Column, day: Type.Optional(Column) },
          { additionalProperties: false },
        ),
        {
          minItems: 2,
          description: 'The outcome at each visit after the draw, in order of time, for a mixed model for repeated measures.',
        },
      ),
    ),
    events: Type.Optional(
      Type.Array(
        Type.Object(
          {
            event: Type.String({ minLength: 1 }),
            strategy: Strategy,
            column: Type.Union([Column, Type.Null()], {
              description: 'The day it happened, empty for those to whom it did not; null where no data tell.',
            }),
          },
          { additionalProperties: false },
        ),
        { description: 'What can happen after the draw, and what is done about it.' },
      ),
    ),
    standardErrors: StandardErrors,
    cluster: Type.Optional(Column),
    alpha: Type.Number({ exclusiveMinimum: 0, maximum: 0.5 }),
    missing: Type.Union([Type.Literal('complete-cases'), Type.Literal('likelihood')], {
      description:
        'complete-cases: rows without an outcome or a covariate are left out and counted. likelihood: who has an outcome at one visit stays.',
    }),
    subgroups: Type.Optional(
      Type.Array(Column, { uniqueItems: true, description: 'Strata whose levels get an effect of their own.' }),
    ),
    waves: Type.Optional(
      Type.Array(
        Type.Object({ wave: Type.String({ minLength: 1 }), column: Column, day: Type.Number() }, { additionalProperties: false }),
        {
          description: 'Measurements of the outcome in order of time, for the trajectories.',
        },
      ),
    ),
  },
  { additionalProperties: false, title: 'Lodtræk analysis plan' },
);
export type Plan = Static<typeof Plan>;

/** The one model of a plan; each maps to exactly one method. */
export type Model = Plan['model'];

/** Why a plan could not use a row, in the order the reasons are looked for. */
export const ExclusionReason = Type.Union([
  Type.Literal('arm-missing'),
  Type.Literal('other-arm'),
  Type.Literal('intercurrent-event'),
  Type.Literal('outcome-missing'),
  Type.Literal('baseline-missing'),
  Type.Literal('stratum-missing'),
  Type.Literal('covariate-missing'),
]);
export type ExclusionReason = Static<typeof ExclusionReason>;

/** Rows the plan could not use; a row is counted once, at its first reason. */
export const Exclusion = Type.Object({
  reason: ExclusionReason,
  column: Type.String(),
  n: Counts,
});
export type Exclusion = Static<typeof Exclusion>;

/** What became of the outcomes of people to whom something happened after the draw. */
export const EventAccount = Type.Object({
  event: Type.String(),
  strategy: Strategy,
  /** not-recorded: no data tell to whom it happened, so it cannot be acted on. */
  handling: Type.Union(
    (['used-as-observed', 'set-aside', 'counted-as-failure', 'not-recorded'] as const).map((handling) => Type.Literal(handling)),
  ),
  /** To how many it happened; null where no data tell. */
  happened: Type.Union([Counts, Type.Null()]),
});
export type EventAccount = Static<typeof EventAccount>;

/** What it means that people of one arm met in groups; null where the method does not reckon with groups. */
export const GroupAccount = Type.Object({
  shared: Type.Integer({ minimum: 0 }),
  alone: Type.Integer({ minimum: 0 }),
  meanSize: Type.Number(),
  intraclass: Type.Object({ estimate: Type.Number(), interval: Type.Union([Interval, Type.Null()]) }),
  designEffect: Type.Number(),
  /** The error of the model with groups over that of the same model without. */
  errorRatio: Type.Number(),
});
export type GroupAccount = Static<typeof GroupAccount>;

/** What a plan returns when it has run on a table. */
export const Report = Type.Object({
  lodtraek: Type.Literal(1),
  plan: Plan,
  method: Type.Union(PLAN_METHODS.map((method) => Type.Literal(method))),
  rows: Type.Object({ read: Counts, analysed: Counts, excluded: Type.Array(Exclusion) }),
  descriptives: Type.Array(Type.Object({ column: Type.String(), arm: Type.String(), summary: Summary })),
  trajectories: Type.Array(
    Type.Object({ wave: Type.String(), column: Type.String(), day: Type.Number(), means: Type.Array(Mean) }),
  ),
  events: Type.Array(EventAccount),
  primary: EstimateOrRefusal,
  groups: Type.Union([GroupAccount, Type.Null()]),
  /** Means of the arms at the covariates' average; empty where the primary model was refused or adjusts for nothing. */
  adjustedMeans: Type.Array(Mean),
  standardised: Type.Object({
    hedgesG: EstimateOrRefusal,
    /** The primary difference divided by a standard deviation; null where there is none. */
    adjusted: Type.Union([
      Type.Object({
        byResidualSd: Type.Union([Type.Number(), Type.Null()]),
        byBaselineSd: Type.Union([Type.Number(), Type.Null()]),
        byOutcomeSd: Type.Number(),
      }),
      Type.Null(),
    ]),
  }),
  subgroups: Type.Array(Type.Object({ column: Type.String(), level: Type.String(), result: EstimateOrRefusal })),
  sensitivity: Type.Array(
    Type.Object({
      id: Type.Union(
        (['unadjusted', 'adjusted-model-based', 'ignoring-groups', 'one-visit'] as const).map((id) => Type.Literal(id)),
      ),
      result: EstimateOrRefusal,
    }),
  ),
  warnings: Type.Array(Warning),
});
export type Report = Static<typeof Report>;
