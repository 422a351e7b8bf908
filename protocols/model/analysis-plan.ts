import { Type, type Static } from '@sinclair/typebox';
import { ClosedObject, Id } from './protocol-shapes';

/** What can happen to a person after the draw that changes what their outcome means, and what an estimand does about it. */
export const INTERCURRENT_EVENTS = [
  'group-never-started',
  'stopped-early',
  'peer-support-elsewhere',
  'admission',
  'death',
] as const;
export type IntercurrentEvent = (typeof INTERCURRENT_EVENTS)[number];

export const Strategy = Type.Union(
  [
    Type.Literal('treatment-policy'),
    Type.Literal('hypothetical'),
    Type.Literal('composite'),
    Type.Literal('while-on-treatment'),
    Type.Literal('principal-stratum'),
  ],
  { description: 'What the estimand does about the event (ICH E9 R1).' },
);
export type Strategy = Static<typeof Strategy>;

export const Population = Type.Union([Type.Literal('all-randomised'), Type.Literal('attended')], {
  description: 'About whom: everybody drawn, as drawn, or those who would attend.',
});

export const SummaryMeasure = Type.Union(
  [Type.Literal('difference-in-means'), Type.Literal('risk-difference'), Type.Literal('odds-ratio')],
  { description: 'How the arms are compared.' },
);

/** What counts as an event where a score is read as yes or no. */
export const Threshold = Type.Union([ClosedObject({ atLeast: Type.Number() }), ClosedObject({ below: Type.Number() })], {
  description: 'From which score, or below which, the answer counts as yes; risks and odds are of a yes.',
});

export const Estimand = ClosedObject(
  {
    id: Id('Names the estimand.'),
    outcome: Id('The outcome asked about.'),
    population: Population,
    summary: SummaryMeasure,
    threshold: Type.Optional(Threshold),
    events: Type.Record(Id('An intercurrent event.'), Strategy, {
      description: `What is done about each of: ${INTERCURRENT_EVENTS.join(', ')}.`,
    }),
  },
  'The quantity asked for.',
);
export type Estimand = Static<typeof Estimand>;

/** Looks at outcomes before the end: taken by the custodian alone, each spending a share of alpha. */
export const Interim = Type.Union([
  Type.Literal('none', { description: 'Nobody looks before the lock.' }),
  ClosedObject(
    {
      looks: Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), {
        minItems: 1,
        maxItems: 5,
        description: 'Shares of the target at which the custodian looks, ascending.',
      }),
      spending: Type.Union([Type.Literal('obrien-fleming'), Type.Literal('pocock')]),
      takenBy: Type.Optional(Type.Literal('custodian', { description: 'Who looks. Nobody else may.' })),
      reportTo: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The monitoring committee.' })),
    },
    'Looks declared beforehand.',
  ),
]);
export type Interim = Static<typeof Interim>;

export const AnalysisPlan = ClosedObject(
  {
    estimands: Type.Array(Estimand, { minItems: 1, maxItems: 60, description: 'What is asked, one for each question.' }),
    model: Type.Union([Type.Literal('ancova'), Type.Literal('mmrm'), Type.Literal('partially-nested')], {
      description:
        'One primary model: covariance analysis (one wave), mixed model for repeated measures (several waves), or partially nested (groups in one arm).',
    }),
    covariates: Type.Array(Type.Union([Type.Literal('baseline'), Type.Literal('strata')]), { uniqueItems: true }),
    itemMissing: Type.Optional(
      Type.Union([Type.Literal('published-rule'), Type.Literal('prorated'), Type.Literal('multiple-imputation')], {
        description: 'What is done where somebody left an item of a scale blank.',
      }),
    ),
    missing: Type.Union([Type.Literal('complete-cases'), Type.Literal('likelihood'), Type.Literal('multiple-imputation')], {
      description: 'What is done where somebody gave no outcome at all.',
    }),
    multiplicity: Type.Optional(
      Type.Union(
        [
          Type.Literal('none'),
          Type.Literal('holm'),
          Type.Literal('hochberg'),
          Type.Literal('hommel'),
          Type.Literal('hierarchical'),
        ],
        { description: 'How several outcomes share alpha. "none" says that only the primary outcome is confirmatory.' },
      ),
    ),
    interim: Interim,
    alpha: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 0.5, description: 'Two-sided.' }),
    reference: Id('The arm that the others are compared with.'),
  },
  'The analysis, decided before anybody has seen an outcome by arm.',
);
export type AnalysisPlan = Static<typeof AnalysisPlan>;
