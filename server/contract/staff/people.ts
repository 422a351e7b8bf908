import { Type } from '@sinclair/typebox';
import { Role } from '#protocols/model/role';
import { endpoint } from '../endpoint';
import { Day, InTrial, Nothing, Nullable, object, PersonName, SiteId, TrialId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'wrong-format'] as const;
const Language = Type.Union([Type.Literal('da'), Type.Literal('en')]);

export const listPeople = endpoint({
  id: 'listPeople',
  method: 'GET',
  path: '/api/staff/trials/:trial/people',
  who: ['administrator'],
  summary: 'Who holds a grant in the trial, whether they have come in yet, and whether their account has a second factor.',
  params: InTrial,
  reply: object({
    /** How the sites may be chosen for somebody new: all, or the administrator's own. */
    sites: Type.Array(object({ id: Type.String(), name: Type.String() })),
    whole: Type.Boolean(),
    people: Type.Array(
      object({
        staff: Uuid,
        name: Type.String(),
        email: Type.String(),
        roles: Type.Array(object({ role: Role, site: Nullable(Type.String()) })),
        /** Invited, and not come in yet. */
        isInvited: Type.Boolean(),
        hasFactor: Type.Boolean(),
        /** Closed: nobody comes in by it before it is opened again. */
        isDisabled: Type.Boolean(),
        /** The day only: by the minute it would follow a colleague about. */
        seenOn: Nullable(Day),
      }),
    ),
  }),
  problems: ['signed-out', 'not-found', 'role-missing'],
});

export const invitePerson = endpoint({
  id: 'invitePerson',
  method: 'POST',
  path: '/api/staff/trials/:trial/people',
  who: ['administrator'],
  stepUp: true,
  summary: 'Writes to somebody new: an account with one grant, opened by a link that works once, for seven days.',
  params: InTrial,
  body: object({
    name: PersonName,
    email: Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' }),
    language: Language,
    role: Role,
    site: Nullable(SiteId),
  }),
  reply: object({ staff: Uuid }),
  problems: [...common, 'step-up-needed', 'address-taken', 'letter-not-sent', 'busy'],
});

export const invitePersonAgain = endpoint({
  id: 'invitePersonAgain',
  method: 'POST',
  path: '/api/staff/trials/:trial/people/:staff/invitation',
  who: ['administrator'],
  stepUp: true,
  summary:
    'A fresh invitation, for whoever has lost every way in. When it is accepted, password, factors, codes and sessions of before end.',
  params: object({ trial: TrialId, staff: Uuid }),
  body: object({ language: Language }),
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'letter-not-sent'],
});

export const disablePerson = endpoint({
  id: 'disablePerson',
  method: 'POST',
  path: '/api/staff/trials/:trial/people/:staff/disabled',
  who: ['administrator'],
  stepUp: true,
  summary:
    'Closes the account of somebody of the trial: every session ends at once, and nobody signs in by it. Grants stay as they are.',
  params: object({ trial: TrialId, staff: Uuid }),
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'last-administrator', 'busy'],
});

export const enablePerson = endpoint({
  id: 'enablePerson',
  method: 'DELETE',
  path: '/api/staff/trials/:trial/people/:staff/disabled',
  who: ['administrator'],
  stepUp: true,
  summary: 'Opens a closed account again, as it was; the sessions of before stay ended.',
  params: object({ trial: TrialId, staff: Uuid }),
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'busy'],
});
