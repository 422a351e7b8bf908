import { addDays, dayOf, daysBetween } from './calendar';
import type { Step } from './journey';

/** What happens if nobody acts: it is late already, it becomes late after today, or it can wait. */
export type Urgency = 'overdue' | 'today' | 'can-wait';

/** What a sentence is about, by code; the words belong to the client. */
export type SentenceCode =
  // coordinator
  | 'inform'
  | 'countersign'
  | 'screen'
  | 'place'
  | 'draw'
  | 'draw-cohort'
  | 'cohort-lacks'
  | 'cohort-too-small'
  | 'cohort-not-ready'
  | 'group-starts'
  | 'reads'
  | 'comprehends'
  | 'signs'
  | 'baseline'
  | 'more-people'
  // researcher, custodian, data manager
  | 'recruitment-behind'
  | 'cohort-waits'
  | 'lock-possible'
  | 'lock-second'
  | 'lock-proposed'
  | 'take-data-home'
  | 'letters-silent'
  | 'letters-unsent'
  | 'letters-unsettled'
  | 'erasure-asked'
  | 'erasure-second'
  // those who hold a ceremony of the lottery, and those who wait for it
  | 'ceremony-commit'
  | 'ceremony-enter'
  | 'ceremony-bring'
  | 'ceremony-give-up'
  | 'ceremony-waits-shares'
  | 'ceremony-waits-value'
  | 'ceremony-waits-bringing'
  | 'ceremony-stuck'
  // those who must know that an arm was opened
  | 'arm-opened';

/** One thing to do, or to know of: a code with what its words need. */
export interface Sentence {
  code: SentenceCode;
  urgency: Urgency;
  /** A participant's code. */
  participant?: string;
  cohort?: string;
  /** A cohort's name. */
  name?: string;
  step?: Step;
  n?: number;
  of?: number;
  day?: string;
}

export interface PersonUnderWay {
  code: string;
  step: Step;
  /** When they came to the step. */
  since: Date;
  /** The first date on which their baseline is too old to be drawn on. */
  staleOn: string | null;
}

export interface CohortUnderWay {
  cohort: string;
  name: string;
  members: number;
  minimum: number;
  capacity: number;
  closesOn: string;
  startsOn: string;
  isDrawn: boolean;
  /** Why lots cannot be drawn now, as a problem code; null where they can. */
  refusal: string | null;
}

/** A handful by name; more of the same are counted, so that a busy site's day stays readable. */
export const NAMED_AT_MOST = 20;

const DAY = 86_400_000;
/** How many days somebody may wait for us before it is late. */
const PATIENCE: Partial<Record<Step, number>> = { information: 7, countersigning: 2, screening: 3, cohort: 7, allocation: 7 };
const SOON = 7;

const MINE: Partial<Record<Step, SentenceCode>> = {
  information: 'inform',
  countersigning: 'countersign',
  screening: 'screen',
  cohort: 'place',
  allocation: 'draw',
};
const THEIRS: Partial<Record<Step, SentenceCode>> = {
  reading: 'reads',
  comprehension: 'comprehends',
  signing: 'signs',
  baseline: 'baseline',
};

/**
 * What a coordinator does today: people who wait for them, cohorts that can be drawn, fill slowly or start. Nobody after the draw is
 * named: who owes an answer is none of their business.
 */
export function todayOfCoordinator(
  people: readonly PersonUnderWay[],
  cohorts: readonly CohortUnderWay[],
  drawsFor: 'participant' | 'cohort',
  now: Date,
): Sentence[] {
  const waiting = people.flatMap((person): Sentence[] => {
    const code = MINE[person.step] ?? THEIRS[person.step];
    if (!code || (code === 'draw' && drawsFor === 'cohort')) return [];
    const urgency = THEIRS[person.step] ? 'can-wait' : urgencyOf(person, now);
    return [{ code, urgency, participant: person.code, step: person.step }];
  });
  return byUrgency([...cohorts.flatMap((cohort) => cohortSentences(cohort, drawsFor, now)), ...shortened(waiting)]);
}

function urgencyOf({ step, since, staleOn }: PersonUnderWay, now: Date): Urgency {
  const waited = (now.getTime() - since.getTime()) / DAY;
  const isLate = waited >= (PATIENCE[step] ?? Infinity);
  const growsOld = staleOn !== null && daysBetween(dayOf(now), staleOn) <= 2;
  return isLate || growsOld ? 'overdue' : 'today';
}

function cohortSentences(cohort: CohortUnderWay, drawsFor: 'participant' | 'cohort', now: Date): Sentence[] {
  const { name, members, minimum, capacity, closesOn, startsOn, isDrawn, refusal } = cohort;
  const today = dayOf(now);
  const about = { cohort: cohort.cohort, name };
  const untilStart = daysBetween(today, startsOn);
  const starts: Sentence[] =
    isDrawn && (untilStart === 1 || untilStart === 0)
      ? [{ code: 'group-starts', urgency: 'today', ...about, day: startsOn, n: members }]
      : [];
  if (isDrawn || drawsFor === 'participant') return starts;
  if (refusal === null) return [{ code: 'draw-cohort', urgency: today > closesOn ? 'overdue' : 'today', ...about, n: members }];
  const isClosed = today >= closesOn || members >= capacity;
  if (!isClosed) {
    const lacks = Math.max(0, minimum - members);
    const urgency = daysBetween(today, closesOn) <= SOON && lacks > 0 ? 'today' : 'can-wait';
    return [{ code: 'cohort-lacks', urgency, ...about, n: lacks, of: capacity - members, day: closesOn }];
  }
  return members < minimum
    ? [{ code: 'cohort-too-small', urgency: 'overdue', ...about, n: minimum - members, day: closesOn }]
    : [{ code: 'cohort-not-ready', urgency: 'overdue', ...about, day: startsOn }];
}

export interface TrialUnderWay {
  target: number;
  drawn: number;
  planned: number;
  /** Cohorts whose queue is closed and that have too few people. */
  tooSmall: { cohort: string; name: string; n: number }[];
  /** Nobody drawn may answer any more. */
  isOver: boolean;
  lock: 'none' | 'proposed-by-me' | 'proposed' | 'locked';
  /** Exports made since the lock. */
  exports: number;
  letters: { due: number; sentLastDay: number };
}

/** What whoever watches the trial as a whole does today. @param role decides what the lock asks of them. */
export function todayOfTrial(trial: TrialUnderWay, role: 'researcher' | 'custodian' | 'data-manager'): Sentence[] {
  const { target, drawn, planned, lock, letters } = trial;
  const sentences: Sentence[] = [...lettersOf(letters)];
  if (lock === 'none' && trial.isOver && drawn > 0) sentences.push({ code: 'lock-possible', urgency: 'today' });
  if (lock === 'proposed') sentences.push({ code: 'lock-second', urgency: 'today' });
  if (lock === 'proposed-by-me') sentences.push({ code: 'lock-proposed', urgency: 'can-wait' });
  if (role === 'custodian') return byUrgency(sentences);
  if (lock === 'locked' && trial.exports === 0) sentences.push({ code: 'take-data-home', urgency: 'can-wait' });
  // A tenth behind is within what a month's chance does.
  if (lock === 'none' && !trial.isOver && drawn < target && drawn < 0.9 * planned) {
    sentences.push({ code: 'recruitment-behind', urgency: 'today', n: drawn, of: planned });
  }
  for (const { cohort, name, n } of trial.tooSmall) {
    sentences.push({ code: 'cohort-waits', urgency: 'today', cohort, name, n });
  }
  return byUrgency(sentences);
}

/** Letters that should have gone out a day ago reach a person the same day; none sent at all is an alarm. */
export function lettersOf({ due, sentLastDay }: TrialUnderWay['letters']): Sentence[] {
  if (due === 0) return [];
  return sentLastDay === 0
    ? [{ code: 'letters-silent', urgency: 'overdue', n: due, of: 0 }]
    : [{ code: 'letters-unsent', urgency: 'today', n: due, of: sentLastDay }];
}

export interface DataUnderWay {
  /** Letters that may or may not have gone out: nobody knows. */
  unsettled: number;
  /** Erasures asked for and not carried out; by me or by somebody else. */
  erasures: { code: string; askedByMe: boolean; since: Date }[];
}

/** What somebody who looks after the data does today. An erasure asked for is carried out within a month, by somebody else. */
export function todayOfData({ unsettled, erasures }: DataUnderWay, now: Date): Sentence[] {
  return byUrgency([
    ...(unsettled > 0 ? [{ code: 'letters-unsettled', urgency: 'today', n: unsettled } as const] : []),
    ...erasures.map(({ code, askedByMe, since }): Sentence => {
      const day = addDays(dayOf(since), 30);
      if (askedByMe) return { code: 'erasure-asked', urgency: 'can-wait', participant: code, day };
      const left = daysBetween(dayOf(now), day);
      return { code: 'erasure-second', urgency: left < 0 ? 'overdue' : 'today', participant: code, day };
    }),
  ]);
}

/** For so long whoever must know is told that an arm was opened. */
export const OPENED_DAYS = 14;

/** Arms opened in an emergency: that it happened, and when; never which arm. */
export function todayOfOpened(opened: readonly { code: string; at: Date }[]): Sentence[] {
  return opened.map(({ code, at }) => ({ code: 'arm-opened', urgency: 'today', participant: code, day: dayOf(at) }));
}

const ORDER: readonly Urgency[] = ['overdue', 'today', 'can-wait'];

/** The most urgent first; within an urgency in the order given. */
export function byUrgency<S extends { urgency: Urgency }>(sentences: readonly S[]): S[] {
  return sentences.toSorted((a, b) => ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency));
}

/** Names the first of many of the same kind, and counts the rest. */
function shortened(sentences: readonly Sentence[]): Sentence[] {
  const kinds = new Map<string, Sentence[]>();
  for (const sentence of sentences) {
    const kind = `${sentence.code} ${sentence.urgency}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), sentence]);
  }
  return [...kinds.values()].flatMap((alike) => {
    const rest = alike.length - NAMED_AT_MOST;
    if (rest <= 0) return alike;
    const { urgency, step } = alike[0]!;
    return [...alike.slice(0, NAMED_AT_MOST), { code: 'more-people', urgency, step, n: rest }];
  });
}
