import seedrandom from 'seedrandom';
import reference from './reference/results/09_survival.json';
import { kaplanMeier, restrictedMean } from '#analysis/effect/kaplan-meier';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface AtTime {
  strata: string;
  time: number;
  n_risk: number;
  surv: number;
  se: number;
  lo: number | null;
  hi: number | null;
}
interface Coefficient {
  term: string;
  coef: number;
  'se(coef)': number;
  'robust se': number;
  'Pr(>|z|)': number;
  lo: number;
  hi: number;
}
interface Cox {
  nevent: number;
  coef: Coefficient[];
  vcov: { values: number[][] };
  loglik: [number, number];
  lr: { test: number; pvalue: number };
  wald: { test: number; pvalue: number };
  score: { test: number; pvalue: number };
  concordance: { C: number; 'se(C)': number };
}
interface Quartiles {
  '25': number | null;
  '50': number | null;
  '75': number | null;
}
interface Case {
  km_log: AtTime[];
  km_loglog: AtTime[];
  km_plain: AtTime[];
  median_log: Quartiles[];
  median_table: {
    records: number;
    events: number;
    rmean: number;
    'se(rmean)': number;
    median: number | null;
    '0.95LCL': number | null;
    '0.95UCL': number | null;
  }[];
  median_loglog: { median: number | null; '0.95LCL': number | null; '0.95UCL': number | null }[];
  logrank: { chisq: number; p: number; obs: number[]; exp: number[]; var: { values: number[][] } };
  peto_peto_rho1: { chisq: number; p: number };
  rmst_tau: number;
  rmst: Record<string, { rmst: number; se: number }>;
  cox_unadj_efron: Cox;
  cox_adj_efron: Cox;
  cox_unadj_breslow: Cox;
  cox_adj_breslow: Cox;
  cox_zph_km: { row: string; chisq: number; df: number; p: number }[];
  cox_zph_identity: { row: string; chisq: number; df: number; p: number }[];
  basehaz_efron_centered_false_head: { hazard: number; time: number }[];
  robust_unadj: Coefficient[];
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
/** R stops Newton's method when the likelihood no longer moves. */
const ITERATIVE = 1e-8;

interface Trial {
  id: string;
  csv: string;
  layout: { arm: string; control: string };
  times: number[];
  asked: { time: string; event: string };
  adjusted: { covariates: string[]; factors?: string[] };
}
const veteran: Trial = {
  id: 'veteran',
  csv: referenceText('data/veteran.csv'),
  layout: { arm: 'trt', control: '1' },
  times: [30, 90, 180, 365],
  asked: { time: 'time', event: 'status' },
  adjusted: { covariates: ['karno', 'age'], factors: ['celltype'] },
};
const ovarian: Trial = {
  id: 'ovarian',
  csv: referenceText('data/ovarian.csv'),
  layout: { arm: 'rx', control: '1' },
  times: [200, 400, 700],
  asked: { time: 'futime', event: 'fustat' },
  adjusted: { covariates: ['age'] },
};
const TRIALS: [string, Trial][] = [
  ['veteran', veteran],
  ['ovarian', ovarian],
];

interface Curves {
  arms: {
    quartiles: { share: number; estimate: number | null; lower: number | null; upper: number | null }[];
    at: {
      time: number;
      survival: number;
      standardError: number | null;
      interval: { lower: number; upper: number } | null;
      atRisk: number;
    }[];
  }[];
}

describe('survival agrees with R', () => {
  it.each(TRIALS)('%s: curves, their three intervals, quartiles and medians', (id, { csv, layout, times, asked }) => {
    const expected = caseOf<Case>(id);
    for (const [interval, table] of [
      ['log', expected.km_log],
      ['log-log', expected.km_loglog],
      ['plain', expected.km_plain],
    ] as const) {
      const own = find(csv, layout, { method: 'kaplan-meier', ...asked, times, interval }).details as unknown as Curves;
      own.arms.forEach(({ at }, arm) => {
        const known = table.filter(({ strata, time }) => strata.endsWith(`=${layoutLabel(id, arm)}`) && times.includes(time));
        expect(known).toHaveLength(times.length);
        at.forEach((point, k) => {
          expect(point.atRisk).toBe(known[k]!.n_risk);
          expectClose(point.survival, known[k]!.surv);
          if (known[k]!.surv === 1) {
            // Nobody had the event yet: R's error of 0 and interval from 1 to 1 know too much, so ours are null.
            expect(point).toMatchObject({ standardError: null, interval: null });
            return;
          }
          expectClose(point.standardError, known[k]!.se);
          expectClose(point.interval!.lower, known[k]!.lo!);
          expectClose(point.interval!.upper, known[k]!.hi!);
        });
      });
    }
    for (const [interval, medians] of [
      ['log', expected.median_table],
      ['log-log', expected.median_loglog],
    ] as const) {
      const own = find(csv, layout, { method: 'kaplan-meier', ...asked, interval }).details as unknown as Curves;
      own.arms.forEach(({ quartiles }, arm) => {
        const [first, median, third] = quartiles;
        expect(first!.estimate).toBe(expected.median_log[arm]!['25']);
        expect(median!.estimate).toBe(medians[arm]!.median);
        expect(median!.lower).toBe(medians[arm]!['0.95LCL']);
        expect(median!.upper).toBe(medians[arm]!['0.95UCL']);
        expect(third!.estimate).toBe(expected.median_log[arm]!['75']);
      });
    }
  });

  it.each(TRIALS)('%s: log-rank, weighted log-rank, restricted means', (id, { csv, layout, asked }) => {
    const expected = caseOf<Case>(id);
    const own = find(csv, layout, { method: 'log-rank', ...asked });
    const details = own.details as unknown as {
      test: { statistic: number; p: number };
      arms: { observed: number; expected: number }[];
      variance: number[][];
    };
    expectClose(details.test.statistic, expected.logrank.chisq);
    expectClose(details.test.p, expected.logrank.p);
    expectClose(own.p, expected.logrank.p);
    details.arms.forEach((arm, k) => {
      expectClose(arm.observed, expected.logrank.obs[k]!);
      expectClose(arm.expected, expected.logrank.exp[k]!);
      expectClose(details.variance[k]![0], expected.logrank.var.values[k]![0]!);
    });
    const weighted = find(csv, layout, { method: 'log-rank', ...asked, rho: 1 });
    const { test } = weighted.details as unknown as { test: { statistic: number; p: number } };
    expectClose(test.statistic, expected.peto_peto_rho1.chisq);
    expectClose(test.p, expected.peto_peto_rho1.p);
    expect(weighted.p).toBeNull();
    const mean = find(csv, layout, { method: 'restricted-mean', ...asked, until: expected.rmst_tau });
    const [control, treated] = Object.values(expected.rmst);
    const { means } = mean.details as unknown as { means: { mean: number; standardError: number }[] };
    means.forEach((arm, k) => {
      expectClose(arm.mean, [control!, treated!][k]!.rmst);
      expectClose(arm.standardError, [control!, treated!][k]!.se);
    });
    expectClose(mean.estimate, treated!.rmst - control!.rmst);
    // Up to the longest time anybody was watched, a curve that ends before keeping its height: R's table beside the medians.
    const { arms } = find(csv, layout, { method: 'kaplan-meier', ...asked }).details as unknown as {
      arms: { events: number; curve: { time: number; atRisk: number; events: number; survival: number }[] }[];
    };
    const longest = Math.max(...arms.map(({ curve }) => curve.at(-1)!.time));
    arms.forEach(({ events, curve }, k) => {
      const known = expected.median_table[k]!;
      const column = (name: 'time' | 'atRisk' | 'events' | 'survival') => Float64Array.from(curve, (step) => step[name]);
      const own = restrictedMean(
        {
          times: column('time'),
          atRisk: column('atRisk'),
          events: column('events'),
          survival: column('survival'),
          logVariance: new Float64Array(curve.length),
        },
        longest,
      );
      expect([curve[0]!.atRisk, events]).toEqual([known.records, known.events]);
      expectClose(own.mean, known.rmean);
      expectClose(Math.sqrt(own.variance), known['se(rmean)']);
    });
    expectClose(mean.standardError, Math.hypot(treated!.se, control!.se));
  });

  it.each(TRIALS)('%s: Cox with Efron’s and Breslow’s ties', (id, { csv, layout, asked, adjusted }) => {
    const expected = caseOf<Case>(id);
    for (const [ties, extra, known] of [
      ['efron', {}, expected.cox_unadj_efron],
      ['efron', adjusted, expected.cox_adj_efron],
      ['breslow', {}, expected.cox_unadj_breslow],
      ['breslow', adjusted, expected.cox_adj_breslow],
    ] as const) {
      expectCox(find(csv, layout, { method: 'cox', ...asked, ...extra, ties }), known);
    }
    const robust = find(csv, layout, { method: 'cox', ...asked, errors: 'robust' });
    expectClose(robust.standardError, expected.robust_unadj[0]!['robust se'], ITERATIVE);
    expectClose(robust.p, expected.robust_unadj[0]!['Pr(>|z|)'], ITERATIVE);
  });

  it.each(TRIALS)('%s: proportional hazards and the baseline', (id, { csv, layout, asked, adjusted }) => {
    const expected = caseOf<Case>(id);
    for (const [timeScale, rows] of [
      ['km', expected.cox_zph_km],
      ['identity', expected.cox_zph_identity],
    ] as const) {
      const own = find(csv, layout, { method: 'cox', ...asked, ...adjusted, timeScale, baseline: true });
      const { proportionality, baseline } = own.details as unknown as {
        proportionality: {
          terms: { test: { statistic: number; df: number; p: number } }[];
          global: { statistic: number; df: number; p: number };
        };
        baseline: { time: number; hazard: number }[];
      };
      const tests = [...proportionality.terms.map(({ test }) => test), proportionality.global];
      expect(tests).toHaveLength(rows.length);
      tests.forEach((test, k) => {
        expectClose(test.statistic, rows[k]!.chisq, 1e-7); // the smallest is nearly 0
        expect(test.df).toBe(rows[k]!.df);
        expectClose(test.p, rows[k]!.p, 1e-7); // the same
      });
      for (const { time, hazard } of expected.basehaz_efron_centered_false_head) {
        const seen = baseline.filter((step) => step.time <= time).at(-1);
        expectClose(seen?.hazard ?? 0, hazard, ITERATIVE);
      }
    }
  });

  it('within strata, and with two eyes of one person', () => {
    const { stratified_logrank: test, cox } = caseOf<{ stratified_logrank: { chisq: number; p: number }; cox: Cox }>(
      'veteran_stratified_celltype',
    );
    const strata = ['celltype'];
    const own = find(veteran.csv, veteran.layout, { method: 'log-rank', ...veteran.asked, strata });
    expectClose((own.details as { test: { statistic: number } }).test.statistic, test.chisq);
    expectClose(own.p, test.p);
    expectCox(find(veteran.csv, veteran.layout, { method: 'cox', ...veteran.asked, covariates: ['karno'], strata }), cox);
    const eyes = caseOf<{ coef: Coefficient[]; naive: { values: number[][] }; robust: { values: number[][] } }>(
      'retinopathy_paired_cluster',
    );
    const asked = { method: 'cox', time: 'futime', event: 'status', covariates: ['age'], errors: { cluster: 'id' } };
    const paired = find(referenceText('data/retinopathy.csv'), { participant: 'id', arm: 'trt', control: '0' }, asked);
    const { covariance } = paired.details as { covariance: number[][] };
    coefficientsOf(paired).forEach((coefficient, j) => {
      expectClose(coefficient.estimate, eyes.coef[j]!.coef, ITERATIVE);
      expectClose(coefficient.standardError, eyes.coef[j]!['robust se'], ITERATIVE);
      expectClose(covariance[j]![0], eyes.robust.values[j]![0]!, 1e-7);
    });
    expect(paired.n).toBe(197);
  });
});

describe('survival', () => {
  const cox = { method: 'cox', ...veteran.asked, ...veteran.adjusted };

  it('flips with the arms and stands whatever the order of rows, the labels of factors, the zero and the unit of covariates', () => {
    const moved = changed('veteran.csv', (row) => ({
      ...row,
      karno: String(3 * Number(row.karno) - 100),
      celltype: row.celltype === 'large' ? 'a cell' : row.celltype!,
    }));
    const [head, ...rows] = veteran.csv.trim().split('\n');
    const turned = [head, ...rows.reverse()].join('\n');
    for (const asked of [
      cox,
      { ...cox, errors: 'robust' },
      { method: 'log-rank', ...veteran.asked },
      { method: 'log-rank', ...veteran.asked, strata: ['celltype'] },
      { method: 'restricted-mean', ...veteran.asked, until: 365 },
      { method: 'kaplan-meier', ...veteran.asked, times: [90] },
    ]) {
      const own = find(veteran.csv, veteran.layout, asked);
      const flipped = find(veteran.csv, { ...veteran.layout, control: '2' }, asked);
      expectClose(flipped.estimate, -own.estimate!);
      expectClose(flipped.interval!.lower, -own.interval!.upper);
      expectClose(flipped.p, own.p!);
      for (const csv of [moved, turned]) {
        const other = find(csv, veteran.layout, asked);
        expectClose(other.estimate, own.estimate!);
        expectClose(other.standardError, own.standardError!);
      }
    }
  });

  it('sees only the order of times in hazards and ranks, and their unit in means', () => {
    const slower = changed('veteran.csv', (row) => ({ ...row, time: String(7 * Number(row.time)) }));
    const squared = changed('veteran.csv', (row) => ({ ...row, time: String(Number(row.time) ** 2) }));
    for (const asked of [cox, { method: 'log-rank', ...veteran.asked }]) {
      const own = find(veteran.csv, veteran.layout, asked);
      expectClose(find(squared, veteran.layout, asked).estimate, own.estimate!);
      expectClose(find(squared, veteran.layout, asked).p, own.p!);
    }
    const mean = { method: 'restricted-mean', ...veteran.asked };
    const own = find(veteran.csv, veteran.layout, { ...mean, until: 300 });
    expectClose(find(slower, veteran.layout, { ...mean, until: 2100 }).estimate, 7 * own.estimate!);
    expectClose(find(slower, veteran.layout, { ...mean, until: 2100 }).p, own.p!);
  });

  it('without ties scores as the log-rank test does, and Efron’s ties are Breslow’s', () => {
    const asked = { method: 'cox', ...ovarian.asked };
    const own = find(ovarian.csv, ovarian.layout, asked);
    const rank = find(ovarian.csv, ovarian.layout, { method: 'log-rank', ...ovarian.asked });
    expectClose((own.details as { score: { p: number } }).score.p, rank.p!);
    expectClose(find(ovarian.csv, ovarian.layout, { ...asked, ties: 'breslow' }).estimate, own.estimate!);
  });

  it('without anybody lost is the share and the mean of what was seen', () => {
    const times = [4, 1, 7, 7, 2, 9];
    const curve = kaplanMeier(
      times,
      times.map(() => 1),
    );
    Array.from(curve.times).forEach((time, k) => expectClose(curve.survival[k], times.filter((own) => own > time).length / 6));
    expectClose(restrictedMean(curve, 8).mean, (4 + 1 + 7 + 7 + 2 + 8) / 6);
    expect(restrictedMean(curve, 0.5)).toEqual({ mean: 0.5, variance: 0 });
  });

  it('says null, not 0, where a curve has no error', () => {
    const own = find(ovarian.csv, ovarian.layout, { method: 'kaplan-meier', ...ovarian.asked, times: [10, 400] });
    expect(own.contrasts[0]).toEqual({
      arm: '2',
      visit: '10',
      estimate: 0,
      standardError: null,
      df: null,
      interval: null,
      p: null,
    });
    expect(own.warnings.map(({ code }) => code)).toEqual(['no-variance']);
    expect(own.contrasts[1]!.p).toBeGreaterThan(0);
  });

  it('is refused by name', () => {
    const layout = { participant: 'id', arm: 'arm', control: 'a' };
    const csv = (cells: readonly (readonly [string, number, number, number?])[]) =>
      csvOf(cells.map(([arm, time, event, x = 0], i) => ({ id: i, arm, time, event, x, zero: 0 })));
    const asked = { time: 'time', event: 'event' };
    const fine = [
      ['a', 1, 1, 1],
      ['a', 3, 0, 4],
      ['a', 5, 1, 2],
      ['b', 2, 1, 5],
      ['b', 4, 1, 3],
      ['b', 6, 0, 9],
    ] as const;
    for (const method of ['kaplan-meier', 'log-rank', 'restricted-mean', 'cox']) {
      expect(refusal(csv(fine), layout, { method, ...asked })).toBeNull();
      expect(refusal(csv([...fine, ['b', -1, 1]]), layout, { method, ...asked })).toBe('negative-time');
      expect(refusal(csv([...fine, ['b', 1, 2]]), layout, { method, ...asked })).toBe('not-binary');
      expect(
        refusal(
          csv([
            ['a', 1, 0],
            ['b', 2, 0],
          ]),
          layout,
          { method, ...asked },
        ),
      ).toBe('no-events');
      expect(refusal(csv(fine.slice(0, 3)), layout, { method, ...asked })).toBe('one-arm');
      expect(refusal(csv(fine).replaceAll(/,[ab],/g, ',,'), layout, { method, ...asked })).toBe('no-data');
      expect(refusal(csv(fine), layout, { method, time: 'time' })).toBe('not-understood');
      expect(refusal(csv(fine), layout, { method, time: 'time', event: 'died' })).toBe('no-such-column');
      expect(refusal(csv(fine).replace('5,b', '4,b'), layout, { method, ...asked })).toBe('participant-twice');
    }
    expect(refusal(csv(fine), layout, { method: 'kaplan-meier', ...asked, times: [7] })).toBe('beyond-follow-up');
    expect(refusal(csv(fine), layout, { method: 'restricted-mean', ...asked, until: 7 })).toBe('beyond-follow-up');
    expect(refusal(csv(fine), layout, { method: 'restricted-mean', ...asked, until: 1.5 })).toBe('no-variance');
    const apart = [
      ['a', 1, 1],
      ['a', 2, 1],
      ['b', 3, 1],
      ['b', 4, 0],
    ] as const;
    expect(refusal(csv(apart), layout, { method: 'cox', ...asked })).toBe('separation');
    expect(refusal(csv(apart), layout, { method: 'log-rank', ...asked })).toBeNull();
    const before = [
      ['b', 3, 1],
      ['b', 4, 1],
      ['a', 1, 0],
      ['a', 2, 0],
    ] as const;
    expect(refusal(csv(before), layout, { method: 'log-rank', ...asked })).toBe('no-informative-event');
    expect(refusal(csv(before), layout, { method: 'cox', ...asked })).toBe('not-estimable');
    expect(refusal(csv(fine), layout, { method: 'cox', ...asked, strata: ['arm'] })).toBe('not-estimable');
    const twin = csv(fine).replaceAll(/,(\d),0$/gm, ',$1,$1');
    expect(refusal(twin, layout, { method: 'cox', ...asked, covariates: ['x', 'zero'] })).toBe('not-estimable');
    expect(refusal(csv([...fine, ['b', 0, 0]]), layout, { method: 'cox', ...asked, timeScale: 'log' })).toBe('not-supported');
    expect(refusal(csv(fine), layout, { method: 'cox', ...asked, errors: { cluster: 'zero' } })).toBe('too-few-clusters');
  });

  it('warns of few clusters', () => {
    const own = find(ovarian.csv, ovarian.layout, {
      method: 'cox',
      ...ovarian.asked,
      errors: { cluster: 'age' },
    });
    expect(own.warnings.map(({ code }) => code)).toEqual(['few-clusters']);
  });

  it('the log-rank test rejects one in twenty of 400 small trials without an effect', () => {
    const draw = seedrandom('log-rank');
    let rejected = 0;
    for (let k = 0; k < 400; k++) {
      const csv = csvOf(
        Array.from({ length: 60 }, (_, i) => {
          const [end, lost] = [-Math.log(draw()), -2 * Math.log(draw())];
          return { arm: i % 3 ? 'a' : 'b', time: Math.ceil(10 * Math.min(end, lost)), event: Number(end <= lost) };
        }),
      );
      if (find(csv, { arm: 'arm', control: 'a' }, { method: 'log-rank', time: 'time', event: 'event' }).p! < 0.05) rejected++;
    }
    expect(Math.abs(rejected / 400 - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 400));
  });
});

const layoutLabel = (id: string, arm: number) => (id === 'veteran' ? ['standard', 'test'] : ['1', '2'])[arm]!;
const coefficientsOf = ({ details }: { details: object }) =>
  (
    details as {
      coefficients: { estimate: number; standardError: number; p: number; interval: { lower: number; upper: number } }[];
    }
  ).coefficients;

function expectCox(own: { estimate: number | null; details: object }, expected: Cox): void {
  const details = own.details as {
    events: number;
    covariance: number[][];
    logLikelihood: { null: number; fitted: number };
    likelihoodRatio: { statistic: number; p: number };
    wald: { statistic: number; p: number };
    score: { statistic: number; p: number };
    concordance: number;
    concordanceError: number;
  };
  expect(details.events).toBe(expected.nevent);
  coefficientsOf(own).forEach((coefficient, j) => {
    const known = expected.coef[j]!;
    expectClose(coefficient.estimate, known.coef, ITERATIVE);
    expectClose(coefficient.standardError, known['se(coef)'], ITERATIVE);
    expectClose(coefficient.p, known['Pr(>|z|)'], ITERATIVE);
    expectClose(coefficient.interval.lower, known.lo, ITERATIVE);
    expectClose(coefficient.interval.upper, known.hi, ITERATIVE);
    details.covariance[j]!.forEach((value, k) => expectClose(value, expected.vcov.values[j]![k]!, 1e-6)); // some nearly 0
  });
  expectClose(details.logLikelihood.null, expected.loglik[0]);
  expectClose(details.logLikelihood.fitted, expected.loglik[1]);
  expectClose(details.likelihoodRatio.statistic, expected.lr.test, ITERATIVE);
  expectClose(details.likelihoodRatio.p, expected.lr.pvalue, ITERATIVE);
  expectClose(details.score.statistic, expected.score.test, ITERATIVE);
  expectClose(details.score.p, expected.score.pvalue, ITERATIVE);
  expectClose(details.wald.p, expected.wald.pvalue, ITERATIVE);
  expectClose(details.concordance, expected.concordance.C);
  expectClose(details.concordanceError, expected.concordance['se(C)']);
}
