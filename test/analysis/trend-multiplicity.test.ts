import ranks from './reference/results/08_rank_permutation.json';
import reference from './reference/results/12_multiplicity.json';
import further from './reference/results/12b_dunnett_trend.json';
import { runAnalyses } from '#analysis/analyses/run';
import { readFrame } from '#analysis/data/frame';
import { friedman, jonckheere } from '#analysis/effect/ordered-ranks';
import { permutationTest } from '#analysis/effect/permutation';
import { seededChances } from '#analysis/numeric/chance';
import { studentTwoSided } from '#analysis/numeric/distributions';
import { dunnettQuantile, dunnettTails } from '#analysis/numeric/dunnett';
import type { Found, Layout } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const rankCase = <T>(id: string) => ranks.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const wide = referenceText('data/btheb_wide.csv');
const btheb: Layout = { participant: 'id', arm: 'treatment', control: 'TAU' };
const gains = changed('anorexia.csv', (row) => ({ ...row, ch: String(Number(row.Postwt) - Number(row.Prewt)) }));
const anorexia: Layout = { arm: 'Treat', control: 'Cont' };

describe('trend, visits and permutations agree with R', () => {
  it('Jonckheere: mean and variance with ties are those over every way of giving the labels', () => {
    const { x, g, statistic, mean, variance, toothgrowth } = further.jonckheere;
    const own = jonckheere([1, 2, 3].map((arm) => x.filter((_, i) => g[i] === arm)));
    expectClose(own.statistic, statistic);
    expectClose(own.mean, mean);
    expectClose(own.variance, variance);
    const teeth = find(
      referenceText('data/toothgrowth.csv'),
      { arm: 'dose', control: '0.5' },
      { method: 'jonckheere', outcome: 'len' },
    );
    expectClose((teeth.details as { statistic: number }).statistic, toothgrowth);
  });

  it('Friedman, of a table and of visits', () => {
    const known = rankCase<{ friedman: { statistic: number; df: number; p: number } }>('toothgrowth_kruskal_jt').friedman;
    // R fills the table column by column.
    const cells = [9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7];
    const own = friedman(Array.from({ length: 6 }, (_, i) => [0, 1, 2, 3].map((j) => cells[6 * j + i]!)))!;
    expectClose(own.statistic, known.statistic);
    expect(own.df).toBe(known.df);
    expectClose(own.p, known.p);
    const visits = find(
      wide,
      { participant: 'id' },
      { method: 'friedman', outcome: ['bdi_pre', 'bdi_2m', 'bdi_3m', 'bdi_5m', 'bdi_8m'] },
    );
    const details = visits.details as { statistic: number; p: number };
    expect(visits.n).toBe(further.friedman.n);
    expectClose(details.statistic, further.friedman.statistic);
    expectClose(details.p, further.friedman.p);
  });

  it('permutations of labels, every one of them', () => {
    interface Enumerated {
      n_permutations: number;
      obs_diff: number;
      p_two_sided_abs_diff: number;
      p_greater: number;
      p_less: number;
    }
    const teeth = changed('toothgrowth.csv', (row) => (row.dose === '0.5' ? row : null));
    const small = {
      treated: [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3],
      control: [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.061, 3.14, 1.29001],
    };
    for (const [id, csv, layout, outcome] of [
      ['toothgrowth_dose05', teeth, { arm: 'supp', control: 'VC' }, 'len'],
      [
        'small_no_ties_exact',
        csvOf([...small.treated.map((y) => ({ arm: 'b', y })), ...small.control.map((y) => ({ arm: 'a', y }))]),
        { arm: 'arm', control: 'a' },
        'y',
      ],
    ] as const) {
      const { permutation_enumerated: known } = rankCase<{ permutation_enumerated: Enumerated }>(id);
      const own = find(csv, layout, { method: 'permutation', outcome, statistic: 'difference' });
      const details = own.details as { permutations: number; exact: boolean; pHigher: number; pLower: number };
      expect(details.exact).toBe(true);
      expect(details.permutations).toBe(known.n_permutations);
      expectClose(own.estimate, known.obs_diff);
      expectClose(own.p, known.p_two_sided_abs_diff);
      expectClose(details.pHigher, known.p_greater);
      expectClose(details.pLower, known.p_less);
      // Drawn ones come near: four Monte Carlo errors of 10,000.
      const drawn = find(csv, layout, {
        method: 'permutation',
        outcome,
        statistic: 'difference',
        enumerate: 0,
        permutations: 20_000,
      });
      expect(Math.abs(drawn.p! - own.p!)).toBeLessThan(4 * Math.sqrt((own.p! * (1 - own.p!)) / 10_000) + 1e-4);
    }
  });
});

describe('Dunnett agrees with R', () => {
  it('every arm against the control', () => {
    const known = caseOf<{ estimates: Record<string, number>; t: Record<string, number>; p_single_step: number[] }>(
      'dunnett_tukey_anorexia',
    );
    const own = find(gains, anorexia, { method: 'dunnett', outcome: 'ch' });
    own.contrasts.forEach((contrast, k) => {
      expectClose(contrast.estimate, known.estimates[`${contrast.arm} - Cont`]!);
      expectClose(contrast.estimate / contrast.standardError!, known.t[`${contrast.arm} - Cont`]!);
      expect(Math.abs(contrast.p! - known.p_single_step[k]!)).toBeLessThan(1e-5);
    });
  });

  it.each(further.dunnett.map((line) => [line.loadings.length, line.df, line] as const))(
    'the distribution of %s arms, df %s',
    (_, __, line) => {
      const { lower, upper } = dunnettTails(line.c, line.loadings, line.df ?? Infinity);
      expect(Math.abs(lower - line.lower)).toBeLessThan(Math.max(5e-7, 3 * line.error)); // R draws, we integrate
      expectClose(lower + upper, 1, 1e-12);
    },
  );

  it('with one arm is Student’s t, and its quantile turns its tail round', () => {
    for (const loading of [0, 0.5, 0.95]) expectClose(dunnettTails(2.2, [loading], 12).upper, studentTwoSided(2.2, 12), 1e-10);
    // Dunnett's own table (1964) for five arms beside the control, all of a size, 24 degrees of freedom.
    const half = Math.SQRT1_2;
    expect(dunnettQuantile(0.05, [half, half, half, half, half], 24)).toBeCloseTo(2.7, 2);
    for (const p of [0.3, 1e-6]) expectClose(dunnettTails(dunnettQuantile(p, [0.5, 0.8], 17), [0.5, 0.8], 17).upper, p, 1e-9);
    expect(() => dunnettTails(2, [1], 5)).toThrow(RangeError);
    expect(() => dunnettQuantile(0, [0.5], 5)).toThrow(RangeError);
  });

  it('shifts, scales and does not care about the order of rows', () => {
    const own = find(gains, anorexia, { method: 'dunnett', outcome: 'ch' });
    const moved = changed('anorexia.csv', (row) => ({ ...row, ch: String(7 - 3 * (Number(row.Postwt) - Number(row.Prewt))) }));
    const [head, ...rows] = moved.split('\n');
    const other = find([head, ...rows.reverse()].join('\n'), anorexia, { method: 'dunnett', outcome: 'ch' });
    own.contrasts.forEach((contrast, k) => {
      expectClose(other.contrasts[k]!.estimate, -3 * contrast.estimate);
      expectClose(other.contrasts[k]!.p, contrast.p!);
      expectClose(other.contrasts[k]!.interval!.lower, -3 * contrast.interval!.upper);
    });
  });
});

describe('several p-values of a file', () => {
  const analyses = [
    { id: 'two', method: 'welch', outcome: 'bdi_2m' },
    { id: 'three', method: 'welch', outcome: 'bdi_3m' },
    { id: 'eight', method: 'welch', outcome: 'bdi_8m' },
    { id: 'none', method: 'kruskal', outcome: 'bdi_8m' },
    { id: 'bad', method: 'welch', outcome: 'nothing' },
  ];
  const all = (own: object) => {
    const frame = readFrame(wide);
    if ('problems' in frame) throw new Error(frame.problems[0]!.detail);
    return runAnalyses({ data: btheb, analyses: [...analyses, { method: 'multiplicity', ...own }] }, frame).estimates;
  };
  const of = ['two', 'three', 'eight'];

  it('are adjusted as the functions adjust them', () => {
    const [two, three, eight, , , holm] = all({ of, adjustment: 'holm' }) as Found[];
    const p = [two!.p!, three!.p!, eight!.p!].sort((a, b) => a - b);
    const { hypotheses } = holm!.details as { hypotheses: { of: string; p: number; adjusted: number; rejected: boolean }[] };
    expect(hypotheses.map((own) => own.of)).toEqual(of);
    const smallest = hypotheses.find((own) => own.p === p[0])!;
    expectClose(smallest.adjusted, 3 * p[0]!);
    const five = all({ of, adjustment: 'holm', among: 5 }).at(-1) as Found;
    expectClose(Math.min(...five.contrasts.map((own) => own.p!)), 5 * p[0]!);
    expect(smallest.rejected).toBe(3 * p[0]! <= 0.05);
    expect(holm!.contrasts.map((own) => own.p)).toEqual(hypotheses.map((own) => own.adjusted));
    expect(holm!.contrasts.every((own) => own.interval === null)).toBe(true);
    const sequence = all({ of, adjustment: 'fixed-sequence' }).at(-1) as Found;
    expectClose(sequence.contrasts[2]!.p, Math.max(...p));
    const chain = {
      weights: [1, 0, 0],
      transitions: [
        [0, 1, 0],
        [0, 0, 1],
        [0, 0, 0],
      ],
    };
    const graph = all({ of, adjustment: 'graphical', ...chain }).at(-1) as Found;
    expect(graph.contrasts.map((own) => own.p)).toEqual(sequence.contrasts.map((own) => own.p));
    for (const adjustment of ['hochberg', 'hommel', 'bh', 'by', 'bonferroni', 'sidak'])
      expect(all({ of, adjustment }).at(-1)).not.toHaveProperty('refused');
  });

  it('may be one arm’s', () => {
    const frame = readFrame(gains);
    if ('problems' in frame) throw new Error(frame.problems[0]!.detail);
    const first = { id: 'arms', method: 'welch', outcome: 'ch' };
    const second = {
      method: 'multiplicity',
      of: [
        { id: 'arms', arm: 'CBT' },
        { id: 'arms', arm: 'FT' },
      ],
      adjustment: 'bonferroni',
    };
    const [arms, both] = runAnalyses({ data: anorexia, analyses: [first, second] }, frame).estimates as Found[];
    both!.contrasts.forEach((own, k) => {
      expect(own.arm).toBe(arms!.contrasts[k]!.arm);
      expectClose(own.p, Math.min(1, 2 * arms!.contrasts[k]!.p!));
    });
  });

  it('are refused by name', () => {
    const refused = (own: object) => {
      const answer = all(own).at(-1)!;
      return 'refused' in answer ? answer.refused : null;
    };
    expect(refused({ of: ['two', 'seven'], adjustment: 'holm' })).toBe('no-such-analysis');
    expect(refused({ of: ['two', 'bad'], adjustment: 'holm' })).toBe('refused-before');
    expect(refused({ of: ['two', 'none'], adjustment: 'holm' })).toBe('no-p');
    expect(refused({ of: ['two', { id: 'three', arm: 'elsewhere' }], adjustment: 'holm' })).toBe('no-p');
    expect(refused({ of: ['two', 'two'], adjustment: 'holm' })).toBe('twice');
    expect(refused({ of, adjustment: 'graphical' })).toBe('not-understood');
    expect(refused({ of, adjustment: 'holm', weights: [1, 0, 0], transitions: [] })).toBe('not-understood');
    expect(refused({ of: ['two'], adjustment: 'graphical', weights: [1], transitions: [[0.5]] })).toBe('not-understood');
    expect(refused({ of, adjustment: 'holm', among: 2 })).toBe('not-understood');
    expect(refused({ of: ['two'], adjustment: 'graphical', weights: [1], transitions: [[0]], among: 2 })).toBe('not-understood');
    expect(refused({ of, adjustment: 'tukey' })).toBe('not-understood');
    expect(refused({ of: [], adjustment: 'holm' })).toBe('not-understood');
  });
});

describe('trend, visits and permutations', () => {
  it('see what turns round: arms, order, and the sign of the outcome', () => {
    const teeth = referenceText('data/toothgrowth.csv');
    const dose = { arm: 'dose', control: '0.5' };
    const trend = (own: object) =>
      find(teeth, dose, { method: 'jonckheere', outcome: 'len', ...own }).details as { z: number; p: number };
    expectClose(trend({ order: ['2', '1', '0.5'] }).z, -trend({}).z);
    const own = find(wide, btheb, { method: 'permutation', outcome: 'bdi_3m' });
    expect(find(wide, btheb, { method: 'permutation', outcome: 'bdi_3m' })).toEqual(own);
    expect(find(wide, btheb, { method: 'permutation', outcome: 'bdi_3m', seed: 2 }).p).not.toBe(own.p);
    const flipped = find(wide, { ...btheb, control: 'BtheB' }, { method: 'permutation', outcome: 'bdi_3m' });
    expectClose(flipped.estimate, -own.estimate!);
    expect(Math.abs(flipped.p! - own.p!)).toBeLessThan(0.01);
    const shares = permutationTest([3, 5, 8], [1, 2, 4], 'difference', 20, 0, seededChances(1)(1));
    const scaled = permutationTest([30, 50, 80], [10, 20, 40], 'difference', 20, 0, seededChances(1)(1));
    expect(scaled.p).toBe(shares.p);
    const changedAll = find(
      changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: String(100 - Number(row.bdi_3m)) })),
      { participant: 'id' },
      { method: 'friedman', outcome: ['bdi_3m', 'bdi_8m'] },
    );
    expect(changedAll.n).toBeGreaterThan(70);
  });

  it('are refused by name', () => {
    const layout = { participant: 'id', arm: 'arm', control: 'a' };
    const rows = (arms: string, y: (i: number) => number | string) =>
      csvOf(Array.from({ length: 12 }, (_, i) => ({ id: i, arm: arms[i % arms.length]!, y: y(i), x: 3 })));
    expect(
      refusal(
        rows('ab', (i) => i),
        layout,
        { method: 'jonckheere', outcome: 'y' },
      ),
    ).toBe('no-order');
    expect(
      refusal(
        rows('abc', (i) => i),
        layout,
        { method: 'jonckheere', outcome: 'y', order: ['a', 'b'] },
      ),
    ).toBe('no-order');
    expect(
      refusal(
        rows('abc', (i) => i),
        layout,
        { method: 'jonckheere', outcome: 'y', order: ['a', 'b', 'c'] },
      ),
    ).toBeNull();
    expect(
      refusal(
        rows('ab', () => 1),
        layout,
        { method: 'jonckheere', outcome: 'y', order: ['a', 'b'] },
      ),
    ).toBe('no-variance');
    for (const method of ['jonckheere', 'permutation', 'dunnett']) {
      expect(
        refusal(
          rows('a', (i) => i),
          layout,
          { method, outcome: 'y' },
        ),
      ).toBe('one-arm');
      expect(
        refusal(
          rows('ab', () => ''),
          layout,
          { method, outcome: 'y' },
        ),
      ).toBe('no-data');
    }
    expect(
      refusal(
        rows('ab', () => 2),
        layout,
        { method: 'permutation', outcome: 'y' },
      ),
    ).toBe('no-variance');
    expect(
      refusal(
        rows('ab', () => 2),
        layout,
        { method: 'dunnett', outcome: 'y' },
      ),
    ).toBe('no-variance');
    expect(
      refusal(
        csvOf([
          { id: 1, arm: 'a', y: 1 },
          { id: 2, arm: 'b', y: 2 },
        ]),
        layout,
        { method: 'dunnett', outcome: 'y' },
      ),
    ).toBe('too-few');
    expect(
      refusal(
        csvOf([
          { id: 1, arm: 'a', y: 1 },
          { id: 2, arm: 'b', y: 2 },
        ]),
        layout,
        { method: 'permutation', outcome: 'y' },
      ),
    ).toBe('too-few');
    const people: Layout = { participant: 'id' };
    expect(
      refusal(
        rows('a', () => 3),
        people,
        { method: 'friedman', outcome: ['x', 'y'] },
      ),
    ).toBe('no-variance');
    expect(
      refusal(
        rows('a', (i) => (i < 1 ? 1 : '')),
        people,
        { method: 'friedman', outcome: ['x', 'y'] },
      ),
    ).toBe('too-few');
    expect(
      refusal(
        rows('a', (i) => i),
        people,
        { method: 'friedman', outcome: 'y' },
      ),
    ).toBe('no-visit');
    const long = csvOf([0, 0, 1, 1].map((id) => ({ id, when: 1, y: 2 })));
    expect(refusal(long, { participant: 'id', visit: 'when' }, { method: 'friedman', outcome: 'y' })).toBe('visit-twice');
  });
});
