import type { IntercurrentEvent } from '#protocols/model/analysis-plan';
import type { Change } from '#protocols/model/fact';
import { dayOf, daysBetween } from '#protocols/rules/calendar';

/** What can happen after the draw that facts hold. That somebody was admitted, or found peer support elsewhere, nobody records. */
export const RECORDED_EVENTS = ['group-never-started', 'stopped-early', 'death'] as const satisfies readonly IntercurrentEvent[];
export type RecordedEvent = (typeof RECORDED_EVENTS)[number];

/** The column of the day of an event, such as `event_death_day`; null where no fact tells. */
export const eventColumn = (event: string): string | null =>
  RECORDED_EVENTS.some((recorded) => recorded === event) ? `event_${event.replaceAll('-', '')}_day` : null;

/** What facts say of one person's part in what the arm gives. */
interface Part {
  readonly meetsInGroups: boolean;
  readonly placed: { readonly begun: boolean | null } | undefined;
  readonly leavings: readonly { readonly on: string }[];
  readonly changes: readonly { readonly change: Change; readonly at: string }[];
}

/**
 * The events of one person, each with its first day counted from the draw. A group that never started is one that nobody placed the
 * person in, or whose recorded evenings were all called off; it counts from the draw.
 */
export function recordedEvents(part: Part, drawnOn: string): Map<RecordedEvent, number> {
  const changed = (wanted: Change) => part.changes.filter(({ change }) => change === wanted).map(({ at }) => dayOf(new Date(at)));
  const found = new Map<RecordedEvent, number>();
  const first = (event: RecordedEvent, days: readonly string[]) => {
    const day = [...days].sort()[0];
    if (day !== undefined) found.set(event, daysBetween(drawnOn, day));
  };
  if (part.meetsInGroups && (part.placed === undefined || part.placed.begun === false)) found.set('group-never-started', 0);
  first('stopped-early', [...part.leavings.map(({ on }) => on), ...changed('leaves-intervention')]);
  first('death', changed('died'));
  return found;
}
