import highPrecision from './reference/results/15_distributions_highprec.json';
import {
  chiSquareQuantile,
  chiSquareTails,
  fQuantile,
  fTails,
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

/** Largest relative error each family is held to; the one measured is at most a third of it. */
const families: { family: string; limit: number; ask: (row: Row) => number }[] = [
  { family: 'pnorm', limit: 4e-13, ask: (r) => pick(normalTails(r.args[0]!), r) },
  { family: 'qnorm', limit: 2e-15, ask: (r) => normalQuantile(r.args[0]!, tail(r)) },
  { family: 'pt', limit: 1e-13, ask: (r) => pick(studentTails(r.args[0]!, r.args[1]!), r) },
  { family: 'qt', limit: 1e-13, ask: (r) => studentQuantile(r.args[0]!, r.args[1]!, tail(r)) },
  { family: 'pf', limit: 1e-13, ask: (r) => pick(fTails(r.args[0]!, r.args[1]!, r.args[2]!), r) },
  { family: 'qf', limit: 1e-13, ask: (r) => fQuantile(r.args[0]!, r.args[1]!, r.args[2]!, tail(r)) },
  { family: 'pchisq', limit: 1e-13, ask: (r) => pick(chiSquareTails(r.args[0]!, r.args[1]!), r) },
  { family: 'qchisq', limit: 1e-13, ask: (r) => chiSquareQuantile(r.args[0]!, r.args[1]!, tail(r)) },
  { family: 'pt_noncentral', limit: 1e-13, ask: (r) => pick(noncentralStudentTails(r.args[0]!, r.args[1]!, r.args[2]!), r) },
  { family: 'qt_noncentral', limit: 1e-13, ask: (r) => noncentralStudentQuantile(r.args[0]!, r.args[1]!, r.args[2]!) },
];

describe('the distributions', () => {
  // Probabilities on the logarithmic scale are not offered: no p-value of a trial is smaller than a double.
  it.each(families)('agree with 50-digit values of $family to a relative $limit', ({ family, limit, ask }) => {
    const asked = rows.filter((row) => row.case === family && !row.log_p);
    expect(asked.length).toBeGreaterThan(4);
    for (const row of asked) {
      const error = row.exact === 0 ? Math.abs(ask(row)) : Math.abs(ask(row) - row.exact) / Math.abs(row.exact);
      console.log(family, row.args.join(), error)
      expect({ args: row.args, within: error <= limit }).toEqual({ args: row.args, within: true });
    }
  });
});
