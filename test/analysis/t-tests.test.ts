import descriptives from './reference/results/01_descriptives.json';
import reference from './reference/results/02_ttests.json';
import type { describeNumbers } from '#analysis/analyses/describe';
import type { Found } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, numbersOf, referenceTable, referenceText, textsOf } from './support/reference';

interface Test {
  statistic: number;
  df: number;
  p: number;
  se: number;
  ci: [number, number];
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const wide = referenceText('data/btheb_wide.csv');
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU' };
const withChange = (keep: (arm: string) => boolean) =>
  changed('anorexia.csv', (row) => (keep(row.Treat!) ? { ...row, ch: String(Number(row.Postwt) - Number(row.Prewt)) } : null));
const CASES: [string, string, object, string][] = [
  ['btheb_bdi_3m', wide, btheb, 'bdi_3m'],
  ['anorexia_CBT_vs_Cont_post', withChange((arm) => arm !== 'FT'), { arm: 'Treat', control: 'Cont' }, 'Postwt'],
  ['anorexia_FT_vs_Cont_change', withChange((arm) => arm !== 'CBT'), { arm: 'Treat', control: 'Cont' }, 'ch'],
  ['toothgrowth_OJ_vs_VC', referenceText('data/toothgrowth.csv'), { arm: 'supp', control: 'VC' }, 'len'],
];

function expectTest(own: Found, expected: Test): void {
  expectClose(own.estimate! / own.standardError!, expected.statistic);
  expectClose(own.standardError, expected.se);
  expectClose(own.df, expected.df);
  expectClose(own.p, expected.p);
  expectClose(own.interval!.lower, expected.ci[0]);
  expectClose(own.interval!.upper, expected.ci[1]);
}

describe('t tests agree with R', () => {
  it.each(CASES)('%s, Welch and pooled, at 95 and 90 %%', (id, csv, layout, outcome) => {
    const expected = caseOf<{ welch: Test; pooled: Test; welch_ci90: Test }>(id);
    expectTest(find(csv, layout, { method: 'welch', outcome }), expected.welch);
    expectTest(find(csv, layout, { method: 'pooled', outcome }), expected.pooled);
    expectTest(find(csv, layout, { method: 'welch', outcome, level: 0.9 }), expected.welch_ci90);
  });

  it('on pairs, as two arms or as two columns', () => {
    const { paired, correlation } = caseOf<{ paired: Test; correlation: { estimate: { cor: number } } }>('sleep_paired');
    const own = find(
      referenceText('data/sleep.csv'),
      { participant: 'ID', arm: 'group', control: '1' },
      { method: 'paired', outcome: 'extra' },
    );
    expectTest(own, paired);
    expectClose((own.details as { correlation: number }).correlation, correlation.estimate.cor);
    const table = referenceTable('sleep.csv');
    const [extra, group] = [numbersOf(table, 'extra') as number[], textsOf(table, 'group')];
    const csv = csvOf(extra.slice(0, 10).map((one, i) => ({ one, two: extra[i + 10]! })));
    expect(group[10]).toBe('2');
    expectTest(find(csv, {}, { method: 'paired', outcome: 'two', before: 'one' }), paired);
  });

  it('on three arms at once: one-way analysis of variance, Welch’s, Bartlett’s, Levene’s and Tukey’s pairs', () => {
    const expected = caseOf<{
      aov: { 'F value': number; 'Pr(>F)': number; 'Sum Sq': number }[];
      welch_anova: { statistic: number; df: [number, number]; p: number };
      bartlett: { statistic: number; p: number };
      levene_median: { 'F value': number; 'Pr(>F)': number }[];
      tukey: { rows: string[]; values: [number, number, number, number][] };
    }>('anorexia_oneway');
    const csv = withChange(() => true);
    const layout = { arm: 'Treat', control: 'CBT' };
    const details = find(csv, layout, { method: 'oneway', outcome: 'ch' }).details as unknown as Record<
      'f' | 'welch' | 'bartlett' | 'levene',
      { statistic: number; df: number[]; p: number }
    > & { sumsOfSquares: { between: number } };
    expectClose(details.f.statistic, expected.aov[0]!['F value']);
    expectClose(details.f.p, expected.aov[0]!['Pr(>F)']);
    expectClose(details.sumsOfSquares.between, expected.aov[0]!['Sum Sq']);
    expectClose(details.welch.statistic, expected.welch_anova.statistic);
    expectClose(details.welch.df[1], expected.welch_anova.df[1]);
    expectClose(details.welch.p, expected.welch_anova.p);
    expectClose(details.bartlett.statistic, expected.bartlett.statistic);
    expectClose(details.bartlett.p, expected.bartlett.p);
    expectClose(details.levene.statistic, expected.levene_median[0]!['F value']);
    expectClose(details.levene.p, expected.levene_median[0]!['Pr(>F)']);
    const tukey = find(csv, layout, { method: 'tukey', outcome: 'ch' });
    expect(tukey.contrasts.map(({ arm, reference: other }) => `${arm}-${other}`)).toEqual(expected.tukey.rows);
    tukey.contrasts.forEach((contrast, k) => {
      const [difference, lower, upper, p] = expected.tukey.values[k]!;
      expectClose(contrast.estimate, difference);
      expectClose(contrast.p, p, 1e-7); // R's ptukey is good to 2e-8
      expect(Math.abs(contrast.interval!.lower - lower)).toBeLessThan(1e-4); // R's qtukey stops at four decimals
      expect(Math.abs(contrast.interval!.upper - upper)).toBeLessThan(1e-4); // the same
    });
  });

  it('on equivalence within five points', () => {
    const expected = caseOf<{ lower: Test; upper: Test; ci90: [number, number] }>('btheb_equivalence_tost_3m_margin5');
    const own = find(wide, btheb, { method: 'equivalence', outcome: 'bdi_3m', margin: 5 });
    const details = own.details as { pAboveLower: number; pBelowUpper: number; equivalent: boolean };
    expectClose(details.pAboveLower, expected.lower.p);
    expectClose(details.pBelowUpper, expected.upper.p);
    expect(own.p).toBe(Math.max(details.pAboveLower, details.pBelowUpper));
    expectClose(own.interval!.lower, expected.ci90[0]);
    expectClose(own.interval!.upper, expected.ci90[1]);
    expect(details.equivalent).toBe(false);
    expect(
      (find(wide, btheb, { method: 'equivalence', outcome: 'bdi_3m', margin: 12 }).details as typeof details).equivalent,
    ).toBe(true);
  });
});

interface Described {
  n: number;
  n_missing: number;
  mean: number;
  sd: number;
  se: number;
  mean_ci95: [number, number];
  median: number;
  q1_type7: number;
  q3_type7: number;
  min: number;
  max: number;
  sum: number;
  'mad_1.4826': number;
  skew_g1: number;
  kurt_excess_g2: number;
  deciles_type7: number[];
}
type Line = Exclude<ReturnType<typeof describeNumbers>, { n: 0 }> & { arm: string | null; missing: number };

describe('descriptions agree with R', () => {
  const resultOf = <T>(id: string) => descriptives.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
  const expectLine = (own: Line, expected: Described) => {
    expect([own.n, own.missing]).toEqual([expected.n, expected.n_missing]);
    for (const [ours, theirs] of [
      [own.mean, expected.mean],
      [own.sd, expected.sd],
      [own.standardError, expected.se],
      [own.interval!.lower, expected.mean_ci95[0]],
      [own.interval!.upper, expected.mean_ci95[1]],
      [own.quartiles.lower, expected.q1_type7],
      [own.quartiles.median, expected.median],
      [own.quartiles.upper, expected.q3_type7],
      [own.minimum, expected.min],
      [own.maximum, expected.max],
      [own.sum, expected.sum],
      [own.medianDeviation, expected['mad_1.4826']],
    ] as const)
      expectClose(ours, theirs);
    expectClose(own.skewness, expected.skew_g1, 1e-8); // a third moment near zero
    expectClose(own.excessKurtosis, expected.kurt_excess_g2, 1e-8); // a fourth less three
    own.deciles.forEach((value, k) => expectClose(value, expected.deciles_type7[k]!));
  };
  const columnsOf = (own: Found) => (own.details as { columns: { column: string; byArm: Line[]; all: Line }[] }).columns;

  it('by arm and visit, missing values counted', () => {
    const expected = resultOf<Record<string, Record<string, Described>>>('btheb_bdi_by_arm_and_visit');
    const covariates = ['bdi_pre', 'bdi_2m', 'bdi_3m', 'bdi_5m', 'bdi_8m'];
    const own = find(wide, btheb, { method: 'describe', covariates });
    for (const { column, byArm } of columnsOf(own)) for (const line of byArm) expectLine(line, expected[column]![line.arm!]!);
    expect(own.n).toBe(100);
    expect([own.estimate, own.contrasts]).toEqual([null, []]);
  });

  it('in three arms and six cells', () => {
    const anorexia = resultOf<Record<string, Record<string, Described>>>('anorexia_pre_post_by_treat');
    const own = find(
      referenceText('data/anorexia.csv'),
      { arm: 'Treat', control: 'Cont' },
      { method: 'describe', covariates: ['Prewt', 'Postwt'] },
    );
    for (const { column, byArm } of columnsOf(own)) for (const line of byArm) expectLine(line, anorexia[column]![line.arm!]!);
    const cells = resultOf<Record<string, Described>>('toothgrowth_len_by_supp_dose');
    const csv = changed('toothgrowth.csv', (row) => ({ ...row, cell: `${row.supp} ${row.dose}` }));
    const six = columnsOf(find(csv, { arm: 'cell', control: 'OJ 0.5' }, { method: 'describe', covariates: ['len'] }))[0]!;
    for (const line of six.byArm) expectLine(line, cells[line.arm!]!);
  });

  it('in counts and shares of labels', () => {
    const counts = resultOf<Record<string, { rows: string[]; cols: string[]; values: number[][] }>>('btheb_counts');
    const own = find(wide, btheb, { method: 'describe', factors: ['drug', 'length'] });
    for (const { column, byArm } of columnsOf(own) as unknown as {
      column: string;
      byArm: { arm: string; levels: { level: string; n: number; share: number }[] }[];
    }[]) {
      for (const { arm, levels } of byArm) {
        levels.forEach(({ level, n, share }) => {
          const at = [counts[column]!.rows.indexOf(arm), counts[column]!.cols.indexOf(level)] as const;
          expect(n).toBe(counts[column]!.values[at[0]]![at[1]]);
          expectClose(share, counts[`${column}_row_prop`]!.values[at[0]]![at[1]]!);
        });
      }
    }
  });
});

describe('t tests and descriptions', () => {
  const layout = { participant: 'id', arm: 'arm', control: 'a' };
  const rows = (cells: readonly (readonly [string, string, number | string])[]) =>
    csvOf(cells.map(([id, arm, y]) => ({ id, arm, y })));

  it('leave out who has no pair, and count them', () => {
    const own = find(
      rows([
        ['p', 'a', 1],
        ['p', 'b', 3],
        ['q', 'a', 2],
        ['q', 'b', 3],
        ['r', 'a', 9],
        ['s', 'b', ''],
      ]),
      layout,
      { method: 'paired', outcome: 'y' },
    );
    expect(own.n).toBe(2);
    expect(own.details).toMatchObject({ pairs: 2, unpaired: 1 });
  });

  it('turn with the control and move with the outcome', () => {
    const sleep = referenceText('data/sleep.csv');
    const own = find(sleep, { participant: 'ID', arm: 'group', control: '1' }, { method: 'paired', outcome: 'extra' });
    const turned = find(sleep, { participant: 'ID', arm: 'group', control: '2' }, { method: 'paired', outcome: 'extra' });
    expectClose(turned.estimate, -own.estimate!);
    expectClose(turned.p, own.p!);
    const csv = withChange(() => true);
    const moved = changed('anorexia.csv', (row) => ({ ...row, ch: String(4 * (Number(row.Postwt) - Number(row.Prewt)) + 9) }));
    for (const method of ['oneway', 'tukey']) {
      const one = find(csv, { arm: 'Treat', control: 'Cont' }, { method, outcome: 'ch' });
      const other = find(moved, { arm: 'Treat', control: 'Cont' }, { method, outcome: 'ch' });
      expectClose(other.estimate, 4 * one.estimate!);
      expectClose(other.p, one.p!, 1e-8); // ten digits in, ten out
    }
  });

  it('make Tukey’s two arms the pooled t test', () => {
    const own = find(wide, btheb, { method: 'tukey', outcome: 'bdi_3m' });
    const pooled = find(wide, btheb, { method: 'pooled', outcome: 'bdi_3m' });
    expectClose(own.p, pooled.p!);
    expectClose(own.interval!.lower, pooled.interval!.lower);
  });

  it('refuse by name what they cannot do', () => {
    const two: [string, string, number][] = [
      ['p', 'a', 1],
      ['p', 'b', 3],
      ['q', 'a', 2],
      ['q', 'b', 4],
    ];
    expect(refusal(rows(two), layout, { method: 'paired', outcome: 'y' })).toBe('no-variance');
    expect(refusal(rows([...two, ['q', 'b', 5]]), layout, { method: 'paired', outcome: 'y' })).toBe('participant-twice');
    expect(refusal(rows([...two, ['q', 'c', 5]]), layout, { method: 'paired', outcome: 'y' })).toBe('two-arms');
    expect(refusal(rows(two.slice(0, 2)), layout, { method: 'paired', outcome: 'y' })).toBe('too-few');
    expect(refusal(rows(two), { arm: 'arm', control: 'a' }, { method: 'paired', outcome: 'y' })).toBe('no-participant');
    const single = { arm: 'arm', control: 'a' };
    for (const method of ['oneway', 'tukey']) {
      expect(refusal(rows(two.slice(0, 1)), single, { method, outcome: 'y' })).toBe('one-arm');
      expect(refusal(rows(two.slice(0, 3)), single, { method, outcome: 'y' })).toBe('too-few');
      expect(
        refusal(
          rows([
            ['p', 'a', 1],
            ['q', 'a', 1],
            ['r', 'b', 2],
            ['s', 'b', 2],
          ]),
          single,
          { method, outcome: 'y' },
        ),
      ).toBe('no-variance');
    }
    expect(refusal(wide, btheb, { method: 'equivalence', outcome: 'bdi_3m' })).toBe('not-understood');
    expect(refusal(wide, btheb, { method: 'equivalence', outcome: 'bdi_3m', margin: -1 })).toBe('not-understood');
    expect(refusal(wide, btheb, { method: 'describe' })).toBe('not-understood');
    expect(refusal(wide, btheb, { method: 'describe', covariates: ['drug'] })).toBe('not-a-number');
  });
});
