import type { Randomisation } from '../model/randomisation';
import type { Way } from '../model/way';
import type { Unit } from '../randomisation/batch';
import { last } from './journey';
import { stoppedBy } from './waves';

/** The household somebody was said to belong to, or null: who gets one lot together with others. */
export function householdOf(way: Way): string | null {
  return (last(way, 'household-set')?.detail.household as string | null | undefined) ?? null;
}

/** Those who are drawn together, one unit each: a household's members among them, or one person. */
export function unitsOf(members: readonly Way[], unit: Randomisation['unit']): Unit[] {
  const units = new Map<string, string[]>();
  for (const way of members) {
    const id = (unit === 'household' ? householdOf(way) : null) ?? way.participant;
    units.set(id, [...(units.get(id) ?? []), way.participant]);
  }
  return [...units].map(([id, people]) => ({ id, members: people }));
}

export type HouseholdRefusal = 'participation-ended' | 'already-allocated' | 'not-same-cohort';

/** Whether it may be said that somebody lives with another, or with nobody (null): before either is drawn, and within one cohort. */
export function mayShareHousehold(way: Way, other: Way | null): HouseholdRefusal | null {
  const both = other ? [way, other] : [way];
  if (both.some((one) => one.allocation)) return 'already-allocated';
  if (both.some((one) => stoppedBy(one))) return 'participation-ended';
  return other && (!way.cohort || way.cohort.cohort !== other.cohort?.cohort) ? 'not-same-cohort' : null;
}

/** The others who would be drawn with somebody, among the people of a cohort: they do not part before the draw. */
export function drawnWith(way: Way, people: readonly Way[]): Way[] {
  const own = householdOf(way);
  if (own === null) return [];
  return people.filter((one) => one.participant !== way.participant && householdOf(one) === own && !stoppedBy(one));
}
