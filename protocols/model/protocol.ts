import { Type, type Static } from '@sinclair/typebox';
import { AnalysisPlan } from './analysis-plan';
import { Disclosure, Letters, Note, Safety } from './care';
import { ClosedObject, Duration, Id } from './protocol-shapes';
import { Randomisation } from './randomisation';
import { Language, Text } from './text';

/**
 * The protocol language: one JSON document is the trial. What a document means beyond its shape (unknown ids, windows that can
 * never open) is decided by rules, not here.
 */
export const Region = Type.Union(
  (['hovedstaden', 'sjaelland', 'oestdanmark', 'syddanmark', 'midtjylland', 'nordjylland'] as const).map((region) =>
    Type.Literal(region),
  ),
  { description: 'The Danish region the site lies in.' },
);

export const Site = ClosedObject({
  id: Id('Names the site in facts and strata.'),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  region: Type.Optional(Region),
});
export type Site = Static<typeof Site>;

export const Arm = ClosedObject({
  id: Id('Names the arm. Participants never see it.'),
  ratio: Type.Integer({ minimum: 1, maximum: 100, description: 'Its share of the lots, beside the other arms’.' }),
  name: Text,
  announcement: Text,
});
export type Arm = Static<typeof Arm>;

export const Delivery = ClosedObject(
  {
    id: Id('Names the component.'),
    arm: Id('The arm it is offered to.'),
    kind: Type.Union([Type.Literal('group'), Type.Literal('match'), Type.Literal('bridge')], {
      description: 'A group of peers, a pair of two, or a linkworker’s contact.',
    }),
    sessions: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
    months: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    capacity: Type.Optional(
      Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })], { description: 'Fewest and most in one group.' }),
    ),
    facilitators: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
    themes: Type.Optional(Type.Array(Text, { maxItems: 200, description: 'The theme of each session, in order.' })),
  },
  'A part of what an arm is offered, with its own start and end.',
);
export type Delivery = Static<typeof Delivery>;

/** One version of what a person is told and signs. `body` is plain text; a blank line starts a paragraph. */
export const ConsentText = ClosedObject({
  version: Type.String({ minLength: 1, maxLength: 40 }),
  title: Text,
  body: Text,
  statement: Text,
});
export type ConsentText = Static<typeof ConsentText>;

export const ComprehensionQuestion = ClosedObject({
  id: Id('Names the question.'),
  question: Text,
  truth: Type.Boolean(),
  explanation: Text,
});
export type ComprehensionQuestion = Static<typeof ComprehensionQuestion>;

/** A rule of entry over one screening item: a number at least or at most, or a yes/no that must be so. */
export const Criterion = ClosedObject({
  id: Id('Names the criterion.'),
  item: Id('The item asked; several criteria may use one.'),
  question: Text,
  'at-least': Type.Optional(Type.Number()),
  'at-most': Type.Optional(Type.Number()),
  is: Type.Optional(Type.Boolean()),
  unmet: Text,
});
export type Criterion = Static<typeof Criterion>;

/** An item asked at screening that decides nothing about entry but may serve as a stratum: one of a few choices. */
export const ScreeningItem = ClosedObject({
  id: Id('Names the item; strata refer to it.'),
  question: Text,
  choices: Type.Array(ClosedObject({ id: Id('The code kept.'), title: Text }), { minItems: 2, maxItems: 20 }),
});
export type ScreeningItem = Static<typeof ScreeningItem>;

/**
 * What a wave's window is measured from. The cohort's planned dates are the same in both arms, so that "end of the group" exists
 * for those without a group; an anchor on a delivery is yoked to them.
 */
export const Anchor = Type.Union(
  [
    Type.Literal('consent'),
    Type.Literal('baseline'),
    Type.Literal('randomisation'),
    Type.Literal('cohort-start'),
    Type.Literal('cohort-end'),
    Type.Unsafe<`delivery-start:${string}`>(Type.String({ pattern: '^delivery-start:[a-z][a-z0-9-]{0,39}$' })),
    Type.Unsafe<`delivery-end:${string}`>(Type.String({ pattern: '^delivery-end:[a-z][a-z0-9-]{0,39}$' })),
  ],
  {
    description:
      'The date the window is counted from: consent, baseline, randomisation, cohort-start, cohort-end, delivery-start:<id> or delivery-end:<id>.',
  },
);
export type Anchor = Static<typeof Anchor>;

export const Wave = ClosedObject(
  {
    id: Id('Names the wave; outcomes refer to it.'),
    title: Text,
    anchor: Anchor,
    window: ClosedObject({
      opens: Duration('The window’s first day, counted from the anchor.'),
      closes: Duration('Its last day.'),
    }),
    instruments: Type.Array(Id('An instrument that ships.'), {
      maxItems: 30,
      description: 'In the order asked; put the primary outcome’s first.',
    }),
    before: Type.Optional(Type.Literal('randomisation', { description: 'The wave must be handed in before the draw.' })),
    freshFor: Type.Optional(Duration('A baseline older than this at the draw is asked again.')),
    minutes: Type.Integer({ minimum: 1, maximum: 240, description: 'How long it takes, as told to people.' }),
    reminders: Type.Optional(Type.Array(Duration('After the window opened.'), { maxItems: 10 })),
    interview: Type.Optional(
      Type.Union([Type.Literal('full'), Type.Literal('primary-outcome')], {
        description: 'What an interviewer asks somebody who did not answer by themselves; all of it where nothing is said.',
      }),
    ),
  },
  'A planned occasion of questionnaires.',
);
export type Wave = Static<typeof Wave>;

export const Outcome = ClosedObject({
  id: Id('Names the outcome; estimands refer to it.'),
  role: Type.Union([Type.Literal('primary'), Type.Literal('secondary'), Type.Literal('exploratory')]),
  title: Text,
  score: Type.String({
    pattern: '^[a-z][a-z0-9-]{0,39}\\.[a-z][a-z0-9-]{0,39}$',
    description: '"<instrument>.<score>", such as "qpr-15.total".',
  }),
  wave: Id('The wave whose score counts.'),
  better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
  important: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'The smallest difference that matters to people, in the score’s unit.' }),
  ),
});
export type Outcome = Static<typeof Outcome>;

/** What the number of participants was reckoned from. */
export const Assumptions = ClosedObject({
  difference: Type.Number({ exclusiveMinimum: 0 }),
  standardDeviation: Type.Number({ exclusiveMinimum: 0 }),
  power: Type.Union([Type.Literal(0.8), Type.Literal(0.9)]),
  intraclassCorrelation: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  attrition: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
});

export const Design = Type.Union(
  (['parallel', 'waitlist', 'cluster', 'stepped-wedge', 'follow-up'] as const).map((design) => Type.Literal(design)),
  { description: 'parallel · waitlist (the other arm gets it later) · cluster · stepped-wedge · follow-up (one arm).' },
);

export const Protocol = Type.Object(
  {
    $schema: Type.Optional(Type.String({ maxLength: 400, description: 'For editors.' })),
    lodtraek: Type.Literal(1, { description: 'Version of this language.' }),
    id: Id('Names the trial for ever.'),
    version: Type.String({
      pattern: '^\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}$',
      description: 'Such as "1.0.0"; a change has a higher one.',
    }),
    title: Text,
    registration: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Number in a public register.' })),
    simulated: Type.Boolean({ description: 'Whether the people are simulated. Simulated and real never share a trial.' }),
    design: Design,
    legalBasis: Type.Union([Type.Literal('consent'), Type.Literal('research-exemption')], {
      description: 'Drives people’s rights, texts and erasure.',
    }),
    languages: Type.Optional(
      Type.Array(Language, { minItems: 1, uniqueItems: true, description: 'Every text must exist in each of these.' }),
    ),
    sites: Type.Array(Site, { minItems: 1, maxItems: 200 }),
    arms: Type.Array(Arm, { minItems: 1, maxItems: 10 }),
    delivery: Type.Array(Delivery, { maxItems: 20 }),
    cohorts: ClosedObject(
      {
        minimum: Type.Integer({ minimum: 2, maximum: 400, description: 'Fewer are not drawn together.' }),
        capacity: Type.Integer({ minimum: 2, maximum: 400, description: 'When full, the queue closes.' }),
      },
      'Recruitment rounds at a site, with planned delivery dates that both arms share.',
    ),
    consent: ClosedObject({
      versions: Type.Array(ConsentText, { minItems: 1, maxItems: 50 }),
      reflectionHours: Type.Integer({ minimum: 0, maximum: 720, description: 'Time to think, from the oral information.' }),
      comprehension: Type.Array(ComprehensionQuestion, { maxItems: 20 }),
    }),
    screening: Type.Optional(Type.Array(ScreeningItem, { maxItems: 40 })),
    eligibility: Type.Array(Criterion, { minItems: 1, maxItems: 60 }),
    randomisation: Type.Optional(Randomisation),
    waves: Type.Array(Wave, { minItems: 1, maxItems: 40 }),
    outcomes: Type.Array(Outcome, { minItems: 1, maxItems: 60 }),
    analysis: AnalysisPlan,
    target: ClosedObject({
      participants: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      assumptions: Type.Optional(Assumptions),
    }),
    safety: Safety,
    letters: Type.Optional(Letters),
    disclosure: Type.Optional(Disclosure),
    roles: Type.Optional(
      ClosedObject({ coordinatorSeesGroups: Type.Boolean({ description: 'Whether who runs the groups sees who is in them.' }) }),
    ),
    unenrolledDays: Type.Integer({
      minimum: 1,
      maximum: 3650,
      description: 'A person registered who never consented is forgotten after so many days.',
    }),
    notes: Type.Optional(Type.Array(Note, { maxItems: 200 })),
  },
  {
    additionalProperties: false,
    $id: 'https://lodtraek.dk/schemas/protocol.json',
    title: 'Lodtræk protocol',
    description: 'One document is the trial.',
  },
);
export type Protocol = Static<typeof Protocol>;
