import type { Kind } from './fact';
import type { Language } from './text';

/** One dated step of a participant, as the read table keeps it. `detail` is the fact's payload, or `{erased: true}`. */
export interface Milestone {
  kind: Kind;
  at: string;
  actor: string;
  detail: Readonly<Record<string, unknown>>;
}

export interface CohortDates {
  cohort: string;
  name: string;
  /** Calendar dates, yyyy-mm-dd, in the trial's time zone. */
  startsOn: string;
  endsOn: string;
  closesOn: string;
  minimum: number;
  capacity: number;
  drawnAt: string | null;
}

export interface Submission {
  wave: string;
  at: string;
  late: boolean;
}

/**
 * Everything a rule needs to know of one participant, without a single answer. What the asker may not see is absent:
 * a coordinator's view holds no later submission, nobody's before the draw holds an allocation.
 */
export interface Way {
  participant: string;
  trial: string;
  site: string;
  version: string;
  code: string;
  language: Language;
  registeredAt: string;
  stream: { seq: number; head: string };
  /** The demonstration clock's offset in milliseconds; 0 in a real trial. */
  clock: number;
  milestones: readonly Milestone[];
  cohort: CohortDates | null;
  submissions: readonly Submission[];
  allocation: { arm: string; at: string } | null;
}
