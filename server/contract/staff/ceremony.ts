import { Type } from '@sinclair/typebox';
import { AbortReason, PublicValue, SheetPlace, ValueSource } from '#protocols/model/ceremony';
import { endpoint } from '../endpoint';
import { Digest, Instant, Nothing, Nullable, object, TrialId } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
/** Who may hold a share or the third sheet: nobody who plans the trial, enrols, asks or gives roles. */
const HOLDERS = ['custodian', 'monitor', 'data-manager'] as const;

const InTrial = object({ trial: TrialId });
const InCeremony = object({ trial: TrialId, ceremony: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }) });
const Act = object({ by: Type.String(), at: Instant });
const Share = Nullable(
  object({ by: Type.String(), at: Instant, commitment: Digest, broughtAt: Nullable(Instant), mine: Type.Boolean() }),
);
const Tried = Type.Array(object({ by: Type.String(), at: Instant, sheets: Type.Array(SheetPlace) }));

/** A share as its sheet has it: 64 hexadecimal digits, with or without spaces and hyphens. */
const Written = Type.String({ minLength: 1, maxLength: 200 });

export const readCeremonies = endpoint({
  id: 'readCeremonies',
  method: 'GET',
  path: '/api/staff/trials/:trial/ceremonies',
  who: [...HOLDERS, 'researcher', 'administrator'],
  summary:
    'Every ceremony of the trial’s lottery by number, those given up among them: what was announced and bound, and what comes next.',
  params: InTrial,
  reply: object({
    /** What a share is committed to together with, should a ceremony be announced now. */
    scheme: Type.String(),
    version: Type.String(),
    protocolDigest: Digest,
    schemeDigest: Digest,
    software: Type.String(),
    /** Whether the lottery in force has its seed, and the commitment to it. */
    isReady: Type.Boolean(),
    commitment: Nullable(Digest),
    /** Which share the reader would bring; null for who holds none. */
    place: Nullable(Type.Union([Type.Literal('first'), Type.Literal('second')])),
    /** Why no ceremony can be announced now, as a problem code. */
    refusal: Nullable(Type.String()),
    ceremonies: Type.Array(
      object({
        ceremony: Type.Integer(),
        scheme: Type.String(),
        protocolDigest: Digest,
        schemeDigest: Digest,
        software: Type.String(),
        source: Type.String(),
        knownAt: Instant,
        automatic: Type.Boolean(),
        announced: Act,
        first: Share,
        second: Share,
        entered: Nullable(object({ by: Type.String(), at: Instant, value: Type.String() })),
        completed: Nullable(object({ by: Type.String(), at: Instant, escrow: Digest })),
        aborted: Nullable(object({ by: Type.String(), at: Instant, reason: AbortReason })),
        escrowSheet: Nullable(Act),
        rehearsed: Tried,
        recovered: Tried,
        standing: Type.Union(
          (['shares', 'value-time', 'too-late', 'value', 'bringing', 'complete', 'aborted'] as const).map((one) =>
            Type.Literal(one),
          ),
        ),
        /** Whether its protocol is no longer the one in force. */
        isOutdated: Type.Boolean(),
        /** Why the reader may not, as problem codes; null where they may. */
        refusals: object({
          commit: Nullable(Type.String()),
          enter: Nullable(Type.String()),
          bring: Nullable(Type.String()),
          abort: Nullable(Type.String()),
          escrow: Nullable(Type.String()),
        }),
      }),
    ),
  }),
  problems: common,
});

export const announceCeremony = endpoint({
  id: 'announceCeremony',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies',
  who: HOLDERS,
  summary: 'Announces a ceremony: which public value it will wait for, and when that becomes known. Refused once it is known.',
  params: InTrial,
  body: object({ source: ValueSource, knownAt: Instant }),
  reply: object({ ceremony: Type.Integer() }),
  problems: [...common, 'ceremony-under-way', 'ceremony-complete', 'draws-begun', 'value-known-already'],
});

export const commitShare = endpoint({
  id: 'commitShare',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies/:ceremony/commitment',
  who: HOLDERS,
  summary:
    'Binds the holder to a share made in their own browser, by its commitment alone. The share stays on the holder’s sheet.',
  params: InCeremony,
  body: object({ commitment: Digest }),
  reply: Nothing,
  problems: [...common, 'ceremony-over', 'share-taken', 'two-people', 'value-known-already', 'ceremony-outdated'],
});

export const enterValue = endpoint({
  id: 'enterValue',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies/:ceremony/value',
  who: HOLDERS,
  summary: 'Enters the public value, letter by letter as it was published, after its time and after both shares are bound.',
  params: InCeremony,
  body: object({ value: PublicValue }),
  reply: Nothing,
  problems: [...common, 'ceremony-over', 'shares-missing', 'value-entered', 'value-not-known-yet', 'ceremony-outdated'],
});

export const bringShare = endpoint({
  id: 'bringShare',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies/:ceremony/share',
  who: HOLDERS,
  stepUp: true,
  summary:
    'Brings the holder’s share from their sheet. It is held against its commitment and sealed at once; with the second the seed is made.',
  params: InCeremony,
  body: object({ share: Written }),
  reply: object({ isComplete: Type.Boolean() }),
  problems: [
    ...common,
    'step-up-needed',
    'ceremony-over',
    'value-missing',
    'ceremony-outdated',
    'share-of-another',
    'share-brought',
    'share-misread',
    'share-differs',
    'lottery-silent',
  ],
});

export const abortCeremony = endpoint({
  id: 'abortCeremony',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies/:ceremony/abort',
  who: HOLDERS,
  stepUp: true,
  summary:
    'Gives a ceremony up, with the reason. It keeps its number and stays in sight. One that is complete stands once somebody is drawn.',
  params: InCeremony,
  body: object({ reason: AbortReason }),
  reply: Nothing,
  problems: [...common, 'step-up-needed', 'ceremony-over', 'draws-begun', 'lottery-silent'],
});

export const giveEscrowSheet = endpoint({
  id: 'giveEscrowSheet',
  method: 'POST',
  path: '/api/staff/trials/:trial/ceremonies/:ceremony/escrow-sheet',
  who: HOLDERS,
  stepUp: true,
  summary:
    'The third sheet, once, for somebody who holds no share: with either holder’s sheet it rebuilds the seed, alone it tells nothing.',
  params: InCeremony,
  reply: object({ sheet: Digest }),
  problems: [
    ...common,
    'step-up-needed',
    'ceremony-over',
    'ceremony-not-complete',
    'holds-a-share',
    'sheet-given',
    'lottery-silent',
  ],
});
