import { Ajv } from 'ajv';
import bthebPlan from './reference/btheb-plan.json';
import reference from './reference/results/04_ancova.json';
import { analyse } from '#analysis/plan';
import { tableOf, type Table } from '#analysis/data/table';
import { type Plan, Report } from '#protocols/model/plan';
import { expectClose, referenceTable } from './support/reference';

interface Case {
  hc: { HC3: { term: string; estimate: number; se: number; p: number; lo: number; hi: number }[] };
  fit: { n: number; coefficients: { term: string; se: number }[] };
  standardised: { d_by_residual_sd: number; d_by_baseline_sd: number; d_by_outcome_sd: number };
}

const plan = bthebPlan as Plan;
const caseOf = (id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as Case;
const btheb = referenceTable('btheb_wide.csv');
const isReport = new Ajv({ allErrors: true, strict: true }).compile<Report>(Report);

function reportOf(own: Plan, table: Table): Report {
  const report = analyse(own, table);
  if ('problems' in report) throw new Error(report.problems.map((problem) => problem.detail).join(' '));
  const sent: unknown = JSON.parse(JSON.stringify(report));
  expect(isReport(sent) ? [] : isReport.errors).toEqual([]);
  expect(sent).toEqual(report);
  return report;
}

/** The table with the values of one column changed. */
function altered(column: string, change: (value: number | string | null, row: number) => number | string | null): Table {
  const columns = btheb.columns.map((own) =>
    own.name === column ? { ...own, values: own.values.map((value, i) => change(value, i)) } : own,
  );
  return tableOf(columns as Table['columns']);
}

describe('a plan, run on the data of Beat the Blues', () => {
  it.each([
    ['btheb_2m_ancova_strata', 'bdi_2m'],
    ['btheb_8m_ancova_strata', 'bdi_8m'],
  ])('gives the figures of R: %s', (id, outcome) => {
    const expected = caseOf(id);
    const report = reportOf({ ...plan, outcome: { ...plan.outcome, column: outcome } }, btheb);
    const line = expected.hc.HC3.find((candidate) => candidate.term === 'armBtheB')!;
    if ('refused' in report.primary) throw new Error(report.primary.detail);
    expect(report.primary).toMatchObject({
      method: 'ancova',
      details: { errors: 'hc3' },
      contrasts: [{ arm: 'BtheB', reference: 'TAU' }],
    });
    expectClose(report.primary.estimate, line.estimate);
    expectClose(report.primary.standardError, line.se);
    expectClose(report.primary.p, line.p);
    expectClose(report.primary.interval!.lower, line.lo);
    expectClose(report.primary.interval!.upper, line.hi);
    expectClose(report.standardised.adjusted!.byResidualSd, expected.standardised.d_by_residual_sd);
    expectClose(report.standardised.adjusted!.byBaselineSd, expected.standardised.d_by_baseline_sd);
    expectClose(report.standardised.adjusted!.byOutcomeSd, expected.standardised.d_by_outcome_sd);
    const modelBased = report.sensitivity.find((row) => row.id === 'adjusted-model-based')!.result;
    expectClose(
      'refused' in modelBased ? null : modelBased.standardError,
      expected.fit.coefficients.find((row) => row.term === 'armBtheB')!.se,
    );
    expect(report.rows.analysed.total).toBe(expected.fit.n);
  });

  describe('where people were drawn together', () => {
    const named = (label: (row: number) => string, table = btheb): Table =>
      tableOf([
        ...table.columns,
        { kind: 'text', name: 'household', values: Array.from({ length: table.rows }, (_, row) => label(row)) },
      ] as Table['columns']);
    const drawnTogether: Plan = { ...plan, standardErrors: 'cr2', cluster: 'household' };
    const primaryOf = (own: Plan, table: Table) => {
      const { primary } = reportOf(own, table);
      if ('refused' in primary) throw new Error(primary.detail);
      return primary;
    };

    it('gives people on their own the robust errors of people', () => {
      const alone = primaryOf(
        drawnTogether,
        named((row) => `h${row}`),
      );
      const people = primaryOf({ ...plan, standardErrors: 'hc2', subgroups: [] }, btheb);
      expectClose(alone.estimate, people.estimate!);
      expectClose(alone.standardError, people.standardError!);
    });

    it('does not take two who are alike for two pieces of evidence, in the sensitivity analysis neither', () => {
      const twins = tableOf(btheb.columns.map((own) => ({ ...own, values: [...own.values, ...own.values] })) as Table['columns']);
      const household = (row: number) => `h${row % btheb.rows}`;
      const [one, both] = [
        primaryOf({ ...plan, standardErrors: 'hc2', subgroups: [] }, btheb),
        reportOf(drawnTogether, named(household, twins)),
      ];
      if ('refused' in both.primary) throw new Error(both.primary.detail);
      expect(both.primary.standardError! / one.standardError!).toBeGreaterThan(0.97);
      expect(both.primary.df).toBeLessThan(btheb.rows);
      expect(both.sensitivity.map(({ id, result }) => [id, 'refused' in result ? null : result.details.errors])).toEqual([
        ['unadjusted', 'cr2'],
      ]);
    });

    it('is refused where an arm is one cluster: nobody can tell how clusters differ', () => {
      const arms = btheb.columns.find(({ name }) => name === 'treatment')!.values;
      const { primary } = reportOf(
        { ...drawnTogether, subgroups: [] },
        named((row) => (arms[row] === 'TAU' ? 'one' : `h${row}`)),
      );
      expect(primary).toMatchObject({ refused: 'too-few' });
    });

    it('is said by the plan in both places or in neither', () => {
      for (const [own, code] of [
        [{ ...drawnTogether, cluster: undefined }, 'cluster-and-errors'],
        [{ ...drawnTogether, standardErrors: 'hc3' as const }, 'cluster-and-errors'],
        [{ ...drawnTogether, model: 'welch' as const }, 'cluster-and-welch'],
      ] as const) {
        const report = analyse(
          own,
          named((row) => `h${row}`),
        );
        expect('problems' in report && report.problems.map((problem) => problem.code)).toEqual([code]);
      }
    });
  });

  it('accounts for every row left out, by reason and arm', () => {
    const table = altered('treatment', (value, row) => (row === 0 ? null : row === 1 ? 'other' : value));
    const { rows } = reportOf({ ...plan, outcome: { ...plan.outcome, column: 'bdi_8m' } }, table);
    expect(rows.excluded.map(({ reason, column, n }) => [reason, column, n.total])).toEqual([
      ['arm-missing', 'treatment', 1],
      ['other-arm', 'treatment', 1],
      ['outcome-missing', 'bdi_8m', 47],
    ]);
    expect(rows.read.total).toBe(rows.analysed.total + rows.excluded.reduce((total, exclusion) => total + exclusion.n.total, 0));
  });

  it('warns when many are lost, and when the arms lost unequal shares', () => {
    const codes = (report: Report) => report.warnings.map((warning) => warning.code);
    expect(codes(reportOf(plan, btheb))).toEqual([]);
    expect(codes(reportOf({ ...plan, outcome: { ...plan.outcome, column: 'bdi_8m' } }, btheb))).toEqual(['many-lost']);
    const lopsided = altered('bdi_2m', (value, row) =>
      btheb.columns.find((own) => own.name === 'treatment')!.values[row] === 'TAU' && row % 3 ? null : value,
    );
    expect(codes(reportOf(plan, lopsided))).toEqual(['many-lost', 'unequally-lost']);
  });

  it('shows a subgroup for each level, all people in exactly one', () => {
    const { subgroups, rows } = reportOf(plan, btheb);
    expect(subgroups.map(({ column, level }) => `${column} ${level}`)).toEqual([
      'drug No',
      'drug Yes',
      'length <6m',
      'length >6m',
    ]);
    const people = (column: string) =>
      subgroups.filter((row) => row.column === column).reduce((total, row) => total + row.result.n, 0);
    expect([people('drug'), people('length')]).toEqual([rows.analysed.total, rows.analysed.total]);
  });

  it('shows a mean per arm and wave from the values that are there', () => {
    const { trajectories } = reportOf(plan, btheb);
    expect(trajectories.map(({ wave, means }) => [wave, ...means.map((mean) => mean.n)])).toEqual([
      ['baseline', 48, 52],
      ['2 months', 45, 52],
      ['3 months', 36, 37],
      ['5 months', 29, 29],
      ['8 months', 25, 27],
    ]);
  });

  it('maps each model to its one method', () => {
    const methodOf = (model: Plan['model']) => reportOf({ ...plan, model }, btheb).primary.method;
    expect([methodOf('ancova'), methodOf('anhecova'), methodOf('welch')]).toEqual(['ancova', 'anhecova', 'welch']);
  });

  it('reports a refusal in the estimate’s place, with everything else around it', () => {
    const nobody = reportOf(
      plan,
      altered('bdi_2m', () => null),
    );
    expect(nobody.primary).toMatchObject({ refused: 'no-data', n: 0 });
    expect(nobody.standardised).toMatchObject({ hedgesG: { refused: 'no-data' }, adjusted: null });
    const oneArm = reportOf({ ...plan, arm: { ...plan.arm, treated: 'elsewhere' } }, btheb);
    expect(oneArm.primary).toMatchObject({ refused: 'one-arm' });
    expect(oneArm.rows.excluded[0]).toMatchObject({ reason: 'other-arm', n: { total: 52 } });
    expect(
      reportOf(
        plan,
        altered('bdi_2m', () => 3),
      ).primary,
    ).toMatchObject({ refused: 'no-variance' });
  });

  it.each<[string, Partial<Plan>, string, string]>([
    ['a column the data lack', { baseline: 'bdi_0m' }, 'no-such-column', 'bdi_0m'],
    ['words for an outcome', { outcome: { ...plan.outcome, column: 'drug' }, strata: [], subgroups: [] }, 'not-a-number', 'drug'],
    ['an arm compared with itself', { arm: { ...plan.arm, treated: 'TAU' } }, 'same-arm', 'treatment'],
    ['a column in two parts', { covariates: ['bdi_pre'] }, 'column-in-two-parts', 'bdi_pre'],
    ['a subgroup that is no stratum', { subgroups: ['treatment'] }, 'subgroup-not-stratum', 'treatment'],
  ])('sends back a plan with %s', (_, change, code, column) => {
    const report = analyse({ ...plan, ...change }, btheb);
    expect('problems' in report && report.problems.map((problem) => [problem.code, problem.column])).toEqual([[code, column]]);
  });
});
