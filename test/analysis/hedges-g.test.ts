import fc from 'fast-check';
import effects from './reference/results/03_effect_sizes.json';
import { hedgesCorrection, hedgesG } from '#analysis/effect/hedges-g';
import { noncentralityLimits } from '#analysis/numeric/distributions';
import type { Difference } from '#analysis/effect/estimate';
import { expectClose, numbersOf, referenceTable, textsOf } from './support/reference';

interface Standardised {
  n_t: number;
  n_c: number;
  df: number;
  t_pooled: number;
  hedges_g: number;
  ncp_ci95: { lower: number; upper: number };
  g_ci95_noncentral_t_scaled_by_J: [number, number];
  se_g: number;
  g_ci95_large: [number, number];
}

const caseOf = <T>(id: string) => effects.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const NCP = 1e-9; // absolute, the reference's own tolerance for noncentrality limits

function armsOf(file: string, outcome: string, arm: string, treated: string, reference: string, only?: [string, string]) {
  const table = referenceTable(file);
  const values = numbersOf(table, outcome);
  const arms = textsOf(table, arm);
  const rows = values.flatMap((value, i) => {
    const wanted = value !== null && [treated, reference].includes(arms[i]!) && (!only || textsOf(table, only[0])[i] === only[1]);
    return wanted ? [i] : [];
  });
  return { outcome: rows.map((i) => values[i]!), arm: rows.map((i) => arms[i]!), contrast: { treated, reference }, level: 0.95 };
}

const given = (answer: ReturnType<typeof hedgesG>): Difference => {
  if ('refused' in answer) throw new Error(answer.detail);
  return answer;
};

const trials = [
  { id: 'btheb_bdi_3m', input: armsOf('btheb_wide.csv', 'bdi_3m', 'treatment', 'BtheB', 'TAU') },
  { id: 'btheb_bdi_8m', input: armsOf('btheb_wide.csv', 'bdi_8m', 'treatment', 'BtheB', 'TAU') },
  { id: 'anorexia_CBT_vs_Cont_post', input: armsOf('anorexia.csv', 'Postwt', 'Treat', 'CBT', 'Cont') },
  { id: 'toothgrowth_OJ_vs_VC_dose1', input: armsOf('toothgrowth.csv', 'len', 'supp', 'OJ', 'VC', ['dose', '1']) },
];

describe("Hedges' g agrees with R", () => {
  it.each(trials)('on $id', ({ id, input }) => {
    const { standardised: expected } = caseOf<{ standardised: Standardised }>(id);
    const exact = given(hedgesG(input, 'noncentral-t'));
    expect(exact.nByArm).toEqual({ [input.contrast.reference]: expected.n_c, [input.contrast.treated]: expected.n_t });
    expect(exact.df).toBe(expected.df);
    expectClose(exact.estimate, expected.hedges_g);
    expectClose(exact.standardError, expected.se_g);
    const [lower, upper] = expected.g_ci95_noncentral_t_scaled_by_J;
    expect(Math.abs(exact.interval.lower - lower)).toBeLessThan(NCP);
    expect(Math.abs(exact.interval.upper - upper)).toBeLessThan(NCP);
    const limits = noncentralityLimits(expected.t_pooled, expected.df, 0.95);
    expect(Math.abs(limits.lower - expected.ncp_ci95.lower)).toBeLessThan(NCP);
    expect(Math.abs(limits.upper - expected.ncp_ci95.upper)).toBeLessThan(NCP);
    const large = given(hedgesG(input, 'large-sample'));
    expect(large.df).toBeNull();
    expectClose(large.interval.lower, expected.g_ci95_large[0]);
    expectClose(large.interval.upper, expected.g_ci95_large[1]);
  });

  it('on the exact correction J from 2 to 5,000 degrees of freedom', () => {
    const grid = caseOf<{ df: number; J_exact: number }[]>('J_exact_grid');
    expect(grid.length).toBeGreaterThan(30);
    for (const { df, J_exact } of grid) expectClose(hedgesCorrection(df), J_exact);
  });

  it('on forty pairs of noncentrality limits', () => {
    const grid = caseOf<{ t: number; df: number; lower: number; upper: number }[]>('ncp_limits_grid');
    expect(grid).toHaveLength(40);
    for (const { t, df, lower, upper } of grid) {
      const own = noncentralityLimits(t, df, 0.95);
      expect({ t, df, far: Math.max(Math.abs(own.lower - lower), Math.abs(own.upper - upper)) > NCP }).toEqual({
        t,
        df,
        far: false,
      });
    }
  });
});

describe("Hedges' g", () => {
  const input = trials[0]!.input;
  const number = fc.double({ min: -20, max: 20, noNaN: true });

  it('has no unit: adding a number or changing the scale moves nothing, and swapping the arms turns the sign', () => {
    const plain = given(hedgesG(input, 'noncentral-t'));
    fc.assert(
      fc.property(number, fc.double({ min: 0.01, max: 100, noNaN: true }), (shift, scale) => {
        const moved = given(hedgesG({ ...input, outcome: input.outcome.map((value) => scale * value + shift) }, 'noncentral-t'));
        expect(Math.abs(moved.estimate - plain.estimate)).toBeLessThan(1e-9);
        expect(Math.abs(moved.interval.upper - plain.interval.upper)).toBeLessThan(1e-9);
      }),
      { seed: 20264, numRuns: 40 },
    );
    const swapped = given(hedgesG({ ...input, contrast: { treated: 'TAU', reference: 'BtheB' } }, 'noncentral-t'));
    expectClose(swapped.estimate, -plain.estimate);
    expectClose(swapped.interval.lower, -plain.interval.upper);
    expectClose(swapped.p, plain.p);
  });

  it('leaves 0 out of its exact interval just when the pooled t test rejects', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 14, maxLength: 14 }), number, (values, effect) => {
        const outcome = values.map((value, i) => value + (i < 5 ? effect : 0));
        const answer = hedgesG({ ...input, outcome, arm: outcome.map((_, i) => (i < 5 ? 'BtheB' : 'TAU')) }, 'noncentral-t');
        if ('refused' in answer || Math.abs(answer.p - 0.05) < 1e-9) return;
        expect(answer.interval.lower > 0 || answer.interval.upper < 0).toBe(answer.p < 0.05);
      }),
      { seed: 20265, numRuns: 60 },
    );
  });

  it('refuses nobody, one arm, an arm of one and outcomes without variance, by name', () => {
    const refused = (outcome: number[], arm: string[]) => {
      const answer = hedgesG({ ...input, outcome, arm }, 'noncentral-t');
      return 'refused' in answer ? answer.refused : 'nothing';
    };
    expect(refused([], [])).toBe('no-data');
    expect(refused([1, 2, 3], ['TAU', 'TAU', 'TAU'])).toBe('one-arm');
    expect(refused([1, 2, 3], ['TAU', 'TAU', 'BtheB'])).toBe('too-few');
    expect(refused([4, 4, 4, 4], ['TAU', 'TAU', 'BtheB', 'BtheB'])).toBe('no-variance');
    expect(refused([4, 4, 5, 5], ['TAU', 'TAU', 'BtheB', 'BtheB'])).toBe('no-variance');
  });
});
