import type { Protocol } from '../model/protocol';
import type { CohortDates, Way } from '../model/way';
import { refuseUnits, type BatchRefusal, type Unit } from '../randomisation/batch';
import { addDays, dayOf, daysOf, startOfDay } from './calendar';
import { mayBeDrawn, type Refusal } from './journey';
import { unitsOf } from './households';
import { randomisationOf, schemeOf } from './lottery-of';
import { followsCohort, plannedDayOf } from './waves';

/**
 * When a cohort may be planned, joined, moved and drawn. Its queue closes by rule, never by choice: full, or its closing date has come.
 */
export interface Member {
  way: Way;
  /** Of the member's own version. */
  protocol: Protocol;
}

export type DrawRefusal =
  | { refused: 'drawn-one-by-one' }
  | { refused: 'cohort-not-ready'; lacking: number }
  | { refused: 'cohort-too-small'; members: number; minimum: number }
  | { refused: 'cohort-still-open'; closesOn: string }
  /** The lottery has no way to divide these people, or these households, among its arms. */
  | { refused: 'cohort-not-drawable'; why: BatchRefusal['refused'] };

/**
 * Whether lots may be drawn now for a cohort not yet drawn: everybody in it must lack nothing, and the queue be closed. Who has left
 * the trial is not among those drawn.
 * @param protocol the trial's version in force, which decides how lots are drawn.
 * @returns those who would be drawn, in the order given, and the units they are drawn as, or the first thing in the way.
 */
export function mayDrawCohort(
  cohort: CohortDates,
  people: readonly Member[],
  protocol: Protocol,
  now: Date,
): { members: Way[]; units: Unit[] } | DrawRefusal {
  const scheme = schemeOf(protocol);
  if (scheme.method !== 'batch') return { refused: 'drawn-one-by-one' };
  const standing = people.map(({ way, protocol: own }) => ({ way, refusal: mayBeDrawn(way, own, now) }));
  const members = standing.filter(({ refusal }) => refusal !== 'participation-ended');
  const lacking = members.filter(({ refusal }) => refusal !== null).length;
  if (lacking > 0) return { refused: 'cohort-not-ready', lacking };
  const minimum = Math.max(cohort.minimum, scheme.minimum);
  if (members.length < minimum) return { refused: 'cohort-too-small', members: members.length, minimum };
  if (members.length < cohort.capacity && dayOf(now) < cohort.closesOn)
    return { refused: 'cohort-still-open', closesOn: cohort.closesOn };
  const units = unitsOf(
    members.map(({ way }) => way),
    randomisationOf(protocol).unit,
  );
  const undrawable = refuseUnits(scheme, units);
  if (undrawable) return { refused: 'cohort-not-drawable', why: undrawable.refused };
  return { units, members: members.map(({ way }) => way) };
}

export type JoinRefusal = Exclude<Refusal, 'cohort-missing'> | 'cohort-drawn' | 'cohort-closed' | 'cohort-full';

/** Whether a participant may join a cohort now; `members` counts those in it. Until the draw somebody may move to another. */
export function mayJoin(way: Way, protocol: Protocol, cohort: CohortDates & { members: number }, now: Date): JoinRefusal | null {
  const refusal = mayBeDrawn(way, protocol, now);
  if (refusal !== null && refusal !== 'cohort-missing') return refusal;
  if (cohort.drawnAt) return 'cohort-drawn';
  if (dayOf(now) > cohort.closesOn) return 'cohort-closed';
  const isIn = way.cohort?.cohort === cohort.cohort;
  return cohort.members - (isIn ? 1 : 0) >= cohort.capacity ? 'cohort-full' : null;
}

export interface PlannedDates {
  startsOn: string;
  endsOn: string;
  closesOn: string;
}

/** The first date that does not exist or comes out of order; null where the queue closes before the start and the start before the end. */
export function wrongDate({ startsOn, endsOn, closesOn }: PlannedDates): 'startsOn' | 'endsOn' | 'closesOn' | null {
  if (!isDay(startsOn)) return 'startsOn';
  if (!isDay(closesOn) || closesOn > startsOn) return 'closesOn';
  return !isDay(endsOn) || endsOn < startsOn ? 'endsOn' : null;
}

/** The first instant at which a window that follows the cohort's dates opens; null where no wave follows them. */
export function firstWindowOf(protocols: readonly Protocol[], dates: Pick<PlannedDates, 'startsOn' | 'endsOn'>): Date | null {
  const opens = protocols
    .flatMap(({ waves }) => waves)
    .flatMap(({ anchor, window }) =>
      followsCohort(anchor) ? [startOfDay(addDays(plannedDayOf(anchor, dates), daysOf(window.opens)))] : [],
    );
  return opens.length === 0 ? null : opens.reduce((first, one) => (one < first ? one : first));
}

/**
 * Whether a cohort's dates may move. After a draw a window that has opened holds them, and the new dates may not open one in the past:
 * what somebody was offered is never shortened. Before a draw nobody was offered anything.
 * @returns 'cohort-closed' where it is too late, the date that is wrong, or null.
 */
export function mayReschedule(
  protocols: readonly Protocol[],
  cohort: CohortDates,
  people: readonly Way[],
  wanted: Pick<PlannedDates, 'startsOn' | 'endsOn'> & { closesOn?: string },
  now: Date,
): 'cohort-closed' | 'cohort-drawn' | 'startsOn' | 'endsOn' | 'closesOn' | null {
  const wrong = wrongDate({ ...wanted, closesOn: wanted.closesOn ?? cohort.closesOn });
  const isDrawn = cohort.drawnAt !== null || people.some(({ allocation }) => allocation !== null);
  const opened = (dates: Pick<PlannedDates, 'startsOn' | 'endsOn'>): boolean => {
    const first = firstWindowOf(protocols, dates);
    return first !== null && now >= first;
  };
  if (isDrawn && opened(cohort)) return 'cohort-closed';
  // A queue that lots were drawn from is not opened again; one that is postponed closes on a day that is still to come.
  if (wanted.closesOn !== undefined && wanted.closesOn !== cohort.closesOn) {
    if (isDrawn) return 'cohort-drawn';
    if (wanted.closesOn < dayOf(now)) return 'closesOn';
  }
  if (wrong) return wrong === 'closesOn' && wanted.closesOn === undefined ? 'startsOn' : wrong;
  return isDrawn && opened(wanted) ? 'endsOn' : null;
}

export type MergeRefusal = 'cohort-drawn' | 'cohort-full' | 'cohort-closed';

/**
 * Whether a cohort may be merged whole into another: before anybody in either is drawn, never after; into a queue that is open, with
 * room for all. Nobody is left behind, so nobody is chosen.
 */
export function mayMerge(
  from: CohortDates,
  people: readonly Way[],
  into: CohortDates & { members: number },
  isIntoDrawn: boolean,
  now: Date,
): MergeRefusal | null {
  if (from.drawnAt !== null || into.drawnAt !== null || isIntoDrawn || people.some(({ allocation }) => allocation !== null)) {
    return 'cohort-drawn';
  }
  if (dayOf(now) > into.closesOn) return 'cohort-closed';
  return into.members + people.length > into.capacity ? 'cohort-full' : null;
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day;
}
