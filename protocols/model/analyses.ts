import { Type, type Static } from '@sinclair/typebox';
import { Estimate, Refusal } from './estimate';

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

export type ArmContrast = Estimate['contrasts'][number];

const named = Type.Object({ id: Type.String() });

/** What an analysis of a file found: the one result, by the analysis' id. */
export const Found = Type.Composite([named, Estimate]);
export type Found = Static<typeof Found>;

/** Why an analysis found nothing. */
export const NotFound = Type.Composite([named, Refusal]);
export type NotFound = Static<typeof NotFound>;

export const Estimates = Type.Object({ estimates: Type.Array(Type.Union([Found, NotFound])) });
export type Estimates = Static<typeof Estimates>;
