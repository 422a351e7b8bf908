import { Type } from '@sinclair/typebox';
import { AlertOutcome } from '#protocols/model/fact';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { InTrial, Instant, Nothing, Nullable, object, TrialId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const OfAlert = object({ trial: TrialId, alert: Uuid });

export const listAlerts = endpoint({
  id: 'listAlerts',
  method: 'GET',
  path: '/api/staff/trials/:trial/alerts',
  who: ['safety-contact'],
  summary:
    'What calls for the safety contact: what it is about and until when, never the answer. The overdue first, the closed last.',
  params: InTrial,
  reply: object({
    alerts: Type.Array(
      object({
        alert: Uuid,
        code: Type.String(),
        site: Type.String(),
        source: Type.Union([Type.Literal('answer'), Type.Literal('concern')]),
        about: Nullable(Text),
        raisedAt: Instant,
        dueAt: Instant,
        overdue: Type.Boolean(),
        seenAt: Nullable(Instant),
        seenBy: Nullable(Type.String()),
        contactedAt: Nullable(Instant),
        closedAt: Nullable(Instant),
        outcome: Nullable(AlertOutcome),
      }),
    ),
  }),
  problems: common,
});

export const acknowledgeAlert = endpoint({
  id: 'acknowledgeAlert',
  method: 'POST',
  path: '/api/staff/trials/:trial/alerts/:alert/acknowledgement',
  who: ['safety-contact'],
  summary: 'Takes an alert: the next on the roster is not called for it any more. Taken twice, it is taken once.',
  params: OfAlert,
  reply: Nothing,
  problems: [...common, 'alert-closed'],
});

export const identifyAlert = endpoint({
  id: 'identifyAlert',
  method: 'POST',
  path: '/api/staff/trials/:trial/alerts/:alert/identity',
  who: ['safety-contact'],
  summary: 'Name and telephone number of the person behind an alert one has taken; each look is a row in the log of accesses.',
  params: OfAlert,
  reply: object({ name: Nullable(Type.String()), telephone: Nullable(Type.String()), email: Nullable(Type.String()) }),
  problems: [...common, 'alert-closed', 'alert-not-seen'],
});

export const contactAlert = endpoint({
  id: 'contactAlert',
  method: 'POST',
  path: '/api/staff/trials/:trial/alerts/:alert/contact',
  who: ['safety-contact'],
  summary: 'Says that the person has been talked with.',
  params: OfAlert,
  reply: Nothing,
  problems: [...common, 'alert-closed', 'alert-not-seen'],
});

export const closeAlert = endpoint({
  id: 'closeAlert',
  method: 'POST',
  path: '/api/staff/trials/:trial/alerts/:alert/outcome',
  who: ['safety-contact'],
  summary: 'Says how an alert ended, from a fixed list.',
  params: OfAlert,
  body: object({ outcome: AlertOutcome }),
  reply: Nothing,
  problems: [...common, 'alert-closed', 'alert-not-seen'],
});

export const countAlerts = endpoint({
  id: 'countAlerts',
  method: 'GET',
  path: '/api/staff/trials/:trial/alert-counts',
  who: ['administrator', 'monitor', 'safety-contact'],
  summary: 'How many alerts wait, how many are past their deadline, how many are closed; never whose.',
  params: InTrial,
  reply: object({
    open: Type.Integer(),
    overdue: Type.Integer(),
    closed: Type.Integer(),
    /** People in force on the roster; with none, an alert reaches nobody. */
    roster: Type.Integer(),
  }),
  problems: common,
});
