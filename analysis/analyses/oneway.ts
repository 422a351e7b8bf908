import { isRounding, mean, variance } from '../describe/mean';
import { quantile } from '../describe/quantile';
import { chiSquareTails, fTails, studentQuantile, studentTwoSided } from '../numeric/distributions';
import { studentisedRangeQuantile, studentisedRangeTails } from '../numeric/studentised-range';
import { accountOf } from './contrast';
import { type Data, decline, type Declined, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { type Rows, rowsOf } from './rows';

interface Arm {
  readonly arm: string;
  readonly values: readonly number[];
  readonly mean: number;
  readonly variance: number;
}

function armsOf(
  data: Data,
  asked: { outcome: string; at?: string | number },
): { rows: Rows; arms: Arm[]; df: number; square: number } | Declined {
  const rows = rowsOf(data, { numbers: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  const outcome = rows.numbers(asked.outcome);
  const arms = rows.arms.map((arm): Arm => {
    const values = outcome.filter((_, i) => rows.arm[i] === arm);
    return { arm, values, mean: mean(values), variance: values.length > 1 ? variance(values) : 0 };
  });
  const small = arms.find(({ values }) => values.length < 2);
  if (small) return decline('too-few', `Arm “${small.arm}” has one person; a spread needs at least two in each arm.`, rows);
  const df = outcome.length - arms.length;
  const square = arms.reduce((total, own) => total + (own.values.length - 1) * own.variance, 0) / df;
  if (isRounding(square, outcome))
    return decline('no-variance', 'Within each arm everyone has the same outcome, so no standard error exists.', rows);
  return { rows, arms, df, square };
}

/** One-way analysis of variance, Welch's form of it, and two looks at whether the spreads are alike. See methods/t-tests.md. */
export const onewayMethod = methodOf(ONE_WAVE, (asked, data) => {
  const found = armsOf(data, asked);
  if ('refused' in found) return found;
  const { rows, arms, df, square } = found;
  const level = asked.level ?? DEFAULT_LEVEL;
  const k = arms.length;
  const grand = mean(arms.flatMap(({ values }) => values));
  const between = arms.reduce((total, own) => total + own.values.length * (own.mean - grand) ** 2, 0);
  const f = between / (k - 1) / square;
  const contrasts = arms.slice(1).map((own) => {
    const estimate = own.mean - arms[0]!.mean;
    const standardError = Math.sqrt(square * (1 / own.values.length + 1 / arms[0]!.values.length));
    const reach = studentQuantile((1 - level) / 2, df, 'upper') * standardError;
    const interval = { level, lower: estimate - reach, upper: estimate + reach };
    return { arm: own.arm, estimate, standardError, df, interval, p: studentTwoSided(estimate / standardError, df) };
  });
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: [],
    details: {
      f: { statistic: f, df: [k - 1, df], p: fTails(f, k - 1, df).upper },
      etaSquared: between / (between + square * df),
      sumsOfSquares: { between, within: square * df },
      welch: arms.some((own) => own.variance === 0) ? null : welchF(arms),
      bartlett: arms.some((own) => own.variance === 0) ? null : bartlett(arms, df, square),
      levene: levene(arms),
      means: arms.map((own) => ({ arm: own.arm, n: own.values.length, mean: own.mean, sd: Math.sqrt(own.variance) })),
      ...accountOf(rows),
    },
  };
});

/** Every pair of arms with Tukey's simultaneous intervals and p-values (Tukey and Kramer's where arms differ in size). */
export const tukeyMethod = methodOf(ONE_WAVE, (asked, data) => {
  const found = armsOf(data, asked);
  if ('refused' in found) return found;
  const { rows, arms, df, square } = found;
  const level = asked.level ?? DEFAULT_LEVEL;
  const critical = studentisedRangeQuantile(1 - level, arms.length, df, 'upper') / Math.SQRT2;
  const contrasts = arms.flatMap((reference, j) =>
    arms.slice(j + 1).map((own) => {
      const estimate = own.mean - reference.mean;
      const standardError = Math.sqrt(square * (1 / own.values.length + 1 / reference.values.length));
      const interval = { level, lower: estimate - critical * standardError, upper: estimate + critical * standardError };
      const p = studentisedRangeTails((Math.abs(estimate) / standardError) * Math.SQRT2, arms.length, df).upper;
      return { arm: own.arm, reference: reference.arm, estimate, standardError, df, interval, p };
    }),
  );
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts,
    warnings: [],
    details: { pooledSd: Math.sqrt(square), critical, ...accountOf(rows) },
  };
});

/** Welch (1951): a variance for each arm. */
function welchF(arms: readonly Arm[]) {
  const k = arms.length;
  const weights = arms.map((own) => own.values.length / own.variance);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = arms.reduce((sum, own, i) => sum + weights[i]! * own.mean, 0) / total;
  const lost = arms.reduce((sum, own, i) => sum + (1 - weights[i]! / total) ** 2 / (own.values.length - 1), 0) / (k * k - 1);
  const between = arms.reduce((sum, own, i) => sum + weights[i]! * (own.mean - centre) ** 2, 0) / (k - 1);
  const statistic = between / (1 + 2 * (k - 2) * lost);
  const df = 1 / (3 * lost);
  return { statistic, df: [k - 1, df], p: fTails(statistic, k - 1, df).upper };
}

function bartlett(arms: readonly Arm[], df: number, square: number) {
  const k = arms.length;
  const logs = arms.reduce((sum, own) => sum + (own.values.length - 1) * Math.log(own.variance), 0);
  const inverse = arms.reduce((sum, own) => sum + 1 / (own.values.length - 1), 0) - 1 / df;
  const statistic = (df * Math.log(square) - logs) / (1 + inverse / (3 * (k - 1)));
  return { statistic, df: k - 1, p: chiSquareTails(statistic, k - 1).upper };
}

/** Levene's test about medians (Brown and Forsythe): an analysis of variance of the distances. */
function levene(arms: readonly Arm[]) {
  const distances = arms.map(({ values }) => {
    const median = quantile(values, 0.5)!;
    return values.map((value) => Math.abs(value - median));
  });
  const all = distances.flat();
  const grand = mean(all);
  const df = all.length - arms.length;
  const between = distances.reduce((sum, own) => sum + own.length * (mean(own) - grand) ** 2, 0) / (arms.length - 1);
  const within = distances.reduce((sum, own) => sum + (own.length - 1) * variance(own), 0) / df;
  if (within === 0) return null;
  const statistic = between / within;
  return { statistic, df: [arms.length - 1, df], p: fTails(statistic, arms.length - 1, df).upper };
}
