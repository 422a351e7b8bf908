import { AtVisit, Column, type Data, decline, type Declined, Level } from './method';
import { type Rows, rowsOf } from './rows';

/** What every analysis of times to an event takes: how long each was watched, and whether the event ended it (1) or not (0). */
export const TIME_TO_EVENT = { time: Column, event: Column, at: AtVisit, level: Level };

export interface TimeToEvent {
  readonly time: string;
  readonly event: string;
  readonly at?: string | number;
}

/** The rows of an analysis of times, the arms in codes, or the refusal that says why there are none. */
export interface SurvivalRows {
  readonly rows: Rows;
  readonly time: number[];
  readonly event: number[];
  readonly arm: number[];
  readonly stratum?: number[];
}

export function survivalRows(data: Data, asked: TimeToEvent & { strata?: readonly string[] }): SurvivalRows | Declined {
  const strata = asked.strata ?? [];
  const rows = rowsOf(data, { numbers: [asked.time, asked.event], labels: strata, arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'No row holds an arm, a time and whether the event came.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  const [time, event] = [rows.numbers(asked.time), rows.numbers(asked.event)];
  const odd = unlikeTimes(asked, time, event, rows);
  if (odd) return odd;
  const at = new Map(rows.arms.map((name, k) => [name, k]));
  return {
    rows,
    time,
    event,
    arm: rows.arm.map((name) => at.get(name)!),
    ...(strata.length > 0 ? { stratum: stratumOf(rows, strata) } : {}),
  };
}

/** Codes of the strata that columns of labels make together. */
export function stratumOf(rows: Rows, strata: readonly string[]): number[] {
  const labels = strata.map((name) => rows.labels(name));
  const keys = labels[0]!.map((_, i) => JSON.stringify(labels.map((own) => own[i])));
  const codes = new Map([...new Set(keys)].map((key, k) => [key, k]));
  return keys.map((key) => codes.get(key)!);
}

/** Why numbers are no times and events, or null. */
export function unlikeTimes(asked: TimeToEvent, time: readonly number[], event: readonly number[], rows: Rows): Declined | null {
  const before = time.find((value) => value < 0);
  if (before !== undefined)
    return decline(
      'negative-time',
      `“${asked.time}” holds ${before}. A time counts from the draw of lots and is not negative.`,
      rows,
    );
  const odd = event.find((value) => value !== 0 && value !== 1);
  if (odd !== undefined)
    return decline(
      'not-binary',
      `“${asked.event}” holds ${odd}. Code it 1 where the event came and 0 where watching ended first.`,
      rows,
    );
  if (!event.includes(1)) return decline('no-events', 'Nobody had the event, so there is nothing to compare.', rows);
  return null;
}
