import seedrandom from 'seedrandom';
import { jointTest, pool } from '#analysis/effect/rubin';
import { seededChances } from '#analysis/numeric/chance';
import { variance } from '#analysis/describe/mean';
import type { Layout } from '#protocols/model/analyses';
import { type Asked, changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

/** The generator's own beginning: a change here changes every stored answer. */
const FIRST = [0.6294057117532624, 0.9110495033507894, 0.48885245778406217];

interface Case<T> {
  readonly id: string;
  readonly result: T;
}

const casesOf = <T>(name: string) =>
  new Map((JSON.parse(referenceText(`results/${name}`)) as { cases: Case<T>[] }).cases.map(({ id, result }) => [id, result]));

const data: Layout = { participant: 'id', arm: 'treatment', control: 'TAU' };
const visits = ['bdi_2m', 'bdi_3m', 'bdi_5m', 'bdi_8m'];
const ancova = { method: 'ancova', outcome: 'bdi_8m', covariates: ['bdi_pre'], factors: ['drug', 'length'] };
const by = (model: string) => Object.fromEntries(visits.map((name) => [name, model]));
const asked = (model: string, more: Record<string, unknown> = {}): Asked => ({
  method: 'imputed',
  seed: 1,
  imputations: 5,
  turns: 3,
  impute: by(model),
  covariates: ['bdi_pre'],
  factors: ['drug', 'length'],
  analysis: ancova,
  ...more,
});

describe('Rubin’s rules agree with R', () => {
  interface Table {
    readonly table: readonly Record<string, number>[];
    readonly D1_arm?: { result: { values: number[][] } };
  }
  const reference = casesOf<Table>('11_multiple_imputation.json');
  const csv = referenceText('data/mi_btheb_m10.csv');
  it.each([
    ['btheb_m10_ancova_8m', ancova],
    ['btheb_m10_mean_difference_2m', { method: 'ancova', outcome: 'bdi_2m' }],
    ['btheb_m10_logistic_response', { method: 'logistic', outcome: 'bdi_8m', event: { below: 14 }, covariates: ['bdi_pre'] }],
  ])('%s: every coefficient with its error, degrees of freedom and fraction of missing information', (id, analysis) => {
    const { table, D1_arm: joint } = reference.get(id)!;
    const found = find(csv, data, { method: 'imputed', completed: 'imp', analysis });
    const ours = found.details.coefficients as Record<string, number>[];
    expect(ours).toHaveLength(table.length);
    // R's glm reports the covariance of the step before its last, 1e-8 off; closed forms are exact.
    const tolerance = analysis.method === 'logistic' ? 1e-7 : 1e-9;
    table.forEach((row, j) => {
      expectClose(ours[j]!.estimate, row.estimate!, tolerance);
      expectClose(ours[j]!.standardError, row['std.error']!, tolerance);
      expectClose(ours[j]!.df, row.df!, tolerance);
      // p moves several times as fast as the statistic.
      expectClose(ours[j]!.p, row['p.value']!, 20 * tolerance);
      expectClose(ours[j]!.within, row.ubar!, tolerance);
      expectClose(ours[j]!.between, row.b!, 10 * tolerance);
      expectClose(ours[j]!.relativeIncrease, row.riv!, 10 * tolerance);
      expectClose(ours[j]!.lambda, row.lambda!, 10 * tolerance);
      expectClose(ours[j]!.fractionMissing, row.fmi!, 10 * tolerance);
    });
    expectClose(found.estimate, table[1]!.estimate!, tolerance);
    expectClose(found.interval!.lower, table[1]!['2.5 %']!, 1e-8);
    if (joint) {
      const { f, df1, df2, p, relativeIncrease } = found.details.jointTest as Record<string, number>;
      [f, df1, df2, p, relativeIncrease].forEach((value, k) => expectClose(value, joint.result.values[0]![k]!));
    }
  });

  it('the joint test of four arms, with and without degrees of freedom of complete data', () => {
    const reference = casesOf<{ small_sample: Record<string, number>; large_sample: Record<string, number> }>(
      '11d_joint_test.json',
    );
    const { small_sample: small, large_sample: large } = reference.get('btheb_four_arms')!;
    const arms = changed('mi_btheb_m10.csv', (row) => ({ ...row, arm: `${row.treatment} ${row.length}` }));
    const analysis = { method: 'ancova', outcome: 'bdi_8m', covariates: ['bdi_pre'], factors: ['drug'] };
    const layout = { participant: 'id', arm: 'arm', control: 'TAU <6m' };
    const joint = find(arms, layout, { method: 'imputed', completed: 'imp', analysis }).details.jointTest as Record<
      string,
      number
    >;
    expectClose(joint.f, small.F!);
    expect(joint.df1).toBe(3);
    expectClose(joint.df2, small.df2!);
    expectClose(joint.p, small.p!);
    expectClose(joint.relativeIncrease, small.riv!);
    // The same increase and F, without complete-data degrees of freedom.
    const own = jointTest(10, 3, 3 * small.F! * (1 + small.riv!), (3 * small.riv!) / 1.1, null);
    expectClose(own.f, large.F!);
    expectClose(own.df2, large.df2!);
  });

  it('the scalar cases, also where datasets do not differ and where nearly all information is missing', () => {
    const cases =
      casesOf<{ Q: number[]; U: number[]; dfcom: number; pooled: Record<string, number> }[]>('11_multiple_imputation.json').get(
        'rubin_scalar_cases',
      )!;
    for (const { Q, U, dfcom, pooled } of cases) {
      const own = pool(Q, U, dfcom);
      expectClose(own.estimate, pooled.qbar!);
      expectClose(own.within, pooled.ubar!);
      expectClose(own.between, pooled.b!);
      expectClose(own.total, pooled.t!);
      expectClose(own.df, pooled.df!);
      expectClose(own.relativeIncrease, pooled.r!);
      expectClose(own.fractionMissing, pooled.fmi!);
    }
  });

  it('without a bound from people uses Rubin’s own degrees of freedom, and Li’s for a joint test', () => {
    const own = pool([1, 2, 4], [1, 1, 1], null);
    expectClose(own.df, 2 / own.lambda ** 2);
    expect(jointTest(5, 2, 10, 0.4, null).df2).toBeGreaterThan(jointTest(5, 2, 10, 0.4, 50).df2);
    expect(() => pool([1], [1], null)).toThrow(RangeError);
  });
});

describe('what is drawn agrees with R by distribution', () => {
  interface Parts {
    readonly m: number;
    readonly estimate: number;
    readonly estimate_mc_se: number;
    readonly within: number;
    readonly within_mc_se: number;
    readonly between: number;
    readonly between_mc_se: number;
  }
  const reference = casesOf<Parts>('11b_chained_equations.json');
  const m = 150;
  const derived = changed('btheb_wide.csv', (row) => {
    const last = row.bdi_8m === '' ? null : Number(row.bdi_8m);
    if (row.bdi_2m === '') return null;
    const well = last === null ? '' : String(Number(last < 14));
    const grade = last === null ? '' : String(last <= 9 ? 1 : last <= 18 ? 2 : last <= 29 ? 3 : 4);
    return { ...row, well, grade };
  });
  const all = referenceText('data/btheb_wide.csv');
  const logistic = { method: 'logistic', outcome: 'bdi_8m', event: { below: 14 }, covariates: ['bdi_pre'] };
  const one = (column: string, model: string): Asked =>
    asked(model, {
      turns: 1,
      impute: { [column]: model },
      covariates: ['bdi_pre', 'bdi_2m'],
      factors: [],
      analysis: { method: 'ancova', outcome: column, covariates: ['bdi_pre'] },
    });
  it.each<[string, string, Asked]>([
    ['btheb_normal_by_arm', all, asked('normal', { turns: 5 })],
    ['btheb_pmm_by_arm', all, asked('pmm', { turns: 5 })],
    ['btheb_normal_logistic_analysis', all, asked('normal', { turns: 5, analysis: logistic })],
    ['btheb_binary_outcome', derived, one('well', 'logistic')],
    ['btheb_ordinal_outcome', derived, one('grade', 'ordinal')],
  ])('%s: estimate, within and between variance within four Monte Carlo errors', (id, csv, analysis) => {
    const r = reference.get(id)!;
    const found = find(csv, data, { ...analysis, imputations: m });
    const single = found.details.byImputation as { estimate: number; standardError: number }[];
    const estimates = single.map(({ estimate }) => estimate);
    const variances = single.map(({ standardError }) => standardError ** 2);
    const between = variance(estimates);
    const squares = estimates.map((value) => (value - found.estimate!) ** 2);
    const within = (found.details.rubin as { within: number }[])[0]!.within;
    const apart = (ours: number, ourError: number, theirs: number, theirError: number) =>
      Math.abs(ours - theirs) / Math.hypot(ourError, theirError);
    expect(apart(found.estimate!, Math.sqrt(between / m), r.estimate, r.estimate_mc_se)).toBeLessThan(4);
    expect(apart(within, Math.sqrt(variance(variances) / m), r.within, r.within_mc_se)).toBeLessThan(4);
    expect(apart(between, Math.sqrt(variance(squares) / m), r.between, r.between_mc_se)).toBeLessThan(4);
  });
});

describe('chance', () => {
  it('repeats by seed and path, and no two paths are alike', () => {
    const draws = (seed: number, ...path: number[]) => {
      const chance = seededChances(seed)(...path);
      return Array.from({ length: 5 }, () => chance.share()).join(' ');
    };
    expect(draws(1, 0, 1)).toBe(draws(1, 0, 1));
    const all = [draws(1), draws(2), draws(1, 0), draws(1, 0, 1), draws(1, 1, 0), draws(1, 1)];
    expect(new Set(all).size).toBe(all.length);
  });

  it('has the moments it should', () => {
    const chance = seededChances(7)();
    const n = 40_000;
    const mean = (draw: () => number) => Array.from({ length: n }, draw).reduce((total, value) => total + value, 0) / n;
    expect(Math.abs(mean(chance.share) - 0.5)).toBeLessThan((4 * Math.sqrt(1 / 12)) / Math.sqrt(n));
    expect(Math.abs(mean(chance.normal))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(mean(() => chance.normal() ** 2) - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(mean(() => chance.normal() ** 4) - 3)).toBeLessThan((4 * Math.sqrt(96)) / Math.sqrt(n));
    for (const df of [0.6, 3, 50])
      expect(Math.abs(mean(() => chance.chiSquare(df)) - df)).toBeLessThan((4 * Math.sqrt(2 * df)) / Math.sqrt(n));
    expect(Math.abs(mean(() => chance.whole(5)) - 2)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(n));
  });
});

describe('invariants of imputation', () => {
  const csv = referenceText('data/btheb_wide.csv');
  const first = find(csv, data, asked('normal'));
  const pmm = find(csv, data, asked('pmm'));

  it('the order of the rows changes nothing', () => {
    const [head, ...rows] = csv.trim().split('\n');
    const turned = [head, ...rows.reverse()].join('\n');
    expectClose(find(turned, data, asked('normal')).estimate, first.estimate!);
    expectClose(find(turned, data, asked('pmm')).p, pmm.p!);
  });

  it('the control swapped, the sign turns', () => {
    const swapped = find(csv, { ...data, control: 'BtheB' }, asked('pmm'));
    expectClose(swapped.estimate, -pmm.estimate!);
    expectClose(swapped.standardError, pmm.standardError!);
  });

  it('relabelled arms change nothing', () => {
    const renamed = changed('btheb_wide.csv', (row) => ({ ...row, treatment: row.treatment === 'TAU' ? 'usual' : 'peer' }));
    expectClose(find(renamed, { ...data, control: 'usual' }, asked('pmm')).estimate, pmm.estimate!);
  });

  it('a shifted and scaled outcome shifts and scales the answer', () => {
    const scaled = changed('btheb_wide.csv', (row) => ({
      ...row,
      ...Object.fromEntries(visits.map((name) => [name, row[name] === '' ? '' : String(100 + 3 * Number(row[name]))])),
    }));
    for (const [model, own] of [
      ['normal', first],
      ['pmm', pmm],
    ] as const) {
      const moved = find(scaled, data, asked(model));
      expectClose(moved.estimate, 3 * own.estimate!, 1e-8);
      expectClose(moved.standardError, 3 * own.standardError!, 1e-8);
    }
  });

  it('more imputations leave the first as they were', () => {
    const more = find(csv, data, asked('pmm', { imputations: 8 }));
    expect((more.details.byImputation as unknown[]).slice(0, 5)).toEqual(pmm.details.byImputation);
    expect(find(csv, data, asked('pmm', { seed: 2 })).estimate).not.toBe(pmm.estimate);
  });

  it('a long file gives what the wide one gives', () => {
    const long = find(
      referenceText('data/btheb_long.csv'),
      { ...data, visit: 'month' },
      asked('pmm', { impute: { bdi: 'pmm' }, analysis: { ...ancova, outcome: 'bdi', at: 8 } }),
    );
    expectClose(long.estimate, pmm.estimate!);
    expectClose(long.p, pmm.p!);
  });

  it('repeated measures can be analysed once completed', () => {
    const mmrm = { method: 'mmrm', outcome: { '2': 'bdi_2m', '8': 'bdi_8m' }, covariates: ['bdi_pre'] };
    const found = find(csv, data, asked('pmm', { analysis: mmrm }));
    expect(found.contrasts.map(({ visit }) => visit)).toEqual(['2', '8', 'average']);
    expectClose(found.estimate, found.contrasts[1]!.estimate);
  });

  it('with nothing missing the answer is the analysis itself', () => {
    const complete = changed('btheb_wide.csv', (row) => (row.bdi_2m === '' ? null : row));
    const analysis = { method: 'ancova', outcome: 'bdi_2m', covariates: ['bdi_pre'] };
    const found = find(complete, data, asked('normal', { impute: { bdi_2m: 'normal' }, analysis }));
    const alone = find(complete, data, analysis);
    expectClose(found.estimate, alone.estimate!);
    expectClose(found.standardError, alone.standardError!);
    expect(found.warnings.map(({ code }) => code)).toContain('nothing-missing');
  });

  it('fewer imputations than the percentage missing are warned of', () => {
    expect(pmm.warnings.map(({ code }) => code)).toContain('few-imputations');
  });
});

describe('scale scores from imputed items', () => {
  const uniform = seedrandom('who-5 items');
  const items = ['w1', 'w2', 'w3', 'w4', 'w5'];
  const rows = Array.from({ length: 80 }, (_, i) => {
    const own = uniform();
    const codes = items.map((name) => [
      name,
      uniform() < 0.15 ? '' : String(Math.floor(6 * Math.min(0.999, 0.6 * own + 0.4 * uniform()))),
    ]);
    return { id: `p${i}`, arm: i % 2 ? 'peer' : 'usual', pre: own.toFixed(3), ...Object.fromEntries(codes) } as Record<
      string,
      string
    >;
  });
  const layout: Layout = { participant: 'id', arm: 'arm', control: 'usual' };
  const question = (model: string, more: Record<string, unknown> = {}): Asked => ({
    method: 'imputed',
    seed: 3,
    imputations: 3,
    turns: 3,
    impute: Object.fromEntries(items.map((name) => [name, model])),
    covariates: ['pre'],
    scores: { who: { instrument: 'who-5', items } },
    analysis: { method: 'welch', outcome: 'who' },
    ...more,
  });

  it.each(['pmm', 'ordinal'])('are counted for everybody, from codes the instrument knows (%s)', (model) => {
    const found = find(csvOf(rows), layout, question(model));
    expect(found.n).toBe(80);
    const strict = rows.filter((row) => items.every((name) => row[name] !== ''));
    expect(strict.length).toBeLessThan(60);
  });

  it('are those of the answers where all were given', () => {
    const complete = rows.filter((row) => items.every((name) => row[name] !== ''));
    const found = find(csvOf(complete), layout, question('pmm'));
    const counted = complete.map((row) => ({ ...row, who: String(4 * items.reduce((sum, name) => sum + Number(row[name]), 0)) }));
    expectClose(found.estimate, find(csvOf(counted), layout, { method: 'welch', outcome: 'who' }).estimate!);
  });

  it('can be shifted as scores', () => {
    const plain = find(csvOf(rows), layout, question('pmm'));
    const shifted = find(csvOf(rows), layout, question('pmm', { delta: { peer: { who: 10 } } }));
    const share = rows.filter((row) => row.arm === 'peer' && items.some((name) => row[name] === '')).length / 40;
    expectClose(shifted.estimate! - plain.estimate!, 10 * share, 1e-8);
  });

  it('are refused by name where they cannot be counted', () => {
    const csv = csvOf(rows);
    expect(refusal(csv, layout, question('normal'))).toBe('items');
    expect(refusal(csv, layout, question('pmm', { scores: { who: { instrument: 'who-7', items } } }))).toBe('unknown-instrument');
    expect(refusal(csv, layout, question('pmm', { scores: { who: { instrument: 'who-5', score: 'x', items } } }))).toBe(
      'unknown-score',
    );
    expect(refusal(csv, layout, question('pmm', { scores: { who: { instrument: 'who-5', items: ['w1'] } } }))).toBe('items');
    expect(refusal(csv, layout, question('pmm', { impute: { w1: 'pmm' } }))).toBe('not-imputed');
  });
});

describe('δ and the tipping point', () => {
  const csv = referenceText('data/btheb_wide.csv');
  const plain = find(csv, data, asked('normal', { analysis: { method: 'welch', outcome: 'bdi_8m' } }));
  const missing = (arm: string) =>
    csv
      .trim()
      .split('\n')
      .filter((line) => line.includes(`"${arm}"`) || line.includes(`,${arm},`)).length;

  it('moves only what was drawn, by arm and by column', () => {
    const people = missing('BtheB');
    const imputed = (plain.details.imputed as { column: string; arm: string; missing: number }[]).find(
      ({ column, arm }) => column === 'bdi_8m' && arm === 'BtheB',
    )!.missing;
    const analysis = { method: 'welch', outcome: 'bdi_8m' };
    for (const delta of [{ BtheB: 5 }, { BtheB: { bdi_8m: 5 } }]) {
      const shifted = find(csv, data, asked('normal', { analysis, delta }));
      expectClose(shifted.estimate! - plain.estimate!, (5 * imputed) / people, 1e-8);
    }
    expectClose(find(csv, data, asked('normal', { analysis, delta: { BtheB: { bdi_2m: 5 } } })).estimate, plain.estimate!);
    expect(refusal(csv, data, asked('normal', { delta: { peer: 1 } }))).toBe('no-such-arm');
    expect(refusal(csv, data, asked('normal', { delta: { BtheB: { drug: 1 } } }))).toBe('no-such-column');
  });

  it('finds every δ at which p crosses α, and says so where there is none', () => {
    const two = { analysis: ancova };
    const found = find(csv, data, asked('normal', { ...two, tipping: { arm: 'BtheB', from: -60, to: 60, steps: 6 } }));
    const { points, grid, alpha } = found.details.tipping as {
      points: { delta: number; p: number }[];
      grid: unknown[];
      alpha: number;
    };
    expect(grid).toHaveLength(7);
    expect(points.length).toBeGreaterThan(0);
    expect(found.warnings.filter(({ code }) => code === 'tipping-point')).toHaveLength(points.length);
    for (const { delta, p } of points) {
      expectClose(p, alpha, 1e-4);
      expectClose(find(csv, data, asked('normal', { ...two, delta: { BtheB: delta } })).p, p, 1e-8);
    }
    const none = find(csv, data, asked('normal', { ...two, tipping: { arm: 'BtheB', from: 0, to: 0.01, steps: 1 } }));
    expect(none.warnings.map(({ code }) => code)).toContain('no-tipping-point');
    expect(refusal(csv, data, asked('normal', { tipping: { arm: 'BtheB', from: 1, to: 1 } }))).toBe('not-understood');
  });
});

describe('what cannot be imputed is refused by name', () => {
  it.each<[string, Asked]>([
    ['no-seed', { ...asked('normal'), seed: undefined }],
    ['not-understood', asked('normal', { completed: 'imp' })],
    ['not-understood', asked('normal', { analysis: { method: 'ranks', outcome: 'bdi_8m' } })],
    ['not-understood', asked('normal', { analysis: { ...ancova, covariants: [] } })],
    ['predictor-missing', asked('normal', { impute: { bdi_8m: 'normal' }, covariates: ['bdi_2m'] })],
    ['no-such-column', asked('normal', { impute: { bdi_9m: 'normal' } })],
    ['not-binary', asked('logistic')],
    ['not-ordinal', { ...asked('ordinal'), impute: { half: 'ordinal' } }],
    ['no-such-column', asked('normal', { completed: 'nowhere', impute: undefined })],
    ['too-few', asked('normal', { completed: 'subgroup', impute: undefined })],
  ])('%s', (code, question) => {
    const own = changed('btheb_wide.csv', (row, i) => ({ ...row, half: i % 2 ? '0.5' : '', subgroup: '1' }));
    expect(refusal(own, data, question)).toBe(code);
  });

  it('an arm with fewer people than coefficients, one where nobody varies, and a column nobody answered in one arm', () => {
    const few = changed('btheb_wide.csv', (row, i) => (row.treatment === 'TAU' && i > 12 ? null : row));
    expect(refusal(few, data, asked('normal'))).toBe('too-few');
    const flat = changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: row.bdi_8m === '' ? '' : '7' }));
    expect(refusal(flat, data, asked('normal'))).toBe('no-variance');
    expect(refusal(flat, data, asked('pmm'))).toBe('no-variance');
    const nobody = changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: row.treatment === 'TAU' ? '' : row.bdi_8m! }));
    expect(refusal(nobody, data, asked('normal'))).toBe('too-few');
  });

  it('a person twice, in two arms, or with two baselines', () => {
    const twice = changed('btheb_wide.csv', (row) => ({ ...row, id: row.id === '2' ? '1' : row.id! }));
    expect(refusal(twice, data, asked('normal'))).toBe('participant-twice');
    const long = { ...data, visit: 'month' };
    const question = asked('normal', { impute: { bdi: 'normal' }, analysis: { ...ancova, outcome: 'bdi', at: 8 } });
    const change = (cells: (row: Record<string, string>, i: number) => Record<string, string>) =>
      changed('btheb_long.csv', cells);
    expect(
      refusal(
        change((row) => ({ ...row, month: '2' })),
        long,
        question,
      ),
    ).toBe('visit-twice');
    expect(
      refusal(
        change((row, i) => (i === 0 ? { ...row, treatment: 'BtheB' } : row)),
        long,
        question,
      ),
    ).toBe('two-arms');
    expect(
      refusal(
        change((row, i) => (i === 0 ? { ...row, bdi_pre: '60' } : row)),
        long,
        question,
      ),
    ).toBe('varies');
  });

  it('one arm', () => {
    const one = changed('btheb_wide.csv', (row) => (row.treatment === 'TAU' ? row : null));
    expect(refusal(one, data, asked('normal'))).toBe('one-arm');
  });

  it('separated categories are drawn all the same', () => {
    const parted = changed('btheb_wide.csv', (row) => ({
      ...row,
      well: row.bdi_8m === '' ? '' : String(Number(Number(row.bdi_pre) > 20)),
    }));
    const found = find(
      parted,
      data,
      asked('logistic', { impute: { well: 'logistic' }, analysis: { method: 'welch', outcome: 'well' } }),
    );
    expect(Number.isFinite(found.standardError)).toBe(true);
  });
});

it('a fixed seed gives the same draws on every machine', () => {
  const chance = seededChances(20260401)(0, 1);
  expect([chance.share(), chance.share(), chance.share()]).toEqual(FIRST);
});
