import { mean, variance } from '../describe/mean';
import { quantile } from '../describe/quantile';
import { sum } from '../numeric/sum';
import { studentQuantile } from '../numeric/distributions';
import { ADJUSTED, AtVisit, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { rowsOf } from './rows';

const options = { ...ADJUSTED, at: AtVisit, level: Level };

/**
 * The table of a trial's people by arm and together: `covariates` as numbers, `factors` as counts and shares. Each column from the rows that hold it;
 * what is missing is counted. No tests: arms of a lottery differ by chance. See methods/describe.md.
 */
export const describeMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const numbers = asked.covariates ?? [];
  const labels = asked.factors ?? [];
  if (numbers.length + labels.length === 0)
    return decline('not-understood', 'Name columns under “covariates” (numbers) or “factors” (labels).');
  const everybody = rowsOf(data, { arm: true, at: asked.at, optional: labels });
  if ('refused' in everybody) return everybody;
  if (everybody.rows === 0) return decline('no-data', 'No row holds an arm.', everybody);
  const arms = everybody.arms;
  const columns: unknown[] = [];
  for (const column of numbers) {
    const rows = rowsOf(data, { arm: true, at: asked.at, numbers: [column] });
    if ('refused' in rows) return rows;
    const values = rows.numbers(column);
    const of = (arm: string | null) =>
      describeNumbers(
        values.filter((_, i) => arm === null || rows.arm[i] === arm),
        level,
      );
    const missing = (arm: string | null) => {
      const all = arm === null ? everybody.rows : everybody.arm.filter((name) => name === arm).length;
      return all - (arm === null ? rows.rows : rows.arm.filter((name) => name === arm).length);
    };
    const line = (arm: string | null) => ({ arm, missing: missing(arm), ...of(arm) });
    columns.push({ column, kind: 'number', byArm: arms.map(line), all: line(null) });
  }
  for (const column of labels) {
    const values = everybody.optional(column);
    const levels = [...new Set(values.filter((value) => value !== null))].sort();
    const line = (arm: string | null) => {
      const own = values.filter((_, i) => arm === null || everybody.arm[i] === arm);
      const present = own.filter((value) => value !== null);
      const counts = levels.map((name) => {
        const n = present.filter((value) => value === name).length;
        return { level: name, n, share: present.length === 0 ? null : n / present.length };
      });
      return { arm, n: present.length, missing: own.length - present.length, levels: counts };
    };
    columns.push({ column, kind: 'labels', byArm: arms.map(line), all: line(null) });
  }
  return { n: everybody.n, nByArm: everybody.nByArm, contrasts: [], warnings: [], details: { columns } };
});

/** Everything one says of a column of numbers; only their number where there are none, a null where there are too few. */
export function describeNumbers(values: readonly number[], level: number) {
  return values.length === 0 ? { n: 0 as const } : described(values, level);
}

function described(values: readonly number[], level: number) {
  const n = values.length;
  const centre = mean(values);
  const at = (p: number) => quantile(values, p)!;
  const quartiles = { lower: at(0.25), median: at(0.5), upper: at(0.75) };
  const distance = values.map((value) => Math.abs(value - quartiles.median));
  const moment = (k: number) => mean(values.map((value) => (value - centre) ** k));
  const square = n > 1 ? variance(values) : null;
  const error = square === null ? null : Math.sqrt(square / n);
  const reach = error === null ? null : studentQuantile((1 - level) / 2, n - 1, 'upper') * error;
  const second = moment(2);
  return {
    n,
    mean: centre,
    sd: square === null ? null : Math.sqrt(square),
    standardError: error,
    interval: reach === null ? null : { level, lower: centre - reach, upper: centre + reach },
    minimum: at(0),
    quartiles,
    maximum: at(1),
    deciles: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(at),
    sum: sum(values),
    /** Times 1.4826, so that it is the standard deviation of a normal column. */
    medianDeviation: 1.4826 * quantile(distance, 0.5)!,
    skewness: second === 0 ? null : moment(3) / second ** 1.5,
    excessKurtosis: second === 0 ? null : moment(4) / second ** 2 - 3,
  };
}
