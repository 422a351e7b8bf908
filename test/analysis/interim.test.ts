import { boundariesOf } from '#analysis/effect/group-sequential';
import type { Boundary } from '#analysis/effect/group-sequential';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

const wide = referenceText('data/btheb_wide.csv');
const layout = { participant: 'id', arm: 'treatment', control: 'TAU' };
const model = { outcome: 'bdi_2m', covariates: ['bdi_pre'], factors: ['drug', 'length'] };
const look = { ...model, method: 'interim', planned: 150, spending: 'obrien-fleming', better: 'lower', effect: 4 };
interface Details {
  look: number;
  fraction: number;
  z: number;
  boundary: Boundary;
  boundaries: Boundary[];
  decision: string;
  power: { planned: number; seen: number; none: number; predictive: number; predictiveWithPrior?: number } | null;
  stopped: { p: number; medianUnbiased: number; interval: { lower: number; upper: number } } | null;
}
const detailsOf = (asked: object, csv = wide) => find(csv, layout, { ...look, ...asked }).details as unknown as Details;

describe('a look at a trial that is going on', () => {
  it('is the covariance analysis with an interval as far out as the boundary', () => {
    const plain = find(wide, layout, { ...model, method: 'ancova' });
    const own = find(wide, layout, { ...look, before: [0.3], ahead: [0.8, 1] });
    const details = own.details as unknown as Details;
    for (const key of ['estimate', 'standardError', 'df', 'p', 'n'] as const) expect(own[key]).toBe(plain[key]);
    expect(details.look).toBe(2);
    expectClose(details.fraction, own.n / 150);
    const plan = { spending: 'obrien-fleming', alpha: 0.05, sides: 2 } as const;
    expect(details.boundaries).toEqual(boundariesOf(plan, [0.3, details.fraction, 0.8, 1]));
    expect(own.interval!.level).toBe(1 - details.boundary.p!);
    const same = find(wide, layout, { ...model, method: 'ancova', level: own.interval!.level });
    expectClose(own.interval!.lower, same.interval!.lower, 1e-12);
    expect(details.decision).toBe(Math.abs(details.z) >= details.boundary.z! ? 'stop-for-benefit' : 'go-on');
    expect(details.z).toBeGreaterThan(0);
    const [told] = own.warnings;
    expect(told!.code).toBe('look');
    expect(told!.detail).toContain(`boundary ${details.boundary.z!.toFixed(3)}. No boundary is reached. Chance of success yet`);
  });

  it('says how likely the trial is to succeed yet, in units that do not matter', () => {
    const own = detailsOf({ prior: { mean: 3, sd: 3 } });
    const tenfold = changed('btheb_wide.csv', (row) => ({ ...row, bdi_2m: row.bdi_2m === '' ? '' : `${row.bdi_2m}0` }));
    const scaled = detailsOf({ effect: 40, prior: { mean: 30, sd: 30 } }, tenfold);
    for (const key of ['planned', 'seen', 'none', 'predictive', 'predictiveWithPrior'] as const)
      expectClose(scaled.power![key], own.power![key]!, 1e-8);
    expect(own.power!.none).toBeLessThan(own.power!.predictive);
    expect(own.power!.predictive).toBeLessThan(own.power!.seen);
    expectClose(detailsOf({ effect: 1e-9 }).power!.planned, own.power!.none, 1e-8);
  });

  it('turned round, benefit is harm', () => {
    const [good, bad] = [detailsOf({ planned: 97 }), detailsOf({ planned: 97, better: 'higher' })];
    expectClose(bad.z, -good.z);
    expectClose(bad.stopped!.p, good.stopped!.p);
    expectClose(bad.stopped!.medianUnbiased, good.stopped!.medianUnbiased, 1e-7);
    expectClose(bad.stopped!.interval.lower, good.stopped!.interval.lower, 1e-7);
  });

  it('at the end, with no look before, the stagewise answer is the plain one on the normal scale', () => {
    const own = find(wide, layout, { ...look, planned: 97 });
    const { stopped, power, decision } = own.details as unknown as Details;
    expect(power).toBeNull();
    expect(own.warnings[0]!.detail).toMatch(/The (trial ends without reaching a boundary|boundary for benefit is reached)\.$/);
    expect(decision).toBe(own.p! < 0.05 ? 'stop-for-benefit' : 'ended');
    expectClose(stopped!.p, own.p!, 1e-9);
    expect(detailsOf({ planned: 150, last: true, before: [0.3] }).boundary.spent).toBe(0.05);
  });

  it('is refused by name', () => {
    expect(refusal(wide, layout, { ...look, before: [0.9] })).toBe('looks');
    expect(refusal(wide, layout, { ...look, planned: 90, ahead: [1.2] })).toBe('looks');
    expect(refusal(wide, layout, { ...look, ahead: [0.1] })).toBe('looks');
    expect(refusal(wide, layout, { ...look, spending: 'all' })).toBe('not-understood');
    expect(refusal(wide, layout, { ...look, effect: 0 })).toBe('not-understood');
    expect(refusal(wide, { participant: 'id' }, look)).toBe('no-control');
    const three = { arm: 'Treat', control: 'Cont' };
    const asked = { ...look, outcome: 'Postwt', covariates: ['Prewt'], factors: [] };
    expect(refusal(referenceText('data/anorexia.csv'), three, asked)).toBe('two-arms');
    const same = csvOf(['a', 'a', 'b', 'b'].map((arm) => ({ arm, y: 3 })));
    const flat = { ...look, outcome: 'y', covariates: [], factors: [] };
    expect(refusal(same, { arm: 'arm', control: 'a' }, flat)).toBe('no-variance');
  });
});
