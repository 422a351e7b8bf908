import { Type } from '@sinclair/typebox';
import { kolmogorovSmirnov } from '../effect/kolmogorov-smirnov';
import { adjust, ADJUSTMENTS, type Adjustment } from '../effect/multiplicity';
import { kruskalWallis, type RankTest, rankSumTest, signedRankTest, ZEROS } from '../effect/rank-tests';
import { signFlips, signTest } from '../effect/sign-tests';
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
    const [treated, reference] = [own(contrast.treated), own(contrast.reference)];
    const test = rankSumTest(treated, reference, level);
    return {
      contrast: { arm: contrast.treated, ...contrastFrom(test, level) },
      details: { ...detailsFrom(test), kolmogorovSmirnov: kolmogorovSmirnov(treated, reference), ...accountOf(rows) },
    };
  }),
);

const signed = {
  outcome: Column,
  before: Column,
  at: AtVisit,
  level: Level,
  zeros: Type.Optional(Type.Union(ZEROS.map((kind) => Type.Literal(kind)))),
};

/** Wilcoxon's signed ranks on everybody's change between two columns. See methods/ranks.md. */
export const signedRankMethod = methodOf(signed, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const rows = rowsOf(data, { numbers: [asked.outcome, asked.before], arm: false, at: asked.at });
  if ('refused' in rows) return rows;
  const before = rows.numbers(asked.before);
  const differences = rows.numbers(asked.outcome).map((value, i) => value - before[i]!);
  if (rows.rows === 0) return decline('no-data', 'No row holds both columns.', rows);
  if (differences.every((value) => value === 0)) return decline('no-variance', 'Nobody changed, so no rank has a sign.', rows);
  const test = signedRankTest(differences, level, asked.zeros);
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: [{ arm: asked.outcome, reference: asked.before, ...contrastFrom(test, level) }],
    warnings: [],
    details: {
      ...detailsFrom(test),
      zeros: asked.zeros ?? 'wilcoxon',
      unchanged: differences.filter((value) => value === 0).length,
      signTest: signTest(differences, level),
      signFlips: signFlips(differences),
      ...accountOf(rows),
    },
  };
});

const several = {
  outcome: Column,
  at: AtVisit,
  pairwise: Type.Optional(Type.Union(ADJUSTMENTS.filter((kind) => kind !== 'fixed-sequence').map((kind) => Type.Literal(kind)))),
};

/** Kruskal and Wallis's test that all arms are alike; it estimates nothing. See methods/ranks.md. */
export const kruskalMethod = methodOf(several, (asked, data) => {
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
    details: {
      ...kruskalWallis(outcome, rows.arm, rows.arms),
      ...(asked.pairwise ? { pairwise: pairsOf(outcome, rows.arm, rows.arms, asked.pairwise) } : {}),
      ...accountOf(rows),
    },
  };
});

/** Wilcoxon, Mann and Whitney's test of each two arms, its p-values adjusted for being several. */
function pairsOf(outcome: readonly number[], arm: readonly string[], arms: readonly string[], adjustment: Adjustment) {
  const own = (name: string) => outcome.filter((_, i) => arm[i] === name);
  const pairs = arms.flatMap((reference, k) =>
    arms.slice(k + 1).map((treated) => {
      const [one, other] = [own(treated), own(reference)];
      // Two arms in which everybody has the same outcome are alike as far as ranks can tell.
      if ([...one, ...other].every((value) => value === one[0])) return { arm: treated, reference, p: 1, asymptotic: 1 };
      const { exact, asymptotic } = rankSumTest(one, other, DEFAULT_LEVEL);
      return { arm: treated, reference, p: exact?.p ?? asymptotic.pCorrected, asymptotic: asymptotic.pCorrected };
    }),
  );
  const adjusted = adjust(
    pairs.map(({ p }) => Math.min(1, p)),
    adjustment,
  );
  const approximate = adjust(
    pairs.map(({ asymptotic }) => Math.min(1, asymptotic)),
    adjustment,
  );
  return pairs.map((pair, k) => ({ ...pair, adjustment, adjusted: adjusted[k]!, asymptoticAdjusted: approximate[k]! }));
}
