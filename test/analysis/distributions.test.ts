import fc from 'fast-check';
import highPrecision from './reference/results/15_distributions_highprec.json';
import {
  chiSquareQuantile,
  chiSquareTails,
  fQuantile,
  fTails,
  noncentralityLimits,
  noncentralStudentQuantile,
  noncentralStudentTails,
  normalQuantile,
  normalTails,
  studentQuantile,
  studentTails,
  studentTwoSided,
  type Tails,
} from '#analysis/numeric/distributions';

interface Row {
  case: string;
  args: number[];
  lower_tail: boolean;
  log_p: boolean;
  exact: number;
}

const rows: Row[] = highPrecision.rows;
const pick = (tails: Tails, row: Row) => (row.lower_tail ? tails.lower : tails.upper);
const tail = (row: Row) => (row.lower_tail ? 'lower' : 'upper');

/** `achieved` is the largest relative error measured when this was written; twice that is still accepted. */
const families: { family: string; achieved: number; ask: (row: Row) => number }[] = [
  { family: 'pnorm', achieved: 1.2e-13, ask: (r) => pick(normalTails(r.args[0]!), r) },
  { family: 'qnorm', achieved: 7e-14, ask: (r) => normalQuantile(r.args[0]!, tail(r)) },
  { family: 'pt', achieved: 6.2e-15, ask: (r) => pick(studentTails(r.args[0]!, r.args[1]!), r) },
  { family: 'qt', achieved: 1.6e-15, ask: (r) => studentQuantile(r.args[0]!, r.args[1]!, tail(r)) },
  { family: 'pf', achieved: 3.4e-14, ask: (r) => pick(fTails(r.args[0]!, r.args[1]!, r.args[2]!), r) },
  { family: 'qf', achieved: 9e-16, ask: (r) => fQuantile(r.args[0]!, r.args[1]!, r.args[2]!, tail(r)) },
  { family: 'pchisq', achieved: 2.5e-14, ask: (r) => pick(chiSquareTails(r.args[0]!, r.args[1]!), r) },
  { family: 'qchisq', achieved: 2.9e-15, ask: (r) => chiSquareQuantile(r.args[0]!, r.args[1]!, tail(r)) },
  { family: 'pt_noncentral', achieved: 1.8e-15, ask: (r) => pick(noncentralStudentTails(r.args[0]!, r.args[1]!, r.args[2]!), r) },
  { family: 'qt_noncentral', achieved: 8.2e-16, ask: (r) => noncentralStudentQuantile(r.args[0]!, r.args[1]!, r.args[2]!) },
];

describe('the distributions', () => {
  // Rows that ask for the logarithm of a probability are passed over: no p-value of a trial is smaller than a double.
  it.each(families)('agree with 50-digit values of $family, achieved $achieved', ({ family, achieved, ask }) => {
    const asked = rows.filter((row) => row.case === family && !row.log_p);
    const errors = asked.map((row) => Math.abs(ask(row) - row.exact) / (Math.abs(row.exact) || 1));
    expect(asked.length).toBeGreaterThan(4);
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 * achieved);
  });

  it('give quantiles that lead back to their probability in either tail', () => {
    const probability = fc.oneof(
      fc.double({ min: 1e-12, max: 0.999, noNaN: true }),
      fc.double({ min: 1e-60, max: 1e-10, noNaN: true }),
    );
    const df = fc.double({ min: 0.6, max: 5000, noNaN: true });
    const back = (found: number, p: number) => expect(Math.abs(found / p - 1)).toBeLessThan(1e-10);
    fc.assert(
      fc.property(probability, df, df, (p, df1, df2) => {
        back(normalTails(normalQuantile(p)).lower, p);
        back(normalTails(normalQuantile(p, 'upper')).upper, p);
        back(studentTails(studentQuantile(p, df1), df1).lower, p);
        back(studentTails(studentQuantile(p, df1, 'upper'), df1).upper, p);
        back(chiSquareTails(chiSquareQuantile(p, df1, 'upper'), df1).upper, p);
        back(fTails(fQuantile(p, df1, df2, 'upper'), df1, df2).upper, p);
      }),
      { seed: 20261, numRuns: 300 },
    );
  });

  it('make the noncentral t the central one at noncentrality 0, mirror it, and share 1 between its tails', () => {
    const t = fc.double({ min: -40, max: 40, noNaN: true });
    const ncp = fc.double({ min: -30, max: 30, noNaN: true });
    const df = fc.double({ min: 0.5, max: 20_000, noNaN: true });
    fc.assert(
      fc.property(t, df, ncp, (x, nu, delta) => {
        const { lower, upper } = noncentralStudentTails(x, nu, delta);
        expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-13);
        const mirrored = noncentralStudentTails(-x, nu, -delta).upper;
        expect(Math.abs(mirrored - lower)).toBeLessThanOrEqual(1e-14 * lower);
        const central = studentTails(x, nu).lower;
        expect(Math.abs(noncentralStudentTails(x, nu, 0).lower - central)).toBeLessThanOrEqual(1e-11 * central + 1e-300);
      }),
      { seed: 20262, numRuns: 200 },
    );
  });

  it('put an observed t exactly at the tail points of its noncentrality limits', () => {
    for (const [t, df] of [
      [0, 4],
      [2.1, 71],
      [-9, 30],
      [25, 12],
      [60, 400],
    ] as const) {
      const { lower, upper } = noncentralityLimits(t, df, 0.95);
      expect(Math.abs(noncentralStudentTails(t, df, lower).upper - 0.025)).toBeLessThan(1e-12);
      expect(Math.abs(noncentralStudentTails(t, df, upper).lower - 0.025)).toBeLessThan(1e-12);
    }
  });

  it('keep a p-value apart from 0 far out', () => {
    expect(studentTwoSided(40, 200)).toBeGreaterThan(0);
    expect(studentTwoSided(-40, 200)).toBe(studentTwoSided(40, 200));
  });

  it('refuse a probability beyond 1 and degrees of freedom that are not positive', () => {
    expect(() => normalQuantile(1.01)).toThrow(RangeError);
    expect(() => studentTails(1, 0)).toThrow(RangeError);
    expect(() => fTails(1, 3, Number.NaN)).toThrow(RangeError);
    expect(() => chiSquareQuantile(-0.1, 3)).toThrow(RangeError);
  });
});
