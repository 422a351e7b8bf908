import seedrandom from 'seedrandom';
import reference from './reference/results/10_gee.json';
import further from './reference/results/10b_gee_small_sample.json';
import { normalQuantile } from '#analysis/numeric/distributions';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Fitted {
  coef: { estimate: number; se_san: number; p: number; lo: number; hi: number }[];
  vbeta_san: { values: number[][] };
  naive_se: number[];
  alpha: { alpha: number } | null;
  gamma_scale: Record<string, number>;
  n_clusters: number;
  max_cluster: number;
}
type Known = { exchangeable: Fitted; independence: Fitted; ar1: Fitted };
const caseOf = (id: string) => reference.cases.find((candidate) => candidate.id === id)!.result as unknown as Known;

interface Details {
  correlations: number[];
  dispersion: number;
  clusters: number;
  largestCluster: number;
  covariance: number[][];
  coefficients: { estimate: number; standardError: number; p: number; interval: { lower: number; upper: number } }[];
}
const detailsOf = (own: { details: object }) => own.details as Details;
/** Both stop when coefficients no longer move. */
const ITERATIVE = 1e-8;

const respiratory = changed('respiratory.csv', (row) => ({ ...row, who: `${row.center}-${row.id}` }));
const TRIALS: Record<string, { csv: string; layout: object; asked: object }> = {
  btheb_gaussian: {
    csv: referenceText('data/btheb_long.csv'),
    layout: { participant: 'id', arm: 'treatment', control: 'TAU', visit: 'month' },
    asked: { method: 'gee', outcome: 'bdi', covariates: ['bdi_pre', 'month'], visits: 'none' },
  },
  respiratory_binary: {
    csv: respiratory,
    layout: { participant: 'who', arm: 'treat', control: 'P', visit: 'visit' },
    asked: {
      method: 'gee',
      outcome: 'outcome',
      family: 'binomial',
      covariates: ['baseline', 'age'],
      factors: ['sex', 'center'],
      visits: 'none',
    },
  },
  epil_counts: {
    csv: referenceText('data/epil.csv'),
    layout: { participant: 'subject', arm: 'trt', control: 'placebo', visit: 'period' },
    asked: { method: 'gee', outcome: 'y', family: 'poisson', covariates: ['lbase', 'lage'], visits: 'none' },
  },
};
const STRUCTURES = ['independence', 'exchangeable', 'ar1'] as const;

describe('generalised estimating equations agree with R', () => {
  it.each(['btheb_gaussian', 'respiratory_binary'].flatMap((id) => STRUCTURES.map((kind) => [id, kind] as const)))(
    '%s, %s (geepack)',
    (id, correlation) => {
      const { csv, layout, asked } = TRIALS[id]!;
      expectFit(
        detailsOf(find(csv, layout, { ...asked, correlation } as never)),
        detailsOf(find(csv, layout, { ...asked, correlation, errors: 'model' } as never)),
        caseOf(id)[correlation],
        id === 'btheb_gaussian' ? [0, 3, 1, 2] : [0, 1, 2, 3, 4, 5],
      );
    },
  );

  it.each(STRUCTURES)('ohio_binary, %s (geepack): children without arms, smoking mothers as one', (correlation) => {
    const layout = { participant: 'id', arm: 'smoke', control: '0', visit: 'age' };
    const asked = {
      method: 'gee',
      outcome: 'resp',
      family: 'binomial',
      covariates: ['age'],
      interactions: [['age', 'smoke']],
      visits: 'none',
    };
    const csv = referenceText('data/ohio.csv');
    expectFit(
      detailsOf(find(csv, layout, { ...asked, correlation })),
      detailsOf(find(csv, layout, { ...asked, correlation, errors: 'model' })),
      caseOf('ohio_binary')[correlation],
      [0, 2, 1, 3],
    );
  });

  const CORRECTED = ['btheb_gaussian', 'respiratory_binary', 'epil_counts'] as const;
  it.each(
    CORRECTED.flatMap((id) =>
      (['independence', 'exchangeable', 'ar1', 'unstructured'] as const).map((kind) => [id, kind] as const),
    ),
  )('%s, %s: errors corrected for few clusters (dense matrices)', (id, correlation) => {
    const { csv, layout, asked } = TRIALS[id]!;
    expectCorrected(csv, layout, { ...asked, correlation }, further[id][correlation]);
  });

  it('twelve people with counts', () => {
    const { layout, asked } = TRIALS.epil_counts!;
    const csv = changed('epil.csv', (row) =>
      [...'123456', '29', '30', '31', '32', '33', '34'].includes(row.subject!) ? row : null,
    );
    expectCorrected(csv, layout, { ...asked, covariates: ['lbase'] }, further.epil_12_people.exchangeable);
  });
});

function expectFit(own: Details, model: Details, expected: Fitted, order: number[]): void {
  expect(own.clusters).toBe(expected.n_clusters);
  expect(own.largestCluster).toBe(expected.max_cluster);
  expectClose(own.dispersion, expected.gamma_scale['(Intercept)']!, ITERATIVE);
  if (expected.alpha) expectClose(own.correlations[0], expected.alpha.alpha, ITERATIVE);
  expect(own.coefficients).toHaveLength(expected.coef.length);
  expected.coef.forEach((known, j) => {
    const coefficient = own.coefficients[order.indexOf(j)]!;
    expectClose(coefficient.estimate, known.estimate, 1e-7); // some are nearly 0
    expectClose(coefficient.standardError, known.se_san, ITERATIVE);
    expect(Math.abs(coefficient.p - known.p)).toBeLessThan(1e-8); // 0 for R's smallest, which is one less a tail
    expectClose(coefficient.interval.lower, known.lo, 1e-6); // nearly 0
    expectClose(coefficient.interval.upper, known.hi, 1e-6); // the same
    expectClose(model.coefficients[order.indexOf(j)]!.standardError, expected.naive_se[j]!, ITERATIVE);
    expectClose(own.covariance[order.indexOf(j)]![order.indexOf(j)], expected.vbeta_san.values[j]![j]!, ITERATIVE);
  });
}

interface Corrected {
  estimate: number[];
  robust: number[];
  mancl_derouen: number[];
  kauermann_carroll: number[];
  alpha: number[];
  scale: number;
}
function expectCorrected(csv: string, layout: object, asked: object, expected: Corrected): void {
  for (const [errors, known] of [
    ['robust', expected.robust],
    ['mancl-derouen', expected.mancl_derouen],
    ['kauermann-carroll', expected.kauermann_carroll],
  ] as const) {
    const own = detailsOf(find(csv, layout, { ...asked, errors } as never));
    own.coefficients.forEach(({ estimate, standardError }, j) => {
      expectClose(estimate, expected.estimate[j]!, 1e-7); // some are nearly 0
      expectClose(standardError, known[j]!, ITERATIVE);
    });
    expect(own.correlations).toHaveLength(expected.alpha.length);
    own.correlations.forEach((value, k) => expectClose(value, expected.alpha[k]!, 1e-7));
    expectClose(own.dispersion, expected.scale, ITERATIVE);
  }
}

describe('generalised estimating equations', () => {
  const { csv: btheb, layout, asked } = TRIALS.btheb_gaussian!;

  it('flip with the arms, move with the outcome, and stand whatever the order of rows', () => {
    const moved = changed('btheb_long.csv', (row) => ({
      ...row,
      bdi: row.bdi === '' || row.bdi === 'NA' ? '' : String(5 - 2 * Number(row.bdi)),
    }));
    const [head, ...rows] = btheb.trim().split('\n');
    const turned = [head, ...rows.reverse()].join('\n');
    for (const [correlation, errors] of [
      ['independence', 'mancl-derouen'],
      ['exchangeable', 'robust'],
      ['unstructured', 'kauermann-carroll'],
    ] as const) {
      const own = find(btheb, layout, { ...asked, correlation, errors } as never);
      const flipped = find(btheb, { ...layout, control: 'BtheB' } as never, { ...asked, correlation, errors } as never);
      expectClose(flipped.estimate, -own.estimate!, ITERATIVE);
      expectClose(flipped.interval!.lower, -own.interval!.upper, ITERATIVE);
      const other = find(moved, layout, { ...asked, correlation, errors } as never);
      expectClose(other.estimate, -2 * own.estimate!, ITERATIVE);
      expectClose(other.standardError, 2 * own.standardError!, ITERATIVE);
      expectClose(find(turned, layout, { ...asked, correlation, errors } as never).estimate, own.estimate!, ITERATIVE);
    }
  });

  it('every cluster twice leaves the estimate and takes √2 from the error', () => {
    const again = changed('btheb_long.csv', (row) => ({ ...row, id: String(1000 + Number(row.id)) }));
    const twice = [changed('btheb_long.csv'), ...again.split('\n').slice(1)].join('\n');
    const own = find(btheb, layout, asked as never);
    const double = find(twice, layout, asked as never);
    expect(double.n).toBe(2 * own.n);
    expectClose(double.estimate, own.estimate!, ITERATIVE);
    expectClose(double.standardError, own.standardError! / Math.SQRT2, ITERATIVE);
  });

  it('with a row each and no covariates is the table’s difference, by every correlation that has pairs', () => {
    const csv = csvOf(Array.from({ length: 60 }, (_, i) => ({ id: i, arm: i % 2 ? 'a' : 'b', y: Number(i % 7 < 3) })));
    const own = find(
      csv,
      { participant: 'id', arm: 'arm', control: 'a' },
      { method: 'gee', outcome: 'y', family: 'binomial', correlation: 'independence' },
    );
    const table = find(csv, { arm: 'arm', control: 'a' }, { method: 'binary', outcome: 'y', measure: 'odds-ratio' });
    expectClose(own.estimate, table.estimate!, ITERATIVE);
    expectClose(own.standardError, table.standardError!, ITERATIVE);
  });

  it('give a contrast at each visit and on average where the model holds visits', () => {
    const own = find(btheb, layout, {
      method: 'gee',
      outcome: 'bdi',
      covariates: ['bdi_pre'],
      interactions: [['visit', 'arm']],
      at: 3,
    } as never);
    expect(own.contrasts.map(({ visit }) => visit)).toEqual(['2', '3', '5', '8', 'average']);
    expect(own.estimate).toBe(own.contrasts[1]!.estimate);
  });

  it('are refused by name', () => {
    const people = (n: number, arms = 2) =>
      Array.from({ length: 3 * n }, (_, i) => ({
        id: Math.floor(i / 3),
        visit: i % 3,
        arm: Math.floor(i / 3) % arms ? 'b' : 'a',
        y: (i * 7) % 5,
        sharp: Math.floor(i / 3) % 2,
        same: 1,
      }));
    const columns = { participant: 'id', arm: 'arm', control: 'a', visit: 'visit' };
    const refuses = (rows: Record<string, string | number>[], own: object, given: object = columns) =>
      refusal(csvOf(rows), given, { method: 'gee', outcome: 'y', visits: 'none', ...own });
    expect(refuses(people(12), {})).toBeNull();
    expect(refuses(people(6), {})).toBe('too-few-clusters');
    expect(refuses(people(6), { errors: 'kauermann-carroll' })).toBeNull();
    expect(refuses(people(2), { errors: 'mancl-derouen' })).toBe('too-few-clusters');
    expect(
      refuses(
        people(12).map((row) => ({ ...row, arm: row.id === 5 ? 'b' : 'a' })),
        {},
      ),
    ).toBe('too-few-clusters');
    expect(refuses(people(12), {}, { arm: 'arm', control: 'a' })).toBe('no-participant');
    expect(refuses(people(12), { correlation: 'ar1' }, { participant: 'id', arm: 'arm', control: 'a' })).toBe('no-visit');
    expect(refuses([...people(12), ...people(12).slice(0, 1)], { correlation: 'ar1' })).toBe('visit-twice');
    expect(refuses(people(12), { family: 'binomial' })).toBe('not-binary');
    expect(
      refuses(
        people(12).map((row) => ({ ...row, y: row.y - 1 })),
        { family: 'poisson' },
      ),
    ).toBe('not-a-count');
    expect(refuses(people(12), { event: { below: 2 } })).toBe('not-supported');
    expect(
      refuses(
        people(12).map((row) => ({ ...row, y: 3 })),
        {},
      ),
    ).toBe('no-variance');
    expect(
      refuses(
        people(12).map((row) => ({ ...row, y: row.sharp })),
        { family: 'binomial' },
      ),
    ).toBe('separation');
    expect(
      refuses(
        people(12).map((row) => ({ ...row, y: row.sharp })),
        {},
      ),
    ).toBe('no-variance');
    expect(refuses(people(12), { covariates: ['sharp'] })).toBe('not-estimable');
    expect(
      refuses(
        people(12).filter((row) => row.visit === 1),
        { correlation: 'exchangeable' },
      ),
    ).toBe('no-pairs');
    expect(
      refuses(
        people(12).filter((row) => row.visit !== row.id % 2),
        { correlation: 'unstructured' },
      ),
    ).toBe('no-pairs');
    expect(refuses(people(12), { visits: 'factor', at: 9 })).toBe('no-such-visit');
    expect(refuses(people(12, 1), {})).toBe('one-arm');
    // Pairs that are seen in different people need not go together.
    const torn = [...people(30)].flatMap((row) => {
      const left = row.id % 3;
      if (row.visit === left) return [];
      const [first, second] = [0, 1, 2].filter((v) => v !== left);
      const size = row.id % 2 ? 1 : -1;
      return [
        {
          ...row,
          arm: Math.floor(row.id / 6) % 2 ? 'a' : 'b',
          y: row.visit === first ? size : left === 1 ? -size : row.visit === second ? size : 0,
        },
      ];
    });
    expect(refuses(torn, { correlation: 'unstructured' })).toBe('correlation-not-possible');
    expect(
      find(csvOf(people(12)), columns, { method: 'gee', outcome: 'y', covariates: ['same'] }).warnings.map(({ code }) => code),
    ).toEqual(['no-variation', 'few-clusters']);
  });

  it('corrected errors reject one in twenty of 200 trials of twelve clusters, and plain ones too often', () => {
    const draw = seedrandom('gee');
    const rejected = { robust: 0, 'kauermann-carroll': 0 };
    for (let k = 0; k < 200; k++) {
      const shared = Array.from({ length: 12 }, () => 0.5 * normalQuantile(draw()));
      const csv = csvOf(
        Array.from({ length: 120 }, (_, i) => ({
          id: i % 12,
          arm: i % 2 ? 'a' : 'b',
          y: shared[i % 12]! + normalQuantile(draw()),
        })),
      );
      for (const errors of ['robust', 'kauermann-carroll'] as const)
        if (find(csv, { participant: 'id', arm: 'arm', control: 'a' }, { method: 'gee', outcome: 'y', errors }).p! < 0.05)
          rejected[errors]++;
    }
    expect(Math.abs(rejected['kauermann-carroll'] / 200 - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 200));
    expect(rejected.robust).toBeGreaterThan(rejected['kauermann-carroll']);
  });
});
