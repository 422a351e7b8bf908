import type { Change } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Text } from '#protocols/model/text';
import { addDays, dayOf, daysBetween } from '#protocols/rules/calendar';
import type { Assumptions } from './assumptions';
import type { Power } from './power';
import type { RehearsedRows } from './read-rehearsed';

/** What would happen: a rehearsal's answer to whoever plans the trial. */
export interface RehearsalReport {
  trial: string;
  version: string;
  seed: number;
  asked: number;
  complete: boolean;
  /** What the check of the protocol warns of. */
  warnings: Text[];
  assumed: Assumptions;
  recruitment: {
    registered: number;
    drawn: number;
    from: string | null;
    to: string | null;
    months: number;
    sites: { site: string; registered: number; drawn: number; months: number }[];
  };
  /** Of those registered and not drawn: the step at which it ended. */
  notDrawn: { at: Ending; people: number }[];
  cohorts: {
    name: string;
    site: string;
    startsOn: string;
    drawn: number;
    byArm: Record<string, number>;
    moved: boolean;
    below: string[];
  }[];
  waves: { wave: string; due: number; submitted: number; late: number; begun: number; share: number | null }[];
  changes: { change: Change; people: number }[];
  letters: Record<string, number>;
  workload: { week: string; introductions: number; draws: number; calls: number; letters: number }[];
  balance: { arms: Record<string, number>; strata: { stratum: string; byArm: Record<string, number> }[]; largest: number };
  effect: Effect | null;
  power: Power;
  /** Requests that a service would not carry out, by its problem's code. */
  refused: Record<string, number>;
}

/** The main analysis as the researcher reads it after the lock, beside what was planted. */
export interface Effect {
  estimate: number | null;
  interval: { lower: number; upper: number } | null;
  p: number | null;
  n: number;
  method: string;
  refused: string | null;
  planted: { difference: number; spread: number; d: number };
}

/** Where a way ended before the draw. */
export const ENDINGS = ['information', 'signing', 'not-eligible', 'baseline', 'left', 'waiting'] as const;
export type Ending = (typeof ENDINGS)[number];

const DAYS_A_MONTH = 30.4375;
/** Days after the last reminder at which somebody who has not answered is telephoned. */
const CALLED_AFTER = 7;

type Person = RehearsedRows['people'][number];
type Counted = Pick<
  RehearsalReport,
  'recruitment' | 'notDrawn' | 'cohorts' | 'waves' | 'changes' | 'letters' | 'workload' | 'balance'
>;

/** The figures of a report that are counts of what happened. */
export function countRehearsed(protocol: Protocol, rows: RehearsedRows): Counted {
  const { people, letters } = rows;
  const drawn = people.filter((person) => person.drawn !== null);
  return {
    recruitment: recruitmentOf(protocol, people),
    notDrawn: ENDINGS.map((at) => ({ at, people: people.filter((one) => !one.drawn && endingOf(one) === at).length })).filter(
      (one) => one.people > 0,
    ),
    cohorts: cohortsOf(protocol, rows),
    waves: protocol.waves.map(({ id, before }) => waveOf(id, before === 'randomisation' ? reachedBaseline(people) : drawn)),
    changes: changesOf(people),
    letters: tally(letters.map(({ letter }) => letter)),
    workload: workloadOf(protocol, rows),
    balance: balanceOf(protocol, drawn),
  };
}

function recruitmentOf({ sites }: Protocol, people: readonly Person[]): RehearsalReport['recruitment'] {
  const months = (ours: readonly Person[]) => {
    const days = ours.flatMap(({ drawn }) => (drawn ? [dayOf(new Date(drawn.at))] : [])).sort();
    return days.length === 0 ? 0 : daysBetween(dayOf(new Date(ours[0]!.registeredAt)), days.at(-1)!) / DAYS_A_MONTH;
  };
  const days = people.flatMap(({ drawn }) => (drawn ? [dayOf(new Date(drawn.at))] : [])).sort();
  return {
    registered: people.length,
    drawn: days.length,
    from: people[0] ? dayOf(new Date(people[0].registeredAt)) : null,
    to: days.at(-1) ?? null,
    months: months(people),
    sites: sites.map(({ id }) => {
      const ours = people.filter(({ site }) => site === id);
      return { site: id, registered: ours.length, drawn: ours.filter((one) => one.drawn).length, months: months(ours) };
    }),
  };
}

function endingOf({ steps, eligible, changes, submissions }: Person): Ending {
  if (changes.length > 0) return 'left';
  if (!steps.includes('information-read')) return 'information';
  if (!steps.includes('consent-given')) return 'signing';
  if (eligible === false) return 'not-eligible';
  return submissions.length === 0 ? 'baseline' : 'waiting';
}

const reachedBaseline = (people: readonly Person[]) => people.filter(({ eligible }) => eligible === true);

function cohortsOf(protocol: Protocol, { people, cohorts }: RehearsedRows): RehearsalReport['cohorts'] {
  return cohorts.map(({ cohort, name, site, startsOn, moved }) => {
    const members = people.flatMap(({ drawn }) => (drawn?.cohort === cohort ? [drawn.arm] : []));
    const byArm = countArms(protocol, members);
    const below = protocol.delivery
      .filter(({ kind, capacity, arm }) => kind === 'group' && capacity && members.length > 0 && byArm[arm]! < capacity[0])
      .map(({ id }) => id);
    return { name, site, startsOn, drawn: members.length, byArm, moved, below };
  });
}

function waveOf(wave: string, people: readonly Person[]): RehearsalReport['waves'][number] {
  const handed = people.flatMap(({ submissions }) => submissions.filter((one) => one.wave === wave));
  const begun = people.filter((one) => one.begun.includes(wave) && !one.submissions.some((done) => done.wave === wave)).length;
  return {
    wave,
    due: people.length,
    submitted: handed.length,
    late: handed.filter(({ late }) => late).length,
    begun,
    share: people.length === 0 ? null : handed.length / people.length,
  };
}

function changesOf(people: readonly Person[]): RehearsalReport['changes'] {
  const counts = tally(people.flatMap(({ changes }) => changes.map(({ change }) => change)));
  return Object.entries(counts).map(([change, n]) => ({ change: change as Change, people: n }));
}

/** By week (its Monday): first contacts, lots drawn, telephone calls to those who have not answered, letters. */
function workloadOf(protocol: Protocol, { people, letters }: RehearsedRows): RehearsalReport['workload'] {
  const weeks = new Map<string, RehearsalReport['workload'][number]>();
  const add = (at: string, what: 'introductions' | 'draws' | 'calls' | 'letters') => {
    const week = mondayOf(dayOf(new Date(at)));
    const there = weeks.get(week) ?? { week, introductions: 0, draws: 0, calls: 0, letters: 0 };
    there[what] += 1;
    weeks.set(week, there);
  };
  for (const { registeredAt, drawn } of people) {
    add(registeredAt, 'introductions');
    if (drawn) add(drawn.at, 'draws');
  }
  for (const { at } of letters) add(at, 'letters');
  for (const at of callsOf(protocol, { people, letters })) add(at, 'calls');
  return [...weeks.values()].sort((a, b) => (a.week < b.week ? -1 : 1));
}

/** When somebody is telephoned: a week after the last reminder of a wave, where nothing was handed in by then. */
function callsOf(protocol: Protocol, { people, letters }: Pick<RehearsedRows, 'people' | 'letters'>): string[] {
  const byId = new Map(people.map((person) => [person.participant, person]));
  return letters.flatMap(({ participant, wave, letter, ordinal, at }) => {
    const reminders = protocol.waves.find(({ id }) => id === wave)?.reminders ?? [];
    if (letter !== 'reminder' || ordinal < reminders.length) return [];
    const due = new Date(Date.parse(at) + CALLED_AFTER * 86_400_000).toISOString();
    const isDone = byId.get(participant)!.submissions.some((one) => one.wave === wave && one.at < due);
    return isDone ? [] : [due];
  });
}

function balanceOf(protocol: Protocol, drawn: readonly Person[]): RehearsalReport['balance'] {
  const strata = [...new Set(drawn.map((person) => person.drawn!.stratum))].sort().map((stratum) => ({
    stratum,
    byArm: countArms(
      protocol,
      drawn.flatMap((one) => (one.drawn!.stratum === stratum ? [one.drawn!.arm] : [])),
    ),
  }));
  const gap = (byArm: Record<string, number>) => {
    const perShare = protocol.arms.map(({ id, ratio }) => byArm[id]! / ratio);
    return Math.max(...perShare) - Math.min(...perShare);
  };
  return {
    arms: countArms(
      protocol,
      drawn.map((one) => one.drawn!.arm),
    ),
    strata,
    largest: Math.max(0, ...strata.map(({ byArm }) => gap(byArm))),
  };
}

const countArms = ({ arms }: Protocol, drawn: readonly string[]): Record<string, number> =>
  Object.fromEntries(arms.map(({ id }) => [id, drawn.filter((arm) => arm === id).length]));

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}
