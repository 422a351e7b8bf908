import reference from './reference/results/07_binary.json';
import followed from './reference/results/07b_binary_profile.json';
import further from './reference/results/07c_counts_ordinal.json';
import { exactStrata } from '#analysis/effect/exact-strata';
import { fisher } from '#analysis/effect/fisher';
import { fisherTable } from '#analysis/effect/fisher-table';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Row {
  estimate: number;
  se: number;
  wald_lo: number;
  wald_hi: number;
}
interface Warpbreaks {
  poisson: {
    coef: Row[];
    hc0: Row[];
    hc1: Row[];
    vcov: { values: number[][] };
    deviance: number;
    logLik: number;
    AIC: number;
    pearson_chi2: number;
    BIC: number;
    profile_ci: { values: [number, number][] };
    lr_tests: { row: string; Df: number; LRT: number; 'Pr(>Chi)': number }[];
  };
  negbin: { coef: Row[]; theta: number; SE_theta: number; twologlik: number };
}
const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
/** R's covariance is of the turn before its last. */
const TURN_BEFORE = 1e-7;
const ITERATIVE = 1e-8;

interface Details {
  coefficients: { estimate: number; standardError: number; interval: { lower: number; upper: number } }[];
  thresholds: { estimate: number; standardError: number }[];
  theta: { estimate: number; standardError: number };
  assumption: { statistic: number; df: number; p: number };
  covariance: number[][];
  deviance: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  likelihoodRatio: { term: string; statistic: number; df: number; p: number }[];
  pearson: number;
}
const detailsOf = (own: { details: object }) => own.details as Details;

// Levels of tension in their order: low, middle, high.
const looms = changed('warpbreaks.csv', (row) => ({ ...row, tension: String(['L', 'M', 'H'].indexOf(row.tension!)) }));
const loom = { arm: 'wool', control: 'A' };
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU' };
const severity = { method: 'proportional-odds', outcome: 'bdi_3m', cuts: [14, 20, 29] };
const wide = referenceText('data/btheb_wide.csv');
const epilepsy = changed('epil.csv', (row) => (row.period === '4' ? row : null));
const progabide = { participant: 'subject', arm: 'trt', control: 'placebo' };

describe('counts agree with R', () => {
  it('Poisson with an interaction, model-based and robust', () => {
    const { poisson } = caseOf<Warpbreaks>('poisson_warpbreaks');
    const asked = {
      method: 'count',
      outcome: 'breaks',
      factors: ['tension'],
      interactions: [['wool', 'tension']],
      family: 'poisson',
    };
    const own = find(looms, loom, asked);
    const details = detailsOf(own);
    details.coefficients.forEach(({ estimate, standardError, interval }, j) => {
      expectClose(estimate, poisson.coef[j]!.estimate, ITERATIVE);
      expectClose(standardError, poisson.coef[j]!.se, TURN_BEFORE);
      expectClose(interval.lower, poisson.coef[j]!.wald_lo, 1e-6);
      expectClose(details.covariance[j]![0], poisson.vcov.values[j]![0]!, 1e-6);
    });
    expectClose(details.deviance, poisson.deviance);
    expectClose(details.logLikelihood, poisson.logLik);
    expectClose(details.aic, poisson.AIC);
    expectClose(details.bic, poisson.BIC);
    const lost = poisson.lr_tests[1]!;
    expect(details.likelihoodRatio.map(({ term, df }) => [term, df])).toEqual([['arm × tension', lost.Df]]);
    expectClose(details.likelihoodRatio[0]!.statistic, lost.LRT);
    expectClose(details.likelihoodRatio[0]!.p, lost['Pr(>Chi)'], ITERATIVE);
    const profiled = detailsOf(find(looms, loom, { ...asked, interval: 'profile' }));
    profiled.coefficients.forEach(({ interval }, j) => {
      expect(Math.abs(interval.lower - poisson.profile_ci.values[j]![0])).toBeLessThan(4e-4); // R reads these off a spline
      expect(Math.abs(interval.upper - poisson.profile_ci.values[j]![1])).toBeLessThan(4e-4); // the same
      expectClose(interval.lower, followed.poisson_warpbreaks.lower[j]!, 1e-7); // and these it followed to the root
      expectClose(interval.upper, followed.poisson_warpbreaks.upper[j]!, 1e-7); // the same
    });
    const withExposure = { method: 'count', outcome: 'y', exposure: 'base', family: 'poisson', interval: 'profile' };
    const rate = find(epilepsy, progabide, withExposure);
    expectClose(rate.interval!.lower, followed.poisson_epil_exposure.lower[1]!, 1e-7);
    expectClose(rate.interval!.upper, followed.poisson_epil_exposure.upper[1]!, 1e-7);
    expectClose(details.pearson, poisson.pearson_chi2);
    expect(own.warnings.map(({ code }) => code)).toEqual(['overdispersed']);
    for (const [errors, rows] of [
      ['HC0', poisson.hc0],
      ['HC1', poisson.hc1],
    ] as const)
      detailsOf(find(looms, loom, { ...asked, errors })).coefficients.forEach(({ standardError }, j) =>
        expectClose(standardError, rows[j]!.se, TURN_BEFORE),
      );
  });

  it('negative binomial, θ by maximum likelihood, with exposure', () => {
    const { negbin } = caseOf<Warpbreaks>('poisson_warpbreaks');
    const own = detailsOf(find(looms, loom, { method: 'count', outcome: 'breaks', factors: ['tension'] }));
    own.coefficients.forEach(({ estimate, standardError }, j) => {
      expectClose(estimate, negbin.coef[j]!.estimate, 1e-6);
      expectClose(standardError, negbin.coef[j]!.se, 1e-6);
    });
    expectClose(own.theta.estimate, negbin.theta, 1e-6);
    expectClose(own.theta.standardError, negbin.SE_theta, 1e-6);
    expectClose(2 * own.logLikelihood, negbin.twologlik);
    for (const [asked, known] of [
      [{ covariates: ['lbase'] }, further.negative_binomial],
      [{ exposure: 'base' }, further.negative_binomial_exposure],
    ] as const) {
      const fitted = detailsOf(find(epilepsy, progabide, { method: 'count', outcome: 'y', ...asked }));
      fitted.coefficients.forEach(({ estimate, standardError }, j) => {
        expectClose(estimate, known.estimate[j]!, 1e-6);
        expectClose(standardError, known.se[j]!, 1e-6);
      });
      expectClose(fitted.theta.estimate, known.theta, 1e-6);
      expectClose(fitted.theta.standardError, known.theta_se, 1e-6);
      expectClose(2 * fitted.logLikelihood, known.twologlik);
      expectClose(fitted.deviance, known.deviance, 1e-6);
    }
    const poisson = detailsOf(find(epilepsy, progabide, { method: 'count', outcome: 'y', exposure: 'base', family: 'poisson' }));
    poisson.coefficients.forEach(({ estimate, standardError }, j) => {
      expectClose(estimate, further.poisson_exposure.estimate[j]!, ITERATIVE);
      expectClose(standardError, further.poisson_exposure.se[j]!, TURN_BEFORE);
    });
  });
});

describe('ordered categories agree with R', () => {
  it.each([
    ['with covariates', { covariates: ['bdi_pre'], factors: ['drug'] }, further.proportional_odds],
    ['by arm alone', {}, further.proportional_odds_unadjusted],
  ] as const)('proportional odds %s (clm, polr), and the score test of the assumption', (_, asked, expected) => {
    const own = find(wide, btheb, { ...severity, ...asked });
    const { coefficients, thresholds, assumption, logLikelihood } = detailsOf(own);
    coefficients.forEach(({ estimate, standardError }, j) => {
      expectClose(estimate, expected.beta[j]!, 1e-7);
      expectClose(standardError, expected.beta_se[j]!, 1e-7);
      expectClose(estimate, expected.polr_beta[j]!, 1e-6); // polr's search ends earlier
    });
    thresholds.forEach(({ estimate, standardError }, k) => {
      expectClose(estimate, expected.threshold[k]!, 1e-7);
      expectClose(standardError, expected.threshold_se[k]!, 1e-7);
    });
    expectClose(logLikelihood, expected.logLik);
    expectClose(assumption.statistic, expected.score, 1e-6);
    expect(assumption.df).toBe(expected.score_df);
    expectClose(assumption.p, expected.score_p, 1e-6);
  });
});

describe('tables agree with R', () => {
  it('three arms by gain, four categories by two arms', () => {
    const {
      chisq,
      expected,
      fisher: exact,
      cramers_v: v,
    } = caseOf<{
      chisq: { statistic: number; df: number; p: number };
      expected: { values: number[][] };
      fisher: number;
      cramers_v: number;
    }>('r_by_c_anorexia_gain');
    const csv = changed('anorexia.csv', (row) => ({ ...row, gain: Number(row.Postwt) > Number(row.Prewt) ? 'gain' : 'nogain' }));
    const own = find(csv, { arm: 'Treat', control: 'CBT' }, { method: 'categorical', outcome: 'gain' }).details as {
      table: { expected: number[] }[];
      chiSquare: { statistic: number; df: number; p: number };
      fisher: { p: number };
      cramersV: number;
    };
    expectClose(own.chiSquare.statistic, chisq.statistic);
    expect(own.chiSquare.df).toBe(chisq.df);
    expectClose(own.chiSquare.p, chisq.p);
    expectClose(own.fisher.p, exact);
    expectClose(own.cramersV, v);
    own.table.forEach((row, i) => row.expected.forEach((value, j) => expectClose(value, expected.values[i]![j]!)));
    const cut = changed('btheb_wide.csv', (row) => ({
      ...row,
      severity:
        row.bdi_3m === '' || row.bdi_3m === 'NA' ? '' : String([14, 20, 29].filter((at) => at <= Number(row.bdi_3m)).length),
    }));
    const four = find(cut, btheb, { method: 'categorical', outcome: 'severity' });
    const details = four.details as typeof own;
    expectClose(details.chiSquare.statistic, further.four_by_two.chisq);
    expectClose(details.chiSquare.p, further.four_by_two.p);
    expectClose(details.fisher.p, further.four_by_two.fisher, 1e-7);
    expect(four.warnings.map(({ code }) => code)).toEqual(['few-expected']);
  });

  it('McNemar, corrected, plain and exact', () => {
    const { mcnemar_baseline_vs_visit4: corrected } = caseOf<{ mcnemar_baseline_vs_visit4: { statistic: number; p: number } }>(
      'respiratory_visit4',
    );
    const csv = changed('respiratory.csv', (row) => (row.visit === '4' ? row : null));
    const own = find(csv, {}, { method: 'mcnemar', outcome: 'outcome', before: 'baseline' });
    const details = own.details as {
      mcnemar: { statistic: number; p: number };
      mcnemarCorrected: { statistic: number; p: number };
      oddsRatio: { interval: { lower: number; upper: number } };
    };
    expectClose(details.mcnemarCorrected.statistic, corrected.statistic);
    expectClose(details.mcnemarCorrected.p, corrected.p);
    expectClose(details.mcnemar.statistic, further.mcnemar.statistic);
    expectClose(details.mcnemar.p, further.mcnemar.p);
    expectClose(own.p, further.mcnemar.exact_p);
    const [lower, upper] = further.mcnemar.share as [number, number];
    expectClose(details.oddsRatio.interval.lower, lower / (1 - lower));
    expectClose(details.oddsRatio.interval.upper, upper / (1 - upper));
  });

  it('exact over strata', () => {
    const { mantel_haenszel_exact: exact } = caseOf<{
      mantel_haenszel_exact: { statistic: number; p: number; estimate: Record<string, number>; ci: [number, number] };
    }>('respiratory_visit4');
    const csv = changed('respiratory.csv', (row) => (row.visit === '4' ? { ...row, who: `${row.center}-${row.id}` } : null));
    const own = find(
      csv,
      { participant: 'who', arm: 'treat', control: 'P' },
      { method: 'binary', outcome: 'outcome', strata: 'center' },
    );
    const found = (own.details as { mantelHaenszel: { exact: ReturnType<typeof exactStrata> } }).mantelHaenszel.exact!;
    // R counts the first cell of its table: those of P without the event, which is 57 less the events of P.
    expectClose(found.p, exact.p);
    expectClose(found.oddsRatio!, exact.estimate['common odds ratio']!, 1e-4); // R's search ends there
    expectClose(found.interval.lower, exact.ci[0], 1e-4); // the same
    expectClose(found.interval.upper!, exact.ci[1], 1e-4); // the same
  });
});

describe('counts, categories and tables', () => {
  it('flip with the arms and stand whatever the order of rows and the unit of covariates', () => {
    const turn = (csv: string) => {
      const [head, ...rows] = csv.trim().split('\n');
      return [head, ...rows.reverse()].join('\n');
    };
    for (const [csv, layout, control, asked] of [
      [epilepsy, progabide, 'progabide', { method: 'count', outcome: 'y', covariates: ['lbase'] }],
      [epilepsy, progabide, 'progabide', { method: 'count', outcome: 'y', exposure: 'base', family: 'poisson', errors: 'HC0' }],
      [wide, btheb, 'BtheB', { ...severity, covariates: ['bdi_pre'] }],
    ] as const) {
      const own = find(csv, layout, asked);
      const flipped = find(csv, { ...layout, control }, asked);
      expectClose(flipped.estimate, -own.estimate!, ITERATIVE);
      expectClose(flipped.interval!.lower, -own.interval!.upper, ITERATIVE);
      expectClose(find(turn(csv), layout, asked).estimate, own.estimate!, ITERATIVE);
      expectClose(find(turn(csv), layout, asked).p, own.p!, 1e-7);
    }
    const hundred = changed('epil.csv', (row) => (row.period === '4' ? { ...row, base: String(100 * Number(row.base)) } : null));
    const asked = { method: 'count', outcome: 'y', exposure: 'base' };
    expectClose(find(hundred, progabide, asked).estimate, find(epilepsy, progabide, asked).estimate!, ITERATIVE);
  });

  it('ordered categories turned round turn the sign, and two of them are a logistic model', () => {
    const turned = changed('btheb_wide.csv', (row) => ({
      ...row,
      y: row.bdi_3m === '' || row.bdi_3m === 'NA' ? '' : String(-Number(row.bdi_3m)),
    }));
    const own = find(wide, btheb, severity);
    expectClose(
      find(turned, btheb, { ...severity, outcome: 'y', cuts: [-28.5, -19.5, -13.5] }).estimate,
      -own.estimate!,
      ITERATIVE,
    );
  });

  it('tables of two by two are Fisher’s own, one stratum is no strata, and arms may stand as columns', () => {
    const table = { a: 7, n1: 12, c: 3, n2: 15 };
    const exact = fisher(table, 0.95);
    expectClose(
      fisherTable([
        [7, 5],
        [3, 12],
      ])!,
      exact.p,
    );
    expectClose(exactStrata([table], 0.95)!.p, exact.p);
    expectClose(exactStrata([table], 0.95)!.interval.upper!, exact.interval.upper!, 1e-9);
    const wideTable = [
      [3, 1, 4],
      [1, 5, 9],
      [2, 6, 5],
      [3, 5, 8],
    ];
    expectClose(fisherTable(wideTable)!, fisherTable(wideTable[0]!.map((_, j) => wideTable.map((row) => row[j]!)))!);
    expect(fisherTable(Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => 40 + i * j)))).toBeNull();
  });

  it('are refused by name', () => {
    const layout = { participant: 'id', arm: 'arm', control: 'a' };
    const rows = (n: number, y: (i: number) => number | string) =>
      csvOf(
        Array.from({ length: n }, (_, i) => ({
          id: i,
          arm: i % 2 ? 'a' : 'b',
          y: y(i),
          z: (i % 5) - 1,
          half: i % 4 < 2 ? 1 : 0,
          same: 1,
          twin: i % 2,
        })),
      );
    const count = (csv: string, own: object = {}) => refusal(csv, layout, { method: 'count', outcome: 'y', ...own });
    const wild = rows(40, (i) => (i % 3) * (i % 3) * 5);
    expect(count(wild)).toBeNull();
    expect(count(wild, { interval: 'profile' })).toBe('not-supported');
    expect(count(wild, { interval: 'profile', family: 'poisson', errors: 'HC0' })).toBe('not-supported');
    expect(count(rows(40, (i) => i / 2))).toBe('not-a-count');
    expect(count(rows(40, () => 0))).toBe('no-variance');
    expect(count(rows(40, (i) => 20 + (i % 2)))).toBe('no-overdispersion');
    expect(count(wild, { exposure: 'z' })).toBe('no-exposure');
    expect(count(rows(40, (i) => (i % 2 ? 0 : i)))).toBe('separation');
    expect(count(wild, { covariates: ['twin'] })).toBe('not-estimable');
    expect(count(rows(2, (i) => i + 1))).toBe('too-few');
    expect(find(wild, layout, { method: 'count', outcome: 'y', covariates: ['same'] }).warnings.map(({ code }) => code)).toEqual([
      'no-variation',
    ]);
    const ordinal = (csv: string, own: object = {}) =>
      refusal(csv, layout, { method: 'proportional-odds', outcome: 'y', ...own });
    const three = rows(40, (i) => i % 3);
    expect(ordinal(three)).toBeNull();
    expect(ordinal(three, { cuts: [2, 1] })).toBe('not-understood');
    expect(ordinal(rows(40, () => 1))).toBe('no-variance');
    expect(ordinal(rows(40, (i) => i % 2))).toBe('two-categories');
    expect(ordinal(rows(40, (i) => i))).toBe('too-many-categories');
    expect(ordinal(rows(3, (i) => i))).toBe('too-few');
    expect(ordinal(rows(40, (i) => (i % 2 ? 2 : i % 4 ? 1 : 0)))).toBe('separation');
    expect(ordinal(three, { covariates: ['twin'] })).toBe('not-estimable');
    const categorical = (csv: string, given: object = layout) => refusal(csv, given, { method: 'categorical', outcome: 'y' });
    expect(categorical(three)).toBeNull();
    expect(categorical(rows(10, () => 'x'))).toBe('no-variance');
    expect(categorical(rows(10, () => ''))).toBe('no-data');
    expect(categorical(three, { ...layout, arm: 'same', control: '1' })).toBe('one-arm');
    const mcnemar = (csv: string, own: object = {}) =>
      refusal(csv, {}, { method: 'mcnemar', outcome: 'y', before: 'half', ...own });
    expect(mcnemar(rows(20, (i) => i % 2))).toBeNull();
    expect(mcnemar(rows(20, (i) => i))).toBe('not-binary');
    expect(mcnemar(rows(20, (i) => (i % 4 < 2 ? 1 : 0)))).toBe('no-variance');
    expect(
      mcnemar(
        rows(20, () => 1),
        { before: 'zero' },
      ),
    ).toBe('no-such-column');
    expect(mcnemar(rows(20, () => ''))).toBe('no-data');
    const big = csvOf(Array.from({ length: 3000 }, (_, i) => ({ id: i, arm: 'abcde'[i % 5]!, y: (i * i) % 7 })));
    expect(find(big, layout, { method: 'categorical', outcome: 'y' }).warnings.map(({ code }) => code)).toEqual([
      'not-enumerated',
    ]);
  });
});
