import { addDays, daysBetween } from './calendar';

/** How many people came how far on one calendar date at one site. */
export interface RecruitmentCount {
  site: string;
  what: 'registered' | 'consented' | 'drawn';
  day: string;
  n: number;
}

export interface RecruitmentPoint {
  /** The last date counted. */
  day: string;
  registered: number;
  consented: number;
  drawn: number;
  /** Where the plan's line stands on that date. */
  planned: number;
}

export type Projection =
  | { state: 'reached'; on: string }
  | { state: 'too-few'; drawn: number }
  | { state: 'projected'; earliest: string; latest: string };

export interface Recruitment {
  /** Cumulated, oldest first; empty before the first person. */
  points: RecruitmentPoint[];
  step: 'week' | 'month';
  sites: { site: string; registered: number; consented: number; drawn: number }[];
  drawn: number;
  /** What the plan expects to have been drawn by today. */
  planned: number;
  plan: { from: string; until: string } | null;
  projection: Projection;
}

/** A protocol without dates for its target is held to a straight line over this long from the first person: said beside the line. */
export const PLANNED_DAYS = 547;

/** The pace of the projection is that of the last twelve weeks. */
const PACE_DAYS = 84;
const LEAST_FOR_PACE = 5;
/** Four times in five the true pace lies within this many standard errors of the one seen. */
const EIGHT_IN_TEN = 1.2816;
const WEEKS_SHOWN = 60;

/** Recruitment against the plan, of all sites named; a site where nobody came yet has noughts. */
export function recruitmentOf(
  counts: readonly RecruitmentCount[],
  target: number,
  sites: readonly string[],
  today: string,
): Recruitment {
  const total = (what: RecruitmentCount['what'], until: string, site?: string): number =>
    counts.reduce(
      (sum, one) => sum + (one.what === what && one.day <= until && (site === undefined || one.site === site) ? one.n : 0),
      0,
    );
  const at = (until: string, site?: string) => ({
    registered: total('registered', until, site),
    consented: total('consented', until, site),
    drawn: total('drawn', until, site),
  });
  const first = counts.reduce<string | null>((least, { day }) => (least === null || day < least ? day : least), null);
  const plan = first === null ? null : { from: first, until: addDays(first, PLANNED_DAYS) };
  const plannedBy = (day: string): number =>
    plan === null ? 0 : Math.min(target, Math.max(0, (target * daysBetween(plan.from, day)) / PLANNED_DAYS));
  const step = first !== null && daysBetween(first, today) > WEEKS_SHOWN * 7 ? 'month' : 'week';
  return {
    points: first === null ? [] : daysShown(first, today, step).map((day) => ({ day, ...at(day), planned: plannedBy(day) })),
    step,
    sites: sites.map((site) => ({ site, ...at(today, site) })),
    drawn: total('drawn', today),
    planned: Math.floor(plannedBy(today)),
    plan,
    projection: projectionOf(counts, target, first, today),
  };
}

/** The day before the first person, when there was nobody, then the end of every week or month, and today. */
function daysShown(first: string, today: string, step: 'week' | 'month'): string[] {
  const days: string[] = [];
  for (let day = addDays(first, -1); day < today; day = step === 'week' ? addDays(day, 7) : nextMonth(day)) days.push(day);
  return [...days, today];
}

/** The same date of the next month; from the 29th on its 28th, which every month has. */
function nextMonth(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month, date > 28 ? 28 : date)).toISOString().slice(0, 10);
}

/**
 * When the target would be reached at the present pace. The pace is a count over twelve weeks, uncertain by its own square root, so the
 * answer is a range; a handful of people give none.
 */
function projectionOf(counts: readonly RecruitmentCount[], target: number, first: string | null, today: string): Projection {
  const draws = counts.filter(({ what, day }) => what === 'drawn' && day <= today).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  let drawn = 0;
  for (const { day, n } of draws) {
    drawn += n;
    if (drawn >= target) return { state: 'reached', on: day };
  }
  const since = addDays(today, -PACE_DAYS);
  const recent = draws.reduce((sum, { day, n }) => sum + (day > since ? n : 0), 0);
  if (first === null || recent < LEAST_FOR_PACE) return { state: 'too-few', drawn: recent };
  const days = Math.max(7, Math.min(PACE_DAYS, daysBetween(first, today)));
  // The square root of a count has nearly the same spread whatever the count: half a unit.
  const pace = (sign: 1 | -1): number => (Math.sqrt(recent) + (sign * EIGHT_IN_TEN) / 2) ** 2 / days;
  const after = (perDay: number): string => addDays(today, Math.ceil((target - drawn) / perDay));
  return { state: 'projected', earliest: after(pace(1)), latest: after(pace(-1)) };
}
