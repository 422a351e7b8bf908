import { accelerationOf, bootstrapAnswer } from '#analysis/effect/bootstrap-interval';
import { bootstrapLeastSquares } from '#analysis/effect/bootstrap-least-squares';
import { seededChances } from '#analysis/numeric/chance';
import { fitLeastSquares } from '#analysis/numeric/least-squares';
import { fromColumns } from '#analysis/numeric/matrix';
import type { Layout } from '#protocols/model/analyses';
import { type Asked, changed, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const cases = new Map(
  (JSON.parse(referenceText('results/17_bootstrap.json')) as { cases: { id: string; result: unknown }[] }).cases.map(
    ({ id, result }) => [id, result],
  ),
);
const data: Layout = { participant: 'id', arm: 'treatment', control: 'TAU' };
const csv = referenceText('data/btheb_wide.csv');
const ancova = { method: 'ancova', outcome: 'bdi_8m', covariates: ['bdi_pre'], factors: ['drug', 'length'] };
const asked = (more: Record<string, unknown> = {}): Asked => ({
  ...ancova,
  method: 'bootstrap',
  seed: 1,
  replicates: 4000,
  ...more,
});

describe('agreement with R', () => {
  it('limits from R’s own replicates: percentile, normal, bias-corrected and accelerated', () => {
    const r = cases.get('limits_from_replicates') as {
      t0: number;
      t: number[];
      acceleration: number;
      percentile: number[];
      normal: number[];
      bca: number[];
      bca90: number[];
    };
    const limits = (kind: 'percentile' | 'normal' | 'bca', level = 0.95) => {
      const own = bootstrapAnswer(r.t0, Float64Array.from(r.t), kind, level, r.acceleration)!;
      return [own.lower, own.upper];
    };
    for (const [ours, theirs] of [
      [limits('percentile'), r.percentile],
      [limits('normal'), r.normal],
      [limits('bca'), r.bca],
      [limits('bca', 0.9), r.bca90],
    ] as const)
      ours.forEach((value, k) => expectClose(value, theirs[k]!));
    const found = find(csv, data, asked());
    expectClose((found.details.samples as { acceleration: number }[])[0]!.acceleration, r.acceleration);
    expectClose(found.estimate, r.t0);
  });

  it('error and percentile limits of the covariance analysis within four Monte Carlo errors', () => {
    const r = cases.get('btheb_8m_ancova') as Record<string, number> & { percentile: number[]; percentile_mc: number[] };
    const found = find(csv, data, asked({ interval: 'percentile' }));
    const close = (ours: number, theirs: number, error: number) =>
      expect(Math.abs(ours - theirs)).toBeLessThan(4 * Math.SQRT2 * error);
    close(found.standardError!, r.standard_error!, r.standard_error_mc!);
    close(found.interval!.lower, r.percentile[0]!, r.percentile_mc[0]!);
    close(found.interval!.upper, r.percentile[1]!, r.percentile_mc[1]!);
  });
});

describe('invariants', () => {
  it('a replicate is least squares on the people drawn', () => {
    const chance = seededChances(9)();
    const n = 40;
    const x = Array.from({ length: n }, () => chance.normal() + 100);
    const arm = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const outcomes = [0, 1].map(() => x.map((value, i) => value + arm[i]! + chance.normal()));
    const design = fromColumns([x.map(() => 1), arm, x]);
    const rows = [[0, 1, 0]];
    const found = bootstrapLeastSquares({ design, outcomes, strata: arm, rows }, 3, seededChances(4)());
    if ('refused' in found) throw new Error('refused');
    // The same stream once more, drawn as the bootstrap draws: stratum by stratum.
    const again = seededChances(4)();
    const members = [0, 1].map((stratum) => arm.flatMap((own, i) => (own === stratum ? [i] : [])));
    for (let k = 0; k < 3; k++) {
      const drawn = members.flatMap((own) => own.map(() => own[again.whole(own.length)]!));
      const pick = (values: readonly number[]) => drawn.map((i) => values[i]!);
      outcomes.forEach((outcome, o) => {
        const fit = fitLeastSquares(fromColumns([drawn.map(() => 1), pick(arm), pick(x)]), pick(outcome));
        if ('refused' in fit) throw new Error('refused');
        expectClose(found.values[o]![0]![k]!, fit.coefficients[1]!, 1e-8);
      });
    }
  });

  it('a shifted and scaled outcome shifts and scales everything; the seed repeats', () => {
    const scaled = changed('btheb_wide.csv', (row) => ({
      ...row,
      bdi_8m: row.bdi_8m === '' ? '' : String(50 - 2 * Number(row.bdi_8m)),
    }));
    const first = find(csv, data, asked());
    const turned = find(scaled, data, asked());
    expectClose(turned.estimate, -2 * first.estimate!);
    expectClose(turned.standardError, 2 * first.standardError!);
    expectClose(turned.interval!.lower, -2 * first.interval!.upper, 1e-8);
    expect(find(csv, data, asked())).toEqual(first);
    expect(find(csv, data, asked({ seed: 2 })).standardError).not.toBe(first.standardError);
  });

  it('estimate is that of covariance analysis, and the error close to a robust one', () => {
    const own = find(csv, data, asked());
    const robust = find(csv, data, { ...ancova, errors: 'HC2' });
    expectClose(own.estimate, robust.estimate!);
    expect(Math.abs(own.standardError! / robust.standardError! - 1)).toBeLessThan(0.1);
    expect(own.df).toBeNull();
  });

  it('p is below α exactly where the interval leaves 0 out', () => {
    for (const interval of ['bca', 'percentile', 'normal']) {
      const p = find(csv, data, asked({ interval })).p!;
      for (const [level, out] of [
        [1 - p - 0.01, true],
        [1 - p + 0.01, false],
      ] as const) {
        const { lower, upper } = find(csv, data, asked({ interval, level })).interval!;
        expect(lower > 0 || upper < 0).toBe(out);
      }
    }
  });

  it('has no acceleration where nobody moves the estimate', () => {
    expect(accelerationOf([1, 1, 1])).toBe(0);
  });
});

describe('refusals by name', () => {
  it.each<[string, string, Asked]>([
    ['too-few-replicates', csv, asked({ replicates: 100, level: 0.999 })],
    ['not-understood', csv, { ...asked(), seed: undefined }],
    ['one-arm', changed('btheb_wide.csv', (row) => (row.treatment === 'TAU' ? row : null)), asked()],
    ['too-few', changed('btheb_wide.csv', (row) => (row.treatment === 'TAU' || row.id === '2' ? row : null)), asked()],
    ['no-variance', changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: row.bdi_pre! })), asked()],
    ['not-estimable', changed('btheb_wide.csv', (row) => ({ ...row, drug: row.treatment! })), asked()],
    ['no-data', changed('btheb_wide.csv', (row) => ({ ...row, bdi_8m: '' })), asked()],
  ])('%s', (code, text, question) => {
    expect(refusal(text, data, question)).toBe(code);
  });

  it('a level so rare that samples lose it is drawn again and said', () => {
    const rare = changed('btheb_wide.csv', (row, i) => ({ ...row, drug: i === 1 ? 'Never' : row.drug! }));
    const found = find(rare, data, asked({ replicates: 200 }));
    expect(found.warnings.map(({ code }) => code)).toContain('redrawn');
  });
});
