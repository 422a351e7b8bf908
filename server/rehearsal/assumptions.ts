import type { Change } from '#protocols/model/fact';

/**
 * What a rehearsal takes for granted about people and sites. Every number is printed with the report: whoever knows their own
 * municipality better says so, and rehearses again.
 */
export interface Assumptions {
  /** People registered a week at each site. */
  perSiteWeek: number;
  /** Of those registered, the share that goes no further than each step before the draw. */
  stopsAt: Readonly<Record<EarlyStop, number>>;
  /** Of those drawn, the share that at some time changes how they take part, in each way. */
  changes: Readonly<Record<Change, number>>;
  /** Of those asked at a later wave: who never begins, begins and leaves it, or is late. */
  silent: number;
  begun: number;
  late: number;
  /** How much of it is answered another day than it was begun. */
  resumed: number;
  /** Of the single answers: "would rather not say". */
  declines: number;
  /** Of the questionnaires handed in: one answer is put right afterwards. */
  corrected: number;
  /** Of the cohorts: the start is moved by a week. */
  slips: number;
  /** Of the people: who reads in English. */
  english: number;
  /** Correlation of where a person stands at the start with where they stand later. */
  stays: number;
}

/** The steps before the draw at which people stop, in the order of the way. */
export const EARLY_STOPS = ['reading', 'signing', 'screening', 'baseline', 'cohort'] as const;
export type EarlyStop = (typeof EARLY_STOPS)[number];

/** One new person a week and site; about every fourth of them is not drawn. */
export const USUAL: Assumptions = {
  perSiteWeek: 1,
  stopsAt: { reading: 0.1, signing: 0.06, screening: 0.03, baseline: 0.04, cohort: 0.02 },
  changes: {
    'leaves-intervention': 0.05,
    'fewer-contacts': 0.02,
    'no-more-data': 0.02,
    unlink: 0.005,
    erase: 0.005,
    lost: 0.02,
    moved: 0.02,
    died: 0.002,
    ineligible: 0.003,
  },
  silent: 0.09,
  begun: 0.03,
  late: 0.05,
  resumed: 0.1,
  declines: 0.002,
  corrected: 0.01,
  slips: 0.1,
  english: 0.12,
  stays: 0.6,
};
