/**
 * Calendar dates and instants in the trial's time zone. A window opens at the first instant of a date as people in Denmark live it,
 * also on the nights when the clock is changed.
 */
const ZONE = 'Europe/Copenhagen';
const DAY = 86_400_000;

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** Minutes' worth of milliseconds by which local time is ahead of UTC at `instant`. */
function offsetAt(instant: number): number {
  const at = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(at.year!, at.month! - 1, at.day!, at.hour!, at.minute!, at.second!);
  return local - Math.floor(instant / 1000) * 1000;
}

/** Midnights looked up before: the same few hundred days are asked for again and again, and each costs look-ups of the time zone. */
const midnights = new Map<string, number>();
const MOST_REMEMBERED = 5_000;

/** The first instant of the calendar date `day` (yyyy-mm-dd) in Danish time. */
export function startOfDay(day: string): Date {
  const known = midnights.get(day);
  if (known !== undefined) return new Date(known);
  const midnight = instantAt(day, '00:00');
  if (midnights.size >= MOST_REMEMBERED) midnights.clear();
  midnights.set(day, midnight.getTime());
  return midnight;
}

/**
 * The instant at which clocks in Denmark show `time` ("04:00") on `day`. A time that clocks skip counts as the one an hour later,
 * one that they show twice as the second of the two.
 */
export function instantAt(day: string, time: string): Date {
  const utc = Date.parse(`${day}T${time}:00Z`);
  const guess = utc - offsetAt(utc);
  // Twice, because the offset may differ between the guess and the moment itself.
  return new Date(utc - offsetAt(guess));
}

/** The calendar date (yyyy-mm-dd) of an instant in Danish time. */
export function dayOf(instant: Date): string {
  const at = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${at.year}-${at.month}-${at.day}`;
}

/** The hour of the day (0–23) of an instant in Danish time. */
export function hourOf(instant: Date): number {
  return Number(parts.formatToParts(instant).find(({ type }) => type === 'hour')!.value);
}

/** The date `days` after `day` (before, where negative). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to` (both yyyy-mm-dd). */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** The days of an ISO 8601 duration of days, "P14D" or "-P7D". */
export function daysOf(duration: string): number {
  const match = /^(-?)P(\d+)D$/.exec(duration);
  if (!match) throw new TypeError(`not a duration of days: ${duration}`);
  return Number(match[2]) * (match[1] === '-' ? -1 : 1);
}
