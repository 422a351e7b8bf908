import fc from 'fast-check';
import reference from './reference/results/06_lmm.json';
import more from './reference/results/06b_lmm_nested_crossed.json';
import type { Found, Layout } from '#protocols/model/analyses';
import { type Asked, changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Line {
  term: string;
  estimate: number;
  se: number;
  df: number;
  p: number;
}
interface Lmer {
  logLik: number;
  varcomp: { grp: string; var1: string | null; var2: string | null; vcov: number }[];
  satterthwaite: Line[];
  kenward_roger?: Line[];
  ICC?: number;
}
interface Details {
  coefficients: { term: string; estimate: number; standardError: number; df: number; p: number }[];
  varianceComponents: { group: string; effects?: string[]; estimate: number }[];
  intraclass?: { estimate: number; interval: { lower: number; upper: number } | null }[];
  logLikelihood: number;
  largestGradient: number;
}

/** lmer's own optimiser stops about here; its Satterthwaite df come from a numerical Hessian, hence 1e-4. */
const ITERATIVE = 1e-6;
const DF = 1e-4;

const detailsOf = (own: Found) => own.details as unknown as Details;
const caseOf = <T>(id: string) =>
  [...reference.cases, ...more.cases].find((candidate) => candidate.id === id)!.result as unknown as T;

/** R's name of a coefficient, from ours. */
const nameInR = (term: string) =>
  term === '(intercept)'
    ? '(Intercept)'
    : term
        .split(' × ')
        .map((part) => part.replace(': ', ''))
        .join(':');

function expectLmer(csv: string, layout: Layout, question: Asked, expected: Lmer, components = ITERATIVE): void {
  for (const df of ['satterthwaite', 'kenward-roger'] as const) {
    const lines = df === 'satterthwaite' ? expected.satterthwaite : expected.kenward_roger;
    if (!lines) continue;
    const own = detailsOf(find(csv, layout, { ...question, df }));
    expectClose(own.logLikelihood, expected.logLik, 1e-10);
    expect(own.largestGradient).toBeLessThan(1e-5);
    const order = (one: { var1: string | null; var2: string | null }) => (one.var1 === null ? 3 : one.var2 === null ? 0 : 1);
    const groups = [...new Set(own.varianceComponents.map(({ group }) => group))];
    for (const group of groups) {
      const theirs = expected.varcomp
        .filter(
          ({ grp }) => grp.replace(/\.1$/, '') === (group === 'residual' ? 'Residual' : group.split(' / ').reverse().join(':')),
        )
        .sort((a, b) => order(a) - order(b))
        .map(({ vcov }) => vcov);
      const ours = own.varianceComponents
        .filter((component) => component.group === group)
        .sort((a, b) => Number(a.effects?.[0] !== a.effects?.[1]) - Number(b.effects?.[0] !== b.effects?.[1]));
      expect(theirs).toHaveLength(ours.length);
      ours.forEach(({ estimate }, k) => expectClose(estimate, theirs[k]!, components));
    }
    const named = new Map(lines.map((line) => [line.term, line]));
    own.coefficients.forEach((line) => {
      const theirs = named.get(nameInR(line.term))!;
      expect(Math.abs(line.estimate - theirs.estimate)).toBeLessThan(ITERATIVE * (Math.abs(theirs.estimate) + theirs.se));
      expectClose(line.standardError, theirs.se, components);
      expectClose(line.df, theirs.df, Math.max(DF, components));
    });
    if (expected.ICC !== undefined) expectClose(own.intraclass![0]!.estimate, expected.ICC, components);
  }
}

const sleepstudy = referenceText('data/sleepstudy.csv');
const people: Layout = { participant: 'Subject' };
const random = [{ group: 'Subject' }];
const days = { method: 'mixed', outcome: 'Reaction', covariates: ['Days'], random };
const btheb = referenceText('data/btheb_long.csv');
const trial: Layout = { participant: 'id', arm: 'treatment', control: 'TAU', visit: 'month' };

describe('linear mixed models agree with R', () => {
  it('with a random intercept, by REML and by full maximum likelihood', () => {
    expectLmer(sleepstudy, people, days, caseOf<Lmer>('sleepstudy_ri'));
    const { ml } = caseOf<{ ml: Lmer }>('sleepstudy_ri_ML');
    expectLmer(sleepstudy, people, { ...days, criterion: 'ML' }, { ...ml, kenward_roger: undefined });
  });

  it('with a random slope, correlated and not', () => {
    const slopes = (correlated: boolean) => ({ ...days, random: [{ group: 'Subject', slopes: ['Days'], correlated }] });
    // lmer's optimiser stops earlier the more it has to find: 1e-5 in the variances.
    expectLmer(sleepstudy, people, slopes(true), caseOf<Lmer>('sleepstudy_rs'), 1e-5);
    expectLmer(sleepstudy, people, slopes(false), caseOf<Lmer>('sleepstudy_rs_uncorr'), 1e-4); // and stops earliest here
  });

  it('on a trial with visits, time as a factor or as a number', () => {
    const asked = {
      method: 'mixed',
      outcome: 'bdi',
      covariates: ['bdi_pre'],
      factors: ['drug'],
      interactions: [['visit', 'arm']],
      random: [{ group: 'id' }],
    };
    expectLmer(btheb, trial, asked, caseOf<Lmer>('btheb_ri'));
    const own = find(btheb, trial, asked);
    expect(own.contrasts.map(({ visit }) => visit)).toEqual(['2', '3', '5', '8', 'average']);
    expect(own.n).toBe(97);
    const slope = {
      method: 'mixed',
      outcome: 'bdi',
      covariates: ['bdi_pre', 'month'],
      random: [{ group: 'id' }],
      visits: 'none',
    };
    expectLmer(btheb, { ...trial, visit: undefined }, slope, caseOf<Lmer>('btheb_ri_time_slope'));
  });

  it('with 5,772 pupils in 79 schools', () => {
    const asked = { method: 'mixed', outcome: 'read', factors: ['ses', 'sx'], random: [{ group: 'sch' }] };
    const layout = { participant: 'id', arm: 'cltype', control: 'reg' };
    const expected = caseOf<Lmer>('star_K_read_school_ri');
    expectLmer(referenceText('data/star_k.csv'), layout, asked, expected);
  });

  it('with groups within groups, and with groups that cross', () => {
    const nested = { method: 'mixed', outcome: 'strength', random: [{ group: ['batch', 'cask'] }, { group: 'batch' }] };
    expectLmer(referenceText('data/pastes.csv'), {}, nested, caseOf<Lmer>('pastes_nested'), 1e-5); // as with slopes
    const crossed = { method: 'mixed', outcome: 'diameter', random: [{ group: 'plate' }, { group: 'sample' }] };
    expectLmer(referenceText('data/penicillin.csv'), {}, crossed, caseOf<Lmer>('penicillin_crossed'), 1e-5); // the same
  });

  it('where a variance comes out at zero, with a warning', () => {
    const expected = caseOf<Lmer>('toothgrowth_variance_at_zero');
    const csv = changed('toothgrowth.csv', (row, i) => ({ ...row, block: String(i % 10) }));
    const own = find(
      csv,
      { arm: 'supp', control: 'OJ' },
      { method: 'mixed', outcome: 'len', factors: ['dose'], random: [{ group: 'block' }] },
    );
    expect(expected.varcomp[0]!.vcov).toBe(0);
    expect(own.warnings.map(({ code }) => code)).toContain('variance-at-zero');
    expectClose(detailsOf(own).logLikelihood, expected.logLik, 1e-10);
    expectClose(own.standardError, expected.satterthwaite[1]!.se, ITERATIVE);
  });
});

describe('linear mixed models', () => {
  const asked = { method: 'mixed', outcome: 'bdi', covariates: ['bdi_pre'], random: [{ group: 'id' }] };

  it('move with the outcome, flip with the control, and care for neither row order nor names of groups', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        (scale, shift) => {
          const own = find(btheb, trial, asked);
          const moved = changed('btheb_long.csv', (row) => ({
            ...row,
            bdi: row.bdi === '' ? '' : String(scale * Number(row.bdi) + shift),
          }));
          const other = find(moved, trial, asked);
          expectClose(other.estimate, scale * own.estimate!, 1e-6 * 10); // a small difference beside a large shift
          expectClose(other.standardError, scale * own.standardError!, ITERATIVE);
          const [head, ...rows] = btheb.trim().split('\n');
          const turned = [head, ...rows.reverse()].join('\n');
          expectClose(find(turned, trial, asked).estimate, own.estimate!, ITERATIVE);
          expectClose(find(btheb, { ...trial, control: 'BtheB' }, asked).estimate, -own.estimate!, ITERATIVE);
          const renamed = changed('btheb_long.csv', (row) => ({ ...row, id: `x${997 - Number(row.id)}` }));
          expectClose(find(renamed, trial, asked).df, own.df!, DF);
        },
      ),
      { seed: 20270, numRuns: 4 },
    );
  });

  it('with a random intercept are the compound symmetry of repeated measures', () => {
    const own = find(btheb, trial, { ...asked, interactions: [['visit', 'arm']] });
    const other = find(btheb, trial, {
      method: 'mmrm',
      outcome: 'bdi',
      covariates: ['bdi_pre'],
      covariance: 'compound-symmetry',
    });
    own.contrasts.forEach((contrast, k) => {
      expectClose(contrast.estimate, other.contrasts[k]!.estimate, ITERATIVE);
      expectClose(contrast.standardError, other.contrasts[k]!.standardError!, ITERATIVE);
      expectClose(contrast.df, other.contrasts[k]!.df!, DF);
    });
  });

  it('refuse by name what they cannot do', () => {
    const refuses = (change: object, layout: Layout = trial, csv = btheb) => refusal(csv, layout, { ...asked, ...change });
    expect(refuses({ random: [] })).toBe('not-understood');
    expect(refuses({ random: [{ group: 'school' }] })).toBe('no-such-column');
    expect(refuses({ random: [{ group: 'id', slope: ['month'] }] })).toBe('not-understood');
    expect(refuses({ criterion: 'ML', df: 'kenward-roger' })).toBe('not-supported');
    expect(refuses({ at: 4 })).toBe('no-such-visit');
    const row = changed('btheb_long.csv', (cells, i) => ({ ...cells, row: `r${i}`, one: 'x' }));
    expect(refuses({ random: [{ group: 'row' }] }, trial, row)).toBe('not-identified');
    expect(refuses({ random: [{ group: 'one' }] }, trial, row)).toBe('too-few-groups');
    expect(
      refuses(
        {},
        trial,
        changed('btheb_long.csv', (cells) => ({ ...cells, bdi: '7' })),
      ),
    ).toBe('no-variance');
    expect(refuses({ factors: ['treatment'] })).toBe('column-in-two-parts');
    expect(
      refuses(
        { covariates: ['bdi_pre', 'again'] },
        trial,
        changed('btheb_long.csv', (cells) => ({ ...cells, again: cells.bdi_pre! })),
      ),
    ).toBe('not-estimable');
  });
});

interface Linear {
  reml_loglik: number;
  theta: Record<string, number>;
  theta_se_observed: Record<string, number>;
  vcov_kenward_roger: { values: number[][] };
  tests: { contrast: string; estimate: number; se: number; satt_df: number; kr_se: number; kr_df: number; kr_p: number }[];
}

describe('the partially nested model', () => {
  const csv = referenceText('data/sim_partial_nested_a.csv');
  const layout = { participant: 'id', arm: 'arm', control: 'control' };
  const asked = { method: 'partially-nested', outcome: 'y', covariates: ['baseline'], group: 'group' };

  it.each([
    ['by-arm', 'heteroscedastic_exact_reml'],
    ['common', 'homoscedastic_exact_reml'],
  ] as const)('agrees with R with residual variances %s', (residual, name) => {
    const expected = caseOf<Record<typeof name, Linear>>('partially_nested_a')[name];
    for (const df of ['kenward-roger', 'satterthwaite'] as const) {
      const own = find(csv, layout, { ...asked, residual, df });
      const details = detailsOf(own);
      expectClose(details.logLikelihood, expected.reml_loglik, 1e-10);
      Object.values(expected.theta).forEach((value, k) => expectClose(details.varianceComponents[k]!.estimate, value, ITERATIVE));
      expected.tests.forEach((line, k) => {
        expectClose(details.coefficients[k]!.estimate, line.estimate, ITERATIVE);
        expectClose(details.coefficients[k]!.standardError, df === 'kenward-roger' ? line.kr_se : line.se, ITERATIVE);
        expectClose(details.coefficients[k]!.df, df === 'kenward-roger' ? line.kr_df : line.satt_df, DF);
      });
      expect(own.n).toBe(178);
    }
  });

  it('gives the intraclass correlation, the design effect, and what ignoring groups would have said', () => {
    const { icc_intervention_arm: icc } = caseOf<{ icc_intervention_arm: number }>('partially_nested_a');
    const own = find(csv, layout, asked);
    const details = own.details as unknown as {
      intraclass: { arm: string; estimate: number; interval: { lower: number; upper: number } }[];
      designEffect: number;
      groups: { shared: number; weightedSize: number };
      ignoringGroups: { standardError: number; df: number; errorRatio: number };
    };
    expectClose(details.intraclass[0]!.estimate, icc, ITERATIVE);
    expect(details.intraclass[0]!.interval.lower).toBeGreaterThan(0);
    expect(details.intraclass[0]!.interval.upper).toBeLessThan(1);
    expectClose(details.designEffect, 1 + (details.groups.weightedSize - 1) * icc, ITERATIVE);
    expect(details.groups.shared).toBe(12);
    expect(details.ignoringGroups.errorRatio).toBeGreaterThan(1.1);
    expect(details.ignoringGroups.df).toBeGreaterThan(own.df! * 4);
  });

  it('moves with the outcome, and cares for neither row order, names of groups nor labels of controls', () => {
    const own = find(csv, layout, asked);
    const [head, ...rows] = csv.trim().split('\n');
    expectClose(find([head, ...rows.reverse()].join('\n'), layout, asked).standardError, own.standardError!, ITERATIVE);
    const moved = changed('sim_partial_nested_a.csv', (row) => ({
      ...row,
      y: String(10 - 3 * Number(row.y)),
      group: row.group === '' ? '' : `z${row.group}`,
    }));
    const other = find(moved, layout, asked);
    expectClose(other.estimate, -3 * own.estimate!, ITERATIVE);
    expectClose(other.df, own.df!, DF);
    const labelled = changed('sim_partial_nested_a.csv', (row) => ({ ...row, group: row.cluster! }));
    expectClose(find(labelled, layout, asked).df, own.df!, DF);
  });

  /** Six groups of four whose members differ as much as anybody, or more. */
  const spread = (own: (g: number, i: number) => number) =>
    csvOf([
      ...Array.from({ length: 24 }, (_, k) => ({ arm: 'peer', group: `g${k >> 2}`, y: own(k >> 2, k % 4) })),
      ...Array.from({ length: 24 }, (_, k) => ({ arm: 'usual', group: '', y: Math.sin(5 * k) })),
    ]);
  const small = { arm: 'arm', control: 'usual' };
  const plain = { method: 'partially-nested', outcome: 'y', group: 'group' };

  it('keeps a variance below zero and says so, or sets it to zero where asked', () => {
    const opposed = spread((g, i) => [-2, -1, 1.2, 2][i]! + 0.01 * g);
    const free = find(opposed, small, plain);
    expect(free.warnings.map(({ code }) => code)).toEqual(['variance-at-zero', 'few-groups']);
    expect((free.details as { intraclass: { estimate: number; interval: null }[] }).intraclass[0]).toMatchObject({
      interval: null,
    });
    const zero = find(opposed, small, { ...plain, boundary: 'zero' });
    expect(zero.warnings.map(({ code }) => code)).toEqual(['variance-at-zero', 'few-groups']);
    expectClose(
      zero.standardError,
      (zero.details as { ignoringGroups: { standardError: number } }).ignoringGroups.standardError,
      1e-3,
    );
    expect(free.standardError!).toBeLessThan(zero.standardError!);
  });

  it('takes people who were never placed as groups of one', () => {
    const some = changed('sim_partial_nested_a.csv', (row, i) =>
      row.arm === 'group' && i % 9 === 0 ? { ...row, group: '' } : row,
    );
    const own = find(some, layout, asked);
    expect((own.details as { groups: { alone: number } }).groups.alone).toBeGreaterThan(5);
    expect(own.n).toBe(178);
  });

  it('refuses by name what it cannot do', () => {
    const refuses = (change: object, text = csv, data: Layout = layout) => refusal(text, data, { ...asked, ...change });
    expect(refuses({ group: undefined })).toBe('not-understood');
    expect(refuses({ group: 'team' })).toBe('no-such-column');
    expect(
      refuses(
        {},
        changed('sim_partial_nested_a.csv', (row) => ({ ...row, group: '' })),
      ),
    ).toBe('too-few-groups');
    expect(
      refuses(
        {},
        changed('sim_partial_nested_a.csv', (row) => ({ ...row, group: row.group === '' ? '' : 'one' })),
      ),
    ).toBe('too-few-groups');
    expect(
      refuses(
        {},
        changed('sim_partial_nested_a.csv', (row) => (row.arm === 'group' ? row : null)),
      ),
    ).toBe('one-arm');
    expect(
      refuses(
        {},
        changed('sim_partial_nested_a.csv', (row) => ({ ...row, y: '3' })),
      ),
    ).toBe('no-variance');
    expect(
      refuses(
        { covariates: ['baseline', 'twin'] },
        changed('sim_partial_nested_a.csv', (row) => ({ ...row, twin: row.baseline! })),
      ),
    ).toBe('not-estimable');
  });
});
