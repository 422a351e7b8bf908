import type { Strategy } from '#protocols/model/analysis-plan';
import type { EventAccount, Plan } from '#protocols/model/plan';
import { columnOf, type Table } from './table';

/** The events of a plan in a table, and what they do to its outcomes. */
export interface EventsIn {
  /** A measurement with the strategies carried out: set aside (missing) or counted as failure from the day of an event on. */
  outcomeAfter(measured: { column: string; day?: string }): (number | null)[];
  /** The column of the first event that set something of a row aside; null where none did. */
  settingAside(row: number): string | null;
  /** The rows to which an event happened. */
  rowsWith(column: string): number[];
  handlingOf(strategy: Strategy): EventAccount['handling'];
}

/** Beyond every threshold: what "counted as failure" means for a score that is read as yes or no. */
const FAILURE = Number.MAX_VALUE;

/**
 * A day is a number that grows with time, such as days from the draw. An outcome measured before the day of an event stands whatever the
 * strategy; one measured on that day or later, or on no known day, is what the strategy is about.
 */
export function eventsIn(plan: Plan, table: Table): EventsIn {
  const numbers = (name: string) => columnOf(table, name)!.values as readonly (number | null)[];
  const events = (plan.events ?? []).flatMap(({ strategy, column }) =>
    column === null ? [] : [{ column, handling: handlingOf(strategy), days: numbers(column) }],
  );
  const setting = events.filter(({ handling }) => handling === 'set-aside');
  const failing = events.filter(({ handling }) => handling === 'counted-as-failure');
  const worst = plan.outcome.better === 'higher' ? -FAILURE : FAILURE;
  const failure = plan.threshold === undefined ? (plan.outcome.better === 'higher' ? 0 : 1) : worst;
  const concerns = (days: readonly (number | null)[], row: number, day: number | null): boolean =>
    days[row] !== null && (day === null || days[row]! <= day);
  return {
    outcomeAfter({ column, day }) {
      const measuredOn = day === undefined ? null : numbers(day);
      return numbers(column).map((value, row) => {
        const on = measuredOn?.[row] ?? null;
        if (failing.some(({ days }) => concerns(days, row, on))) return failure;
        return setting.some(({ days }) => concerns(days, row, on)) ? null : value;
      });
    },
    settingAside: (row) => setting.find(({ days }) => days[row] !== null)?.column ?? null,
    rowsWith: (column) => numbers(column).flatMap((day, row) => (day === null ? [] : [row])),
    handlingOf,
  };
}

function handlingOf(strategy: Strategy): EventAccount['handling'] {
  switch (strategy) {
    case 'treatment-policy':
      return 'used-as-observed';
    case 'hypothetical':
    case 'while-on-treatment':
      return 'set-aside';
    case 'composite':
      return 'counted-as-failure';
    // Refused before it gets here: no method answers it.
    case 'principal-stratum':
      return 'not-recorded';
  }
}
