import fc from 'fast-check';
import reference from './reference/results/04_ancova.json';
import type { Found } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Line {
  term: string;
  estimate: number;
  se: number;
  df: number;
  p: number;
  lo: number;
  hi: number;
}
interface AnovaLine {
  row: string;
  Df: number;
  'Sum Sq': number;
  'F value': number;
  'Pr(>F)': number;
}
interface Means {
  means: { emmean: number; SE: number; 'lower.CL': number; 'upper.CL': number }[];
  contrasts_vs_first_level: { estimate: number; SE: number; 'lower.CL': number; 'upper.CL': number; 'p.value': number }[];
}
interface Full {
  fit: { coefficients: Line[]; vcov: { values: number[][] }; sigma: number; logLik: number; AIC: number };
  anova_type1: AnovaLine[];
  anova_type2: AnovaLine[];
  partial_eta2_type2: { Eta2_partial: number }[];
  hc: Record<'HC0' | 'HC1' | 'HC2' | 'HC3' | 'HC4', Line[]>;
  emmeans_equal: Means;
  emmeans_proportional: Means;
}
interface Details {
  coefficients: {
    term: string;
    estimate: number;
    standardError: number;
    df: number;
    p: number;
    interval: { lower: number; upper: number };
  }[];
  covariance: number[][];
  adjustedMeans: Record<
    'equal' | 'proportional',
    { mean: number; standardError: number; interval: { lower: number; upper: number } }[]
  >;
  tests: { terms: { term: string; df: number; sumOfSquares: number; f: number; p: number; partialEtaSquared: number }[] };
  residualSd: number;
  logLikelihood: number;
  aic: number;
}

const caseOf = <T>(id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as T;
const detailsOf = (own: Found) => own.details as unknown as Details;

const wide = referenceText('data/btheb_wide.csv');
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU' };
const asked = { method: 'ancova', outcome: 'bdi_8m', covariates: ['bdi_pre'], factors: ['drug', 'length'] };

function expectLines(own: Found, lines: readonly Line[]): void {
  detailsOf(own).coefficients.forEach((line, j) => {
    const expected = lines[j]!;
    expectClose(line.estimate, expected.estimate, 1e-9 * (1 + Math.abs(expected.se / expected.estimate))); // beside its error
    expectClose(line.standardError, expected.se);
    expectClose(line.df, expected.df);
    expectClose(line.p, expected.p, 1e-8 * (1 + Math.abs(expected.estimate / expected.se))); // p moves with t times t's own error
    expect(Math.abs(line.interval.lower - expected.lo)).toBeLessThan(1e-9 * (Math.abs(expected.lo) + expected.se));
    expect(Math.abs(line.interval.upper - expected.hi)).toBeLessThan(1e-9 * (Math.abs(expected.hi) + expected.se));
  });
}

function expectAnova(own: Found, lines: readonly AnovaLine[]): void {
  const terms = detailsOf(own).tests.terms;
  expect(terms.length).toBeGreaterThan(0);
  terms.forEach((line, k) => {
    const expected = lines[k]!;
    expect(line.df).toBe(expected.Df);
    expectClose(line.sumOfSquares, expected['Sum Sq'], 1e-9 * 100); // a small difference of two large sums, in R too
    expectClose(line.f, expected['F value'], 1e-7); // the same, and R prints joint tests no finer
    expectClose(line.p, expected['Pr(>F)'], 1e-6); // the same, raised by the tail
  });
}

function expectMeans(own: Found, kind: 'equal' | 'proportional', expected: Means): void {
  detailsOf(own).adjustedMeans[kind].forEach((mean, k) => {
    const line = expected.means[k]!;
    expectClose(mean.mean, line.emmean);
    expectClose(mean.standardError, line.SE);
    expectClose(mean.interval.lower, line['lower.CL']);
    expectClose(mean.interval.upper, line['upper.CL']);
  });
  own.contrasts.forEach((contrast, k) => {
    const line = expected.contrasts_vs_first_level[k]!;
    expectClose(contrast.estimate, line.estimate);
    expectClose(contrast.standardError, line.SE);
    expectClose(contrast.p, line['p.value']);
    expectClose(contrast.interval!.lower, line['lower.CL']);
  });
}

function expectFull(csv: string, layout: typeof btheb | object, question: typeof asked, expected: Full): void {
  const own = find(csv, layout, question);
  expectLines(own, expected.fit.coefficients);
  expected.fit.vcov.values.forEach((row, i) =>
    row.forEach((value, j) => {
      const scale = Math.sqrt(expected.fit.vcov.values[i]![i]! * expected.fit.vcov.values[j]![j]!);
      expect(Math.abs(detailsOf(own).covariance[i]![j]! - value)).toBeLessThan(1e-9 * scale);
    }),
  );
  expectClose(detailsOf(own).residualSd, expected.fit.sigma);
  expectClose(detailsOf(own).logLikelihood, expected.fit.logLik);
  expectClose(detailsOf(own).aic, expected.fit.AIC);
  expectAnova(own, expected.anova_type2);
  expectAnova(find(csv, layout, { ...question, tests: 'I' }), expected.anova_type1);
  expected.partial_eta2_type2.forEach(
    (line, k) => expectClose(detailsOf(own).tests.terms[k]!.partialEtaSquared, line.Eta2_partial, 1e-8), // as the sums it is made of
  );
  expectMeans(own, 'proportional', expected.emmeans_proportional);
  expectMeans(find(csv, layout, { ...question, means: 'equal' }), 'equal', expected.emmeans_equal);
  for (const errors of ['HC0', 'HC1', 'HC2', 'HC3', 'HC4'] as const)
    expectLines(find(csv, layout, { ...question, errors }), expected.hc[errors]);
}

describe('analysis of covariance in a file of analyses agrees with R', () => {
  it.each([
    ['btheb_8m_ancova_strata', 'bdi_8m'],
    ['btheb_2m_ancova_strata', 'bdi_2m'],
  ])('in coefficients, tests, means and robust errors: %s', (id, outcome) => {
    expectFull(wide, btheb, { ...asked, outcome }, caseOf<Full>(id));
  });

  it('with three arms', () => {
    const { full } = caseOf<{ full: Full }>('anorexia_three_arm_ancova');
    // R's factor has the arms in the order Cont, CBT, FT; ours the control first, then code point order: the same.
    expectFull(
      referenceText('data/anorexia.csv'),
      { participant: 'id', arm: 'Treat', control: 'Cont' },
      { method: 'ancova', outcome: 'Postwt', covariates: ['Prewt'], factors: [] },
      full,
    );
  });

  it('with slopes of their own in each arm, tested by type I', () => {
    const { slopes_interaction_test: test } = caseOf<{ slopes_interaction_test: { F: number; 'Pr(>F)': number }[] }>(
      'anorexia_three_arm_ancova',
    );
    const own = find(
      referenceText('data/anorexia.csv'),
      { participant: 'id', arm: 'Treat', control: 'Cont' },
      { method: 'ancova', outcome: 'Postwt', covariates: ['Prewt'], interactions: [['arm', 'Prewt']], tests: 'I' },
    );
    const last = detailsOf(own).tests.terms.at(-1)!;
    expect(last.term).toBe('arm × Prewt');
    expectClose(last.f, test[1]!.F, 1e-8); // a difference of two sums
    expectClose(last.p, test[1]!['Pr(>F)'], 1e-8); // the same
  });

  it('on a two-way layout, by types I and III', () => {
    const expected = caseOf<{ type1: AnovaLine[]; type3_contr_sum: AnovaLine[]; fit: { coefficients: Line[] } }>(
      'toothgrowth_two_way',
    );
    const csv = referenceText('data/toothgrowth.csv');
    const layout = { arm: 'supp', control: 'OJ' };
    const question = { method: 'ancova', outcome: 'len', factors: ['dose'], interactions: [['supp', 'dose']] };
    const own = find(csv, layout, { ...question, tests: 'I' });
    expectLines(own, expected.fit.coefficients);
    expectAnova(own, expected.type1);
    expectAnova(find(csv, layout, { ...question, tests: 'III' }), expected.type3_contr_sum.slice(1));
    expectClose(find(csv, layout, { ...question, means: 'equal' }).estimate, own.estimate!); // balanced: both weights alike
  });

  it('with errors robust to schools, by CR0, CR1, CR1S and CR2 with Satterthwaite’s degrees of freedom', () => {
    const { cluster, hc } = caseOf<{
      hc: Full['hc'];
      cluster: { CR1_t_Gminus1: Line[]; CR2_satterthwaite: { SE: number; df_Satt: number; p_Satt: number }[] } & Record<
        'CR0' | 'CR1' | 'CR1S' | 'CR2',
        { se: Record<string, number> }
      >;
    }>('star_K_read_cluster_robust');
    const csv = referenceText('data/star_k.csv');
    const layout = { participant: 'id', arm: 'cltype', control: 'reg' };
    const question = { method: 'ancova', outcome: 'read', factors: ['ses', 'sx'] };
    // R's arms are reg, small, reg+A; ours reg, reg+A, small.
    const order = [0, 2, 1, 3, 4];
    const shuffled = <T>(lines: readonly T[]) => order.map((k) => lines[k]!);
    expectLines(find(csv, layout, { ...question, errors: 'HC3' }), shuffled(hc.HC3));
    for (const type of ['CR0', 'CR1', 'CR1S', 'CR2'] as const) {
      const own = detailsOf(find(csv, layout, { ...question, errors: { cluster: 'sch', type } })).coefficients;
      const se = shuffled(Object.values(cluster[type].se));
      own.forEach((line, j) => expectClose(line.standardError, se[j]!));
      if (type === 'CR1') own.forEach((line, j) => expectClose(line.p, shuffled(cluster.CR1_t_Gminus1)[j]!.p, 1e-7)); // t up to 183
      if (type === 'CR2') {
        own.forEach((line, j) => {
          const expected = shuffled(cluster.CR2_satterthwaite)[j]!;
          expectClose(line.df, expected.df_Satt);
          expectClose(line.p, expected.p_Satt, 1e-7); // t up to 181
        });
      }
    }
  });

  it('with precision weights', () => {
    const { fit, hc } = caseOf<Pick<Full, 'fit' | 'hc'>>('btheb_3m_weighted_wls');
    const csv = changed('btheb_wide.csv', (row) => ({ ...row, w: row.drug === 'Yes' ? '2' : '1' }));
    const question = { method: 'ancova', outcome: 'bdi_3m', covariates: ['bdi_pre'], weights: 'w' };
    const layout = { ...btheb, control: 'BtheB' };
    const own = find(csv, layout, question);
    expectLines(own, fit.coefficients);
    expectClose(detailsOf(own).logLikelihood, fit.logLik);
    expectLines(find(csv, layout, { ...question, errors: 'HC3' }), hc.HC3);
  });
});

describe('analysis of covariance in a file of analyses', () => {
  const question = { ...asked, outcome: 'bdi_2m', errors: { cluster: 'length', type: 'CR1' } };

  it('moves with the outcome, flips with the control, and cares for neither row order nor the names of levels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.constantFrom('model', 'HC3', question.errors),
        (scale, shift, errors) => {
          const own = find(wide, btheb, { ...question, errors });
          const moved = changed('btheb_wide.csv', (row) => ({
            ...row,
            bdi_2m: row.bdi_2m === '' ? '' : String(scale * Number(row.bdi_2m) + shift),
          }));
          const other = find(moved, btheb, { ...question, errors });
          expectClose(other.estimate, scale * own.estimate!, 1e-7); // the shift costs digits
          expectClose(other.standardError, scale * own.standardError!, 1e-7); // the same
          const [head, ...rows] = wide.trim().split('\n');
          const turned = find([head, ...rows.reverse()].join('\n'), btheb, { ...question, errors });
          expectClose(turned.estimate, own.estimate!);
          const flipped = find(wide, { ...btheb, control: 'BtheB' }, { ...question, errors });
          expectClose(flipped.estimate, -own.estimate!);
          const renamed = changed('btheb_wide.csv', (row) => ({
            ...row,
            drug: row.drug === 'Yes' ? 'a' : 'b',
            length: row.length === '<6m' ? 'z' : 'x',
          }));
          expectClose(find(renamed, btheb, { ...question, errors }).estimate, own.estimate!);
        },
      ),
      { seed: 20268, numRuns: 12 },
    );
  });

  it('gives clusters of one the robust errors of people, and a duplicated cluster the same CR0 as one of doubled weight', () => {
    const people = find(wide, btheb, { ...asked, errors: { cluster: 'id', type: 'CR0' } });
    expectClose(people.standardError, find(wide, btheb, { ...asked, errors: 'HC0' }).standardError!);
    const reduced = find(wide, btheb, { ...asked, errors: { cluster: 'id', type: 'CR2' } });
    expectClose(reduced.standardError, find(wide, btheb, { ...asked, errors: 'HC2' }).standardError!);
    const rows = wide.trim().split('\n');
    const twice = [rows[0], ...rows.slice(1), ...rows.slice(1)].join('\n');
    const doubled = find(twice, { arm: 'treatment', control: 'TAU' }, { ...asked, errors: { cluster: 'id', type: 'CR0' } });
    expectClose(doubled.standardError, people.standardError!);
  });

  it('refuses by name what it cannot do', () => {
    const refuses = (change: object, layout = btheb) => refusal(wide, layout, { ...asked, ...change });
    expect(refuses({ covariates: ['bdi_pre', 'drug'], factors: [] })).toBe('not-a-number');
    expect(refuses({ factors: ['drug', 'drug'] })).toBe('not-understood');
    expect(refuses({ factors: ['bdi_pre'] })).toBe('column-in-two-parts');
    expect(refuses({ interactions: [['arm', 'age']] })).toBe('not-understood');
    expect(refuses({ errors: 'HC5' })).toBe('not-understood');
    expect(refuses({ errors: { cluster: 'treatment', type: 'CR3' } })).toBe('not-understood');
    expect(refuses({ weights: 'bdi_2m' })).toBe('weights');
    expect(refuses({ weights: 'bdi_pre', errors: { cluster: 'length', type: 'CR1' } })).toBe('not-supported');
    expect(refuses({ factors: ['id'] })).toBe('too-few');
    const one = changed('btheb_wide.csv', (row) => ({ ...row, site: 'north', again: row.bdi_pre! }));
    expect(refusal(one, btheb, { ...asked, errors: { cluster: 'site', type: 'CR2' } })).toBe('too-few-clusters');
    expect(refusal(one, btheb, { ...asked, covariates: ['bdi_pre', 'again'] })).toBe('not-estimable');
    const exact = csvOf([1, 2, 3, 4, 5, 6].map((x) => ({ arm: x % 2 ? 'a' : 'b', x, y: 2 * x + (x % 2) })));
    expect(refusal(exact, { arm: 'arm', control: 'a' }, { method: 'ancova', outcome: 'y', covariates: ['x'] })).toBe(
      'no-variance',
    );
  });

  it('leaves out what is the same for everyone, and says so; warns of few clusters', () => {
    const own = find(
      changed('btheb_wide.csv', (row) => ({ ...row, site: 'north' })),
      btheb,
      { ...asked, factors: ['site'], errors: { cluster: 'length', type: 'CR2' } },
    );
    expect(own.warnings.map(({ code }) => code)).toEqual(['no-variation', 'few-clusters']);
  });
});
