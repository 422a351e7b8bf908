import type { Protocol } from '../model/protocol';
import type { Text } from '../model/text';
import { addDays, dayOf, daysBetween, daysOf } from './calendar';
import { followsCohort, plannedDayOf } from './waves';

/** The next moment of its kind that is worth going to with a demonstration's clock. */
export interface ClockStep {
  kind: 'starts' | 'last-week' | 'opens' | 'closes';
  /** The wave whose window it is; null for the cohort's own dates. */
  wave: Text | null;
  /** The cohort's week, counted from 1, that begins then. */
  week: number;
  /** Days from now. */
  days: number;
}

const WEEK = 7;
/** More choices than these would be a calendar. */
const SHOWN = 4;

/** The moments that lie ahead of the cohorts drawn, the nearest of each kind, in the order in which they come. */
export function clockSteps(
  { waves }: Pick<Protocol, 'waves'>,
  cohorts: readonly { startsOn: string; endsOn: string; drawnAt: string | null }[],
  now: Date,
): ClockStep[] {
  const today = dayOf(now);
  const ahead = cohorts
    .filter(({ drawnAt }) => drawnAt !== null)
    .flatMap((dates) => {
      const step = (kind: ClockStep['kind'], wave: Text | null, on: string): ClockStep => ({
        kind,
        wave,
        week: Math.floor(daysBetween(dates.startsOn, on) / WEEK) + 1,
        days: daysBetween(today, on),
      });
      const lastWeek = Math.floor(daysBetween(dates.startsOn, dates.endsOn) / WEEK) * WEEK;
      return [
        step('starts', null, dates.startsOn),
        step('last-week', null, addDays(dates.startsOn, lastWeek)),
        ...waves.flatMap(({ anchor, title, window }) => {
          if (!followsCohort(anchor)) return [];
          const from = plannedDayOf(anchor, dates);
          return [
            step('opens', title, addDays(from, daysOf(window.opens))),
            step('closes', title, addDays(from, daysOf(window.closes) + 1)),
          ];
        }),
      ];
    })
    .filter(({ days }) => days > 0)
    .sort((a, b) => a.days - b.days);
  const keyOf = ({ kind, wave }: ClockStep) => `${kind}/${wave?.da ?? ''}`;
  return ahead.filter((step, index) => ahead.findIndex((other) => keyOf(other) === keyOf(step)) === index).slice(0, SHOWN);
}
