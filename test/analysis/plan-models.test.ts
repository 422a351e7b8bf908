import bthebPlan from './reference/btheb-plan.json';
import mixed from './reference/results/06_lmm.json';
import { runAnalyses } from '#analysis/analyses/run';
import { readFrame } from '#analysis/data/frame';
import { readCsv } from '#analysis/data/read-csv';
import { columnKinds } from '#analysis/data/select-rows';
import type { Table } from '#analysis/data/table';
import { tableOf } from '#analysis/data/table';
import { analyse } from '#analysis/plan';
import { methodOf } from '#analysis/plan-method';
import type { Estimate } from '#protocols/model/estimate';
import type { Plan, Report } from '#protocols/model/plan';
import { expectClose, referenceTable, referenceText } from './support/reference';

const btheb = referenceTable('btheb_wide.csv');
const plan = bthebPlan as Plan;
const VISITS = ['2m', '3m', '5m', '8m'].map((visit) => ({ visit, column: `bdi_${visit}` }));
const repeated: Plan = {
  ...plan,
  outcome: { ...plan.outcome, column: 'bdi_8m' },
  model: 'mmrm',
  missing: 'likelihood',
  repeated: VISITS,
};
const nestedPlan: Plan = {
  lodtraek: 1,
  title: 'Groups in one arm',
  outcome: { column: 'y', better: 'higher' },
  baseline: 'baseline',
  arm: { column: 'arm', reference: 'control', treated: 'group' },
  strata: [],
  covariates: [],
  group: 'group',
  model: 'partially-nested',
  standardErrors: 'hc3',
  alpha: 0.05,
  missing: 'complete-cases',
};

function reportOf(own: Plan, table: Table): Report {
  const report = analyse(own, table);
  if ('problems' in report) throw new Error(report.problems.map((problem) => problem.detail).join(' '));
  return report;
}

function estimateIn(report: Report): Estimate {
  if ('refused' in report.primary) throw new Error(report.primary.detail);
  return report.primary;
}

const nestedTable = (): Table => {
  const table = readCsv(referenceText('data/sim_partial_nested_a.csv'), columnKinds(nestedPlan));
  if ('problems' in table) throw new Error(JSON.stringify(table.problems));
  return table;
};

/** The table with a column more. */
const withColumn = (table: Table, name: string, values: (number | null)[]): Table =>
  tableOf([...table.columns, { kind: 'number', name, values }]);

describe('the one method of an estimand', () => {
  it.each<[Partial<Plan>, string]>([
    [{ model: 'ancova' }, 'ancova'],
    [{ model: 'anhecova' }, 'anhecova'],
    [{ model: 'welch' }, 'welch'],
    [{ model: 'mmrm' }, 'mmrm'],
    [{ model: 'partially-nested' }, 'partially-nested'],
    [{ summary: 'risk-difference' }, 'g-computation'],
    [{ summary: 'odds-ratio' }, 'logistic'],
    [{ summary: 'risk-difference', baseline: undefined, strata: [] }, 'binary'],
    [{ summary: 'odds-ratio', baseline: undefined, strata: [] }, 'binary'],
  ])('of %j is %s', (change, method) => expect(methodOf({ ...plan, ...change })).toBe(method));
});

describe('a plan with groups in one arm', () => {
  it('gives the figures of R for the partially nested model, and says what ignoring groups would have hidden', () => {
    const expected = mixed.cases.find(({ id }) => id === 'partially_nested_a')!.result as unknown as {
      heteroscedastic_exact_reml: { tests: { contrast: string; estimate: number; kr_se: number; kr_df: number; kr_p: number }[] };
      icc_intervention_arm: number;
    };
    const line = expected.heteroscedastic_exact_reml.tests[1]!;
    const report = reportOf(nestedPlan, nestedTable());
    const own = estimateIn(report);
    expect(report.method).toBe('partially-nested');
    expectClose(own.estimate, line.estimate, 1e-6);
    expectClose(own.standardError, line.kr_se, 1e-6);
    expectClose(own.df, line.kr_df, 1e-4);
    expectClose(own.p, line.kr_p, 1e-4);
    expect(own.nByArm).toEqual({ control: 90, group: 88 });
    expectClose(report.groups!.intraclass.estimate, expected.icc_intervention_arm, 1e-6);
    expect(report.groups!.designEffect).toBeGreaterThan(1);
    expect(report.groups!.errorRatio).toBeGreaterThan(1);
    const [peer, control] = ['group', 'control'].map((arm) => report.adjustedMeans.find((mean) => mean.arm === arm)!.mean!);
    expectClose(peer! - control!, own.estimate!, 1e-9);
    expect(report.sensitivity.map(({ id, result }) => [id, result.method])).toEqual([
      ['unadjusted', 'welch'],
      ['ignoring-groups', 'ancova'],
    ]);
  });

  it('is refused by name where nobody met in a group', () => {
    const table = nestedTable();
    const columns = table.columns.map((own) => (own.name === 'group' ? { ...own, values: own.values.map(() => null) } : own));
    const report = reportOf(nestedPlan, tableOf(columns as Table['columns']));
    expect(report).toMatchObject({ primary: { refused: 'too-few-groups' }, groups: null, adjustedMeans: [] });
  });

  it('is sent back where it names no column of groups', () => {
    expect(analyse({ ...nestedPlan, group: undefined }, nestedTable())).toMatchObject({ problems: [{ code: 'groups-unnamed' }] });
  });
});

describe('a plan with several visits', () => {
  it('is the mixed model for repeated measures of everybody with an outcome at one of them', () => {
    const report = reportOf(repeated, btheb);
    const asked = {
      method: 'mmrm',
      outcome: Object.fromEntries(VISITS.map(({ visit, column }) => [visit, column])),
      covariates: ['bdi_pre'],
      factors: plan.strata,
      interactions: [
        ['visit', 'arm'],
        ['visit', 'bdi_pre'],
      ],
    };
    const frame = readFrame(referenceText('data/btheb_wide.csv'));
    if ('problems' in frame) throw new Error(JSON.stringify(frame.problems));
    const { estimates } = runAnalyses({ data: { arm: 'treatment', control: 'TAU' }, analyses: [asked] }, frame);
    const engine = estimates[0] as Estimate;
    const own = estimateIn(report);
    for (const key of ['estimate', 'standardError', 'df', 'p'] as const) expectClose(own[key]!, engine[key]!, 1e-9);
    expect([own.n, report.rows.analysed.total]).toEqual([97, 97]);
    expect(own.contrasts.map(({ visit }) => visit)).toEqual(['2m', '3m', '5m', '8m', 'average']);
    expect(report.sensitivity.map(({ id, result }) => [id, result.n])).toEqual([
      ['unadjusted', 52],
      ['one-visit', 52],
    ]);
    expect(report.rows.excluded).toMatchObject([{ reason: 'outcome-missing', n: { total: 3 } }]);
  });

  it('may ask for complete cases, and is sent back without its visits', () => {
    expect(reportOf({ ...repeated, missing: 'complete-cases' }, btheb).rows.analysed.total).toBe(52);
    expect(analyse({ ...repeated, repeated: undefined }, btheb)).toMatchObject({ problems: [{ code: 'visits-unnamed' }] });
    expect(analyse({ ...plan, missing: 'likelihood' }, btheb)).toMatchObject({ problems: [{ code: 'likelihood-of-one-visit' }] });
  });
});

describe('a plan about yes and no', () => {
  const risk: Plan = { ...plan, summary: 'risk-difference', threshold: { below: 14 } };

  it('compares risks with adjustment, and without it by the table', () => {
    const { primary, sensitivity, standardised } = reportOf(risk, btheb);
    expect(primary).toMatchObject({ method: 'g-computation', n: 97 });
    const values = (name: string) => btheb.columns.find((column) => column.name === name)!.values;
    const share = (arm: string) => {
      const own = (values('bdi_2m') as (number | null)[]).filter((value, i) => value !== null && values('treatment')[i] === arm);
      return own.filter((value) => value! < 14).length / own.length;
    };
    const plain = sensitivity[0]!.result as Estimate;
    expect(plain.method).toBe('binary');
    expectClose(plain.estimate, share('BtheB') - share('TAU'), 1e-12);
    expect(standardised).toMatchObject({ adjusted: null, hedgesG: { refused: 'not-estimable' } });
  });
});

describe('an event after the draw', () => {
  const people = btheb.rows;
  const rowsWith = (count: number) => Array.from({ length: people }, (_, i) => (i < count ? 30 : null));
  const table = withColumn(withColumn(btheb, 'death_day', rowsWith(5)), 'day', Array<number>(people).fill(60));
  const asked = (
    strategy: 'treatment-policy' | 'while-on-treatment' | 'hypothetical',
    column: string | null = 'death_day',
  ): Plan => ({
    ...plan,
    outcome: { ...plan.outcome, day: 'day' },
    events: [{ event: 'death', strategy, column }],
  });

  it('changes nothing under treatment policy, and says to how many it happened', () => {
    const report = reportOf(asked('treatment-policy'), table);
    expect(report.primary).toEqual(reportOf(plan, btheb).primary);
    expect(report.events).toMatchObject([{ event: 'death', handling: 'used-as-observed', happened: { total: 5 } }]);
  });

  it('sets aside what was measured on its day or later, each person listed with the reason', () => {
    for (const strategy of ['while-on-treatment', 'hypothetical'] as const) {
      const report = reportOf(asked(strategy), table);
      const lost = report.rows.excluded.find(({ reason }) => reason === 'intercurrent-event')!;
      expect(lost).toMatchObject({ column: 'death_day' });
      expect(report.rows.analysed.total + report.rows.excluded.reduce((sum, { n }) => sum + n.total, 0)).toBe(people);
      expect(report.events[0]!.handling).toBe('set-aside');
    }
    const before = withColumn(withColumn(btheb, 'death_day', rowsWith(5)), 'day', Array<number>(people).fill(29));
    expect(reportOf(asked('hypothetical'), before).primary).toEqual(reportOf(plan, btheb).primary);
  });

  it('counts as failure in a composite, also for who has no outcome', () => {
    const composite: Plan = {
      ...asked('treatment-policy'),
      summary: 'risk-difference',
      threshold: { below: 14 },
      baseline: undefined,
      strata: [],
      subgroups: [],
      events: [{ event: 'death', strategy: 'composite', column: 'death_day' }],
    };
    const missing = table.columns.map((own) =>
      own.name === 'bdi_2m' ? { ...own, values: own.values.map((value, i) => (i < 5 ? null : value)) } : own,
    );
    const report = reportOf(composite, tableOf(missing as Table['columns']));
    const { table: counts } = estimateIn(report).details as { table: { a: number; n1: number; c: number; n2: number } };
    const all = reportOf({ ...composite, events: [] }, tableOf(missing as Table['columns']));
    const { table: without } = estimateIn(all).details as { table: { a: number; n1: number; c: number; n2: number } };
    expect([counts.a, counts.c]).toEqual([without.a, without.c]);
    expect(counts.n1 + counts.n2).toBe(without.n1 + without.n2 + 5);
  });

  it('that no data tell of is said to be unrecorded, and one that no method answers is sent back', () => {
    expect(reportOf(asked('while-on-treatment', null), table).events).toEqual([
      { event: 'death', strategy: 'while-on-treatment', handling: 'not-recorded', happened: null },
    ]);
    const problems = (own: Plan) => {
      const report = analyse(own, table);
      return 'problems' in report ? report.problems.map(({ code }) => code) : [];
    };
    const by = (strategy: 'principal-stratum' | 'composite') =>
      problems({ ...plan, events: [{ event: 'death', strategy, column: 'death_day' }] });
    expect(by('principal-stratum')).toEqual(['strategy-not-run']);
    expect(by('composite')).toEqual(['composite-of-means']);
    expect(problems({ ...plan, population: 'attended' })).toEqual(['population-not-run']);
  });
});
