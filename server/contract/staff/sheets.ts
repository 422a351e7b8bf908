import { Type } from '@sinclair/typebox';
import { Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { InTrial, Instant, object, OfParticipant, SiteId, TrialId, Uuid } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;
const OfList = object({ trial: TrialId, list: Uuid });
const Sheet = Type.Integer({ minimum: 1, maximum: 40 });

export const listSheets = endpoint({
  id: 'listSheets',
  method: 'GET',
  path: '/api/staff/trials/:trial/sheets',
  who: ['coordinator', 'custodian', 'data-manager', 'safety-contact', 'monitor'],
  summary: 'The sealed sheets there are for a day without power at my sites, and which of them are used.',
  params: InTrial,
  reply: object({
    lists: Type.Array(
      object({ list: Uuid, site: Type.String(), at: Instant, sheets: Type.Integer(), used: Type.Array(Type.Integer()) }),
    ),
  }),
  problems: common,
});

export const makeSheets = endpoint({
  id: 'makeSheets',
  method: 'POST',
  path: '/api/staff/trials/:trial/sheets',
  who: ['custodian', 'data-manager'],
  stepUp: true,
  summary:
    'Makes sealed sheets for a site: lots drawn at addresses of their own. Only whoever acts for the whole trial may; nobody is shown a lot.',
  params: InTrial,
  body: object({ site: SiteId, sheets: Sheet }),
  reply: object({ list: Uuid }),
  problems: [...common, 'step-up-needed', 'drawn-as-cohort', 'already-locked', 'lottery-silent'],
});

export const printSiteSheets = endpoint({
  id: 'printSiteSheets',
  method: 'POST',
  path: '/api/staff/trials/:trial/sheets/:list/site-half',
  who: ['coordinator'],
  stepUp: true,
  summary:
    'The site’s half of the sheets, to be printed and kept: what each letter stands for. Without the keys it tells nothing.',
  params: OfList,
  reply: object({
    site: Type.String(),
    sheets: Type.Array(object({ sheet: Sheet, letters: Type.Array(object({ letter: Type.String(), means: Text })) })),
  }),
  problems: [...common, 'step-up-needed', 'lottery-not-ready', 'lottery-silent'],
});

export const printSheetKeys = endpoint({
  id: 'printSheetKeys',
  method: 'POST',
  path: '/api/staff/trials/:trial/sheets/:list/keys',
  who: ['safety-contact'],
  stepUp: true,
  summary:
    'The other half, to be kept by whoever answers the telephone: each sheet’s letter. Without the sheets it tells nothing.',
  params: OfList,
  reply: object({ site: Type.String(), keys: Type.Array(object({ sheet: Sheet, letter: Type.String() })) }),
  problems: [...common, 'step-up-needed', 'lottery-not-ready', 'lottery-silent'],
});

export const registerSheet = endpoint({
  id: 'registerSheet',
  method: 'POST',
  path: '/api/staff/trials/:trial/participants/:participant/mishaps/sheet',
  who: ['coordinator'],
  summary:
    'A sheet was used on a day without power; afterwards it is registered, each sheet once. The lot is told as it was drawn.',
  params: OfParticipant,
  body: object({ list: Uuid, sheet: Sheet, openedAt: Instant }),
  reply: object({ arm: object({ id: Type.String(), name: Text }) }),
  problems: [
    ...common,
    'sheet-unknown',
    'sheet-used',
    'opened-when',
    'already-locked',
    'lottery-not-ready',
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
