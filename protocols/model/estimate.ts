import { Type, type Static, type TSchema } from '@sinclair/typebox';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * What every effect method returns: an estimate, or a refusal that says why there is none. The server promises it, the
 * client shows it, the command prints it. Numbers are finite; a null says that the quantity does not exist.
 */

/** A thing worth knowing about an estimate that stands all the same; the code is stable, the sentence is for people. */
export const Warning = Type.Object({ code: Type.String(), detail: Type.String() });
export type Warning = Static<typeof Warning>;

/** How many people an estimate rests on, in all and in each arm (the reference arm first). */
export const Counts = Type.Object({
  total: Type.Integer({ minimum: 0 }),
  byArm: Type.Array(Type.Object({ arm: Type.String(), n: Type.Integer({ minimum: 0 }) })),
});
export type Counts = Static<typeof Counts>;

/** One page each in analysis/methods. */
export const Method = Type.Union([
  Type.Literal('ancova'),
  Type.Literal('anhecova'),
  Type.Literal('welch'),
  Type.Literal('hedges-g'),
  Type.Literal('hedges-g-large-sample'),
]);
export type Method = Static<typeof Method>;

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

/** A difference, treated arm minus reference arm, in the outcome's unit or (Hedges' g) in standard deviations. */
export const Estimate = Type.Object({
  method: Method,
  /** How the standard error was found, where the method leaves a choice. */
  standardErrors: Nullable(StandardErrors),
  contrast: Type.Object({ treated: Type.String(), reference: Type.String() }),
  estimate: Type.Number(),
  standardError: Type.Number({ exclusiveMinimum: 0 }),
  /** Degrees of freedom of the t distribution; null where the normal one is used. */
  df: Nullable(Type.Number({ exclusiveMinimum: 0 })),
  interval: Interval,
  /** Two-sided, of no difference. */
  p: Type.Number({ minimum: 0, maximum: 1 }),
  n: Counts,
  warnings: Type.Array(Warning),
});
export type Estimate = Static<typeof Estimate>;

/** Why there is no estimate. */
export const Refused = Type.Union([
  Type.Literal('no-data'),
  Type.Literal('one-arm'),
  Type.Literal('too-few'),
  Type.Literal('no-variance'),
  Type.Literal('not-estimable'),
]);
export type Refused = Static<typeof Refused>;

export const Refusal = Type.Object({
  method: Method,
  refused: Refused,
  /** A sentence that says what was found and, where something can be done, what. */
  detail: Type.String(),
  n: Counts,
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
