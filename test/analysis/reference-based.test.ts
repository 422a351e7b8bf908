import { variance } from '#analysis/describe/mean';
import { drawArm } from '#analysis/effect/multivariate-draws';
import { conditionalMean, meansUnder, patternOf, type Strategy, STRATEGIES } from '#analysis/effect/reference-based';
import { seededChances } from '#analysis/numeric/chance';
import { fitLeastSquares, type LeastSquares } from '#analysis/numeric/least-squares';
import { fromColumns, type Matrix } from '#analysis/numeric/matrix';
import type { Layout } from '#protocols/model/analyses';
import { type Asked, changed, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const cases = new Map(
  (JSON.parse(referenceText('results/11c_reference_based.json')) as { cases: { id: string; result: unknown }[] }).cases.map(
    ({ id, result }) => [id, result],
  ),
);
const data: Layout = { participant: 'id', arm: 'treatment', control: 'TAU' };
const visits = ['bdi_2m', 'bdi_3m', 'bdi_5m', 'bdi_8m'];
const csv = referenceText('data/btheb_wide.csv');
const asked = (strategy: Strategy, more: Record<string, unknown> = {}): Asked => ({
  method: 'reference-based',
  outcome: visits,
  strategy,
  seed: 5,
  imputations: 5,
  turns: 20,
  covariates: ['bdi_pre'],
  factors: ['drug', 'length'],
  ...more,
});

describe('agreement with R', () => {
  it('what is not seen given what is: from the regression of one arm, as from the joint distribution written out', () => {
    interface Profile {
      mean: number[];
      cov: { values: number[][] };
    }
    const {
      own,
      reference,
      y,
      cases: wanted,
    } = cases.get('conditional_distributions') as {
      own: Profile;
      reference: Profile;
      y: number[];
      cases: { strategy: Strategy; seen: number; mean: number[]; cov: { values: number[][] } | number }[];
    };
    const matrix = ({ cov }: Profile): Matrix => ({ rows: 4, columns: 4, values: Float64Array.from(cov.values.flat()) });
    expect(wanted).toHaveLength(4 * STRATEGIES.length);
    for (const { strategy, seen, mean, cov } of wanted) {
      const all = [0, 1, 2, 3];
      const pattern = patternOf(matrix(strategy === 'mar' ? own : reference), all.slice(0, seen), all.slice(seen));
      if ('refused' in pattern) throw new Error('singular');
      const means = meansUnder(strategy, own.mean, reference.mean, seen - 1);
      conditionalMean(pattern, means, [...y, NaN]).forEach((value, k) => expectClose(value, mean[k]!));
      const k = 4 - seen;
      const { values } = pattern.spread;
      const ours = (i: number, j: number) =>
        all.reduce((total, l) => total + (l < k ? values[l * k + i]! * values[l * k + j]! : 0), 0);
      const theirs = typeof cov === 'number' ? [[cov]] : cov.values;
      for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) expectClose(ours(i, j), theirs[i]![j]!);
    }
  });

  it.each<[string, Strategy]>([
    ['btheb_mar', 'mar'],
    ['btheb_jump_to_reference', 'jump-to-reference'],
    ['btheb_copy_reference', 'copy-reference'],
    ['btheb_copy_increments', 'copy-increments'],
  ])('%s: estimate, within and between variance within four Monte Carlo errors', (id, strategy) => {
    const r = cases.get(id) as Record<string, number>;
    const m = 60;
    const found = find(csv, data, asked(strategy, { imputations: m, turns: 20 }));
    const single = found.details.byImputation as { estimate: number; standardError: number }[];
    const estimates = single.map(({ estimate }) => estimate);
    const variances = single.map(({ standardError }) => standardError ** 2);
    const squares = estimates.map((value) => (value - found.estimate!) ** 2);
    const within = (found.details.rubin as { within: number }[])[0]!.within;
    const apart = (ours: number, ourError: number, theirs: number, theirError: number) =>
      Math.abs(ours - theirs) / Math.hypot(ourError, theirError);
    expect(apart(found.estimate!, Math.sqrt(variance(estimates) / m), r.estimate!, r.estimate_mc_se!)).toBeLessThan(4);
    expect(apart(within, Math.sqrt(variance(variances) / m), r.within!, r.within_mc_se!)).toBeLessThan(4);
    expect(apart(variance(estimates), Math.sqrt(variance(squares) / m), r.between!, r.between_mc_se!)).toBeLessThan(4);
  });
});

it('means and covariances are drawn from their posterior: its moments are those of the inverse Wishart and the normal', () => {
  const chance = seededChances(3)();
  const n = 30;
  const x = Float64Array.from({ length: n }, () => chance.normal());
  const base = Array.from({ length: n }, () => chance.normal());
  const outcomes = [1, 2, 3].map((v) => Float64Array.from(base, (own, i) => own + 0.3 * v * x[i]! + chance.normal()));
  const predictors = [new Float64Array(n).fill(1), x];
  const fits = outcomes.map((values) => fitLeastSquares(fromColumns(predictors), [...values]) as LeastSquares);
  const products = fits.map((a) => fits.map((b) => a.residuals.reduce((total, value, i) => total + value * b.residuals[i]!, 0)));
  const [nu, m, draws] = [n - 2, 3, 4000];
  const sums = products.map((row) => row.map(() => [0, 0]));
  const slopes = [0, 0];
  for (let k = 0; k < draws; k++) {
    const own = drawArm({ predictors, outcomes }, 1, chance);
    if ('refused' in own) throw new Error(own.refused);
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        const value = own.covariance.values[b * m + a]!;
        sums[a]![b]![0]! += value / draws;
        sums[a]![b]![1]! += value ** 2 / draws;
      }
    }
    const slope = own.beta.values[2 * 2 + 1]! - fits[2]!.coefficients[1]!;
    slopes[0]! += slope / draws;
    slopes[1]! += slope ** 2 / draws;
  }
  const left = nu - m - 1;
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const mean = products[a]![b]! / left;
      const spread =
        ((left + 2) * products[a]![b]! ** 2 + left * products[a]![a]! * products[b]![b]!) / ((left + 1) * left ** 2 * (left - 2));
      const [first, second] = sums[a]![b]! as [number, number];
      expect(Math.abs(first - mean)).toBeLessThan(4 * Math.sqrt(spread / draws));
      // A variance of so many draws of a skewed distribution is known to some five per cent.
      expect(Math.abs((second - first ** 2) / spread - 1)).toBeLessThan(0.2);
    }
  }
  const squares = x.reduce((total, value) => total + value ** 2, 0) - x.reduce((total, value) => total + value, 0) ** 2 / n;
  const spread = products[2]![2]! / left / squares;
  expect(Math.abs(slopes[0]!)).toBeLessThan(4 * Math.sqrt(spread / draws));
  expect(Math.abs(slopes[1]! / spread - 1)).toBeLessThan(0.1);
});

describe('invariants', () => {
  const jump = find(csv, data, asked('jump-to-reference'));

  it('the order of the rows changes nothing, and a long file gives what the wide one gives', () => {
    const [head, ...rows] = csv.trim().split('\n');
    expectClose(find([head, ...rows.reverse()].join('\n'), data, asked('jump-to-reference')).estimate, jump.estimate!);
    const long = find(
      referenceText('data/btheb_long.csv'),
      { ...data, visit: 'month' },
      asked('jump-to-reference', { outcome: 'bdi' }),
    );
    expectClose(long.estimate, jump.estimate!);
    expectClose(long.p, jump.p!);
  });

  it('a shifted and scaled outcome shifts and scales the answer', () => {
    const scaled = changed('btheb_wide.csv', (row) => ({
      ...row,
      ...Object.fromEntries(visits.map((name) => [name, row[name] === '' ? '' : String(7 + 2 * Number(row[name]))])),
    }));
    const moved = find(scaled, data, asked('jump-to-reference'));
    expectClose(moved.estimate, 2 * jump.estimate!, 1e-8);
    expectClose(moved.standardError, 2 * jump.standardError!, 1e-8);
  });

  it('the control swapped with the reference kept, the sign turns', () => {
    const swapped = find(csv, { ...data, control: 'BtheB' }, asked('jump-to-reference', { reference: 'TAU' }));
    expectClose(swapped.estimate, -jump.estimate!);
    expectClose(swapped.standardError, jump.standardError!);
  });

  it('the reference arm itself is drawn alike under every strategy', () => {
    const analysis = { method: 'welch', outcome: 'bdi_8m' };
    const means = STRATEGIES.map((strategy) => find(csv, data, asked(strategy, { analysis })).estimate!);
    expect(new Set(means.map((value) => value.toFixed(6))).size).toBe(STRATEGIES.length);
    const [left] = [jump.details.left as { arm: string; byLastVisit: { last: string | null; people: number }[] }[]];
    expect(left!.map(({ byLastVisit }) => byLastVisit.reduce((total, { people }) => total + people, 0))).toEqual([52, 48]);
  });

  it('an earlier visit, all visits together, δ and the tipping point can be asked for', () => {
    const early = find(csv, data, asked('copy-increments', { at: 'bdi_2m' }));
    expect(early.estimate).not.toBe(find(csv, data, asked('copy-increments')).estimate);
    const outcome = Object.fromEntries(visits.map((name) => [name, name]));
    const mmrm = find(csv, data, asked('jump-to-reference', { analysis: { method: 'mmrm', outcome, covariates: ['bdi_pre'] } }));
    expect(mmrm.contrasts).toHaveLength(5);
    const found = find(csv, data, asked('jump-to-reference', { tipping: { arm: 'BtheB', from: -40, to: 0, steps: 4 } }));
    const { points } = found.details.tipping as { points: { delta: number; p: number }[] };
    expect(points).toHaveLength(1);
    expectClose(points[0]!.p, 0.05, 1e-4);
    const there = find(csv, data, asked('jump-to-reference', { delta: { BtheB: points[0]!.delta } }));
    expectClose(there.p, points[0]!.p, 1e-8);
  });
});

describe('refusals by name', () => {
  it.each<[string, Layout, Asked]>([
    ['no-control', { participant: 'id' }, asked('mar')],
    ['one-visit', data, asked('mar', { outcome: { end: 'bdi_8m' } })],
    ['no-such-visit', data, asked('mar', { at: 'bdi_9m' })],
    ['one-arm', data, asked('mar', { reference: 'placebo' })],
    ['no-visit', data, asked('mar', { outcome: 'bdi_8m' })],
    ['predictor-missing', data, asked('mar', { outcome: ['bdi_3m', 'bdi_5m'], covariates: ['bdi_2m'] })],
    ['no-such-column', data, asked('mar', { outcome: ['bdi_3m', 'bdi_9m'] })],
    ['not-understood', data, asked('last-seen' as Strategy)],
    ['not-understood', data, { ...asked('mar'), seed: undefined }],
  ])('%s', (code, layout, question) => {
    expect(refusal(csv, layout, question)).toBe(code);
  });

  it('too few people, a visit nobody came to, and visits that do not vary', () => {
    const few = changed('btheb_wide.csv', (row, i) => (row.treatment === 'TAU' && i > 12 ? null : row));
    expect(refusal(few, data, asked('jump-to-reference'))).toBe('too-few');
    const nobody = changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: row.treatment === 'TAU' ? '' : row.bdi_8m! }));
    expect(refusal(nobody, data, asked('jump-to-reference'))).toBe('no-data');
    const same = changed('btheb_wide.csv', (row) => ({ ...row, bdi_3m: row.bdi_2m! }));
    expect(refusal(same, data, asked('jump-to-reference', { outcome: ['bdi_2m', 'bdi_3m'] }))).toBe('no-variance');
    expect(refusal(referenceText('data/btheb_long.csv'), { ...data, visit: 'month' }, asked('mar'))).toBe('long-and-wide');
  });
});
