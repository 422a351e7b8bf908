import { Type } from '@sinclair/typebox';
import { ErrorReason, ForcedReason, KeptOfTwo, PauseReason } from '#protocols/model/fact';
import { endpoint } from '../endpoint';
import { Code, InTrial, Instant, Nothing, Nullable, object, OfParticipant } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const ofParticipant = '/api/staff/trials/:trial/participants/:participant';
const Id = Type.String({ minLength: 1, maxLength: 40 });

/** What went wrong, as the list tells it. */
export const MISHAPS = [
  'factor-corrected',
  'allocated-twice',
  'in-error-reported',
  'marked-in-error',
  'replacement-proposed',
  'allocated-as-replacement',
  'allocation-forced',
  'allocated-by-sheet',
] as const;

export const listMishaps = endpoint({
  id: 'listMishaps',
  method: 'GET',
  path: '/api/staff/trials/:trial/mishaps',
  who: ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor'],
  summary:
    'What went wrong with draws at my sites, and whether the lottery is paused. Which arm was given instead of the one drawn is told where arms are known; elsewhere how often it happened.',
  params: InTrial,
  reply: object({
    paused: Nullable(object({ reason: PauseReason, at: Instant, by: Type.String() })),
    mishaps: Type.Array(
      object({
        code: Code,
        kind: Type.Union(MISHAPS.map((kind) => Type.Literal(kind))),
        at: Instant,
        by: Type.String(),
        /** The code of the other person, where there are two. */
        other: Nullable(Code),
        reason: Nullable(Type.String()),
        factor: Nullable(object({ id: Type.String(), used: Type.String(), corrected: Type.String() })),
        forced: Nullable(object({ intended: Type.String(), given: Type.String() })),
        /** Waits for the second of two people, and whether I may be that one. */
        waits: Type.Boolean(),
        mine: Type.Boolean(),
      }),
    ),
    forced: Type.Integer({ minimum: 0 }),
  }),
  problems: common,
});

export const correctFactor = endpoint({
  id: 'correctFactor',
  method: 'POST',
  path: `${ofParticipant}/mishaps/corrected-factor`,
  who: ['coordinator'],
  summary:
    'A factor was wrong when lots were drawn. The draw stands; the right value is kept beside the one used. Later draws look at it only where the protocol says so.',
  params: OfParticipant,
  body: object({ factor: Id, corrected: Id }),
  reply: Nothing,
  problems: [...common, 'no-arm-yet', 'already-locked', 'factor-unknown', 'factor-unchanged', 'lottery-silent'],
});

export const noteDuplicate = endpoint({
  id: 'noteDuplicate',
  method: 'POST',
  path: `${ofParticipant}/mishaps/duplicate`,
  who: ['coordinator'],
  summary: 'Lots were drawn twice for one person under two codes. This is the second; the first stands.',
  params: OfParticipant,
  body: object({ of: Code, keep: KeptOfTwo }),
  reply: Nothing,
  problems: [...common, 'no-arm-yet', 'not-the-second'],
});

export const reportInError = endpoint({
  id: 'reportInError',
  method: 'POST',
  path: `${ofParticipant}/mishaps/in-error`,
  who: ['coordinator', 'data-manager'],
  summary: 'Somebody should not have been drawn. The first of two people says why; the place in the lottery stays used.',
  params: OfParticipant,
  body: object({ reason: ErrorReason, note: Type.String({ minLength: 10, maxLength: 1000, pattern: '\\S' }) }),
  reply: Nothing,
  problems: [...common, 'no-arm-yet'],
});

export const markInError = endpoint({
  id: 'markInError',
  method: 'POST',
  path: `${ofParticipant}/mishaps/in-error/confirmation`,
  who: ['data-manager', 'researcher'],
  stepUp: true,
  summary:
    'The second of two people, who knows no arm, marks a draw as made in error. The person stays counted and is analysed as drawn.',
  params: OfParticipant,
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'nothing-proposed', 'two-people'],
});

export const proposeReplacement = endpoint({
  id: 'proposeReplacement',
  method: 'POST',
  path: `${ofParticipant}/mishaps/replacement`,
  who: ['coordinator'],
  summary:
    'Proposes that this person, not drawn yet, takes the place of somebody who left, in the same arm. Only where the protocol planned it.',
  params: OfParticipant,
  body: object({ replaces: Code }),
  reply: Nothing,
  problems: [...common, 'already-allocated', 'no-arm-yet', 'still-taking-part', 'already-replaced', 'no-replacement-left'],
});

export const replaceParticipant = endpoint({
  id: 'replaceParticipant',
  method: 'POST',
  path: `${ofParticipant}/mishaps/replacement/confirmation`,
  who: ['data-manager', 'researcher'],
  stepUp: true,
  summary: 'The second of two people lets the replacement be. Nothing is drawn; the arm is told to the site alone.',
  params: OfParticipant,
  reply: Nothing,
  problems: [
    ...common,
    'step-up-needed',
    'nothing-proposed',
    'two-people',
    'already-replaced',
    'no-replacement-left',
    'already-locked',
    'lottery-paused',
    'lottery-silent',
    'participation-ended',
    'consent-missing',
    'not-screened',
    'not-eligible',
    'baseline-missing',
    'baseline-old',
    'cohort-missing',
    'already-allocated',
  ],
});

export const noteForced = endpoint({
  id: 'noteForced',
  method: 'POST',
  path: `${ofParticipant}/mishaps/forced`,
  who: ['coordinator'],
  summary: 'Another arm was given than the one drawn. Both are kept, and told where arms are known; the analysis is as drawn.',
  params: OfParticipant,
  body: object({ given: Id, reason: ForcedReason }),
  reply: Nothing,
  problems: [...common, 'no-arm-yet', 'arm-as-drawn'],
});

export const pauseLottery = endpoint({
  id: 'pauseLottery',
  method: 'POST',
  path: '/api/staff/trials/:trial/lottery/pause',
  who: ['researcher', 'custodian', 'data-manager'],
  summary: 'No lots are drawn until the lottery is resumed. Only whoever acts for the whole trial may.',
  params: InTrial,
  body: object({ reason: PauseReason }),
  reply: Nothing,
  problems: [...common, 'lottery-paused', 'already-locked', 'lottery-silent'],
});

export const resumeLottery = endpoint({
  id: 'resumeLottery',
  method: 'POST',
  path: '/api/staff/trials/:trial/lottery/resumption',
  who: ['researcher', 'custodian', 'data-manager'],
  summary: 'Lots are drawn again.',
  params: InTrial,
  reply: Nothing,
  problems: [...common, 'not-paused', 'already-locked', 'lottery-silent'],
});
