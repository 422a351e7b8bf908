import { Type } from '@sinclair/typebox';
import { CallOutcome } from '#protocols/model/fact';
import { Language, Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Code, Day, InTrial, Instant, Nothing, Nullable, object, TrialId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const OfCall = object({ trial: TrialId, participant: Code, wave: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }) });

const Person = {
  code: Type.String(),
  name: Nullable(Type.String()),
  telephone: Nullable(Type.String()),
  language: Language,
  wave: object({ id: Type.String(), title: Text }),
  closesAt: Instant,
  /** Tries so far, oldest first. */
  tries: Type.Array(object({ outcome: CallOutcome, at: Instant, nextOn: Nullable(Day) })),
};

export const listCalls = endpoint({
  id: 'listCalls',
  method: 'GET',
  path: '/api/staff/trials/:trial/calls',
  who: ['assessor'],
  summary: 'Whom to telephone now: those who did not answer after the last reminder. No arm, no group, no attendance.',
  params: InTrial,
  reply: object({ calls: Type.Array(object(Person)), mostTries: Type.Integer() }),
  problems: common,
});

/** One question as the interviewer reads it aloud. What was answered before is said to be there, never what it was. */
const Asked = object({
  instrument: Type.String(),
  item: Type.String(),
  intro: Nullable(Type.String()),
  stem: Nullable(Type.String()),
  text: Type.String(),
  choices: Type.Array(object({ code: Type.Integer(), text: Type.String() })),
  /** A whole number between the two is said instead of a choice. */
  range: Nullable(Type.Tuple([Type.Integer(), Type.Integer()])),
  notApplicable: Nullable(Type.String()),
  notice: Nullable(Text),
  version: Type.Integer(),
  answered: Type.Boolean(),
});

export const readCall = endpoint({
  id: 'readCall',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants/:participant/calls/:wave',
  who: ['assessor'],
  summary: 'One person to telephone, and the questions to ask in their order.',
  params: OfCall,
  reply: object({ ...Person, short: Type.Boolean(), questions: Type.Array(Asked) }),
  problems: [...common, 'not-to-be-called'],
});

export const logCall = endpoint({
  id: 'logCall',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/calls/:wave',
  who: ['assessor'],
  summary: 'Says what came of a call.',
  params: OfCall,
  body: object({ outcome: CallOutcome, nextOn: Nullable(Day) }),
  reply: Nothing,
  problems: [...common, 'not-to-be-called'],
});

export const answerByInterview = endpoint({
  id: 'answerByInterview',
  method: 'PUT',
  path: '/api/staff/trials/:trial/participants/:participant/calls/:wave/answers',
  who: ['assessor'],
  summary: 'Saves one answer as the person gives it on the telephone; by the same rules as on their own page.',
  params: OfCall,
  body: object({
    instrument: Type.String({ maxLength: 40 }),
    item: Type.String({ maxLength: 20 }),
    code: Nullable(Type.Integer()),
    blank: Nullable(Type.Union([Type.Literal('declined'), Type.Literal('not-applicable')])),
    seen: Type.Integer({ minimum: 0 }),
    key: Uuid,
    interpreter: Type.Boolean(),
  }),
  reply: object({
    version: Type.Integer(),
    at: Instant,
    /** The interviewer says at once where help is to be had. */
    help: Type.Optional(Text),
  }),
  problems: [
    ...common,
    'not-to-be-called',
    'wave-not-open',
    'wave-submitted',
    'participation-ended',
    'unknown-code',
    'stale-answer',
    'key-reused',
  ],
});

export const submitInterview = endpoint({
  id: 'submitInterview',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/calls/:wave/submission',
  who: ['assessor'],
  summary: 'Hands in what was answered on the telephone. A short interview leaves the rest as not reached.',
  params: OfCall,
  body: object({ interpreter: Type.Boolean() }),
  reply: object({ at: Instant }),
  problems: [...common, 'not-to-be-called', 'wave-not-open', 'wave-unfinished', 'participation-ended'],
});
