import { Type } from '@sinclair/typebox';
import { Change } from '#protocols/model/fact';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Code, Day, InTrial, Instant, Nullable, object, Uuid } from '../shapes';
import { MISHAPS } from './mishaps';
import { StepName } from './participants';

const common = ['signed-out', 'not-found', 'role-missing'] as const;

const SENTENCE_CODES = [
  'inform',
  'countersign',
  'screen',
  'place',
  'draw',
  'draw-cohort',
  'cohort-lacks',
  'cohort-too-small',
  'cohort-not-ready',
  'group-starts',
  'reads',
  'comprehends',
  'signs',
  'baseline',
  'more-people',
  'recruitment-behind',
  'cohort-waits',
  'lock-possible',
  'lock-second',
  'lock-proposed',
  'take-data-home',
  'letters-silent',
  'letters-unsent',
  'letters-unsettled',
  'erasure-asked',
  'erasure-second',
  'ceremony-commit',
  'ceremony-enter',
  'ceremony-bring',
  'ceremony-give-up',
  'ceremony-waits-shares',
  'ceremony-waits-value',
  'ceremony-waits-bringing',
  'ceremony-stuck',
  'arm-opened',
] as const;

export const readToday = endpoint({
  id: 'readToday',
  method: 'GET',
  path: '/api/staff/trials/:trial/today',
  who: [
    'coordinator',
    'facilitator',
    'assessor',
    'researcher',
    'custodian',
    'safety-contact',
    'data-manager',
    'monitor',
    'administrator',
  ],
  summary: 'What my role does today: sentences as codes with what their words need, the most urgent first.',
  params: InTrial,
  reply: object({
    sentences: Type.Array(
      object({
        code: Type.Union(SENTENCE_CODES.map((code) => Type.Literal(code))),
        urgency: Type.Union([Type.Literal('overdue'), Type.Literal('today'), Type.Literal('can-wait')]),
        participant: Type.Optional(Code),
        /** The participant's name, for those who know them by it. */
        person: Type.Optional(Type.String()),
        cohort: Type.Optional(Uuid),
        name: Type.Optional(Type.String()),
        step: Type.Optional(StepName),
        n: Type.Optional(Type.Integer()),
        of: Type.Optional(Type.Integer()),
        day: Type.Optional(Day),
      }),
    ),
    /** Nobody has been registered yet at my sites. */
    isEmpty: Type.Boolean(),
    now: Instant,
  }),
  problems: common,
});

const Came = { registered: Type.Integer(), consented: Type.Integer(), drawn: Type.Integer() };

export const readRecruitment = endpoint({
  id: 'readRecruitment',
  method: 'GET',
  path: '/api/staff/trials/:trial/recruitment',
  who: ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor'],
  summary: 'Recruitment at my sites against the plan: cumulated by week or month, by site, and when the target may be reached.',
  params: InTrial,
  reply: object({
    target: Type.Integer(),
    drawn: Type.Integer(),
    planned: Type.Integer(),
    plan: Nullable(object({ from: Day, until: Day })),
    step: Type.Union([Type.Literal('week'), Type.Literal('month')]),
    points: Type.Array(object({ day: Day, ...Came, planned: Type.Number() })),
    sites: Type.Array(object({ site: Type.String(), name: Type.String(), ...Came })),
    projection: Type.Union([
      object({ state: Type.Literal('reached'), on: Day }),
      object({ state: Type.Literal('too-few'), drawn: Type.Integer() }),
      object({ state: Type.Literal('projected'), earliest: Day, latest: Day }),
    ]),
    now: Instant,
  }),
  problems: common,
});

const Counted = { n: Type.Integer() };

export const readFlow = endpoint({
  id: 'readFlow',
  method: 'GET',
  path: '/api/staff/trials/:trial/flow',
  who: ['researcher', 'custodian', 'data-manager', 'monitor'],
  summary:
    'The flow of participants (CONSORT 2025): everybody counted once. Those drawn are one branch before the lock, one an arm after.',
  params: InTrial,
  reply: object({
    assessed: Type.Integer(),
    excluded: object({
      ...Counted,
      reasons: Type.Array(
        object({
          reason: Type.Union(
            (['not-eligible', 'declined', 'not-enrolled', 'withdrew', 'lost', 'died'] as const).map((one) => Type.Literal(one)),
          ),
          /** The criterion not met, in its own words. */
          criterion: Nullable(Text),
          ...Counted,
        }),
      ),
    }),
    underWay: Type.Integer(),
    drawn: Type.Integer(),
    /** The title of the wave at which the primary outcome is measured. */
    wave: Text,
    branches: Type.Array(
      object({
        arm: Nullable(object({ id: Type.String(), name: Text })),
        allocated: Type.Integer(),
        leftOffer: Type.Integer(),
        stopped: object({ ...Counted, reasons: Type.Array(object({ change: Change, ...Counted })) }),
        answered: Type.Integer(),
        unanswered: Type.Integer(),
        /** In the primary analysis; null before the lock, or where it could not be done. */
        analysed: Nullable(Type.Integer()),
      }),
    ),
    /** How many people each thing went wrong for at the draw, all arms together; another arm given only after the lock. */
    mishaps: Type.Array(object({ kind: Type.Union(MISHAPS.map((kind) => Type.Literal(kind))), ...Counted })),
    locked: Type.Boolean(),
    now: Instant,
  }),
  problems: common,
});

export const readCompleteness = endpoint({
  id: 'readCompleteness',
  method: 'GET',
  path: '/api/staff/trials/:trial/completeness',
  who: ['researcher', 'custodian', 'data-manager', 'monitor'],
  summary: 'How each questionnaire wave stands, all arms together: due, open, handed in, late, and missing with reasons.',
  params: InTrial,
  reply: object({
    waves: Type.Array(
      object({
        wave: Type.String(),
        title: Text,
        due: Type.Integer(),
        open: Type.Integer(),
        submitted: Type.Integer(),
        late: Type.Integer(),
        missing: object({
          ...Counted,
          reasons: Type.Array(object({ reason: Type.Union([Type.Literal('window-missed'), Change]), ...Counted })),
        }),
      }),
    ),
    now: Instant,
  }),
  problems: common,
});
