import { Type } from '@sinclair/typebox';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Code, Day, InTrial, Instant, Nothing, Nullable, object, OfCohort, SiteId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

export const Cohort = object({
  cohort: Uuid,
  site: Type.String(),
  name: Type.String(),
  startsOn: Day,
  endsOn: Day,
  closesOn: Day,
  minimum: Type.Integer(),
  capacity: Type.Integer(),
  members: Type.Integer(),
  drawnAt: Nullable(Instant),
});

export const listCohorts = endpoint({
  id: 'listCohorts',
  method: 'GET',
  path: '/api/staff/trials/:trial/cohorts',
  who: ['coordinator'],
  summary: 'The cohorts of my site, with how many are in each.',
  params: InTrial,
  reply: object({ cohorts: Type.Array(Cohort) }),
  problems: common,
});

export const readCohort = endpoint({
  id: 'readCohort',
  method: 'GET',
  path: '/api/staff/trials/:trial/cohorts/:cohort',
  who: ['coordinator'],
  summary: 'One cohort: who is in it, what each still lacks, and after the draw their arm.',
  params: OfCohort,
  reply: object({
    ...Cohort.properties,
    people: Type.Array(
      object({
        code: Code,
        name: Nullable(Type.String()),
        refusal: Nullable(Type.String()),
        arm: Nullable(object({ id: Type.String(), name: Text })),
        /** Counts the households of the cohort from 1; null for somebody on their own. */
        household: Nullable(Type.Integer()),
      }),
    ),
    drawsHouseholds: Type.Boolean(),
    /** Why the cohort cannot be drawn now, as a problem code; null where it can, or is drawn. */
    refusal: Nullable(Type.String()),
  }),
  problems: common,
});

export const planCohort = endpoint({
  id: 'planCohort',
  method: 'POST',
  path: '/api/staff/trials/:trial/cohorts',
  who: ['coordinator'],
  summary: 'Plans a cohort at a site: both arms share its dates.',
  params: InTrial,
  body: object({
    site: SiteId,
    name: Type.String({ pattern: '^[A-Za-z0-9ÆØÅæøå .-]{1,40}$' }),
    startsOn: Day,
    endsOn: Day,
    closesOn: Day,
  }),
  reply: object({ cohort: Uuid }),
  problems: common,
});

export const rescheduleCohort = endpoint({
  id: 'rescheduleCohort',
  method: 'POST',
  path: '/api/staff/trials/:trial/cohorts/:cohort/dates',
  who: ['coordinator'],
  summary: 'Moves a cohort’s dates, both arms alike, with a reason, before the first window that follows them opens.',
  params: OfCohort,
  body: object({
    startsOn: Day,
    endsOn: Day,
    /** The queue's new last day, before the draw. */
    closesOn: Type.Optional(Day),
    reason: Type.Union([Type.Literal('facilitator-ill'), Type.Literal('room'), Type.Literal('too-few')]),
  }),
  reply: Nothing,
  problems: [...common, 'cohort-closed', 'cohort-drawn'],
});

export const mergeCohort = endpoint({
  id: 'mergeCohort',
  method: 'POST',
  path: '/api/staff/trials/:trial/cohorts/:cohort/merging',
  who: ['coordinator'],
  summary: 'Merges a cohort whole into another of the site, before lots are drawn for either. The merged cohort ends.',
  params: OfCohort,
  body: object({ into: Uuid }),
  reply: object({ cohort: Uuid, members: Type.Integer() }),
  problems: [...common, 'cohort-drawn', 'cohort-full', 'cohort-closed'],
});

export const allocateCohort = endpoint({
  id: 'allocateCohort',
  method: 'POST',
  path: '/api/staff/trials/:trial/cohorts/:cohort/allocation',
  who: ['coordinator'],
  summary: 'Draws lots for a whole cohort at once; everybody’s arm is revealed together. Asked again, it gives the same answer.',
  params: OfCohort,
  reply: object({ at: Instant, allocations: Type.Array(object({ code: Code, arm: object({ id: Type.String(), name: Text }) })) }),
  problems: [
    ...common,
    'cohort-too-small',
    'cohort-still-open',
    'cohort-not-ready',
    'cohort-not-drawable',
    'drawn-one-by-one',
    'already-locked',
    'lottery-paused',
    'lottery-silent',
    'lottery-not-ready',
  ],
});
