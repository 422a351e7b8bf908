import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Interval, Warning } from './estimate';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Column = Type.String({ minLength: 1, description: 'Name of a column of the data file, exactly as in its first row.' });

/** The methods an analyses file can ask for; one file each in analysis/analyses, one page each in analysis/methods. */
export const METHOD_NAMES = [
  'ancova',
  'apim',
  'binary',
  'bootstrap',
  'brunner-munzel',
  'categorical',
  'cliff',
  'cohen',
  'complier',
  'cost-effectiveness',
  'count',
  'cox',
  'describe',
  'disclosure',
  'dunnett',
  'equivalence',
  'friedman',
  'g-computation',
  'gee',
  'glass',
  'hedges',
  'imputed',
  'icc',
  'interim',
  'kappa',
  'jonckheere',
  'kaplan-meier',
  'kruskal',
  'log-rank',
  'logistic',
  'mcnemar',
  'mixed',
  'mmrm',
  'modified-poisson',
  'multiplicity',
  'oneway',
  'paired',
  'partially-nested',
  'pooled',
  'qaly',
  'permutation',
  'proportional-odds',
  'ranks',
  'reference-based',
  'restricted-mean',
  'reliability',
  'signed-rank',
  'superiority',
  'tukey',
  'welch',
] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

/** Which columns say who, which arm and when; the same for all analyses of a file. */
export const Layout = Type.Object(
  {
    participant: Type.Optional(Column),
    arm: Type.Optional(Column),
    control: Type.Optional(
      Type.Union([Type.String({ minLength: 1 }), Type.Number()], {
        description: 'The arm all others are compared with, as it stands in the file.',
      }),
    ),
    visit: Type.Optional(Column),
    decimal: Type.Optional(
      Type.Union([Type.Literal('point'), Type.Literal('comma')], {
        description: 'How numbers are written; left out, each column tells by itself.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Layout = Static<typeof Layout>;

/**
 * An analyses file: what the columns are, and what to compute. What an analysis may hold depends on its method and is checked by
 * the method's own schema.
 */
export const AnalysesFile = Type.Object(
  {
    data: Layout,
    analyses: Type.Array(
      Type.Object({ id: Type.Optional(Type.String({ minLength: 1 })), method: Type.String() }, { additionalProperties: true }),
      {
        minItems: 1,
      },
    ),
  },
  { additionalProperties: false, title: 'Lodtræk analyses file' },
);
export type AnalysesFile = Static<typeof AnalysesFile>;

/** An arm minus the control (or minus `reference`, where pairs are compared), at a visit where there are several. */
export const ArmContrast = Type.Object({
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
export type ArmContrast = Static<typeof ArmContrast>;

/** What an analysis found. The number at the top is the contrast the analysis is about; a null says that there is none. */
export const Found = Type.Object({
  id: Type.String(),
  method: Type.String(),
  estimate: Nullable(Type.Number()),
  standardError: Nullable(Type.Number({ minimum: 0 })),
  df: Nullable(Type.Number({ exclusiveMinimum: 0 })),
  interval: Nullable(Interval),
  p: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  /** People, not rows. */
  n: Type.Integer({ minimum: 0 }),
  nByArm: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
  contrasts: Type.Array(ArmContrast),
  warnings: Type.Array(Warning),
  /** What only this method has: coefficients, covariance, log-likelihood, variance components, choices made. */
  details: Type.Record(Type.String(), Type.Unknown()),
});
export type Found = Static<typeof Found>;

/** Why an analysis found nothing; the code is stable, the sentence says what can be done. */
export const NotFound = Type.Object({
  id: Type.String(),
  method: Type.String(),
  refused: Type.String(),
  detail: Type.String(),
  n: Type.Integer({ minimum: 0 }),
  nByArm: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
});
export type NotFound = Static<typeof NotFound>;

export const Estimates = Type.Object({ estimates: Type.Array(Type.Union([Found, NotFound])) });
export type Estimates = Static<typeof Estimates>;
