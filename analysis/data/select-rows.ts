import type { Counts } from '#protocols/model/estimate';
import type { EventAccount, Exclusion, Plan } from '#protocols/model/plan';
import { planProblems } from './plan-problems';
import { eventsIn, type EventsIn } from './plan-events';
import { columnOf, type Column, type DataProblem, type Table } from './table';

/** A column of the analysed rows: numbers that enter the model as they are. */
export interface Covariate {
  readonly name: string;
  readonly values: readonly number[];
}

/** A column of the analysed rows: categories that enter the model as contrasts with the first in sorted order. */
export interface Factor {
  readonly name: string;
  readonly values: readonly string[];
}

/** The rows a plan analyses, without a missing value among them, and account of the others. */
export interface Selection {
  readonly outcome: readonly number[];
  readonly arm: readonly string[];
  readonly baseline: Covariate | null;
  readonly covariates: readonly Covariate[];
  readonly factors: readonly Factor[];
  /** Whom each was drawn together with, where the plan's errors ask for it. */
  readonly cluster: readonly string[] | null;
  /** The group each met in, where the plan names a column of groups; null for who was in none. */
  readonly group: readonly (string | null)[] | null;
  /** The outcome at each visit, where the plan measures it repeatedly; some may be missing, one at least is there. */
  readonly repeated: readonly { readonly visit: string; readonly values: readonly (number | null)[] }[] | null;
  /** The places of these rows in the table. */
  readonly rows: readonly number[];
  readonly read: Counts;
  readonly analysed: Counts;
  readonly excluded: readonly Exclusion[];
  readonly events: readonly EventAccount[];
}

/** What each column a plan names must hold, for reading a file. */
export function columnKinds(plan: Plan): Record<string, 'number' | 'text'> {
  const named = <T>(name: T | undefined | null): T[] => (name === undefined || name === null ? [] : [name]);
  const numbers = [
    plan.outcome.column,
    ...named(plan.outcome.day),
    ...named(plan.baseline),
    ...plan.covariates,
    ...(plan.waves ?? []).map(({ column }) => column),
    ...(plan.repeated ?? []).flatMap(({ column, day }) => [column, ...named(day)]),
    ...(plan.events ?? []).flatMap(({ column }) => named(column)),
  ];
  const texts = [plan.arm.column, ...plan.strata, ...named(plan.group), ...named(plan.cluster)];
  return Object.fromEntries([...numbers.map((name) => [name, 'number']), ...texts.map((name) => [name, 'text'])]);
}

/**
 * The rows of the plan's two arms that hold what its method needs, with every row left out counted at the first reason found; or what
 * makes plan and table unfit for one another. Complete cases, or, with a likelihood of repeated measures, whoever has one outcome.
 */
export function selectRows(plan: Plan, table: Table): Selection | { problems: DataProblem[] } {
  const problems = [...planProblems(plan), ...columnProblems(plan, table)];
  if (problems.length > 0) return { problems };

  const numbers = (name: string) => columnOf(table, name)!.values as readonly (number | null)[];
  const texts = (name: string) => columnOf(table, name)!.values.map((value) => (value === null ? null : String(value)));
  const arms = [plan.arm.reference, plan.arm.treated];
  const arm = texts(plan.arm.column);
  const events = eventsIn(plan, table);
  const outcome = events.outcomeAfter(plan.outcome);
  const repeated = plan.repeated?.map((visit) => ({ visit: visit.visit, values: events.outcomeAfter(visit) })) ?? null;
  const measured = repeated === null || plan.model !== 'mmrm' ? [outcome] : repeated.map(({ values }) => values);
  const baseline = plan.baseline === undefined ? null : numbers(plan.baseline);
  const strata = plan.strata.map(texts);
  const cluster = plan.cluster === undefined ? null : texts(plan.cluster);
  const covariates = plan.covariates.map(numbers);
  const isMeasured = (i: number): boolean =>
    plan.missing === 'likelihood'
      ? measured.some((values) => values[i] !== null)
      : measured.every((values) => values[i] !== null);

  const reasonAt = (i: number): { reason: Exclusion['reason']; column: string } | null => {
    const missingIn = (columns: readonly (readonly unknown[])[]) => columns.findIndex((column) => column[i] === null);
    if (arm[i] === null) return { reason: 'arm-missing', column: plan.arm.column };
    if (!arms.includes(arm[i]!)) return { reason: 'other-arm', column: plan.arm.column };
    if (!isMeasured(i)) {
      const setAside = events.settingAside(i);
      return setAside === null
        ? { reason: 'outcome-missing', column: plan.outcome.column }
        : { reason: 'intercurrent-event', column: setAside };
    }
    if (baseline?.[i] === null) return { reason: 'baseline-missing', column: plan.baseline! };
    if (missingIn(strata) >= 0) return { reason: 'stratum-missing', column: plan.strata[missingIn(strata)]! };
    if (cluster?.[i] === null) return { reason: 'stratum-missing', column: plan.cluster! };
    if (missingIn(covariates) >= 0) return { reason: 'covariate-missing', column: plan.covariates[missingIn(covariates)]! };
    return null;
  };
  const reasons = Array.from({ length: table.rows }, (_, i) => reasonAt(i));
  const kept = reasons.flatMap((reason, i) => (reason === null ? [i] : []));
  const take = <T>(values: readonly (T | null)[]) => kept.map((i) => values[i] as T);
  const all = reasons.map((_, i) => i);
  const counts = (rows: readonly number[]) =>
    countsOf(
      rows.map((i) => arm[i] ?? null),
      arms,
    );

  const keys = [...new Set(reasons.flatMap((reason) => (reason ? [`${reason.reason}\n${reason.column}`] : [])))];
  const excluded = keys.map((key): Exclusion => {
    const rows = all.filter((i) => reasons[i] && `${reasons[i].reason}\n${reasons[i].column}` === key);
    return { ...reasons[rows[0]!]!, n: counts(rows) };
  });
  return {
    outcome: take(outcome),
    arm: take(arm),
    baseline: baseline && { name: plan.baseline!, values: take(baseline) },
    covariates: covariates.map((values, j) => ({ name: plan.covariates[j]!, values: take(values) })),
    factors: strata.map((values, j) => ({ name: plan.strata[j]!, values: take(values) })),
    cluster: cluster && take(cluster),
    group: plan.group === undefined ? null : take<string | null>(texts(plan.group)),
    repeated: repeated && repeated.map(({ visit, values }) => ({ visit, values: take<number | null>(values) })),
    rows: kept,
    read: counts(all),
    analysed: counts(kept),
    excluded,
    events: accountOf(plan, events, (rows) => counts(rows.filter((i) => arm[i] !== null && arms.includes(arm[i]!)))),
  };
}

function accountOf(plan: Plan, events: EventsIn, counts: (rows: readonly number[]) => Counts): EventAccount[] {
  return (plan.events ?? []).map(({ event, strategy, column }) => ({
    event,
    strategy,
    handling: column === null ? 'not-recorded' : events.handlingOf(strategy),
    happened: column === null ? null : counts(events.rowsWith(column)),
  }));
}

/** How many rows there are, and how many of each of the arms, in the order given. */
export function countsOf(arm: readonly (string | null)[], arms: readonly string[]): Counts {
  return { total: arm.length, byArm: arms.map((name) => ({ arm: name, n: arm.filter((value) => value === name).length })) };
}

function columnProblems(plan: Plan, table: Table): DataProblem[] {
  return Object.entries(columnKinds(plan)).flatMap(([name, kind]): DataProblem[] => {
    const column: Column | undefined = columnOf(table, name);
    const known = table.columns.map((known) => `“${known.name}”`).join(', ');
    if (!column)
      return [
        { code: 'no-such-column', row: null, column: name, detail: `The data have no column “${name}”. They have ${known}.` },
      ];
    if (kind === 'number' && column.kind === 'text') {
      const row = column.values.findIndex((value) => value !== null) + 2;
      // A column without a value in it is as good as one of numbers.
      if (row === 1) return [];
      return [
        { code: 'not-a-number', row, column: name, detail: `Column “${name}” must hold numbers, and row ${row} does not.` },
      ];
    }
    return [];
  });
}
