import fc from 'fast-check';
import reference from './reference/results/03_effect_sizes.json';
import { hedgesCorrection } from '#analysis/effect/hedges-g';
import { midranks } from '#analysis/numeric/midranks';
import type { Found } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Both {
  standardised: {
    cohen_d: number;
    se_d: number;
    d_ci95_noncentral_t: [number, number];
    d_ci95_large: [number, number];
    hedges_g: number;
    se_g: number;
    g_ci95_noncentral_t_scaled_by_J: [number, number];
    g_ci95_large: [number, number];
    J_exact: number;
    sd_pooled: number;
    glass_delta_control_sd: number;
    glass_delta_bias_corrected: number;
    effectsize_glass: { CI_low: number; CI_high: number };
  };
  ordinal: {
    cliff_delta: number;
    var_delta_cliff1993_unbiased: number;
    delta_ci95_cliff_asymmetric: [number, number];
    prob_superiority: number;
    ps_se_delong: number;
    ps_ci95_logit_delong: [number, number];
    brunner_munzel: {
      statistic_treat_minus_ctrl: number;
      df: number;
      p: number;
      estimate: number;
      se: number;
      ci95: [number, number];
    };
  };
}

const wide = referenceText('data/btheb_wide.csv');
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU' };
const cbt = changed('anorexia.csv', (row) => (row.Treat === 'FT' ? null : row));
const dose1 = changed('toothgrowth.csv', (row) => (row.dose === '1' ? row : null));
const CASES: [string, string, object, string][] = [
  ['btheb_bdi_3m', wide, btheb, 'bdi_3m'],
  ['btheb_bdi_8m', wide, btheb, 'bdi_8m'],
  ['anorexia_CBT_vs_Cont_post', cbt, { arm: 'Treat', control: 'Cont' }, 'Postwt'],
  ['toothgrowth_OJ_vs_VC_dose1', dose1, { arm: 'supp', control: 'VC' }, 'len'],
];
const caseOf = (id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as Both;

function expectFound(
  own: Found,
  estimate: number,
  standardError: number | null,
  interval: readonly [number, number],
  tolerance = 1e-9,
): void {
  expectClose(own.estimate, estimate);
  if (standardError !== null) expectClose(own.standardError, standardError);
  const width = interval[1] - interval[0];
  expect(Math.abs(own.interval!.lower - interval[0])).toBeLessThan(tolerance * width);
  expect(Math.abs(own.interval!.upper - interval[1])).toBeLessThan(tolerance * width);
}

describe('effect sizes agree with R', () => {
  it.each(CASES)('%s', (id, csv, layout, outcome) => {
    const { standardised: s, ordinal: o } = caseOf(id);
    const ask = (method: string, more: object = {}) => find(csv, layout, { method, outcome, ...more });
    expectFound(ask('cohen'), s.cohen_d, s.se_d, s.d_ci95_noncentral_t);
    expectFound(ask('cohen', { interval: 'large-sample' }), s.cohen_d, s.se_d, s.d_ci95_large);
    expectFound(ask('hedges'), s.hedges_g, s.se_g, s.g_ci95_noncentral_t_scaled_by_J);
    expectFound(ask('hedges', { interval: 'large-sample' }), s.hedges_g, s.se_g, s.g_ci95_large);
    expectClose(ask('hedges').p, ask('pooled').p!, 1e-12);
    expectFound(ask('glass'), s.glass_delta_control_sd, null, [s.effectsize_glass.CI_low, s.effectsize_glass.CI_high], 1e-5); // effectsize searches its limits to 1e-6
    expectClose(ask('glass', { corrected: true }).estimate, s.glass_delta_bias_corrected);
    expectFound(ask('cliff'), o.cliff_delta, Math.sqrt(o.var_delta_cliff1993_unbiased), o.delta_ci95_cliff_asymmetric);
    expectFound(ask('superiority'), o.prob_superiority, o.ps_se_delong, o.ps_ci95_logit_delong);
    const bm = ask('brunner-munzel');
    expectFound(bm, o.brunner_munzel.estimate, o.brunner_munzel.se, o.brunner_munzel.ci95);
    expectClose(bm.df, o.brunner_munzel.df);
    expectClose(bm.p, o.brunner_munzel.p);
    expectClose((bm.details as { statistic: number }).statistic, o.brunner_munzel.statistic_treat_minus_ctrl);
  });

  it('in Hedges’ exact correction over the grid', () => {
    const grid = reference.cases.find((candidate) => candidate.id === 'J_exact_grid')!.result as unknown as {
      df: number;
      J_exact: number;
    }[];
    for (const { df, J_exact: exact } of grid) expectClose(hedgesCorrection(df), exact, 1e-11); // R's own lgamma cancels at df = 5000
  });

  it('within pairs', () => {
    const expected = reference.cases.find((candidate) => candidate.id === 'paired_sleep_d')!.result as unknown as {
      d_z: number;
      g_z: number;
      d_av: number;
      d_rm: number;
      dz_ci95_nct: [number, number];
      se_dz_large: number;
    };
    const own = find(
      referenceText('data/sleep.csv'),
      { participant: 'ID', arm: 'group', control: '1' },
      { method: 'paired', outcome: 'extra' },
    );
    const details = own.details as unknown as {
      dz: { estimate: number; standardError: number; interval: { lower: number; upper: number } };
      gz: number;
      dAverage: number;
      dRepeated: number;
    };
    expectClose(details.dz.estimate, expected.d_z);
    expectClose(details.dz.standardError, expected.se_dz_large);
    expectClose(details.dz.interval.lower, expected.dz_ci95_nct[0]);
    expectClose(details.dz.interval.upper, expected.dz_ci95_nct[1]);
    expectClose(details.gz, expected.g_z);
    expectClose(details.dAverage, expected.d_av);
    expectClose(details.dRepeated, expected.d_rm);
  });
});

describe('effect sizes', () => {
  const two = fc.record({
    a: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 12 }),
    b: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 12 }),
  });
  const layout = { arm: 'arm', control: 'b' };
  const fileOf = (a: readonly number[], b: readonly number[]) =>
    csvOf([...a.map((y) => ({ arm: 'a', y })), ...b.map((y) => ({ arm: 'b', y }))]);

  it('flip with the control and have no unit; ordinal ones care for order alone', () => {
    fc.assert(
      fc.property(
        two,
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        fc.integer({ min: -50, max: 50 }),
        ({ a, b }, scale, shift) => {
          const move = (y: number) => scale * y + shift;
          for (const method of ['cohen', 'hedges', 'glass', 'cliff', 'superiority', 'brunner-munzel']) {
            if (refusal(fileOf(a, b), layout, { method, outcome: 'y' }) !== null) continue;
            const own = find(fileOf(a, b), layout, { method, outcome: 'y' });
            const moved = find(fileOf(a.map(move), b.map(move)), layout, { method, outcome: 'y' });
            expect(Math.abs(moved.estimate! - own.estimate!)).toBeLessThan(1e-9);
            if (method !== 'glass') {
              const middle = method === 'superiority' || method === 'brunner-munzel' ? 0.5 : 0;
              const flipped = find(fileOf(a, b), { ...layout, control: 'a' }, { method, outcome: 'y' });
              expect(Math.abs(flipped.estimate! - middle + (own.estimate! - middle))).toBeLessThan(1e-12);
              expect(Math.abs(flipped.interval!.upper - middle + (own.interval!.lower - middle))).toBeLessThan(1e-9);
            }
            if (method === 'cliff') {
              const cubed = find(
                fileOf(
                  a.map((y) => y ** 3),
                  b.map((y) => y ** 3),
                ),
                layout,
                { method, outcome: 'y' },
              );
              expect(cubed.estimate).toBe(own.estimate);
              const pairs = a.flatMap((x) => b.map((y) => Math.sign(x - y)));
              expectClose(own.estimate! + 2, pairs.reduce((total: number, sign) => total + sign, 0) / pairs.length + 2, 1e-13);
            }
          }
        },
      ),
      { seed: 20271, numRuns: 60 },
    );
  });

  it('refuse by name what they cannot do', () => {
    for (const method of ['cohen', 'hedges', 'glass', 'cliff', 'superiority', 'brunner-munzel']) {
      const refuses = (a: number[], b: number[]) => refusal(fileOf(a, b), layout, { method, outcome: 'y' });
      expect(refuses([1, 2], [])).toBe('one-arm');
      expect(refuses([1], [1, 2])).toBe('too-few');
      expect(refuses([4, 4], [3, 3])).toBe('no-variance');
    }
    for (const method of ['cliff', 'superiority', 'brunner-munzel']) {
      expect(refusal(fileOf([7, 8, 9], [1, 2, 3]), layout, { method, outcome: 'y' })).toBe('separation');
    }
    expect(refusal(fileOf([1, 2], [3, 3]), layout, { method: 'glass', outcome: 'y' })).toBe('no-variance');
    expect(refusal(fileOf([1, 2], [3, 4]), layout, { method: 'cohen', outcome: 'y', interval: 'bootstrap' })).toBe(
      'not-understood',
    );
  });

  it('hold Cliff’s variance above its floor where few pairs would put it below', () => {
    // δ = -3/4; the unbiased variance would be 1/16, the floor is (1 - 9/16) / 3.
    const own = find(fileOf([1, 2], [2, 3]), layout, { method: 'cliff', outcome: 'y' });
    expect(own.estimate).toBe(-0.75);
    expectClose(own.standardError! ** 2, 7 / 48);
  });

  it('rank equal values in the middle of theirs', () => {
    expect([...midranks([3, 1, 3, 2])]).toEqual([3.5, 1, 3.5, 2]);
    expect([...midranks([])]).toEqual([]);
  });
});
