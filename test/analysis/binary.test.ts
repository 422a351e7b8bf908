import seedrandom from 'seedrandom';
import reference from './reference/results/07_binary.json';
import followed from './reference/results/07b_binary_profile.json';
import { fisher } from '#analysis/effect/fisher';
import {
  association,
  clopperPearson,
  logOddsRatio,
  logRiskRatio,
  numberNeeded,
  riskDifferenceError,
  riskDifferenceInterval,
  type RiskInterval,
  wilson,
} from '#analysis/effect/two-by-two';
import { binomialProbability } from '#analysis/numeric/counts';
import { normalQuantile } from '#analysis/numeric/distributions';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Row {
  term: string;
  estimate: number;
  se: number;
  p: number;
  wald_lo: number;
  wald_hi: number;
  lo: number;
  hi: number;
}
interface Table {
  [name: string]: number | [number, number];
  a: number;
  n1: number;
  c: number;
  n2: number;
}
interface Logistic {
  coef: Row[];
  hc0: Row[];
  hc1: Row[];
  vcov: { values: number[][] };
  profile_ci: { values: [number, number][] };
  deviance: number;
  logLik: number;
  AIC: number;
  BIC: number;
  lr_tests: { row: string; Df: number; LRT: number; 'Pr(>Chi)': number }[];
}
interface Trial {
  two_by_two: Table;
  logistic: Logistic;
  modified_poisson: { robust_HC0: Row[]; robust_HC1: Row[] };
  g_computation: {
    p1: number;
    p0: number;
    rd: number;
    rr: number;
    or_marginal: number;
    delta_model_vcov: Delta;
    delta_HC0: Delta;
    delta_HC3: Delta;
  };
}
interface Delta {
  rd_se: number;
  log_rr_se: number;
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const numeric = (value: unknown): value is number => typeof value === 'number';

/** R's fisher.test looks for odds ratios between 0 and 1, or for their inverse, with uniroot's default tolerance. */
const expectOdds = (own: number | null, expected: number) => {
  const turned = (odds: number) => (expected > 1 ? 1 / odds : odds);
  expectNear(turned(own!), turned(expected), 1.3e-4);
};
/** R's covariance is of the turn before its last; begun again at its own answer it gives ours to 1e-13. */
const TURN_BEFORE = 1e-7;
/** Limits are differences of numbers near 1: what is nearly 0 agrees absolutely. */
const expectNear = (own: number, expected: number, tolerance = 1e-12) => expect(Math.abs(own - expected)).toBeLessThan(tolerance);

function expectTable(expected: Table): void {
  const table = { a: expected.a, n1: expected.n1, c: expected.c, n2: expected.n2 };
  const pair = (name: string) => expected[name] as [number, number];
  const one = (name: string) => expected[name] as number;
  const kinds: [RiskInterval, string][] = [
    ['wald', 'rd_ci_wald'],
    ['newcombe', 'rd_ci_newcombe'],
    ['agresti-caffo', 'rd_ci_agresti_caffo'],
    ['miettinen-nurminen', 'rd_ci_miettinen_nurminen'],
  ];
  for (const [kind, name] of kinds) {
    const own = riskDifferenceInterval(table, kind, 0.95);
    const tolerance = kind === 'miettinen-nurminen' ? 1e-10 : 1e-12; // R's root search begins 1e-10 from the ends
    expectNear(own.lower, pair(name)[0], tolerance);
    const upper = pair(name)[1] as number | null; // null for 1/3 against 2/3, where R's search finds no sign change
    if (upper !== null) expectNear(own.upper, upper, tolerance);
  }
  expectNear(riskDifferenceError(table), one('rd_se'));
  const arms: ['a' | 'c', 'n1' | 'n2', string][] = [
    ['a', 'n1', 'wilson_p1'],
    ['c', 'n2', 'wilson_p2'],
  ];
  for (const [events, n, name] of arms) {
    const own = wilson(table[events], table[n], 0.95);
    expectNear(own.lower, pair(name)[0]);
    expectNear(own.upper, pair(name)[1]);
  }
  for (const [events, n, name] of [
    ['a', 'n1', 'clopper_pearson_p1'],
    ['c', 'n2', 'clopper_pearson_p2'],
  ] as const) {
    const own = clopperPearson(table[events], table[n], 0.95);
    expectNear(own.lower, pair(name)[0]);
    expectNear(own.upper, pair(name)[1]);
  }
  const rr = logRiskRatio(table);
  if (rr) {
    expectClose(Math.exp(rr.log), one('rr'));
    expectClose(rr.standardError, one('log_rr_se'));
  } else expect(numeric(expected.log_rr_se) && expected.log_rr_se > 0).toBe(false);
  const or = logOddsRatio(table);
  if (or) {
    expectClose(Math.exp(or.log), one('or'));
    expectClose(or.standardError, one('log_or_se'));
  } else expect(numeric(expected.log_or_se)).toBe(false);
  expectClose(Math.exp(logOddsRatio(table, 0.5)!.log), one('or_haldane'));
  const tests = association(table);
  if (tests) {
    expectClose(tests.pearson.p, one('chisq_p'), 1e-8); // a tail of a square
    expectNear(tests.pearson.statistic, one('chisq'), 1e-9 * Math.max(1, one('chisq')));
    expectClose(tests.yates.p, one('chisq_yates_p'), 1e-8); // the same
    expectClose(tests.likelihoodRatio.p, one('G2_p'), 1e-8); // the same
    expectClose(tests.pearson.p, one('z_pooled_p'), 1e-8); // the same
    expectNear(Math.sqrt(tests.pearson.statistic), Math.abs(one('z_pooled')), 1e-9 * Math.max(1, Math.abs(one('z_pooled'))));
    expectNear(tests.yates.statistic, one('chisq_yates'), 1e-9 * Math.max(1, one('chisq_yates')));
    expectNear(tests.likelihoodRatio.statistic, one('G2'), 1e-9 * Math.max(1, one('G2')));
    expectNear(tests.phi, one('phi'));
  } else expect(numeric(expected.chisq)).toBe(false);
  const exact = fisher(table, 0.95);
  expectClose(exact.p, one('fisher_p'));
  expectClose(exact.pLower, one('fisher_p_less'));
  expectClose(exact.pHigher, one('fisher_p_greater'));
  if (numeric(expected.fisher_or_conditional) && exact.oddsRatio !== null)
    expectOdds(exact.oddsRatio, expected.fisher_or_conditional);
  const limits = pair('fisher_ci');
  expectOdds(exact.interval.lower, limits[0]);
  if (numeric(limits[1])) expectOdds(exact.interval.upper, limits[1]);
  else expect(exact.interval.upper).toBeNull();
}

const respiratory = changed('respiratory.csv', (row) => (row.visit === '4' ? { ...row, who: `${row.center}-${row.id}` } : null));
const layoutR = { participant: 'who', arm: 'treat', control: 'P' };
const adjustedR = { outcome: 'outcome', covariates: ['baseline', 'age'], factors: ['sex', 'center'] };
const layoutB = { participant: 'id', arm: 'treatment', control: 'TAU' };
const adjustedB = { outcome: 'bdi_8m', event: { below: 14 }, covariates: ['bdi_pre'], factors: ['drug', 'length'] };
// R's levels of length put <6m before >6m, as ours do; its terms are intercept, arm, covariates, factors in the same order.
const TRIALS: [string, string, object, object][] = [
  ['btheb_response_8m_bdi_lt14', referenceText('data/btheb_wide.csv'), layoutB, adjustedB],
  ['respiratory_visit4', respiratory, layoutR, adjustedR],
];
type Coefficient = { estimate: number; standardError: number; p: number; interval: { lower: number; upper: number } };
const coefficientsOf = (own: { details: object }) => (own.details as { coefficients: Coefficient[] }).coefficients;

describe('2 × 2 tables agree with R', () => {
  const bcg = caseOf<Record<string, Table>>('bcg_13_trials_2x2');
  it.each(Object.entries(bcg))('%s of vaccination against tuberculosis', (_, table) => expectTable(table));
  it.each(
    caseOf<Table[]>('small_and_zero_cells').map(
      (table) => [`${table.a}/${table.n1} against ${table.c}/${table.n2}`, table] as const,
    ),
  )('small: %s', (_, table) => expectTable(table));

  it.each(TRIALS)('%s through an analyses file', (id, csv, layout, asked) => {
    const expected = caseOf<Trial>(id).two_by_two;
    const { outcome, event } = asked as typeof adjustedB;
    const plain = { outcome, ...(event ? { event } : {}) };
    for (const [interval, name] of [
      ['wald', 'rd_ci_wald'],
      ['newcombe', 'rd_ci_newcombe'],
      ['miettinen-nurminen', 'rd_ci_miettinen_nurminen'],
    ] as const) {
      const own = find(csv, layout, { method: 'binary', ...plain, interval });
      expectClose(own.estimate, expected.rd as number);
      expectClose(own.standardError, expected.rd_se as number);
      expectClose(own.interval!.lower, (expected[name] as [number, number])[0], 1e-8);
      expectClose(own.interval!.upper, (expected[name] as [number, number])[1], 1e-8);
      if (interval !== 'wald') expectClose(own.p, expected.chisq_p as number);
    }
    const ratio = find(csv, layout, { method: 'binary', ...plain, measure: 'odds-ratio' });
    const { oddsRatio, numberNeeded: needed } = ratio.details as {
      oddsRatio: { interval: { lower: number; upper: number } };
      numberNeeded: { estimate: number };
    };
    expectClose(Math.exp(ratio.estimate!), expected.or as number);
    expectClose(oddsRatio.interval.lower, (expected.or_ci as [number, number])[0]);
    expectClose(oddsRatio.interval.upper, (expected.or_ci as [number, number])[1]);
    expectClose(needed.estimate, expected.nnt as number);
    const risk = find(csv, layout, { method: 'binary', ...plain, measure: 'risk-ratio' });
    expectClose(Math.exp(risk.interval!.upper), (expected.rr_ci as [number, number])[1]);
  });

  it('over strata: Mantel and Haenszel', () => {
    const { mantel_haenszel: plain, mantel_haenszel_cc: corrected } =
      caseOf<
        Record<
          'mantel_haenszel' | 'mantel_haenszel_cc',
          { statistic: number; p: number; ci: [number, number]; estimate: Record<string, number> }
        >
      >('respiratory_visit4');
    const own = find(respiratory, layoutR, { method: 'binary', outcome: 'outcome', strata: 'center' });
    const { mantelHaenszel: found } = own.details as {
      mantelHaenszel: {
        test: { statistic: number; p: number };
        corrected: { statistic: number; p: number };
        oddsRatio: { estimate: number; interval: { lower: number; upper: number } };
      };
    };
    expectClose(found.test.statistic, plain.statistic);
    expectClose(found.test.p, plain.p);
    expectClose(found.corrected.statistic, corrected.statistic);
    expectClose(found.corrected.p, corrected.p);
    expectClose(found.oddsRatio.estimate, plain.estimate['common odds ratio']!);
    expectClose(found.oddsRatio.interval.lower, plain.ci[0]);
    expectClose(found.oddsRatio.interval.upper, plain.ci[1]);
  });
});

describe('regressions of events agree with R', () => {
  it('logistic without covariates, and what each term adds to each model', () => {
    const plain = { outcome: 'bdi_8m', event: { below: 14 } };
    const alone = caseOf<{ logistic_unadj: Logistic }>('btheb_response_8m_bdi_lt14').logistic_unadj;
    const models: [string, object, object, Logistic][] = [[TRIALS[0]![1], layoutB, plain, alone]];
    for (const [id, csv, layout, asked] of TRIALS) models.push([csv, layout, asked, caseOf<Trial>(id).logistic]);
    for (const [csv, layout, asked, expected] of models) {
      const own = find(csv, layout, { method: 'logistic', ...asked });
      const details = own.details as {
        bic: number;
        likelihoodRatio: { term: string; statistic: number; df: number; p: number }[];
      };
      const lost = expected.lr_tests.slice(1);
      expect(details.likelihoodRatio.map(({ term, df }) => [term, df])).toEqual(lost.map(({ row, Df: df }) => [row, df]));
      details.likelihoodRatio.forEach(({ statistic, p }, k) => {
        expectClose(statistic, lost[k]!.LRT);
        expectClose(p, lost[k]!['Pr(>Chi)']);
      });
      expectClose(details.bic, expected.BIC);
      expectClose((own.details as { deviance: number }).deviance, expected.deviance);
      coefficientsOf(own).forEach((coefficient, j) => {
        expectClose(coefficient.estimate, expected.coef[j]!.estimate, 1e-8);
        expectClose(coefficient.standardError, expected.coef[j]!.se, TURN_BEFORE);
      });
      coefficientsOf(find(csv, layout, { method: 'logistic', ...asked, interval: 'profile' })).forEach(({ interval }, j) => {
        expectNear(interval.lower, expected.profile_ci.values[j]![0], 4e-4); // R reads these off a spline
        expectNear(interval.upper, expected.profile_ci.values[j]![1], 4e-4); // the same
      });
    }
  });

  it.each(TRIALS)('%s: logistic, Wald, profile, robust', (id, csv, layout, asked) => {
    const expected = caseOf<Trial>(id).logistic;
    const exact = followed[id as 'respiratory_visit4'];
    const own = find(csv, layout, { method: 'logistic', ...asked });
    coefficientsOf(own).forEach((coefficient, j) => {
      const { estimate, se, p, wald_lo: lower, wald_hi: upper } = expected.coef[j]!;
      expectClose(coefficient.estimate, estimate, 1e-8);
      expectClose(coefficient.standardError, se, TURN_BEFORE);
      expectClose(coefficient.standardError, exact.se[j]!);
      expectClose(coefficient.p, p, 1e-6);
      expectClose(coefficient.interval.lower, lower, 1e-6); // nearly 0 for some
      expectClose(coefficient.interval.upper, upper, 1e-6); // the same
    });
    const details = own.details as { deviance: number; logLikelihood: number; aic: number; covariance: number[][] };
    expectClose(details.deviance, expected.deviance);
    expectClose(details.logLikelihood, expected.logLik);
    expectClose(details.aic, expected.AIC);
    expectClose(details.covariance[1]![1], exact.se[1]! ** 2);
    expectClose(own.estimate, expected.coef[1]!.estimate, 1e-8);
    const profiled = find(csv, layout, { method: 'logistic', ...asked, interval: 'profile' });
    coefficientsOf(profiled).forEach(({ interval }, j) => {
      expectNear(interval.lower, expected.profile_ci.values[j]![0], 4e-4); // R reads these off a spline
      expectNear(interval.upper, expected.profile_ci.values[j]![1], 4e-4); // the same
      expectNear(interval.lower, exact.lower[j]!, 1e-8); // and these it followed to the root
      expectNear(interval.upper, exact.upper[j]!, 1e-8); // the same
    });
    for (const [errors, rows] of [
      ['HC0', expected.hc0],
      ['HC1', expected.hc1],
    ] as const) {
      coefficientsOf(find(csv, layout, { method: 'logistic', ...asked, errors })).forEach(({ standardError }, j) =>
        expectClose(standardError, rows[j]!.se, TURN_BEFORE),
      );
    }
  });

  it.each(TRIALS)('%s: modified Poisson and g-computation', (id, csv, layout, asked) => {
    const { modified_poisson: poisson, g_computation: standardised } = caseOf<Trial>(id);
    for (const [errors, rows] of [
      ['HC0', poisson.robust_HC0],
      ['HC1', poisson.robust_HC1],
    ] as const) {
      coefficientsOf(find(csv, layout, { method: 'modified-poisson', ...asked, errors })).forEach((own, j) => {
        expectClose(own.estimate, rows[j]!.estimate, 1e-7); // near 0 for age
        expectClose(own.standardError, rows[j]!.se, TURN_BEFORE);
        expectNear(own.interval.upper, rows[j]!.hi, TURN_BEFORE);
      });
    }
    for (const [errors, delta] of [
      ['model', standardised.delta_model_vcov],
      ['HC0', standardised.delta_HC0],
      ['HC3', standardised.delta_HC3],
    ] as const) {
      const difference = find(csv, layout, { method: 'g-computation', ...asked, errors });
      expectClose(difference.estimate, standardised.rd, 1e-8);
      expectClose(difference.standardError, delta.rd_se, TURN_BEFORE);
      const ratio = find(csv, layout, { method: 'g-computation', ...asked, errors, measure: 'risk-ratio' });
      expectClose(ratio.estimate, Math.log(standardised.rr), 1e-8);
      expectClose(ratio.standardError, delta.log_rr_se, TURN_BEFORE);
      const { risks, marginalLogOddsRatios } = ratio.details as {
        risks: { risk: number }[];
        marginalLogOddsRatios: { estimate: number }[];
      };
      expectClose(risks[0]!.risk, standardised.p0, 1e-8);
      expectClose(risks[1]!.risk, standardised.p1, 1e-8);
      expectClose(marginalLogOddsRatios[0]!.estimate, standardised.or_marginal, 1e-8);
    }
  });
});

describe('binary outcomes', () => {
  it('flip with the arms, stand whatever the order of rows, and mirror when no is called yes', () => {
    const mirrored = changed('respiratory.csv', (row) =>
      row.visit === '4' ? { ...row, who: `${row.center}-${row.id}`, outcome: String(1 - Number(row.outcome)) } : null,
    );
    const [head, ...rows] = respiratory.split('\n');
    const turned = [head, ...rows.reverse()].join('\n');
    for (const asked of [
      { method: 'binary', outcome: 'outcome', interval: 'miettinen-nurminen' },
      { method: 'binary', outcome: 'outcome', interval: 'newcombe' },
      { method: 'binary', outcome: 'outcome', measure: 'odds-ratio' },
      { method: 'logistic', ...adjustedR },
      { method: 'g-computation', ...adjustedR },
    ]) {
      const own = find(respiratory, layoutR, asked);
      const flipped = find(respiratory, { ...layoutR, control: 'A' }, asked);
      expectClose(flipped.estimate, -own.estimate!);
      expectClose(flipped.interval!.lower, -own.interval!.upper);
      expectClose(flipped.p, own.p!);
      expectClose(find(turned, layoutR, asked).estimate, own.estimate!);
      const other = find(mirrored, layoutR, asked);
      expectClose(other.estimate, -own.estimate!);
      expectClose(other.interval!.upper, -own.interval!.lower);
    }
    const adjusted = { method: 'modified-poisson', ...adjustedR };
    expectClose(
      find(respiratory, { ...layoutR, control: 'A' }, adjusted).estimate,
      -find(respiratory, layoutR, adjusted).estimate!,
    );
  });

  it('give a logistic model without covariates the odds ratio of the table, and one stratum the table’s own', () => {
    const own = find(respiratory, layoutR, { method: 'logistic', outcome: 'outcome' });
    const table = find(respiratory, layoutR, { method: 'binary', outcome: 'outcome', measure: 'odds-ratio', strata: 'visit' });
    expectClose(own.estimate, table.estimate!);
    expectClose(own.standardError, table.standardError!);
    const { mantelHaenszel } = table.details as { mantelHaenszel: { oddsRatio: { estimate: number } } };
    expectClose(mantelHaenszel.oddsRatio.estimate, Math.exp(table.estimate!));
    const plain = find(respiratory, layoutR, { method: 'g-computation', outcome: 'outcome' });
    expectClose(plain.estimate, find(respiratory, layoutR, { method: 'binary', outcome: 'outcome' }).estimate!);
  });

  it('say how many to treat, with two halves where the interval holds 0', () => {
    expect(numberNeeded(0.2, { lower: 0.1, upper: 0.25 })).toEqual({
      estimate: 5,
      interval: { lower: 4, upper: 10 },
      outside: null,
    });
    expect(numberNeeded(0.1, { lower: -0.05, upper: 0.25 })).toEqual({
      estimate: 10,
      interval: null,
      outside: { below: -20, above: 4 },
    });
    expect(numberNeeded(0, { lower: -0.1, upper: 0.1 }).estimate).toBeNull();
  });

  it('are refused by name', () => {
    const rows = (cells: readonly (readonly [string, number, number])[]) =>
      csvOf(cells.map(([arm, y, x], i) => ({ id: i, arm, y, x })));
    const layout = { participant: 'id', arm: 'arm', control: 'a' };
    const many = (arm: string, y: number, x: number, times: number) => Array.from({ length: times }, () => [arm, y, x] as const);
    const refuses = (cells: readonly (readonly [string, number, number])[], asked: object) =>
      refusal(rows(cells), layout, { outcome: 'y', method: 'binary', ...asked });
    const zero = [...many('a', 0, 1, 5), ...many('b', 1, 2, 3), ...many('b', 0, 3, 4)];
    expect(refuses(zero, { measure: 'odds-ratio' })).toBe('zero-cell');
    expect(refuses(zero, { measure: 'risk-ratio' })).toBe('zero-cell');
    expect(refuses(zero, { measure: 'risk-ratio', interval: 'wald' })).toBe('not-supported');
    expect(refuses(zero, {})).toBeNull();
    expect(refuses(zero, { interval: 'clopper' })).toBe('not-understood');
    for (const method of ['logistic', 'modified-poisson', 'g-computation']) expect(refuses(zero, { method })).toBe('separation');
    expect(refuses([...many('a', 0, 1, 3), ...many('b', 0, 2, 3)], {})).toBe('no-variance');
    expect(refuses([...many('a', 0, 1, 3), ...many('b', 0, 2, 3)], { method: 'logistic' })).toBe('no-variance');
    const all = [...many('a', 0, 1, 4), ...many('b', 1, 1, 4)];
    expect(refuses(all, { interval: 'wald' })).toBe('no-variance');
    expect(refuses(all, {})).toBeNull();
    expect(refuses([...all, ['b', 2, 1]], {})).toBe('not-binary');
    expect(refuses([...all, ['b', 2, 1]], { event: { atLeast: 1 } })).toBeNull();
    expect(refuses(many('a', 0, 1, 4), {})).toBe('one-arm');
    // Covariates that separate: complete, and quasi-complete with one person on the border.
    const sorted = Array.from({ length: 30 }, (_, i) => [i % 2 ? 'a' : 'b', Number(i >= 15), i] as const);
    expect(refuses(sorted, { method: 'logistic', covariates: ['x'] })).toBe('separation');
    expect(refuses([...sorted, ['a', 0, 15], ['b', 1, 15]], { method: 'logistic', covariates: ['x'] })).toBe('separation');
    expect(refuses([...sorted, ['a', 0, 20], ['b', 1, 10]], { method: 'logistic', covariates: ['x'] })).toBeNull();
    expect(refuses(sorted, { method: 'logistic', interval: 'profile', errors: 'HC0' })).toBe('not-supported');
    expect(
      refuses(
        [
          ['a', 1, 0],
          ['b', 0, 0],
        ],
        { method: 'logistic' },
      ),
    ).toBe('too-few');
    const mixed = [...many('a', 0, 1, 4), ...many('b', 1, 2, 4), ...many('a', 1, 1, 4), ...many('b', 0, 2, 4)];
    expect(refuses(mixed, { method: 'logistic', covariates: ['x'] })).toBe('not-estimable');
    expect(refuses(mixed, { strata: 'x' })).toBe('no-informative-stratum');
  });

  it('warn where few are expected', () => {
    const csv = csvOf(Array.from({ length: 10 }, (_, i) => ({ arm: i % 2 ? 'a' : 'b', y: Number(i % 3 === 0) })));
    expect(find(csv, { arm: 'arm', control: 'a' }, { method: 'binary', outcome: 'y' }).warnings.map(({ code }) => code)).toEqual([
      'few-expected',
    ]);
  });
});

describe('calibration of binary methods', () => {
  /** The chance, over every table there can be, that something holds. */
  const chance = (
    n: number,
    p1: number,
    p2: number,
    holds: (table: { a: number; n1: number; c: number; n2: number }) => boolean,
  ) => {
    let total = 0;
    for (let a = 0; a <= n; a++)
      for (let c = 0; c <= n; c++)
        if (holds({ a, n1: n, c, n2: n })) total += binomialProbability(a, n, p1) * binomialProbability(c, n, p2);
    return total;
  };

  it.each([
    [0.3, 0.3],
    [0.5, 0.3],
    [0.15, 0.1],
  ])('by enumeration of all tables of 25 and 25 at risks %d and %d', (p1, p2) => {
    const covers = (kind: RiskInterval) =>
      chance(25, p1, p2, (table) => {
        const { lower, upper } = riskDifferenceInterval(table, kind, 0.95);
        return lower <= p1 - p2 && p1 - p2 <= upper;
      });
    for (const kind of ['newcombe', 'miettinen-nurminen', 'agresti-caffo'] as const) {
      expect(covers(kind)).toBeGreaterThan(0.94);
      expect(covers(kind)).toBeLessThan(0.985);
    }
    // Exact: never more than one in twenty.
    if (p1 === p2) expect(chance(25, p1, p2, (table) => fisher(table, 0.95).p <= 0.05)).toBeLessThanOrEqual(0.05);
  });

  it('the logistic Wald test and standardised risks reject one in twenty of the trials without an effect', () => {
    const trials = process.env.LODTRAEK_FULL === undefined ? 100 : 400;
    const draw = seedrandom('binary');
    const rejected = { logistic: 0, 'g-computation': 0 };
    for (let k = 0; k < trials; k++) {
      const csv = csvOf(
        Array.from({ length: 120 }, (_, i) => {
          const x = normalQuantile(draw());
          return { arm: i % 2 ? 'a' : 'b', x, y: Number(draw() < 1 / (1 + Math.exp(-(0.8 * x - 0.3)))) };
        }),
      );
      for (const method of ['logistic', 'g-computation'] as const)
        if (find(csv, { arm: 'arm', control: 'a' }, { method, outcome: 'y', covariates: ['x'] }).p! < 0.05) rejected[method]++;
    }
    for (const count of Object.values(rejected))
      expect(Math.abs(count / trials - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials));
  });
});
