import { Type } from '@sinclair/typebox';
import { logRank } from '../effect/log-rank';
import { accountOf, contrastOf } from './contrast';
import { Column, decline, DEFAULT_LEVEL, methodOf } from './method';
import { survivalRows, TIME_TO_EVENT } from './survival-rows';

const options = {
  ...TIME_TO_EVENT,
  strata: Type.Optional(Type.Array(Column, { uniqueItems: true, minItems: 1 })),
  rho: Type.Optional(Type.Number({ minimum: 0 })),
};

/**
 * The log-rank test over all arms, within strata where asked; each arm against the control with Peto's one-step log hazard ratio, whose p
 * is the test's own. See methods/survival.md.
 */
export const logRankMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const rho = asked.rho ?? 0;
  const found = survivalRows(data, asked);
  if ('refused' in found) return found;
  const { rows, time, event, arm, stratum } = found;
  const alone = () =>
    decline('no-informative-event', 'No event came while two arms were watched together, so nothing can be compared.', rows);
  const all = logRank({ time, event, arm, arms: rows.arms.length, stratum }, rho);
  if (all === null) return alone();
  const pairs = rows.arms.slice(1).map((name, k) => {
    const own = arm.flatMap((code, i) => (code === 0 || code === k + 1 ? [i] : []));
    const test = logRank(
      {
        time: own.map((i) => time[i]!),
        event: own.map((i) => event[i]!),
        arm: own.map((i) => Number(arm[i] !== 0)),
        arms: 2,
        stratum: stratum && own.map((i) => stratum[i]!),
      },
      rho,
    );
    return { name, test };
  });
  if (pairs.some(({ test }) => test === null)) return alone();
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts:
      rho > 0
        ? []
        : pairs.map(({ name, test }) => {
            const variance = test!.variance[1]![1]!;
            const distance = test!.observed[1]! - test!.expected[1]!;
            return contrastOf({ arm: name }, distance / variance, 1 / Math.sqrt(variance), null, level);
          }),
    warnings: [],
    details: {
      scale: 'log hazard ratio (Peto)',
      rho,
      test: { statistic: all.statistic, df: all.df, p: all.p },
      arms: rows.arms.map((name, k) => ({ arm: name, observed: all.observed[k]!, expected: all.expected[k]! })),
      variance: all.variance,
      ...accountOf(rows),
    },
  };
});
