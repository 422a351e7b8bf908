import type { Role } from './role';

/**
 * Who may know what, and when: one table that the server reads and the tests read. A thing is what a reply would let its reader know of
 * a participant, whatever screen, file, error or row order it came by.
 */
export const THINGS = [
  /** Name, telephone, e-mail address. */
  'identity',
  /** Which arm somebody is in. */
  'arm',
  /** Which peer group, match or bridge somebody is in; it exists in one arm only. */
  'group',
  /** The planned dates of somebody's cohort. */
  'delivery-dates',
  'attendance',
  /** The value of a single answer. */
  'answers',
  /** Which questionnaire somebody has not handed in, after the draw. */
  'who-owes',
  /** How many handed a questionnaire in, all arms together. */
  'completeness',
  'outcomes-by-arm',
  /** Outcomes under arms that the lottery gave anew, to rehearse the plan. */
  'outcomes-permuted',
  /** How many of each arm are where in the flow. */
  'flow-by-arm',
  /** The lottery's method and its parameters, block sizes above all: they help guessing, and whoever enrols would. */
  'scheme',
  /** Seed, the positions drawn at and those still to come. */
  'lottery-internals',
  /** Whether whom somebody lets in goes with what was to be drawn: sums over sites and people who enrol. */
  'selection-guard',
  /** Who did what when, without values. */
  'audit-trail',
  /** That an answer, or a facilitator's worry, calls for somebody's help. */
  'alerts',
] as const;
export type Thing = (typeof THINGS)[number];

/** Before two people locked data and plan, or after. */
export type Moment = 'before' | 'after';

/**
 * `may`: everywhere the grant reaches. `own-site`, `own-group`: at the grant's sites, in the grant's group. `on-need`: one person at a
 * time, by an act that leaves a trace. `counts`: how many, never who. `never`: nowhere.
 */
export type Access = 'may' | 'own-site' | 'own-group' | 'on-need' | 'counts' | 'never';

type Row = Partial<Record<Thing, Access | readonly [before: Access, after: Access]>>;

const AFTER_THE_LOCK = ['never', 'may'] as const;

/** What is not named is never. */
const TABLE: Record<Role, Row> = {
  // Runs the groups, and so knows arms at the site; everything about outcomes is kept from whoever enrols.
  coordinator: {
    identity: 'own-site',
    arm: 'own-site',
    group: 'own-site',
    'delivery-dates': 'own-site',
    attendance: 'own-site',
    'flow-by-arm': 'own-site',
  },
  facilitator: {
    identity: 'own-group',
    arm: 'own-group',
    group: 'own-group',
    'delivery-dates': 'own-group',
    attendance: 'own-group',
  },
  // Enters answers by interview and cannot read one back.
  assessor: { identity: 'own-site', 'who-owes': 'own-site', completeness: 'counts' },
  researcher: {
    arm: AFTER_THE_LOCK,
    group: AFTER_THE_LOCK,
    'delivery-dates': AFTER_THE_LOCK,
    attendance: AFTER_THE_LOCK,
    answers: AFTER_THE_LOCK,
    completeness: 'counts',
    'outcomes-by-arm': AFTER_THE_LOCK,
    'outcomes-permuted': 'may',
    'flow-by-arm': AFTER_THE_LOCK,
    // Wrote it, and enrols nobody.
    scheme: 'may',
    'lottery-internals': AFTER_THE_LOCK,
  },
  // Before the lock an outcome by arm only in a look the protocol declares; each look is a fact.
  custodian: {
    arm: AFTER_THE_LOCK,
    completeness: 'counts',
    'outcomes-by-arm': ['on-need', 'may'],
    'outcomes-permuted': 'may',
    'flow-by-arm': AFTER_THE_LOCK,
    scheme: 'may',
    'lottery-internals': AFTER_THE_LOCK,
    'selection-guard': 'may',
  },
  // An arm is opened for one person in an emergency, with a reason, and shown once.
  'safety-contact': { identity: 'on-need', arm: 'on-need', alerts: 'own-site' },
  'data-manager': {
    arm: AFTER_THE_LOCK,
    group: AFTER_THE_LOCK,
    'delivery-dates': AFTER_THE_LOCK,
    attendance: AFTER_THE_LOCK,
    answers: AFTER_THE_LOCK,
    'who-owes': 'may',
    completeness: 'counts',
    'outcomes-by-arm': AFTER_THE_LOCK,
    'flow-by-arm': AFTER_THE_LOCK,
    scheme: AFTER_THE_LOCK,
    'lottery-internals': AFTER_THE_LOCK,
    'audit-trail': 'may',
  },
  // Reads that something happened, and so that a questionnaire came; what exists in one arm only is sealed with the arm.
  monitor: {
    arm: AFTER_THE_LOCK,
    group: AFTER_THE_LOCK,
    attendance: AFTER_THE_LOCK,
    'who-owes': 'may',
    completeness: 'counts',
    'flow-by-arm': AFTER_THE_LOCK,
    'audit-trail': 'may',
    alerts: 'counts',
  },
  administrator: { alerts: 'counts' },
};

/** What the table says of a role and a thing at a moment. */
export function accessOf(role: Role, thing: Thing, moment: Moment): Access {
  const said = TABLE[role][thing] ?? 'never';
  if (typeof said === 'string') return said;
  return moment === 'before' ? said[0] : said[1];
}

/** Whether a reply to that role may let the reader know the thing of a single person, at any moment. */
export function mayEverKnow(role: Role, thing: Thing): boolean {
  return (['before', 'after'] as const).some((moment) => !['never', 'counts'].includes(accessOf(role, thing, moment)));
}

/** Rows of the database beyond a site's own that a role's requests may read, before anything is locked. */
export function readsOf(role: Role): 'arms' | 'calls' | 'alerts' | 'trail' | undefined {
  if (['may', 'own-site'].includes(accessOf(role, 'arm', 'before'))) return 'arms';
  if (accessOf(role, 'who-owes', 'before') === 'own-site') return 'calls';
  if (accessOf(role, 'alerts', 'before') === 'own-site') return 'alerts';
  return accessOf(role, 'audit-trail', 'before') === 'may' ? 'trail' : undefined;
}
