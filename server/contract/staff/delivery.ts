import { Type } from '@sinclair/typebox';
import { Fidelity, GROUP_NAME, GroupLeaving, MatchEnd, Presence, TIME_OF_DAY } from '#protocols/model/delivery';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import {
  Code,
  Day,
  InTrial,
  Instant,
  Nothing,
  Nullable,
  object,
  OfCohort,
  OfParticipant,
  PersonName,
  TrialId,
  Uuid,
} from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const OfGroup = object({ trial: TrialId, group: Uuid });
const OfSession = object({ trial: TrialId, group: Uuid, ordinal: Type.String({ pattern: '^[1-9]\\d{0,2}$' }) });
const OfFacilitator = object({ trial: TrialId, group: Uuid, staff: Uuid });
const OfMatch = object({ trial: TrialId, match: Uuid });
const Telephone = Type.String({ pattern: '^(?=(?:\\D*\\d){8,15}\\D*$)[+0-9 -]{8,20}$' });
const Name = Type.String({ pattern: GROUP_NAME });
const Person = object({ code: Code, name: Nullable(Type.String()) });

const Session = object({
  ordinal: Type.Integer(),
  plannedOn: Day,
  theme: Nullable(Text),
  /** What is recorded: whether it was held, and how; null where nothing is. */
  recorded: Nullable(
    object({ held: Type.Boolean(), heldOn: Day, theme: Nullable(Type.Integer()), fidelity: Nullable(Fidelity) }),
  ),
  /** Whether it can be recorded now. */
  open: Type.Boolean(),
});

const Group = object({
  group: Uuid,
  site: Type.String(),
  name: Type.String(),
  meetsAt: Type.String(),
  startsOn: Day,
  planned: Type.Integer(),
  held: Type.Integer(),
  people: Type.Integer(),
  /** The least people the protocol wants. Dates stand below it too, and all stay in. */
  minimum: Type.Integer(),
  capacity: Type.Integer(),
});

export const listGroups = endpoint({
  id: 'listGroups',
  method: 'GET',
  path: '/api/staff/trials/:trial/groups',
  who: ['coordinator'],
  summary: 'The groups of my site, and the drawn cohorts in which somebody waits to be placed.',
  params: InTrial,
  reply: object({
    groups: Type.Array(Group),
    toForm: Type.Array(object({ cohort: Uuid, name: Type.String(), delivery: Type.String(), people: Type.Integer() })),
  }),
  problems: common,
});

export const suggestGroups = endpoint({
  id: 'suggestGroups',
  method: 'GET',
  path: '/api/staff/trials/:trial/cohorts/:cohort/groups',
  who: ['coordinator'],
  summary: 'An even split of those drawn to an arm that meets in groups, within the protocol’s capacity; nothing is recorded.',
  params: OfCohort,
  reply: object({
    cohort: object({ name: Type.String(), startsOn: Day }),
    components: Type.Array(
      object({
        delivery: Type.String(),
        minimum: Type.Integer(),
        capacity: Type.Integer(),
        sessions: Type.Integer(),
        groups: Type.Array(object({ name: Type.String(), people: Type.Array(Person) })),
      }),
    ),
  }),
  problems: common,
});

export const formGroups = endpoint({
  id: 'formGroups',
  method: 'POST',
  path: '/api/staff/trials/:trial/cohorts/:cohort/groups',
  who: ['coordinator'],
  summary: 'Forms groups of a cohort’s people and places them, all at once.',
  params: OfCohort,
  body: object({
    delivery: Type.String({ maxLength: 40 }),
    groups: Type.Array(
      object({
        name: Name,
        startsOn: Day,
        meetsAt: Type.String({ pattern: TIME_OF_DAY }),
        people: Type.Array(Code, { minItems: 1, maxItems: 100 }),
      }),
      { minItems: 1, maxItems: 50 },
    ),
  }),
  reply: object({ groups: Type.Array(Uuid) }),
  problems: [...common, 'not-of-the-arm', 'already-placed', 'group-full'],
});

export const readGroup = endpoint({
  id: 'readGroup',
  method: 'GET',
  path: '/api/staff/trials/:trial/groups/:group',
  who: ['coordinator'],
  summary: 'One group: its people, sessions, attendance, facilitators, and the groups somebody can be moved to.',
  params: OfGroup,
  reply: object({
    ...Group.properties,
    begun: Type.Boolean(),
    sessions: Type.Array(Session),
    persons: Type.Array(
      object({
        ...Person.properties,
        placedOn: Day,
        leftOn: Nullable(Day),
        attendance: Type.Array(Nullable(Presence)),
      }),
    ),
    facilitators: Type.Array(
      object({
        staff: Uuid,
        name: Type.String(),
        telephone: Nullable(Type.String()),
        link: Nullable(
          object({ ordinal: Type.Integer(), at: Instant, channel: Type.Union([Type.Literal('sms'), Type.Literal('by-hand')]) }),
        ),
      }),
    ),
    known: Type.Array(object({ staff: Uuid, name: Type.String() })),
    others: Type.Array(object({ group: Uuid, name: Type.String() })),
    themes: Type.Array(Text),
  }),
  problems: common,
});

export const placeInGroup = endpoint({
  id: 'placeInGroup',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/group',
  who: ['coordinator'],
  summary: 'Places somebody in a group, or moves them to it. After the first session who moves stays with the group assigned.',
  params: OfParticipant,
  body: object({ group: Uuid }),
  reply: Nothing,
  problems: [...common, 'not-of-the-arm', 'group-full', 'already-placed'],
});

export const leaveGroup = endpoint({
  id: 'leaveGroup',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/group/leaving',
  who: ['coordinator'],
  summary: 'Records that somebody is no longer in a group; they stay in the trial.',
  params: OfParticipant,
  body: object({ group: Uuid, reason: GroupLeaving }),
  reply: Nothing,
  problems: [...common, 'not-in-group'],
});

export const nameFacilitator = endpoint({
  id: 'nameFacilitator',
  method: 'POST',
  path: '/api/staff/trials/:trial/groups/:group/facilitators',
  who: ['coordinator'],
  summary:
    'Gives somebody a facilitator’s grant to this group alone: a facilitator known at the site, or somebody new by name and telephone.',
  params: OfGroup,
  body: object({ staff: Nullable(Uuid), name: Nullable(PersonName), telephone: Nullable(Telephone) }),
  reply: object({ staff: Uuid }),
  problems: common,
});

export const endFacilitator = endpoint({
  id: 'endFacilitator',
  method: 'DELETE',
  path: '/api/staff/trials/:trial/groups/:group/facilitators/:staff',
  who: ['coordinator'],
  summary: 'Ends a facilitator’s grant to the group; links already sent stop working at once.',
  params: OfFacilitator,
  reply: Nothing,
  problems: common,
});

export const issueEveningLink = endpoint({
  id: 'issueEveningLink',
  method: 'POST',
  path: '/api/staff/trials/:trial/groups/:group/facilitators/:staff/link',
  who: ['coordinator'],
  summary: 'A link for tonight to hand over, for a facilitator who lost theirs; the earlier one stops working.',
  params: OfFacilitator,
  reply: object({ link: Type.String(), expiresAt: Instant }),
  problems: [...common, 'session-not-yet'],
});

export const recordSession = endpoint({
  id: 'recordSession',
  method: 'POST',
  path: '/api/staff/trials/:trial/groups/:group/sessions/:ordinal',
  who: ['coordinator', 'facilitator'],
  summary: 'Records that a session was held, when, on which theme and how near the manual; a correction is a new fact.',
  params: OfSession,
  body: object({
    held: Type.Boolean(),
    heldOn: Day,
    theme: Nullable(Type.Integer({ minimum: 1 })),
    fidelity: Nullable(Fidelity),
  }),
  reply: Nothing,
  problems: [...common, 'session-not-yet'],
});

export const recordAttendance = endpoint({
  id: 'recordAttendance',
  method: 'POST',
  path: '/api/staff/trials/:trial/groups/:group/sessions/:ordinal/attendance',
  who: ['coordinator'],
  summary: 'Records whether somebody was at a session; the same said twice is one fact, a correction a new one.',
  params: OfSession,
  body: object({ participant: Code, presence: Presence }),
  reply: Nothing,
  problems: [...common, 'not-in-group', 'session-not-yet'],
});

export const listMyGroups = endpoint({
  id: 'listMyGroups',
  method: 'GET',
  path: '/api/staff/trials/:trial/my-groups',
  who: ['facilitator'],
  summary: 'The group of the grant in force.',
  params: InTrial,
  reply: object({ groups: Type.Array(object({ group: Uuid, name: Type.String(), meetsAt: Type.String(), startsOn: Day })) }),
  problems: common,
});

export const readMyGroup = endpoint({
  id: 'readMyGroup',
  method: 'GET',
  path: '/api/staff/trials/:trial/my-groups/:group',
  who: ['facilitator'],
  summary: 'My group by first names: its sessions and who was there. No code, no answer, no other group.',
  params: OfGroup,
  reply: object({
    group: Uuid,
    name: Type.String(),
    meetsAt: Type.String(),
    sessions: Type.Array(Session),
    people: Type.Array(object({ person: Uuid, name: Type.String(), attendance: Type.Array(Nullable(Presence)) })),
    themes: Type.Array(Text),
    contact: Text,
  }),
  problems: common,
});

export const recordMyAttendance = endpoint({
  id: 'recordMyAttendance',
  method: 'POST',
  path: '/api/staff/trials/:trial/my-groups/:group/sessions/:ordinal/attendance',
  who: ['facilitator'],
  summary: 'Records whether somebody of my group was at a session.',
  params: OfSession,
  body: object({ person: Uuid, presence: Presence }),
  reply: Nothing,
  problems: [...common, 'not-in-group', 'session-not-yet'],
});

const Match = object({
  match: Uuid,
  ...Person.properties,
  delivery: Type.String(),
  partner: Type.String(),
  from: Day,
  endedOn: Nullable(Day),
  how: Nullable(MatchEnd),
});

export const listMatches = endpoint({
  id: 'listMatches',
  method: 'GET',
  path: '/api/staff/trials/:trial/matches',
  who: ['coordinator'],
  summary: 'The matches and bridges of my site, and who can be one’s volunteer.',
  params: InTrial,
  reply: object({
    components: Type.Array(
      object({ delivery: Type.String(), kind: Type.Union([Type.Literal('match'), Type.Literal('bridge')]) }),
    ),
    matches: Type.Array(Match),
    volunteers: Type.Array(object({ staff: Uuid, name: Type.String() })),
  }),
  problems: common,
});

export const beginMatch = endpoint({
  id: 'beginMatch',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/match',
  who: ['coordinator'],
  summary: 'Begins a match or bridge: a volunteer known at the site, or somebody new by name and telephone.',
  params: OfParticipant,
  body: object({
    delivery: Type.String({ maxLength: 40 }),
    staff: Nullable(Uuid),
    name: Nullable(PersonName),
    telephone: Nullable(Telephone),
    from: Day,
  }),
  reply: object({ match: Uuid }),
  problems: [...common, 'not-of-the-arm', 'already-matched'],
});

export const endMatch = endpoint({
  id: 'endMatch',
  method: 'POST',
  path: '/api/staff/trials/:trial/matches/:match/end',
  who: ['coordinator'],
  summary: 'Records how and when a match ended.',
  params: OfMatch,
  body: object({ how: MatchEnd, on: Day }),
  reply: Nothing,
  problems: [...common, 'match-ended'],
});
