import fc from 'fast-check';
import reference from './reference/results/05_mmrm.json';
import structures from './reference/results/05b_mmrm_structures.json';
import type { Found } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Test {
  contrast: string;
  estimate: number;
  se: number;
  satt_df: number;
  satt_p: number;
  kr_se: number;
  kr_df: number;
  kr_p: number;
  kr_lo: number;
  kr_hi: number;
}
interface Exact {
  reml_loglik: number;
  n: number;
  beta: Record<string, number>;
  covariance: { values: number[][] };
  tests: Test[];
  theta_se_observed: Record<string, number>;
}
interface Details {
  coefficients: { term: string; estimate: number; standardError: number; df: number; p: number }[];
  visitCovariance: number[][];
  varianceComponents: { parameter: string; estimate: number; standardError: number }[];
  logLikelihood: number;
  largestGradient: number;
}

/** An iterative fit; R's own scoring stops at a gradient of 1e-11, ours below 1e-8. */
const ITERATIVE = 1e-6;

const long = referenceText('data/btheb_long.csv');
const layout = { participant: 'id', arm: 'treatment', control: 'TAU', visit: 'month' };
const asked = {
  method: 'mmrm',
  outcome: 'bdi',
  covariates: ['bdi_pre'],
  factors: ['drug', 'length'],
  interactions: [['visit', 'arm']],
};
const exactOf = (id: string) =>
  (reference.cases.find((candidate) => candidate.id === id)!.result as unknown as { exact_reml: Exact }).exact_reml;
const detailsOf = (own: Found) => own.details as unknown as Details;

/** R's name of a coefficient, from ours. */
function nameInR(term: string): string {
  const names: Record<string, string> = { '(intercept)': '(Intercept)' };
  return (
    names[term] ??
    term
      .split(' × ')
      .map((part) => part.replace(': ', ''))
      .join(':')
  );
}

function expectExact(csv: string, data: typeof layout, question: typeof asked, exact: Exact): void {
  for (const df of ['satterthwaite', 'kenward-roger'] as const) {
    const own = find(csv, data, { ...question, df });
    const details = detailsOf(own);
    expect(details.largestGradient).toBeLessThan(1e-6);
    expectClose(details.logLikelihood, exact.reml_loglik, 1e-10);
    exact.covariance.values.forEach((row, i) =>
      row.forEach((value, j) => expectClose(details.visitCovariance[i]![j]!, value, ITERATIVE)),
    );
    const errors = Object.values(exact.theta_se_observed);
    details.varianceComponents.forEach((component, k) => expectClose(component.standardError, errors[k]!, ITERATIVE));
    const lines = new Map(exact.tests.map((test) => [test.contrast, test]));
    const expectTest = (
      line: { estimate: number; standardError: number | null; df: number | null; p: number | null },
      expected: Test,
    ) => {
      expect(Math.abs(line.estimate - expected.estimate)).toBeLessThan(ITERATIVE * (Math.abs(expected.estimate) + expected.se));
      expectClose(line.standardError, df === 'satterthwaite' ? expected.se : expected.kr_se, ITERATIVE);
      expectClose(line.df, df === 'satterthwaite' ? expected.satt_df : expected.kr_df, 1e-4);
      const p = df === 'satterthwaite' ? expected.satt_p : expected.kr_p;
      expect(Math.abs(line.p! - p)).toBeLessThan(ITERATIVE * (p + 1e-9)); // both nearly 0 far out
    };
    const sexMale = (name: string) => name.replace('armMale', 'armFemale');
    details.coefficients.forEach((line) => expectTest(line, lines.get(sexMale(nameInR(line.term)))!));
    own.contrasts.forEach((line) => {
      const expected = lines.get(`diff_${line.visit}`) ?? lines.get(`diff_${line.visit}m`);
      if (expected) expectTest(line, expected);
      else expect(line.visit).toBe('average');
    });
  }
}

describe('the mixed model for repeated measures agrees with R', () => {
  it('on Beat the Blues with baseline and strata, half of the last visits missing', () => {
    const exact = exactOf('btheb_mmrm');
    expectExact(long, layout, asked, exact);
    const own = find(long, layout, asked);
    expect(own.n).toBe(97);
    const average = own.contrasts.find(({ visit }) => visit === 'average')!;
    const expected = exact.tests.find(({ contrast }) => contrast === 'diff_average')!;
    expectClose(average.standardError, expected.kr_se, ITERATIVE);
    expectClose(average.df, expected.kr_df, 1e-4);
    expectClose(average.interval!.lower, expected.kr_lo, ITERATIVE);
    expectClose(average.interval!.upper, expected.kr_hi, ITERATIVE);
    expect(own.estimate).toBe(own.contrasts.find(({ visit }) => visit === '8')!.estimate);
    expect(find(long, layout, { ...asked, at: 3 }).estimate).toBe(own.contrasts.find(({ visit }) => visit === '3')!.estimate);
  });

  it('with a slope of the baseline at each visit', () => {
    expectExact(
      long,
      layout,
      {
        ...asked,
        factors: [],
        interactions: [
          ['bdi_pre', 'visit'],
          ['visit', 'arm'],
        ],
      },
      exactOf('btheb_mmrm_baseline_by_visit'),
    );
  });

  it('on complete data, where every df is the number of people less two', () => {
    const data = { participant: 'Subject', arm: 'Sex', control: 'Male', visit: 'age' };
    const question = { ...asked, outcome: 'distance', covariates: [], factors: [] };
    const csv = referenceText('data/orthodont.csv');
    expectExact(csv, data, question, exactOf('orthodont_un'));
    for (const contrast of find(csv, data, question).contrasts) expectClose(contrast.df, 25, 1e-9);
  });

  it('by full maximum likelihood, and in structures R’s gls has', () => {
    const gls = reference.cases.find((candidate) => candidate.id === 'btheb_gls_other_structures')!.result as unknown as Record<
      string,
      { logLik: number; coef: { term: string; estimate: number; se: number }[] }
    >;
    const question = { ...asked, factors: [], df: 'satterthwaite' };
    const expectGls = (name: string, change: object) => {
      const own = detailsOf(find(long, layout, { ...question, ...change }));
      expectClose(own.logLikelihood, gls[name]!.logLik, 1e-7); // gls stops short of the optimum
      const lines = new Map(gls[name]!.coef.map((line) => [line.term, line]));
      own.coefficients.forEach((line) => {
        const expected = lines.get(nameInR(line.term))!;
        expect(Math.abs(line.estimate - expected.estimate)).toBeLessThan(1e-3 * expected.se); // the same
      });
      return own.coefficients.map((line) => line.standardError / lines.get(nameInR(line.term))!.se);
    };
    for (const [name, covariance] of Object.entries({
      CS: 'compound-symmetry',
      AR1_by_visit_index: 'ar1',
      CAR1_month: 'car1',
      ARH1: 'heterogeneous-ar1',
    })) {
      for (const ratio of expectGls(name, { covariance })) expectClose(ratio, 1, 1e-3); // the same
    }
    // Under ML gls scales its errors by n / (n - p).
    for (const ratio of expectGls('UN_ML', { criterion: 'ML' })) expectClose(ratio, Math.sqrt(271 / 280), 1e-3); // the same
  });

  it.each(structures.cases)('in the structure $id, with both kinds of df and the sandwich', ({ id, result }) => {
    const expected = result as unknown as {
      logLik: number;
      theta: number[];
      tests: {
        contrast: string;
        estimate: number;
        se: number;
        satt_df: number;
        kr_se: number;
        kr_df: number;
        sandwich_se: number;
      }[];
    };
    const question = { ...asked, factors: [], covariance: id };
    const own = find(long, layout, question);
    const satterthwaite = find(long, layout, { ...question, df: 'satterthwaite' });
    const sandwich = find(long, layout, { ...question, errors: 'sandwich' });
    expectClose(detailsOf(own).logLikelihood, expected.logLik, 1e-10);
    const numerical = 1e-5; // R's derivatives here are numerical
    detailsOf(own).varianceComponents.forEach(({ estimate }, k) => expectClose(estimate, expected.theta[k]!, numerical));
    expected.tests.forEach((line, k) => {
      expect(own.contrasts[k]!.visit).toBe(line.contrast);
      expect(Math.abs(own.contrasts[k]!.estimate - line.estimate)).toBeLessThan(numerical * line.se);
      expectClose(own.contrasts[k]!.standardError, line.kr_se, numerical);
      expectClose(own.contrasts[k]!.df, line.kr_df, 1e-4);
      expectClose(satterthwaite.contrasts[k]!.standardError, line.se, numerical);
      expectClose(satterthwaite.contrasts[k]!.df, line.satt_df, 3e-4); // R's Hessian here is numerical, of a function good to 1e-13
      expectClose(sandwich.contrasts[k]!.standardError, line.sandwich_se, numerical);
    });
  });
});

describe('the mixed model for repeated measures', () => {
  const small = { ...asked, factors: [] };

  it('moves with the outcome, flips with the control, and cares for neither row order nor names', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.constantFrom('unstructured', 'heterogeneous-ar1', 'toeplitz'),
        (scale, shift, covariance) => {
          const own = find(long, layout, { ...small, covariance });
          const moved = changed('btheb_long.csv', (row) => ({
            ...row,
            bdi: row.bdi === '' ? '' : String(scale * Number(row.bdi) + shift),
          }));
          const other = find(moved, layout, { ...small, covariance });
          expectClose(other.estimate, scale * own.estimate!, ITERATIVE * 10); // a small difference beside a large shift
          expectClose(other.standardError, scale * own.standardError!, ITERATIVE);
          expectClose(other.df, own.df!, 1e-4);
          const [head, ...rows] = long.trim().split('\n');
          const turned = find([head, ...rows.reverse()].join('\n'), layout, { ...small, covariance });
          expectClose(turned.estimate, own.estimate!, ITERATIVE);
          const flipped = find(long, { ...layout, control: 'BtheB' }, { ...small, covariance });
          expectClose(flipped.estimate, -own.estimate!, ITERATIVE);
          expectClose(flipped.df, own.df!, 1e-4);
        },
      ),
      { seed: 20269, numRuns: 6 },
    );
  });

  it('takes a wide file as it takes the long one', () => {
    const wide = referenceText('data/btheb_wide.csv');
    const data = { participant: 'id', arm: 'treatment', control: 'TAU' };
    const own = find(long, layout, small);
    const byName = find(wide, data, { ...small, outcome: { 2: 'bdi_2m', 3: 'bdi_3m', 5: 'bdi_5m', 8: 'bdi_8m' } });
    expectClose(byName.estimate, own.estimate!, 1e-12);
    expect(byName.contrasts.map(({ visit }) => visit)).toEqual(['2', '3', '5', '8', 'average']);
    const inOrder = find(
      wide,
      { arm: 'treatment', control: 'TAU' },
      { ...small, outcome: ['bdi_2m', 'bdi_3m', 'bdi_5m', 'bdi_8m'] },
    );
    expectClose(inOrder.df, own.df!, 1e-9);
    expect(inOrder.contrasts.at(-2)!.visit).toBe('bdi_8m');
  });

  it('is, on complete data without covariates, the t test of each visit', () => {
    // Complete data: the unstructured model gives each visit its own pooled t test.
    const csv = csvOf(
      Array.from({ length: 24 }, (_, k) => {
        const i = k >> 1;
        return { id: `p${i}`, arm: i % 2 ? 'peer' : 'usual', visit: k % 2, y: Math.sin(3 * k) + 0.3 * (i % 5) + (i % 2) * 0.4 };
      }),
    );
    const data = { participant: 'id', arm: 'arm', control: 'usual', visit: 'visit' };
    const own = find(csv, data, { method: 'mmrm', outcome: 'y', df: 'satterthwaite' });
    const pooled = find(csv, data, { method: 'pooled', outcome: 'y', at: 1 });
    expectClose(own.estimate, pooled.estimate!);
    expectClose(own.standardError, pooled.standardError!, ITERATIVE);
    expectClose(own.df, 10, 1e-6);
  });

  it('refuses by name what it cannot do', () => {
    const refuses = (change: object, data: object = layout, csv = long) => refusal(csv, data, { ...small, ...change });
    expect(refuses({}, { participant: 'id', arm: 'treatment', control: 'TAU' })).toBe('no-visit');
    expect(refuses({}, { arm: 'treatment', control: 'TAU', visit: 'month' })).toBe('no-participant');
    expect(refuses({ outcome: ['bdi', 'bdi_pre'] })).toBe('long-and-wide');
    expect(refuses({ at: 4 })).toBe('no-such-visit');
    expect(refuses({ criterion: 'ML', df: 'kenward-roger' })).toBe('not-supported');
    expect(refuses({ errors: 'sandwich', df: 'kenward-roger' })).toBe('not-supported');
    expect(refuses({ covariance: 'banded' })).toBe('not-understood');
    expect(
      refuses(
        { covariance: 'car1' },
        layout,
        changed('btheb_long.csv', (row) => ({ ...row, month: `m${row.month}` })),
      ),
    ).toBe('no-times');
    expect(refuses({}, layout, `${long.trim()}\n1,"No",">6m","TAU",29,2,5\n`)).toBe('visit-twice');
    expect(
      refuses(
        {},
        layout,
        changed('btheb_long.csv', (row) => (row.month === '2' ? row : null)),
      ),
    ).toBe('one-visit');
    expect(
      refuses(
        {},
        layout,
        changed('btheb_long.csv', (row) => (row.treatment === 'TAU' ? row : null)),
      ),
    ).toBe('one-arm');
    expect(
      refuses(
        {},
        layout,
        changed('btheb_long.csv', (row) => (row.treatment === 'TAU' || row.month !== '8' ? row : { ...row, bdi: '' })),
      ),
    ).toBe('not-estimable');
    expect(
      refuses(
        {},
        layout,
        changed('btheb_long.csv', (row) => ({ ...row, bdi: '7' })),
      ),
    ).toBe('no-variance');
    expect(
      refuses(
        {},
        layout,
        changed('btheb_long.csv', (row) => (Number(row.id) < 4 ? row : null)),
      ),
    ).toBe('too-few');
    // Two visits with the same answers: their covariance is singular.
    const same = changed('btheb_long.csv', (row) =>
      row.month === '2' ? { ...row, bdi: row.bdi_pre! } : row.month === '3' ? { ...row, bdi: row.bdi_pre! } : null,
    );
    expect(refuses({ covariates: [] }, layout, same)).toBe('not-converged');
  });
});
