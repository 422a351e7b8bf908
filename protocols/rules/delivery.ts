import type { Delivery, Protocol } from '../model/protocol';
import type { Way } from '../model/way';
import { addDays, dayOf, hourOf, instantAt } from './calendar';
import { stoppedBy } from './waves';

/**
 * Groups, matches and their evenings. What is decided here concerns one arm only: nothing of it is shown to anybody who may not know
 * the arm.
 */
export interface GroupPlan {
  /** Planned days of the sessions, in order. */
  sessions: readonly string[];
  /** Danish time of day at which the group meets, "17:00". */
  meetsAt: string;
}

/** Facilitators' telephones are silent from nine in the evening to eight in the morning. */
const QUIET_FROM = '21:00';
const QUIET_UNTIL = 8;
/** A link comes this long before the group meets. */
const HOURS_BEFORE = 2;
/** An evening lasts until four in the morning. */
const TURN = 4;

/** The components of delivery of a kind that an arm gets. */
export const componentsOf = (protocol: Protocol, arm: string, kind?: Delivery['kind']): Delivery[] =>
  protocol.delivery.filter((one) => one.arm === arm && (kind === undefined || one.kind === kind));

/** The least and the most people in a group; without a rule of the protocol's, any number. */
export const capacityOf = ({ capacity }: Delivery): readonly [number, number] => capacity ?? [1, 100];

/**
 * Splits people, in the order given, into as few groups as the capacity allows, as even as can be: sizes differ by one at most.
 * @returns the groups; nobody gives none.
 */
export function splitEvenly<T>(people: readonly T[], most: number): T[][] {
  const groups = Math.ceil(people.length / most);
  return Array.from({ length: groups }, (_, index) =>
    people.slice(Math.round((index * people.length) / groups), Math.round(((index + 1) * people.length) / groups)),
  );
}

/** The planned days of `count` sessions, one a week. */
export const weeklyFrom = (startsOn: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => addDays(startsOn, index * 7));

/** Whether a person can be placed in a group of the component: drawn to its arm, and neither left the trial nor the intervention. */
export function mayBePlaced(way: Way, delivery: Delivery): boolean {
  if (way.allocation?.arm !== delivery.arm || stoppedBy(way)) return false;
  return !way.milestones.some(({ kind, detail }) => kind === 'participation-changed' && detail.change === 'leaves-intervention');
}

/** The day to which the evening at `now` belongs: it turns at four, not at midnight. */
export function eveningOf(now: Date): string {
  const day = dayOf(now);
  return hourOf(now) < TURN ? addDays(day, -1) : day;
}

/** The instant at which an evening is over, and every link to it with it: four in the morning, also on nights when the clock changes. */
export const endOfEvening = (day: string): Date => instantAt(addDays(day, 1), `0${TURN}:00`);

/**
 * The number of the session whose link is due now: on the day itself, from two hours before the group meets, never in quiet hours.
 * @returns null where none is.
 */
export function sessionDue({ sessions, meetsAt }: GroupPlan, now: Date): number | null {
  const day = dayOf(now);
  const index = sessions.indexOf(day);
  if (index === -1 || hourOf(now) < QUIET_UNTIL || now >= instantAt(day, QUIET_FROM)) return null;
  return now.getTime() >= instantAt(day, meetsAt).getTime() - HOURS_BEFORE * 3_600_000 ? index + 1 : null;
}

/** The session an evening is about: the day's own, else the last before it, else none. */
export function sessionOf({ sessions }: GroupPlan, evening: string): number | null {
  const index = sessions.findLastIndex((day) => day <= evening);
  return index === -1 ? null : index + 1;
}

/** Whether attendance at session `ordinal` can be recorded at `now`: nobody attends what has not been. */
export function mayRecord({ sessions }: GroupPlan, ordinal: number, now: Date): boolean {
  const day = sessions[ordinal - 1];
  return day !== undefined && day <= eveningOf(now);
}

/** Whether the group has begun: its first planned day has come. From then on who is moved stays with the group assigned. */
export const hasBegun = ({ sessions }: GroupPlan, now: Date): boolean => (sessions[0] ?? '9999-12-31') <= dayOf(now);

/** First names alone; where two are alike, the initial that tells them apart. */
export function firstNames(names: readonly string[]): string[] {
  const parts = names.map((name) => name.trim().split(/\s+/));
  const firsts = parts.map(([first]) => first ?? '');
  return parts.map((words, index) => {
    const isAlone = firsts.filter((first) => first.toLowerCase() === firsts[index]!.toLowerCase()).length === 1;
    const initial = words.length > 1 ? words.at(-1)![0] : undefined;
    return isAlone || initial === undefined ? firsts[index]! : `${firsts[index]!} ${initial}.`;
  });
}
