import fc from 'fast-check';
import reference from './reference/results/04_ancova.json';
import { ancova, type Ancova, type AncovaInput } from '#analysis/effect/ancova';
import { type Adjustment, designMatrix } from '#analysis/effect/design-matrix';
import { coefficientCovariance, type CovarianceKind, residualVariance } from '#analysis/numeric/coefficient-covariance';
import { studentQuantile, studentTwoSided } from '#analysis/numeric/distributions';
import { fitLeastSquares } from '#analysis/numeric/least-squares';
import { at, fromColumns, type Matrix } from '#analysis/numeric/matrix';
import { completeRows, expectClose, numbersOf, referenceTable, textsOf } from './support/reference';

interface Line {
  term: string;
  estimate: number;
  se: number;
  df: number;
  p: number;
  lo: number;
  hi: number;
}
interface Fit {
  coefficients: Line[];
  vcov: { values: number[][] };
  sigma: number;
  df_resid: number;
  n: number;
}
interface Means {
  means: { arm: string; emmean: number; SE: number; 'lower.CL': number; 'upper.CL': number }[];
  contrasts_vs_first_level: { estimate: number; SE: number; 'lower.CL': number; 'upper.CL': number; 'p.value': number }[];
}
interface Full {
  fit: Fit;
  hc: Record<'HC0' | 'HC1' | 'HC2' | 'HC3' | 'HC4', Line[]>;
  emmeans_equal: Means;
  emmeans_proportional: Means;
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const kinds: CovarianceKind[] = ['hc0', 'hc1', 'hc2', 'hc3', 'hc4'];

/** Asserts R's coefficient table, covariance, sigma and all five sandwich tables of a design. */
function expectFit(
  design: Matrix,
  outcome: readonly number[],
  expected: Pick<Full, 'fit'> & Partial<Pick<Full, 'hc'>>,
  weights?: number[],
): void {
  const fit = fitLeastSquares(design, outcome, weights);
  if ('refused' in fit) throw new Error(fit.refused);
  expect(fit.residualDf).toBe(expected.fit.df_resid);
  expect(outcome).toHaveLength(expected.fit.n);
  expectClose(Math.sqrt(residualVariance(fit)), expected.fit.sigma);
  const model = coefficientCovariance(fit, 'model');
  expected.fit.vcov.values.forEach((row, i) =>
    row.forEach((value, j) => expectCloseBeside(at(model, i, j), value, Math.sqrt(at(model, i, i) * at(model, j, j)))),
  );
  const expectTable = (covariance: Matrix, lines: readonly Line[]) =>
    lines.forEach((line, j) => {
      const standardError = Math.sqrt(at(covariance, j, j));
      const critical = studentQuantile(0.025, line.df, 'upper');
      expectCloseBeside(fit.coefficients[j]!, line.estimate, line.se);
      expectClose(standardError, line.se);
      expectClose(
        studentTwoSided(fit.coefficients[j]! / standardError, line.df),
        line.p,
        1e-8 * (1 + Math.abs(line.estimate / line.se)),
      ); // p moves with t times the t's own error
      expectCloseBeside(fit.coefficients[j]! - critical * standardError, line.lo, line.se);
      expectCloseBeside(fit.coefficients[j]! + critical * standardError, line.hi, line.se);
    });
  expectTable(model, expected.fit.coefficients);
  if (expected.hc)
    for (const kind of kinds) expectTable(coefficientCovariance(fit, kind), expected.hc[kind.toUpperCase() as keyof Full['hc']]);
}

/** A difference of two larger numbers is held to 1e-9 of the scale it is read on. */
function expectCloseBeside(actual: number, expected: number, scale: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), scale));
}

function succeed(answer: ReturnType<typeof ancova>): Ancova {
  if ('refused' in answer) throw new Error(answer.detail);
  return answer;
}

function bthebInput(outcomeName: string, change: Partial<AncovaInput> = {}): AncovaInput {
  const table = referenceTable('btheb_wide.csv');
  const outcome = numbersOf(table, outcomeName);
  const rows = completeRows([outcome]);
  const take = <T>(values: readonly (T | null)[]) => rows.map((i) => values[i] as T);
  return {
    outcome: take(outcome),
    arm: take(textsOf(table, 'treatment')),
    arms: ['TAU', 'BtheB'],
    covariates: [{ name: 'bdi_pre', values: take(numbersOf(table, 'bdi_pre')) }],
    factors: ['drug', 'length'].map((name) => ({ name, values: take(textsOf(table, name)) })),
    interaction: false,
    standardErrors: 'model',
    level: 0.95,
    ...change,
  };
}

function anorexiaInput(): AncovaInput {
  const table = referenceTable('anorexia.csv');
  return {
    outcome: numbersOf(table, 'Postwt') as number[],
    arm: textsOf(table, 'Treat') as string[],
    arms: ['Cont', 'CBT', 'FT'],
    covariates: [{ name: 'Prewt', values: numbersOf(table, 'Prewt') as number[] }],
    factors: [],
    interaction: false,
    standardErrors: 'model',
    level: 0.95,
  };
}

const designOf = (input: Adjustment) => designMatrix(input, 'proportional').matrix;

function expectMeans(answer: Ancova, expected: Means): void {
  expected.means.forEach((line, k) => {
    const own = answer.adjustedMeans[k]!;
    expect(own.arm).toBe(line.arm);
    expectClose(own.mean, line.emmean);
    expectClose(own.standardError, line.SE);
    expectClose(own.interval!.lower, line['lower.CL']);
    expectClose(own.interval!.upper, line['upper.CL']);
  });
  expected.contrasts_vs_first_level.forEach((line, k) => {
    const own = answer.estimates[k]!;
    expectClose(own.estimate, line.estimate);
    expectClose(own.standardError, line.SE);
    expectClose(own.interval.lower, line['lower.CL']);
    expectClose(own.interval.upper, line['upper.CL']);
    expectClose(own.p, line['p.value']);
  });
}

describe('analysis of covariance agrees with R', () => {
  it.each([
    ['btheb_8m_ancova_strata', 'bdi_8m'],
    ['btheb_2m_ancova_strata', 'bdi_2m'],
  ])('on Beat the Blues with baseline and strata: %s', (id, outcome) => {
    const expected = caseOf<Full>(id);
    const input = bthebInput(outcome);
    expectFit(designOf(input), input.outcome, expected);
    expectMeans(succeed(ancova({ ...input, factorWeights: 'equal' })), expected.emmeans_equal);
    expectMeans(succeed(ancova(input)), expected.emmeans_proportional);
    for (const kind of ['hc2', 'hc3'] as const) {
      const line = expected.hc[kind === 'hc2' ? 'HC2' : 'HC3'].find((candidate) => candidate.term === 'armBtheB')!;
      const own = succeed(ancova({ ...input, standardErrors: kind })).estimates[0]!;
      expectClose(own.estimate, line.estimate);
      expectClose(own.standardError, line.se);
      expectClose(own.p, line.p);
      expect(own.df).toBe(line.df);
      expectClose(own.interval.lower, line.lo);
      expectClose(own.interval.upper, line.hi);
      expect(own.n).toBe(expected.fit.n);
    }
  });

  it('with slopes of their own in each arm (ANHECOVA)', () => {
    const expected = caseOf<Pick<Full, 'fit' | 'hc'>>('btheb_2m_interaction_ANHECOVA');
    const both = bthebInput('bdi_2m', { interaction: true });
    const input = { ...both, factors: both.factors.filter((factor) => factor.name === 'drug') };
    expectFit(designOf(input), input.outcome, expected);
    const own = succeed(ancova({ ...input, standardErrors: 'hc3' })).estimates[0]!;
    expect(own.method).toBe('anhecova');
    expectClose(own.standardError, expected.hc.HC3.find((line) => line.term === 'arm')!.se);
  });

  it('with three arms', () => {
    const { full, pairs_none } = caseOf<{
      full: Full;
      pairs_none: { contrast: string; estimate: number; SE: number; 'p.value': number }[];
    }>('anorexia_three_arm_ancova');
    const input = anorexiaInput();
    expectFit(designOf(input), input.outcome, full);
    expectMeans(succeed(ancova(input)), full.emmeans_equal);
    const [, , last] = pairs_none;
    const other = succeed(ancova({ ...input, arms: ['FT', 'CBT', 'Cont'] })).estimates[0]!;
    expect(last!.contrast).toBe('CBT - FT');
    expectClose(other.estimate, last!.estimate);
    expectClose(other.standardError, last!.SE);
    expectClose(other.p, last!['p.value']);
  });

  it('with 5,772 pupils and two factors', () => {
    const expected = caseOf<Pick<Full, 'fit' | 'hc'>>('star_K_read_cluster_robust');
    const table = referenceTable('star_k.csv');
    const texts = Object.fromEntries(['cltype', 'ses', 'sx', 'sch'].map((name) => [name, textsOf(table, name)]));
    const read = numbersOf(table, 'read');
    const rows = completeRows([read, ...Object.values(texts)]);
    const arm = rows.map((i) => texts.cltype![i]!);
    const factors = ['ses', 'sx'].map((name) => ({ name, values: rows.map((i) => texts[name]![i]!) }));
    const outcome = rows.map((i) => read[i]!);
    expectFit(designOf({ arm, arms: ['reg', 'small', 'reg+A'], covariates: [], factors, interaction: false }), outcome, expected);
  });

  it('with precision weights', () => {
    const expected = caseOf<Pick<Full, 'fit' | 'hc'>>('btheb_3m_weighted_wls');
    const both = bthebInput('bdi_3m', { arms: ['BtheB', 'TAU'] });
    const weights = both.factors[0]!.values.map((value) => (value === 'Yes' ? 2 : 1));
    expectFit(designOf({ ...both, factors: [] }), both.outcome, expected, weights);
    const own = succeed(ancova({ ...both, factors: [], weights, standardErrors: 'hc2' })).estimates[0]!;
    expectClose(own.standardError, expected.hc.HC2.find((line) => line.term === 'treatmentTAU')!.se);
  });

  it('on a two-way layout', () => {
    const expected = caseOf<Pick<Full, 'fit'>>('toothgrowth_two_way');
    const table = referenceTable('toothgrowth.csv');
    const supplement = textsOf(table, 'supp').map((value) => (value === 'VC' ? 1 : 0));
    const dose = (level: string) => textsOf(table, 'dose').map((value) => (value === level ? 1 : 0));
    const crossed = (level: string) => dose(level).map((value, i) => value * supplement[i]!);
    const design = fromColumns([supplement.map(() => 1), supplement, dose('1'), dose('2'), crossed('1'), crossed('2')]);
    expectFit(design, numbersOf(table, 'len') as number[], expected);
  });
});

describe('analysis of covariance', () => {
  const trial = fc
    .record({
      n: fc.integer({ min: 12, max: 40 }),
      noise: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 80, maxLength: 80 }),
      shift: fc.double({ min: -50, max: 50, noNaN: true }),
      scale: fc.double({ min: 0.05, max: 20, noNaN: true }),
      standardErrors: fc.constantFrom('model' as const, 'hc2' as const, 'hc3' as const),
      interaction: fc.boolean(),
    })
    .map(({ n, noise, ...rest }) => {
      const arm = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'peer' : 'usual'));
      const before = Array.from({ length: n }, (_, i) => 20 + 5 * Math.sin(7 * i) + noise[i]!);
      const site = Array.from({ length: n }, (_, i) => (i % 4 < 2 ? 'north' : 'south'));
      const outcome = before.map((value, i) => 0.6 * value + (arm[i] === 'peer' ? 2 : 0) + Math.cos(11 * i) + noise[40 + i]!);
      const input: AncovaInput = {
        outcome,
        arm,
        arms: ['usual', 'peer'],
        covariates: [{ name: 'before', values: before }],
        factors: [{ name: 'site', values: site }],
        interaction: rest.interaction,
        standardErrors: rest.standardErrors,
        level: 0.95,
      };
      return { ...rest, input };
    });
  const run = { seed: 20263, numRuns: 100 };
  const near = (actual: number, expected: number, scale: number) =>
    expect(Math.abs(actual - expected)).toBeLessThan(1e-8 * Math.max(scale, Math.abs(expected)));

  it('is unmoved by adding a number to every outcome, and scales with it', () => {
    fc.assert(
      fc.property(trial, ({ input, shift, scale }) => {
        const plain = succeed(ancova(input)).estimates[0]!;
        const moved = succeed(ancova({ ...input, outcome: input.outcome.map((value) => scale * value + shift) })).estimates[0]!;
        near(moved.estimate, scale * plain.estimate, scale * plain.standardError);
        near(moved.standardError, scale * plain.standardError, 0);
        near(moved.interval.upper, scale * plain.interval.upper, scale * plain.standardError);
        near(moved.p, plain.p, 1);
      }),
      run,
    );
  });

  it('turns its sign when the arms are swapped, and nothing else', () => {
    fc.assert(
      fc.property(trial, ({ input }) => {
        const plain = succeed(ancova(input)).estimates[0]!;
        const swapped = succeed(ancova({ ...input, arms: ['peer', 'usual'] })).estimates[0]!;
        near(swapped.estimate, -plain.estimate, plain.standardError);
        near(swapped.standardError, plain.standardError, 0);
        near(swapped.interval.lower, -plain.interval.upper, plain.standardError);
        near(swapped.p, plain.p, 1);
      }),
      run,
    );
  });

  it('does not mind the order of the rows', () => {
    fc.assert(
      fc.property(trial, ({ input }) => {
        const order = input.outcome.map((_, i) => i).sort((a, b) => Math.sin(a * 91) - Math.sin(b * 91));
        const turn = <T>(values: readonly T[]) => order.map((i) => values[i]!);
        const plain = succeed(ancova(input)).estimates[0]!;
        const turned = succeed(
          ancova({
            ...input,
            outcome: turn(input.outcome),
            arm: turn(input.arm),
            covariates: input.covariates.map((covariate) => ({ ...covariate, values: turn(covariate.values) })),
            factors: input.factors.map((factor) => ({ ...factor, values: turn(factor.values) })),
          }),
        ).estimates[0]!;
        near(turned.estimate, plain.estimate, plain.standardError);
        near(turned.standardError, plain.standardError, 0);
      }),
      run,
    );
  });

  it('treats someone alone in a stratum as if they had not been there, and says so', () => {
    fc.assert(
      fc.property(trial, ({ input, standardErrors }) => {
        const site = [...input.factors[0]!.values];
        site[5] = 'island';
        const base: AncovaInput = { ...input, interaction: false, standardErrors, factors: [{ name: 'site', values: site }] };
        const alone = succeed(ancova(base)).estimates[0]!;
        const drop = <T>(values: readonly T[]) => values.filter((_, i) => i !== 5);
        const without = succeed(
          ancova({
            ...base,
            outcome: drop(base.outcome),
            arm: drop(base.arm),
            covariates: base.covariates.map((covariate) => ({ ...covariate, values: drop(covariate.values) })),
            factors: [{ name: 'site', values: drop(site) }],
          }),
        ).estimates[0]!;
        expect(alone.warnings.map((warning) => warning.code)).toContain('alone-in-stratum');
        expect(alone.df).toBe(without.df);
        near(alone.estimate, without.estimate, without.standardError);
        near(alone.standardError, without.standardError, 0);
      }),
      run,
    );
  });

  describe('refuses', () => {
    const input = bthebInput('bdi_2m');
    const refusal = (change: Partial<AncovaInput>) => {
      const answer = ancova({ ...input, ...change });
      return 'refused' in answer ? answer : { refused: 'nothing', detail: '', n: null };
    };
    const first = (n: number): Partial<AncovaInput> => ({
      outcome: input.outcome.slice(0, n),
      arm: input.arm.slice(0, n),
      covariates: input.covariates.map((covariate) => ({ ...covariate, values: covariate.values.slice(0, n) })),
      factors: input.factors.map((factor) => ({ ...factor, values: factor.values.slice(0, n) })),
    });

    it('nobody at all', () => expect(refusal(first(0)).refused).toBe('no-data'));
    it('one arm', () => {
      const answer = refusal({ arm: input.arm.map(() => 'TAU') });
      expect(answer.refused).toBe('one-arm');
      expect(answer.detail).toContain('BtheB');
      expect(answer).toMatchObject({ n: 97, nByArm: { TAU: 97, BtheB: 0 } });
    });
    it('an arm of one person', () =>
      expect(refusal({ arm: input.arm.map((_, i) => (i === 0 ? 'BtheB' : 'TAU')) }).refused).toBe('too-few'));
    it('more coefficients than people', () => expect(refusal(first(5)).refused).toBe('too-few'));
    it('an outcome that is the same for everyone', () =>
      expect(refusal({ outcome: input.outcome.map(() => 12.1) }).refused).toBe('no-variance'));
    it('an outcome that the baseline reproduces exactly', () => {
      expect(refusal({ outcome: input.covariates[0]!.values.map((value) => 1e6 + 0.1 * value) }).refused).toBe('no-variance');
    });
    it('a stratum that is the arm under another name', () => {
      const answer = refusal({ factors: [{ name: 'clinic', values: input.arm }] });
      expect(answer.refused).toBe('not-estimable');
      expect(answer.detail).toContain('clinic');
    });
  });

  it('leaves out a covariate that is the same for everyone, and says so', () => {
    const input = bthebInput('bdi_2m');
    const plain = succeed(ancova(input)).estimates[0]!;
    const added = succeed(
      ancova({ ...input, factors: [...input.factors, { name: 'country', values: input.arm.map(() => 'UK') }] }),
    ).estimates[0]!;
    expect(added.estimate).toBe(plain.estimate);
    expect(added.warnings.map((warning) => warning.code)).toEqual(['no-variation']);
  });
});
