import { Type, type Static } from '@sinclair/typebox';
import { Scheme } from './scheme';
import { Text } from './text';

/**
 * The protocol language: one JSON document is the trial. What a document means beyond its shape (unknown ids, windows that can
 * never open) is decided by rules, not here.
 */
const Id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
const Duration = Type.String({ pattern: '^-?P\\d{1,4}D$' });
const closed = { additionalProperties: false } as const;

export const Site = Type.Object({ id: Id, name: Type.String(), region: Type.Optional(Type.String()) }, closed);
export type Site = Static<typeof Site>;

export const Arm = Type.Object({ id: Id, ratio: Type.Integer({ minimum: 1 }), name: Text, announcement: Text }, closed);
export type Arm = Static<typeof Arm>;

export const Delivery = Type.Object(
  {
    id: Id,
    arm: Id,
    kind: Type.Union([Type.Literal('group'), Type.Literal('match'), Type.Literal('bridge')]),
    sessions: Type.Optional(Type.Integer({ minimum: 1 })),
    minutes: Type.Optional(Type.Integer({ minimum: 1 })),
    months: Type.Optional(Type.Integer({ minimum: 1 })),
    capacity: Type.Optional(Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })])),
    facilitators: Type.Optional(Type.Integer({ minimum: 0 })),
    themes: Type.Optional(Type.Array(Text)),
  },
  closed,
);
export type Delivery = Static<typeof Delivery>;

/** One version of what a person is told and signs. `body` is plain text; a blank line starts a paragraph. */
export const ConsentText = Type.Object({ version: Type.String(), title: Text, body: Text, statement: Text }, closed);
export type ConsentText = Static<typeof ConsentText>;

export const ComprehensionQuestion = Type.Object({ id: Id, question: Text, truth: Type.Boolean(), explanation: Text }, closed);
export type ComprehensionQuestion = Static<typeof ComprehensionQuestion>;

/** A rule of entry over one screening item: a number at least or at most, or a yes/no that must be so. */
export const Criterion = Type.Object(
  {
    id: Id,
    item: Id,
    question: Text,
    atLeast: Type.Optional(Type.Number()),
    atMost: Type.Optional(Type.Number()),
    is: Type.Optional(Type.Boolean()),
    unmet: Text,
  },
  closed,
);
export type Criterion = Static<typeof Criterion>;

/**
 * What a wave's window is measured from. `cohort-end` is the planned last day of the participant's cohort, the same date in
 * both arms, so that "end of the group" exists for those without a group.
 */
export const Anchor = Type.Union([Type.Literal('consent'), Type.Literal('cohort-start'), Type.Literal('cohort-end')]);
export type Anchor = Static<typeof Anchor>;

export const Wave = Type.Object(
  {
    id: Id,
    title: Text,
    anchor: Anchor,
    window: Type.Object({ opens: Duration, closes: Duration }, closed),
    instruments: Type.Array(Id, { minItems: 1 }),
    before: Type.Optional(Type.Literal('randomisation')),
    freshFor: Type.Optional(Duration),
    minutes: Type.Integer({ minimum: 1 }),
    reminders: Type.Optional(Type.Array(Duration)),
  },
  closed,
);
export type Wave = Static<typeof Wave>;

export const Outcome = Type.Object(
  {
    id: Id,
    role: Type.Union([Type.Literal('primary'), Type.Literal('secondary'), Type.Literal('exploratory')]),
    title: Text,
    instrument: Id,
    score: Id,
    wave: Id,
    better: Type.Union([Type.Literal('higher'), Type.Literal('lower')]),
    important: Type.Optional(Type.Number()),
  },
  closed,
);
export type Outcome = Static<typeof Outcome>;

export const Protocol = Type.Object(
  {
    lodtraek: Type.Literal(1),
    id: Id,
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    title: Text,
    registration: Type.Optional(Type.String()),
    simulated: Type.Boolean(),
    design: Type.Union([Type.Literal('parallel'), Type.Literal('waitlist')]),
    legalBasis: Type.Union([Type.Literal('consent'), Type.Literal('research-exemption')]),
    sites: Type.Array(Site, { minItems: 1 }),
    arms: Type.Array(Arm, { minItems: 2 }),
    delivery: Type.Array(Delivery),
    cohorts: Type.Object({ minimum: Type.Integer({ minimum: 2 }), capacity: Type.Integer({ minimum: 2 }) }, closed),
    consent: Type.Object(
      {
        versions: Type.Array(ConsentText, { minItems: 1 }),
        reflectionHours: Type.Integer({ minimum: 0 }),
        comprehension: Type.Array(ComprehensionQuestion),
      },
      closed,
    ),
    eligibility: Type.Array(Criterion, { minItems: 1 }),
    randomisation: Type.Object({ id: Id, scheme: Scheme, strata: Type.Array(Type.Literal('site')) }, closed),
    waves: Type.Array(Wave, { minItems: 1 }),
    outcomes: Type.Array(Outcome, { minItems: 1 }),
    analysis: Type.Object(
      {
        model: Type.Literal('ancova'),
        covariates: Type.Array(Type.Union([Type.Literal('baseline'), Type.Literal('strata')])),
        itemMissing: Type.Union([Type.Literal('published-rule'), Type.Literal('prorated')]),
        missing: Type.Literal('complete-cases'),
        alpha: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 0.5 }),
        reference: Id,
      },
      closed,
    ),
    target: Type.Object({ participants: Type.Integer({ minimum: 1 }) }, closed),
    safety: Type.Object({ help: Text, contact: Text }, closed),
    unenrolledDays: Type.Integer({ minimum: 1 }),
  },
  { ...closed, $id: 'https://lodtraek.dk/schemas/protocol.json' },
);
export type Protocol = Static<typeof Protocol>;
