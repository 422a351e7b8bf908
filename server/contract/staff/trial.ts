import { Type } from '@sinclair/typebox';
import { Protocol } from '#protocols/model/protocol';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Digest, InTrial, Instant, Nullable, object } from '../shapes';

/** The trial as staff may see it. How the lottery draws is left out: a block's size would help guessing. */
export const readTrial = endpoint({
  id: 'readTrial',
  method: 'GET',
  path: '/api/staff/trials/:trial',
  who: ['coordinator', 'assessor', 'researcher', 'custodian', 'safety-contact', 'data-manager', 'monitor', 'administrator'],
  summary: 'The trial: title, sites, arms, waves, criteria, the lottery’s commitment, the clock, and counts that reveal no arm.',
  params: InTrial,
  reply: object({
    trial: Type.String(),
    version: Type.String(),
    title: Text,
    simulated: Type.Boolean(),
    now: Instant,
    sites: Protocol.properties.sites,
    arms: Type.Array(object({ id: Type.String(), name: Text })),
    waves: Type.Array(object({ id: Type.String(), title: Text, before: Type.Optional(Type.Literal('randomisation')) })),
    eligibility: Protocol.properties.eligibility,
    screening: Protocol.properties.screening,
    cohorts: Protocol.properties.cohorts,
    drawsFor: Type.Union([Type.Literal('participant'), Type.Literal('cohort')]),
    commitment: Nullable(Digest),
    target: Type.Integer(),
    counts: object({
      registered: Type.Integer(),
      consented: Type.Integer(),
      eligible: Type.Integer(),
      allocated: Type.Integer(),
    }),
    locked: Type.Boolean(),
  }),
  problems: ['signed-out', 'not-found', 'role-missing'],
});

export const readClock = endpoint({
  id: 'readClock',
  method: 'GET',
  path: '/api/staff/trials/:trial/clock',
  who: ['researcher', 'coordinator', 'data-manager'],
  summary: 'Where a demonstration’s clock may go next: the cohort’s start, its last week, a questionnaire’s opening and closing.',
  params: InTrial,
  reply: object({
    steps: Type.Array(
      object({
        kind: Type.Union([Type.Literal('starts'), Type.Literal('last-week'), Type.Literal('opens'), Type.Literal('closes')]),
        wave: Nullable(Text),
        week: Type.Integer(),
        days: Type.Integer({ minimum: 1 }),
      }),
    ),
  }),
  problems: ['signed-out', 'not-found', 'role-missing', 'not-a-demonstration'],
});

export const moveClock = endpoint({
  id: 'moveClock',
  method: 'POST',
  path: '/api/staff/trials/:trial/clock',
  who: ['researcher', 'coordinator', 'data-manager'],
  summary: 'Moves a demonstration’s clock forward; a real trial follows the calendar.',
  params: InTrial,
  body: object({ days: Type.Integer({ minimum: 1, maximum: 400 }) }),
  reply: object({ now: Instant }),
  problems: ['signed-out', 'not-found', 'role-missing', 'not-a-demonstration', 'not-understood', 'foreign-origin'],
});
