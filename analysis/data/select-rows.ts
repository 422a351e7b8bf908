import type { Counts } from '#protocols/model/estimate';
import type { Exclusion, Plan } from '#protocols/model/plan';
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
  readonly read: Counts;
  readonly analysed: Counts;
  readonly excluded: readonly Exclusion[];
}

/** What each column a plan names must hold, for reading a file. */
export function columnKinds(plan: Plan): Record<string, 'number' | 'text'> {
  const waves = (plan.waves ?? []).map((wave) => wave.column);
  const numbers = [plan.outcome.column, ...(plan.baseline === undefined ? [] : [plan.baseline]), ...plan.covariates, ...waves];
  const texts = [plan.arm.column, ...plan.strata, ...(plan.cluster === undefined ? [] : [plan.cluster])];
  return Object.fromEntries([...numbers.map((name) => [name, 'number']), ...texts.map((name) => [name, 'text'])]);
}

/**
 * Complete cases of the plan's two arms, with every row left out counted at the first reason found; or what makes plan and
 * table unfit for one another.
 */
export function selectRows(plan: Plan, table: Table): Selection | { problems: DataProblem[] } {
  const problems = [...planProblems(plan), ...columnProblems(plan, table)];
  if (problems.length > 0) return { problems };

  const numbers = (name: string) => columnOf(table, name)!.values as readonly (number | null)[];
  const texts = (name: string) => columnOf(table, name)!.values.map((value) => (value === null ? null : String(value)));
  const arms = [plan.arm.reference, plan.arm.treated];
  const arm = texts(plan.arm.column);
  const outcome = numbers(plan.outcome.column);
  const baseline = plan.baseline === undefined ? null : numbers(plan.baseline);
  const strata = plan.strata.map(texts);
  const cluster = plan.cluster === undefined ? null : texts(plan.cluster);
  const covariates = plan.covariates.map(numbers);

  const reasonAt = (i: number): { reason: Exclusion['reason']; column: string } | null => {
    const missingIn = (columns: readonly (readonly unknown[])[]) => columns.findIndex((column) => column[i] === null);
    if (arm[i] === null) return { reason: 'arm-missing', column: plan.arm.column };
    if (!arms.includes(arm[i]!)) return { reason: 'other-arm', column: plan.arm.column };
    if (outcome[i] === null) return { reason: 'outcome-missing', column: plan.outcome.column };
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
    read: counts(all),
    analysed: counts(kept),
    excluded,
  };
}

/** How many rows there are, and how many of each of the arms, in the order given. */
export function countsOf(arm: readonly (string | null)[], arms: readonly string[]): Counts {
  return { total: arm.length, byArm: arms.map((name) => ({ arm: name, n: arm.filter((value) => value === name).length })) };
}

function planProblems(plan: Plan): DataProblem[] {
  const problems: DataProblem[] = [];
  const say = (code: string, column: string, detail: string) => problems.push({ code, row: null, column, detail });
  if (plan.arm.reference === plan.arm.treated)
    say('same-arm', plan.arm.column, 'The plan compares an arm with itself. Name two arms.');
  if ((plan.standardErrors === 'cr2') !== (plan.cluster !== undefined))
    say(
      'cluster-and-errors',
      plan.cluster ?? plan.arm.column,
      'Standard errors “cr2” go with a “cluster” column, and no others do. Name both or neither.',
    );
  if (plan.cluster !== undefined && plan.model === 'welch')
    say('cluster-and-welch', plan.cluster, 'Welch’s test takes everybody alone. Take “ancova” where people were drawn together.');
  const parts = [
    plan.outcome.column,
    plan.arm.column,
    ...(plan.baseline ? [plan.baseline] : []),
    ...plan.strata,
    ...plan.covariates,
  ];
  for (const name of new Set(parts.filter((name, i) => parts.indexOf(name) < i))) {
    say('column-in-two-parts', name, `The plan uses column “${name}” for two things. Remove it from one of them.`);
  }
  for (const name of plan.subgroups ?? []) {
    if (!plan.strata.includes(name))
      say('subgroup-not-stratum', name, `Subgroup “${name}” is not one of the plan’s strata. Add it there.`);
  }
  return problems;
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
      return [
        { code: 'not-a-number', row, column: name, detail: `Column “${name}” must hold numbers, and row ${row} does not.` },
      ];
    }
    return [];
  });
}
