import { Type, type Static, type TSchema } from '@sinclair/typebox';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * What every effect method returns: an estimate, or a refusal that says why there is none. The server promises it, the
 * client shows it, the command prints it. Numbers are finite; a null says that the quantity does not exist.
 */

/** A thing worth knowing about an estimate that stands all the same; the code is stable, the sentence is for people. */
export const Warning = Type.Object({ code: Type.String(), detail: Type.String() });
export type Warning = Static<typeof Warning>;

/** How many people there are, in all and in each arm (the reference arm first). */
export const Counts = Type.Object({
  total: Type.Integer({ minimum: 0 }),
  byArm: Type.Array(Type.Object({ arm: Type.String(), n: Type.Integer({ minimum: 0 }) })),
});
export type Counts = Static<typeof Counts>;

/** The methods that the plan of a trial can come to; one page each in analysis/methods. */
export const PLAN_METHODS = [
  'ancova',
  'anhecova',
  'welch',
  'mmrm',
  'partially-nested',
  'binary',
  'g-computation',
  'logistic',
  'hedges-g',
  'hedges-g-large-sample',
] as const;
export type PlanMethod = (typeof PLAN_METHODS)[number];

/**
 * model: one residual variance. hc2, hc3: heteroscedasticity-consistent, right when spread differs between arms. cr2: by cluster, right when those
 * who were drawn together are alike.
 */
export const StandardErrors = Type.Union([Type.Literal('model'), Type.Literal('hc2'), Type.Literal('hc3'), Type.Literal('cr2')]);
export type StandardErrors = Static<typeof StandardErrors>;

export const Interval = Type.Object({
  level: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  lower: Type.Number(),
  upper: Type.Number(),
});
export type Interval = Static<typeof Interval>;

/** People in each arm, by its name. */
const NByArm = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));

/** An arm minus the control (or minus `reference`, where it is named), at a visit where there are several. */
const Contrast = Type.Object({
  arm: Type.String(),
  reference: Type.Optional(Type.String()),
  visit: Type.Optional(Type.String()),
  estimate: Type.Number(),
  standardError: Nullable(Type.Number({ minimum: 0 })),
  /** Null where the normal distribution or none is used. */
  df: Nullable(Type.Number({ exclusiveMinimum: 0 })),
  interval: Nullable(Interval),
  p: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
});

/** The one result of every method. The number at the top is the contrast that was asked about; a null says that there is none. */
export const Estimate = Type.Object({
  method: Type.String(),
  estimate: Nullable(Type.Number()),
  standardError: Nullable(Type.Number({ minimum: 0 })),
  df: Nullable(Type.Number({ exclusiveMinimum: 0 })),
  interval: Nullable(Interval),
  /** Two-sided, of no difference. */
  p: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  /** People, not rows. */
  n: Type.Integer({ minimum: 0 }),
  nByArm: NByArm,
  contrasts: Type.Array(Contrast),
  warnings: Type.Array(Warning),
  /** What only this method has: coefficients, covariance, log-likelihood, variance components, choices made. */
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type Estimate = Static<typeof Estimate>;

/** What the methods of a plan refuse by; a method of a file of analyses may have names of its own. */
export const REFUSALS = [
  'no-data',
  'one-arm',
  'too-few',
  'no-variance',
  'not-estimable',
  'too-few-groups',
  'not-converged',
  'not-identified',
  'one-visit',
  'no-such-visit',
  'separation',
  'no-convergence',
  'zero-cell',
] as const;
export type Refused = (typeof REFUSALS)[number];

/** Why there is no estimate. */
export const Refusal = Type.Object({
  method: Type.String(),
  /** Stable. */
  refused: Type.String(),
  /** A sentence that says what was found and, where something can be done, what. */
  detail: Type.String(),
  n: Type.Integer({ minimum: 0 }),
  nByArm: NByArm,
});
export type Refusal = Static<typeof Refusal>;

export const EstimateOrRefusal = Type.Union([Estimate, Refusal]);
export type EstimateOrRefusal = Static<typeof EstimateOrRefusal>;

/** A mean with its t-interval; the interval is absent for fewer than two values. */
export const Mean = Type.Object({
  arm: Type.String(),
  n: Type.Integer({ minimum: 0 }),
  mean: Nullable(Type.Number()),
  standardError: Nullable(Type.Number()),
  interval: Nullable(Interval),
});
export type Mean = Static<typeof Mean>;

/** Values of one column: counts always, the rest where there are enough values for it to exist. */
export const Summary = Type.Object({
  n: Type.Integer({ minimum: 0 }),
  missing: Type.Integer({ minimum: 0 }),
  mean: Nullable(Type.Number()),
  sd: Nullable(Type.Number()),
  minimum: Nullable(Type.Number()),
  quartiles: Nullable(Type.Object({ lower: Type.Number(), median: Type.Number(), upper: Type.Number() })),
  maximum: Nullable(Type.Number()),
});
export type Summary = Static<typeof Summary>;
