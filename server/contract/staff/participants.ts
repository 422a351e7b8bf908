import { Type } from '@sinclair/typebox';
import { Change, CorrectionReason, Blank } from '#protocols/model/fact';
import { Language, Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Code, InTrial, Instant, Nothing, Nullable, object, OfParticipant, PersonName, SiteId, Uuid } from '../shapes';

export const StepName = Type.Union(
  (
    [
      'information',
      'reading',
      'comprehension',
      'signing',
      'countersigning',
      'screening',
      'not-eligible',
      'baseline',
      'cohort',
      'allocation',
      'follow-up',
      'ended',
    ] as const
  ).map((step) => Type.Literal(step)),
);

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

export const registerParticipant = endpoint({
  id: 'registerParticipant',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants',
  who: ['coordinator'],
  summary: 'Registers a person at a site. Name and address go to the identity zone alone; the trial knows a code.',
  params: InTrial,
  body: object({
    site: SiteId,
    name: PersonName,
    email: Nullable(Type.String({ maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$' })),
    telephone: Nullable(Type.String({ minLength: 8, maxLength: 20, pattern: '^\\+?[0-9 ]+$' })),
    language: Language,
  }),
  reply: object({ code: Code, link: Type.String() }),
  problems: [...common, 'already-registered', 'gate-closed'],
});

const Row = object({
  code: Code,
  name: Nullable(Type.String()),
  site: Type.String(),
  step: StepName,
  cohort: Nullable(object({ cohort: Uuid, name: Type.String() })),
  registeredAt: Instant,
});

export const listParticipants = endpoint({
  id: 'listParticipants',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants',
  who: ['coordinator'],
  summary:
    'The participants of my site by step, cohort or search, newest first, fifty at a time; `next` asks for the following page.',
  params: InTrial,
  query: object({
    before: Type.Optional(Type.String({ pattern: '^\\d{1,18}$' })),
    step: Type.Optional(StepName),
    cohort: Type.Optional(Uuid),
    /** A name or a part of one, a code or its beginning, an e-mail address or a telephone number. */
    search: Type.Optional(Type.String({ maxLength: 120 })),
  }),
  reply: object({
    participants: Type.Array(Row),
    next: Nullable(Type.String()),
    /** How many were looked through, where there are more to look through. */
    searched: Nullable(Type.Integer()),
  }),
  problems: common,
});

export const readParticipant = endpoint({
  id: 'readParticipant',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants/:participant',
  who: ['coordinator'],
  summary: 'One participant: what comes next, and the time line of what happened. No answer, and no later questionnaire.',
  params: OfParticipant,
  reply: object({
    ...Row.properties,
    email: Nullable(Type.String()),
    telephone: Nullable(Type.String()),
    language: Language,
    /** What stands in the way of drawing lots, as a problem code; null where nothing does. */
    refusal: Nullable(Type.String()),
    arm: Nullable(object({ id: Type.String(), name: Text })),
    timeline: Type.Array(
      object({ kind: Type.String(), at: Instant, by: Type.String(), detail: Type.Record(Type.String(), Type.Unknown()) }),
    ),
  }),
  problems: common,
});

export const issueLink = endpoint({
  id: 'issueLink',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/link',
  who: ['coordinator'],
  summary: 'Makes a new personal link; earlier ones stop working.',
  params: OfParticipant,
  reply: object({ link: Type.String() }),
  problems: [...common, 'participation-ended'],
});

export const informOrally = endpoint({
  id: 'informOrally',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/oral-information',
  who: ['coordinator'],
  summary: 'Records that I informed the person orally, in which language, with whom, by which interpreter.',
  params: OfParticipant,
  body: object({
    language: Type.String({ pattern: '^[a-z]{2}$' }),
    companion: Type.Union([Type.Literal('present'), Type.Literal('offered'), Type.Literal('declined')]),
    interpreter: Type.Boolean(),
  }),
  reply: Nothing,
  problems: [...common, 'participation-ended'],
});

export const countersign = endpoint({
  id: 'countersign',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/consent',
  who: ['coordinator'],
  summary: 'Signs as the one who informed. With both signatures the consent is given and the copy is kept.',
  params: OfParticipant,
  body: object({ name: PersonName }),
  reply: Nothing,
  problems: [...common, 'consent-missing', 'participation-ended', 'outdated-text'],
});

export const readConsent = endpoint({
  id: 'readConsent',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants/:participant/consent',
  who: ['coordinator'],
  summary: 'The kept copy of the signed consent.',
  params: OfParticipant,
  reply: object({
    text: Type.String(),
    language: Language,
    title: Type.String(),
    body: Type.String(),
    statement: Type.String(),
    participant: object({ name: Type.String(), at: Instant }),
    informer: object({ name: Type.String(), at: Instant }),
  }),
  problems: [...common, 'consent-missing'],
});

export const screenParticipant = endpoint({
  id: 'screenParticipant',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/screening',
  who: ['coordinator'],
  summary: 'Records the answers to the criteria and whether the person can take part.',
  params: OfParticipant,
  body: object({
    answers: Type.Record(
      Type.String({ maxLength: 40 }),
      Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 40 })]),
    ),
  }),
  reply: object({ eligible: Type.Boolean(), unmet: Type.Array(Type.String()) }),
  problems: [...common, 'consent-missing', 'participation-ended', 'already-allocated'],
});

export const joinCohort = endpoint({
  id: 'joinCohort',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/cohort',
  who: ['coordinator'],
  summary: 'Puts the participant in a cohort; until the draw they may move to another.',
  params: OfParticipant,
  body: object({ cohort: Uuid }),
  reply: Nothing,
  problems: [
    ...common,
    'consent-missing',
    'not-screened',
    'not-eligible',
    'baseline-missing',
    'baseline-old',
    'participation-ended',
    'already-allocated',
    'cohort-drawn',
    'cohort-full',
    'cohort-closed',
    'household-together',
  ],
});

export const setHousehold = endpoint({
  id: 'setHousehold',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/household',
  who: ['coordinator'],
  summary:
    'Where households are drawn: the participant lives with another one in the same cohort and gets the same lot, or with nobody.',
  params: OfParticipant,
  body: object({ with: Nullable(Code) }),
  reply: Nothing,
  problems: [...common, 'households-not-drawn', 'not-same-cohort', 'participation-ended', 'already-allocated'],
});

export const allocateParticipant = endpoint({
  id: 'allocateParticipant',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/allocation',
  who: ['coordinator'],
  summary: 'Draws lots for one participant. Asked again, it gives the same answer.',
  params: OfParticipant,
  reply: object({ code: Code, arm: object({ id: Type.String(), name: Text }), at: Instant }),
  problems: [
    ...common,
    'consent-missing',
    'not-screened',
    'not-eligible',
    'baseline-missing',
    'baseline-old',
    'cohort-missing',
    'participation-ended',
    'drawn-as-cohort',
    'already-locked',
    'lottery-paused',
    'lottery-silent',
    'lottery-not-ready',
  ],
});

export const changeParticipation = endpoint({
  id: 'changeParticipation',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/participation',
  who: ['coordinator'],
  summary: 'Records how a person changes their taking part, on their word or from another source.',
  params: OfParticipant,
  body: object({
    change: Change,
    source: Type.Union([Type.Literal('participant'), Type.Literal('site'), Type.Literal('other')]),
  }),
  reply: Nothing,
  problems: common,
});

export const correctAnswer = endpoint({
  id: 'correctAnswer',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/corrections',
  who: ['data-manager'],
  summary: 'Corrects one submitted answer with a reason; the earlier value stays in the facts.',
  params: OfParticipant,
  body: object({
    wave: Type.String(),
    instrument: Type.String(),
    item: Type.String(),
    code: Nullable(Type.Integer()),
    blank: Nullable(Blank),
    seen: Type.Integer({ minimum: 1 }),
    reason: CorrectionReason,
    key: Uuid,
  }),
  reply: object({ version: Type.Integer() }),
  problems: [...common, 'nothing-to-correct', 'unknown-code', 'stale-answer', 'key-reused'],
});

export const requestErasure = endpoint({
  id: 'requestErasure',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/erasure-request',
  who: ['data-manager', 'researcher'],
  summary: 'Asks for a lawful erasure; somebody else carries it out.',
  params: OfParticipant,
  body: object({ reason: Type.Union([Type.Literal('participant-asked'), Type.Literal('entered-by-mistake')]) }),
  reply: Nothing,
  problems: common,
});

export const eraseParticipant = endpoint({
  id: 'eraseParticipant',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/erasure',
  who: ['data-manager', 'researcher'],
  stepUp: true,
  summary: 'Erases what a person said and who they are. The second of two people; the count of participants stays right.',
  params: OfParticipant,
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'two-people'],
});
