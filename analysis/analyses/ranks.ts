import { kruskalWallis, type RankTest, rankSumTest, signedRankTest } from '../effect/rank-tests';
import { accountOf } from './contrast';
import { eachArm } from './each-arm';
import { AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf, ONE_WAVE } from './method';
import { rowsOf } from './rows';

const NO_VARIANCE = 'Everyone has the same outcome, so ranks tell nothing.';

const contrastFrom = (own: RankTest, level: number) => ({
  estimate: own.shift,
  standardError: null,
  df: null,
  interval: { level, ...own.interval },
  p: own.exact?.p ?? own.asymptotic.pCorrected,
});
const detailsFrom = ({ statistic, exact, asymptotic, ties }: RankTest) => ({ statistic, exact, asymptotic, ties });

/** Wilcoxon, Mann and Whitney's test with Hodges and Lehmann's shift, each arm against the control. See methods/ranks.md. */
export const ranksMethod = methodOf(ONE_WAVE, (asked, data) =>
  eachArm(data, asked, ({ outcome, arm, contrast }, rows) => {
    const level = asked.level ?? DEFAULT_LEVEL;
    if (outcome.every((value) => value === outcome[0])) return decline('no-variance', NO_VARIANCE, rows);
    const own = (name: string) => outcome.filter((_, i) => arm[i] === name);
    const test = rankSumTest(own(contrast.treated), own(contrast.reference), level);
    return {
      contrast: { arm: contrast.treated, ...contrastFrom(test, level) },
      details: { ...detailsFrom(test), ...accountOf(rows) },
    };
  }),
);

/** Wilcoxon's signed ranks on everybody's change between two columns. See methods/ranks.md. */
export const signedRankMethod = methodOf({ outcome: Column, before: Column, at: AtVisit, level: Level }, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const rows = rowsOf(data, { numbers: [asked.outcome, asked.before], arm: false, at: asked.at });
  if ('refused' in rows) return rows;
  const before = rows.numbers(asked.before);
  const differences = rows.numbers(asked.outcome).map((value, i) => value - before[i]!);
  if (rows.rows === 0) return decline('no-data', 'No row holds both columns.', rows);
  if (differences.every((value) => value === 0)) return decline('no-variance', 'Nobody changed, so no rank has a sign.', rows);
  const test = signedRankTest(differences, level);
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: [{ arm: asked.outcome, reference: asked.before, ...contrastFrom(test, level) }],
    warnings: [],
    details: { ...detailsFrom(test), unchanged: differences.filter((value) => value === 0).length, ...accountOf(rows) },
  };
});

/** Kruskal and Wallis's test that all arms are alike; it estimates nothing. See methods/ranks.md. */
export const kruskalMethod = methodOf({ outcome: Column, at: AtVisit }, (asked, data) => {
  const rows = rowsOf(data, { numbers: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  const outcome = rows.numbers(asked.outcome);
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  if (outcome.every((value) => value === outcome[0])) return decline('no-variance', NO_VARIANCE, rows);
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: [],
    warnings: [],
    details: { ...kruskalWallis(outcome, rows.arm, rows.arms), ...accountOf(rows) },
  };
});
