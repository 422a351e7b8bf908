import seedrandom from 'seedrandom';
import reference from './reference/results/08_rank_permutation.json';
import further from './reference/results/08b_rank_exact.json';
import { kolmogorovSmirnov } from '#analysis/effect/kolmogorov-smirnov';
import { signFlips, signTest } from '#analysis/effect/sign-tests';
import { signedRankTest } from '#analysis/effect/rank-tests';
import { rankSum, rankTails, signedRankSum } from '#analysis/numeric/rank-distributions';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, numbersOf, referenceTable, referenceText } from './support/reference';

interface Tested {
  statistic: number;
  p: number;
  ci: [number, number];
}
interface TwoSample {
  asymptotic_cc: Tested;
  asymptotic_nocc: Tested;
  hodges_lehmann_median_of_differences: number;
  exact_conditional_coin: number;
  exactRankTests_greater: number;
  exactRankTests: { W: number; p: number };
  coin_asymptotic: { Z: number; p: number };
  exact?: Tested;
  paired_exact?: Tested;
}
interface Share extends Tested {
  df: number;
  estimate: { 'probability of success': number };
}
interface Signs {
  signTest: { risen: number; changed: number; share: number; p: number; interval: { lower: number; upper: number } };
  signFlips: { p: number };
}
interface Wilcoxon {
  m: number;
  n: number;
  q: number;
  p_lower: number;
  p_upper: number;
  q025: number;
  signrank_p: number;
}
interface Details {
  statistic: number;
  exact: { p: number; pHigher: number };
  asymptotic: { z: number; p: number; pCorrected: number };
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const treated = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const control = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.061, 3.14, 1.29001];
const small = csvOf([...treated.map((y) => ({ arm: 'b', y })), ...control.map((y) => ({ arm: 'a', y }))]);
const wide = referenceText('data/btheb_wide.csv');
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU' };
const CASES: [string, string, object, string][] = [
  ['btheb_bdi_3m', wide, btheb, 'bdi_3m'],
  [
    'toothgrowth_dose05',
    changed('toothgrowth.csv', (row) => (row.dose === '0.5' ? row : null)),
    { arm: 'supp', control: 'VC' },
    'len',
  ],
  ['rotarod_heavy_ties', referenceText('data/rotarod.csv'), { arm: 'group', control: 'control' }, 'time'],
  ['small_no_ties_exact', small, { arm: 'arm', control: 'a' }, 'y'],
];

describe('rank tests agree with R', () => {
  it.each(CASES)('%s, exact with ties and asymptotic', (id, csv, layout, outcome) => {
    const expected = caseOf<TwoSample>(id);
    const own = find(csv, layout, { method: 'ranks', outcome });
    const { statistic, exact, asymptotic } = own.details as unknown as Details;
    expectClose(statistic, expected.asymptotic_cc.statistic);
    expectClose(asymptotic.p, expected.asymptotic_nocc.p);
    expectClose(asymptotic.pCorrected, expected.asymptotic_cc.p);
    expectClose(exact.p, expected.exact_conditional_coin);
    expectClose(exact.pHigher, expected.exactRankTests_greater);
    expectClose(exact.p, expected.exactRankTests.p);
    expectClose(asymptotic.p, expected.coin_asymptotic.p);
    expectClose(Math.abs(asymptotic.z), Math.abs(expected.coin_asymptotic.Z));
    expectClose(own.estimate, expected.hodges_lehmann_median_of_differences);
    expect(own.p).toBe(exact.p);
    if (expected.exact) {
      expectClose(own.interval!.lower, expected.exact.ci[0]);
      expectClose(own.interval!.upper, expected.exact.ci[1]);
    }
  });

  it('signed ranks, with ties and a 0 left out, and with neither', () => {
    const {
      asym_cc: corrected,
      asym_nocc: plain,
      exact_exactRankTests: exact,
    } = caseOf<Record<string, Tested>>('sleep_signed_rank');
    const extra = numbersOf(referenceTable('sleep.csv'), 'extra') as number[];
    const csv = csvOf(extra.slice(0, 10).map((one, i) => ({ one, two: extra[i + 10]! })));
    const own = find(csv, {}, { method: 'signed-rank', outcome: 'two', before: 'one' });
    const details = own.details as unknown as Details & { unchanged: number };
    expectClose(details.statistic, plain!.statistic);
    expectClose(details.asymptotic.p, plain!.p);
    expectClose(details.asymptotic.pCorrected, corrected!.p);
    expectClose(details.exact.p, exact!.p);
    expect(details.unchanged).toBe(1);
    const sleep = caseOf<{
      coin_wilcoxon_exact: number;
      coin_pratt_exact: number;
      sign_flip_permutation: number;
      sign_test: Share;
    }>('sleep_signed_rank');
    expectClose(details.exact.p, sleep.coin_wilcoxon_exact);
    const pratt = find(csv, {}, { method: 'signed-rank', outcome: 'two', before: 'one', zeros: 'pratt' });
    expectClose(pratt.p, sleep.coin_pratt_exact);
    const { signTest: signs, signFlips: flips } = own.details as unknown as Signs;
    expectClose(flips.p, sleep.sign_flip_permutation);
    expect([signs.risen, signs.changed]).toEqual([sleep.sign_test.statistic, sleep.sign_test.df]);
    expectClose(signs.share, sleep.sign_test.estimate['probability of success']);
    expectClose(signs.p, sleep.sign_test.p);
    expectClose(signs.interval.lower, sleep.sign_test.ci[0]);
    expectClose(signs.interval.upper, sleep.sign_test.ci[1]);
    for (const line of further.signed) {
      const known = signedRankTest(line.differences, 0.95, 'pratt');
      expectClose(known.exact!.p, line.pratt);
      expectClose(known.asymptotic.p, line.pratt_asymptotic);
      expectClose(signedRankTest(line.differences, 0.95).exact!.p, line.wilcoxon);
      expectClose(signFlips(line.differences)!.p, line.flips);
      expectClose(signTest(line.differences, 0.95).p, line.sign);
    }
    const pairs = caseOf<TwoSample>('small_no_ties_exact').paired_exact!;
    const second = signedRankTest(
      treated.map((x, i) => x - control[i]!),
      0.95,
    );
    expectClose(second.exact!.p, pairs.p);
    expectClose(second.interval.lower, pairs.ci[0]);
    expectClose(second.interval.upper, pairs.ci[1]);
  });

  it('several samples', () => {
    const anorexia = caseOf<{ kruskal: Tested; epsilon2: number }>('anorexia_kruskal');
    const csv = changed('anorexia.csv', (row) => ({ ...row, ch: String(Number(row.Postwt) - Number(row.Prewt)) }));
    const own = find(csv, { arm: 'Treat', control: 'Cont' }, { method: 'kruskal', outcome: 'ch' })
      .details as unknown as Tested & { epsilonSquared: number };
    expectClose(own.statistic, anorexia.kruskal.statistic);
    expectClose(own.p, anorexia.kruskal.p);
    expectClose(own.epsilonSquared, anorexia.epsilon2);
    const dose = caseOf<{ kruskal: Tested }>('toothgrowth_kruskal_jt').kruskal;
    const other = find(
      referenceText('data/toothgrowth.csv'),
      { arm: 'dose', control: '0.5' },
      { method: 'kruskal', outcome: 'len' },
    ).details as unknown as Tested;
    expectClose(other.statistic, dose.statistic);
    expectClose(other.p, dose.p);
  });

  it('each two of several arms, Holm’s adjustment', () => {
    const { pairwise_wilcox_holm: known } = caseOf<{
      pairwise_wilcox_holm: { rows: string[]; cols: string[]; values: (number | null)[][] };
    }>('anorexia_kruskal');
    const csv = changed('anorexia.csv', (row) => ({ ...row, ch: String(Number(row.Postwt) - Number(row.Prewt)) }));
    const own = find(csv, { arm: 'Treat', control: 'Cont' }, { method: 'kruskal', outcome: 'ch', pairwise: 'holm' });
    const { pairwise } = own.details as { pairwise: { arm: string; reference: string; asymptoticAdjusted: number }[] };
    expect(pairwise).toHaveLength(3);
    for (const { arm, reference: other, asymptoticAdjusted } of pairwise) {
      const of = (row: string, column: string) => known.values[known.rows.indexOf(row)]?.[known.cols.indexOf(column)];
      expectClose(asymptoticAdjusted, (of(arm, other) ?? of(other, arm))!);
    }
  });

  it('Kolmogorov and Smirnov, in the limit and exact with ties', () => {
    const { ks } = caseOf<{ ks: Tested }>('toothgrowth_kruskal_jt');
    const own = find(referenceText('data/toothgrowth.csv'), { arm: 'supp', control: 'VC' }, { method: 'ranks', outcome: 'len' })
      .details as unknown as { kolmogorovSmirnov: ReturnType<typeof kolmogorovSmirnov> };
    expectClose(own.kolmogorovSmirnov.statistic, ks.statistic);
    expectClose(own.kolmogorovSmirnov.asymptotic, ks.p);
    for (const { x, y, statistic, exact, asymptotic } of further.smirnov) {
      const known = kolmogorovSmirnov(x, y);
      expectClose(known.statistic, statistic);
      expectClose(known.exact, exact);
      expect(Math.abs(known.asymptotic - asymptotic)).toBeLessThan(2e-6); // where R ends its series
      expectClose(kolmogorovSmirnov(y, x).exact, exact);
    }
  });

  it('distributions without ties', () => {
    for (const { m, n, q, p_lower: lower, p_upper: upper, q025, signrank_p: signed } of caseOf<Wilcoxon[]>('wilcoxon_dist')) {
      const ranks = Array.from({ length: m + n }, (_, i) => i + 1);
      expectClose(rankTails(rankSum(ranks, m), q + (m * (m + 1)) / 2).atMost, lower);
      const least = (m * (m + 1)) / 2;
      const distribution = rankSum(ranks, m);
      // Beyond the 70 % point, a half rounded down as R does here: at least one more.
      expectClose(rankTails(distribution, Math.ceil(m * n * 0.7 - 0.5) + 1 + least).atLeast, upper);
      expect(rankTails(distribution, q025 + least).atMost).toBeGreaterThanOrEqual(0.025);
      expect(q025 === 0 ? 0 : rankTails(distribution, q025 - 1 + least).atMost).toBeLessThan(0.025);
      expectClose(rankTails(signedRankSum(ranks.slice(0, n)), Math.round((n * (n + 1)) / 6)).atMost, signed);
    }
  });
});

describe('rank tests', () => {
  it('see order alone: the same under any rising change, the shift under shift and scale, mirrored when arms change places', () => {
    const own = find(wide, btheb, { method: 'ranks', outcome: 'bdi_3m' });
    const risen = changed('btheb_wide.csv', (row) => ({
      ...row,
      y: row.bdi_3m === '' || row.bdi_3m === 'NA' ? '' : String(Math.exp(Number(row.bdi_3m) / 9)),
    }));
    expectClose(find(risen, btheb, { method: 'ranks', outcome: 'y' }).p, own.p!);
    const moved = changed('btheb_wide.csv', (row) => ({
      ...row,
      y: row.bdi_3m === '' || row.bdi_3m === 'NA' ? '' : String(4 * Number(row.bdi_3m) + 7),
    }));
    expectClose(find(moved, btheb, { method: 'ranks', outcome: 'y' }).estimate, 4 * own.estimate!);
    const flipped = find(wide, { ...btheb, control: 'BtheB' }, { method: 'ranks', outcome: 'bdi_3m' });
    expectClose(flipped.p, own.p!);
    expectClose(flipped.estimate, -own.estimate!);
    expectClose(flipped.interval!.lower, -own.interval!.upper);
  });

  it('signs turned round turn every test of them, and too many are not gone through', () => {
    const { differences } = further.signed[0]!;
    const turned = differences.map((value) => -value);
    expectClose(signFlips(turned)!.pLower, signFlips(differences)!.pHigher);
    expectClose(signTest(turned, 0.95).p, signTest(differences, 0.95).p);
    expect(signFlips(Array.from({ length: 21 }, (_, i) => i + 1))).toBeNull();
    expect(kolmogorovSmirnov([1, 2, 3], [1, 2, 3])).toMatchObject({ statistic: 0, exact: 1, asymptotic: 1 });
  });

  it('go on without the exact distribution above a hundred people', () => {
    const csv = csvOf(Array.from({ length: 140 }, (_, i) => ({ arm: i % 2 ? 'a' : 'b', y: (i * 37) % 101 })));
    const own = find(csv, { arm: 'arm', control: 'a' }, { method: 'ranks', outcome: 'y' });
    expect((own.details as { exact: unknown }).exact).toBeNull();
    expect(own.p).toBe((own.details as unknown as Details).asymptotic.pCorrected);
    expect(own.interval!.lower).toBeLessThan(own.interval!.upper);
  });

  it('are refused by name', () => {
    const layout = { arm: 'arm', control: 'a' };
    const same = csvOf(['a', 'a', 'b', 'b'].map((arm) => ({ arm, y: 3, x: 3, none: '' })));
    for (const method of ['ranks', 'kruskal']) {
      expect(refusal(same, layout, { method, outcome: 'y' })).toBe('no-variance');
      expect(
        refusal(
          csvOf([
            { arm: 'a', y: 1 },
            { arm: 'a', y: 2 },
          ]),
          layout,
          { method, outcome: 'y' },
        ),
      ).toBe('one-arm');
      expect(refusal(same, layout, { method })).toBe('not-understood');
    }
    expect(refusal(same, layout, { method: 'signed-rank', outcome: 'y', before: 'x' })).toBe('no-variance');
    expect(refusal(same, layout, { method: 'signed-rank', outcome: 'y' })).toBe('not-understood');
    expect(refusal(same, layout, { method: 'signed-rank', outcome: 'y', before: 'x', zeros: 'kept' })).toBe('not-understood');
    expect(refusal(same, layout, { method: 'kruskal', outcome: 'y', pairwise: 'fixed-sequence' })).toBe('not-understood');
  });

  it('reject at most one in twenty of 500 trials of 12 and 12 without an effect, and their intervals hold the shift', () => {
    const draw = seedrandom('ranks');
    let [rejected, covered] = [0, 0];
    for (let k = 0; k < 500; k++) {
      const csv = csvOf(
        Array.from({ length: 24 }, (_, i) => ({ arm: i % 2 ? 'a' : 'b', y: -Math.log(draw()) + (i % 2 ? 0 : 1) })),
      );
      const own = find(csv, { arm: 'arm', control: 'a' }, { method: 'ranks', outcome: 'y' });
      if (own.interval!.lower <= 1 && 1 <= own.interval!.upper) covered++;
      const none = csvOf(Array.from({ length: 24 }, (_, i) => ({ arm: i % 2 ? 'a' : 'b', y: Math.floor(6 * draw()) })));
      if (find(none, { arm: 'arm', control: 'a' }, { method: 'ranks', outcome: 'y' }).p! <= 0.05) rejected++;
    }
    const error = Math.sqrt((0.05 * 0.95) / 500);
    expect(rejected / 500).toBeLessThan(0.05 + 3 * error);
    expect(covered / 500).toBeGreaterThan(0.95 - 3 * error);
  });
});
