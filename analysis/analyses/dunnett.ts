import { isRounding, mean, variance } from '../describe/mean';
import { dunnettQuantile, dunnettTails } from '../numeric/dunnett';
import { accountOf } from './contrast';
import { decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { rowsOf } from './rows';

/** Each arm against the control with Dunnett's simultaneous intervals and p-values. See methods/dunnett.md. */
export const dunnettMethod = methodOf(ONE_WAVE, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const rows = rowsOf(data, { numbers: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  const outcome = rows.numbers(asked.outcome);
  const arms = rows.arms.map((arm) => ({ arm, values: outcome.filter((_, i) => rows.arm[i] === arm) }));
  const df = outcome.length - arms.length;
  if (df < 1) return decline('too-few', 'A spread needs more people than arms.', rows);
  const square =
    arms.reduce((total, { values }) => total + (values.length > 1 ? (values.length - 1) * variance(values) : 0), 0) / df;
  if (isRounding(square, outcome))
    return decline('no-variance', 'Within each arm everyone has the same outcome, so no standard error exists.', rows);
  const [control, ...others] = arms;
  const n0 = control!.values.length;
  const loadings = others.map(({ values }) => Math.sqrt(values.length / (values.length + n0)));
  const critical = dunnettQuantile(1 - level, loadings, df);
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: others.map(({ arm, values }) => {
      const estimate = mean(values) - mean(control!.values);
      const standardError = Math.sqrt(square * (1 / values.length + 1 / n0));
      const interval = { level, lower: estimate - critical * standardError, upper: estimate + critical * standardError };
      const p = dunnettTails(Math.abs(estimate) / standardError, loadings, df).upper;
      return { arm, estimate, standardError, df, interval, p };
    }),
    warnings: [],
    details: { pooledSd: Math.sqrt(square), critical, ...accountOf(rows) },
  };
});
