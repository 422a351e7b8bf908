import { Type } from '@sinclair/typebox';
import { Emergency, Learner, Learnt, Told, Unblinding } from '#protocols/model/fact';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { InTrial, Instant, Nothing, Nullable, object, OfParticipant } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

export const unblindParticipant = endpoint({
  id: 'unblindParticipant',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/emergency-unblinding',
  who: ['safety-contact'],
  stepUp: true,
  summary:
    'In an emergency: opens one person’s arm, for a reason, and shows it this once. The custodian, the researchers, the data managers and the monitors are told that it happened, never the arm; the analysis can leave the person out.',
  params: OfParticipant,
  body: object({
    reason: Emergency,
    /** What happened, in words; kept with the person’s name, under the same key. */
    note: Type.String({ minLength: 10, maxLength: 1000, pattern: '\\S' }),
    /** Whether what is done now depends on the arm. Where it does not, nothing is opened. */
    necessary: Type.Boolean(),
    /** Whom you tell. */
    knows: Type.Array(Told, { uniqueItems: true, maxItems: 4 }),
  }),
  reply: object({
    arm: object({ id: Type.String(), name: Text }),
    at: Instant,
    /** When it was opened before, by anybody. */
    before: Type.Array(Instant),
  }),
  problems: [...common, 'step-up-needed', 'no-arm-yet', 'arm-not-needed'],
});

export const reportUnblinding = endpoint({
  id: 'reportUnblinding',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/unblinding',
  who: ['assessor', 'safety-contact', 'researcher', 'data-manager', 'coordinator'],
  summary:
    'Says that somebody who must not know came to know an arm by accident: who, what and how, never which arm. The analysis can leave the person out.',
  params: OfParticipant,
  body: object({
    how: Unblinding,
    /** Whoever reports, where it is left out. */
    who: Type.Optional(Learner),
    /** The arm itself, where it is left out. */
    learnt: Type.Optional(Learnt),
  }),
  reply: Nothing,
  problems: common,
});

export const listUnblindings = endpoint({
  id: 'listUnblindings',
  method: 'GET',
  path: '/api/staff/trials/:trial/unblindings',
  who: ['custodian', 'researcher', 'data-manager', 'monitor'],
  summary: 'Whose arm was opened in an emergency or became known by accident, when, why and to whom; never the arm.',
  params: InTrial,
  reply: object({
    unblindings: Type.Array(
      object({
        code: Type.String(),
        kind: Type.Union([Type.Literal('emergency'), Type.Literal('accident')]),
        at: Instant,
        by: Type.String(),
        reason: Nullable(Emergency),
        knows: Type.Array(Told),
        how: Nullable(Unblinding),
        who: Nullable(Learner),
        learnt: Nullable(Learnt),
      }),
    ),
  }),
  problems: common,
});
