import { Type } from '@sinclair/typebox';
import { Role } from '#protocols/model/role';
import { endpoint } from '../endpoint';
import { Digest, InTrial, Instant, Nullable, object, OfParticipant } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const who = ['monitor', 'data-manager'] as const;
const Before = Type.Optional(Type.String({ pattern: '^\\d{1,18}$' }));
const Kept = object({
  before: Before,
  kind: Type.Optional(Type.String({ pattern: '^[a-z]+(-[a-z]+)*$', maxLength: 40 })),
});

const Facts = object({
  facts: Type.Array(
    object({
      kind: Type.String(),
      at: Instant,
      /** A colleague's name, "participant" or "system". */
      by: Type.String(),
      /** The role it was done in; null for participants and the system. */
      role: Nullable(Role),
      /** The participant whom it concerns; null for what concerns the trial. */
      code: Nullable(Type.String()),
    }),
  ),
  next: Nullable(Type.String()),
});

export const readTrail = endpoint({
  id: 'readTrail',
  method: 'GET',
  path: '/api/staff/trials/:trial/trail',
  who,
  summary:
    'What happened in the trial, newest first, fifty at a time: when, by whom, which kind. No values; nothing that shows an arm before the lock.',
  params: InTrial,
  query: Kept,
  reply: Facts,
  problems: common,
});

export const readParticipantTrail = endpoint({
  id: 'readParticipantTrail',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants/:participant/trail',
  who,
  summary: 'What happened to one participant, newest first, fifty at a time, as in the trail of the trial.',
  params: OfParticipant,
  query: Kept,
  reply: Facts,
  problems: common,
});

export const listConsents = endpoint({
  id: 'listConsents',
  method: 'GET',
  path: '/api/staff/trials/:trial/consents',
  who,
  summary: 'Who consented to which version of the text and when, and whether both have signed; newest first, fifty at a time.',
  params: InTrial,
  query: object({ before: Before }),
  reply: object({
    consents: Type.Array(
      object({
        code: Type.String(),
        text: Type.String(),
        signedAt: Instant,
        /** When the one who informed signed too; null where that is missing. */
        givenAt: Nullable(Instant),
        by: Nullable(Type.String()),
      }),
    ),
    next: Nullable(Type.String()),
  }),
  problems: common,
});

export const readVerification = endpoint({
  id: 'readVerification',
  method: 'GET',
  path: '/api/staff/trials/:trial/verification',
  who,
  summary:
    'What the trail can be checked against: the last checkpoint, the commitment to each lottery’s seed, every file that left the house.',
  params: InTrial,
  reply: object({
    /** The newest signed note of all streams' heads; null before the first. It covers facts up to that position. */
    checkpoint: Nullable(object({ number: Type.Integer(), at: Instant, upto: Type.String() })),
    lotteries: Type.Array(object({ scheme: Type.String(), commitment: Digest })),
    exports: Type.Array(
      object({
        preset: Type.String(),
        rows: Type.Integer(),
        cutoff: Type.String(),
        sha256: Digest,
        at: Instant,
        by: Type.String(),
      }),
    ),
  }),
  problems: common,
});
