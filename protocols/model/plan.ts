import { Type, type Static } from '@sinclair/typebox';
import { Counts, EstimateOrRefusal, Mean, StandardErrors, Summary, Warning } from './estimate';

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
    model: Type.Union([Type.Literal('ancova'), Type.Literal('anhecova'), Type.Literal('welch')]),
    standardErrors: StandardErrors,
    cluster: Type.Optional(Column),
    alpha: Type.Number({ exclusiveMinimum: 0, maximum: 0.5 }),
    missing: Type.Literal('complete-cases', { description: 'Rows without the outcome or a covariate are left out and counted.' }),
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

/** Rows the plan could not use, in the order the reasons are looked for; a row is counted once, at its first reason. */
export const Exclusion = Type.Object({
  reason: Type.Union([
    Type.Literal('arm-missing'),
    Type.Literal('other-arm'),
    Type.Literal('outcome-missing'),
    Type.Literal('baseline-missing'),
    Type.Literal('stratum-missing'),
    Type.Literal('covariate-missing'),
  ]),
  column: Type.String(),
  n: Counts,
});
export type Exclusion = Static<typeof Exclusion>;

/** What a plan returns when it has run on a table. */
export const Report = Type.Object({
  lodtraek: Type.Literal(1),
  plan: Plan,
  rows: Type.Object({ read: Counts, analysed: Counts, excluded: Type.Array(Exclusion) }),
  descriptives: Type.Array(Type.Object({ column: Type.String(), arm: Type.String(), summary: Summary })),
  trajectories: Type.Array(
    Type.Object({ wave: Type.String(), column: Type.String(), day: Type.Number(), means: Type.Array(Mean) }),
  ),
  primary: EstimateOrRefusal,
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
      id: Type.Union([Type.Literal('unadjusted'), Type.Literal('adjusted-model-based')]),
      result: EstimateOrRefusal,
    }),
  ),
  warnings: Type.Array(Warning),
});
export type Report = Static<typeof Report>;
