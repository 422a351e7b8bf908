import seedrandom from 'seedrandom';
import reference from './reference/results/18_complier.json';
import { normalQuantile } from '#analysis/numeric/distributions';
import type { Found } from '#protocols/model/analyses';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

type Kind = 'model' | 'HC0' | 'HC1';
interface Expected {
  estimate: number;
  coefficients: Record<string, number>;
  df: number;
  itt: number;
  first: number;
  se: Record<Kind, number>;
  first_F: Record<Kind, number>;
  anderson_rubin: Record<Kind, [number, number]>;
  se_CR0?: number;
}
interface Details {
  coefficients: { term: string; estimate: number }[];
  asDrawn: { estimate: number; p: number };
  firstStage: { estimate: number; f: number | null; received: Record<string, number> };
  andersonRubin: { kind: string; lower: number; upper: number; p: number };
  takers?: { always: number; never: number; asDrawn: number };
}
const detailsOf = (own: Found) => own.details as unknown as Details;
const csv = referenceText('data/sim_compliance.csv');
const layout = { participant: 'id', arm: 'arm', control: 'usual' };
const CASES: [string, object][] = [
  ['wald_ratio', { received: 'took' }],
  ['adjusted', { received: 'took', covariates: ['pre'], factors: ['site'] }],
  ['sessions', { received: 'sessions', covariates: ['pre'] }],
];
const ask = (asked: object) => find(csv, layout, { method: 'complier', outcome: 'y', ...asked });

describe('complier-average effects agree with R', () => {
  it.each(CASES)('%s', (id, asked) => {
    const expected = reference.cases.find((candidate) => candidate.id === id)!.result as unknown as Expected;
    for (const errors of ['model', 'HC0', 'HC1'] as const) {
      const own = ask({ ...asked, errors });
      const details = detailsOf(own);
      expectClose(own.estimate, expected.estimate);
      expectClose(own.standardError, expected.se[errors]);
      expect(own.df).toBe(expected.df);
      expectClose(details.asDrawn.estimate, expected.itt);
      expectClose(details.firstStage.estimate, expected.first);
      expectClose(details.firstStage.f, expected.first_F[errors]);
      // By R's search for the root.
      expectClose(details.andersonRubin.lower, expected.anderson_rubin[errors][0], 1e-8);
      expectClose(details.andersonRubin.upper, expected.anderson_rubin[errors][1], 1e-8);
      const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
      const theirs = sorted(Object.values(expected.coefficients));
      sorted(details.coefficients.map(({ estimate }) => estimate)).forEach((value, j) => expectClose(value, theirs[j]!));
    }
    if (expected.se_CR0 === undefined) return;
    const clustered = ask({ ...asked, errors: { cluster: 'group', type: 'CR0' } });
    expectClose(clustered.standardError, expected.se_CR0);
    expect(clustered.df).toBe(29);
  });
});

describe('complier-average effects', () => {
  it('without adjustment are the difference as drawn over the difference received', () => {
    const own = ask({ received: 'took' });
    const { asDrawn, firstStage, takers, andersonRubin } = detailsOf(own);
    expectClose(own.estimate, asDrawn.estimate / firstStage.estimate);
    expectClose(takers!.always + takers!.never + takers!.asDrawn, 1);
    expectClose(takers!.asDrawn, firstStage.estimate);
    expectClose(andersonRubin.p, asDrawn.p);
    expect(detailsOf(ask({ received: 'sessions' })).takers).toBeUndefined();
  });

  it('shift, scale and turn as they must, whatever the order of rows', () => {
    const own = ask({ received: 'took', covariates: ['pre'] });
    const other = changed('sim_compliance.csv', (row) => ({
      ...row,
      y: String(3 * Number(row.y) - 50),
      took: String(2 * Number(row.took) + 7),
    }));
    expectClose(
      find(other, layout, { method: 'complier', outcome: 'y', received: 'took', covariates: ['pre'] }).estimate,
      1.5 * own.estimate!,
    );
    // The same draw called by the other name is the same instrument.
    const flipped = find(
      csv,
      { ...layout, control: 'peer' },
      { method: 'complier', outcome: 'y', received: 'took', covariates: ['pre'] },
    );
    expectClose(flipped.estimate, own.estimate!);
    expectClose(flipped.standardError, own.standardError!);
    const [head, ...rows] = csv.trim().split('\n');
    const turned = find([head, ...rows.reverse()].join('\n'), layout, {
      method: 'complier',
      outcome: 'y',
      received: 'took',
      covariates: ['pre'],
    });
    expectClose(turned.standardError, own.standardError!);
  });

  it('where everybody took what they were drawn to are the difference as drawn', () => {
    const full = changed('sim_compliance.csv', (row) => ({ ...row, took: row.arm === 'peer' ? '1' : '0' }));
    const own = find(full, layout, { method: 'complier', outcome: 'y', received: 'took', errors: 'model' });
    const pooled = find(full, layout, { method: 'pooled', outcome: 'y' });
    expectClose(own.estimate, pooled.estimate!);
    expectClose(own.standardError, pooled.standardError!);
    expect(detailsOf(own).andersonRubin.kind).toBe('interval');
  });

  it('warn of a weak instrument and of few clusters', () => {
    const codes = (own: Found) => own.warnings.map(({ code }) => code);
    expect(codes(ask({ received: 'took', errors: { cluster: 'site', type: 'CR1' } }))).toEqual(['few-clusters']);
    const drawn = seedrandom('weak');
    const thin = csvOf(
      Array.from({ length: 200 }, (_, i) => ({
        arm: i % 2 ? 'usual' : 'peer',
        took: Number(drawn() < (i % 2 ? 0.4 : 0.56)),
        y: drawn(),
      })),
    );
    const answer = find(thin, { arm: 'arm', control: 'usual' }, { method: 'complier', outcome: 'y', received: 'took' });
    expect(detailsOf(answer).firstStage.f).toBeLessThan(10);
    expect(codes(answer)).toEqual(['weak-instrument']);
    expect(detailsOf(answer).andersonRubin.kind).toBe('interval');
  });

  it('are refused by name', () => {
    const small = (took: (i: number) => number, y: (i: number) => number = (i) => (i * 7) % 11) =>
      csvOf(
        Array.from({ length: 24 }, (_, i) => ({ arm: i % 2 ? 'a' : 'b', took: took(i), y: y(i), one: 1, copy: i % 2, c: 'x' })),
      );
    const two = { arm: 'arm', control: 'a' };
    const asked = { method: 'complier', outcome: 'y', received: 'took' };
    expect(
      refusal(
        small(() => 1),
        two,
        asked,
      ),
    ).toBe('no-variance');
    expect(
      refusal(
        small((i) => Number(i % 4 < 2)),
        two,
        asked,
      ),
    ).toBe('weak-instrument');
    expect(
      refusal(
        small((i) => Number(i % 4 < 2 || i === 2)),
        two,
        asked,
      ),
    ).toBe('weak-instrument');
    expect(
      refusal(
        small(
          (i) => i % 2,
          (i) => 3 + (i % 2),
        ),
        two,
        asked,
      ),
    ).toBe('no-variance');
    expect(
      refusal(
        small((i) => i % 2),
        two,
        { ...asked, covariates: ['took'] },
      ),
    ).toBe('column-in-two-parts');
    expect(
      refusal(
        small((i) => i % 2),
        two,
        { ...asked, covariates: ['copy'] },
      ),
    ).toBe('not-estimable');
    expect(
      refusal(
        small((i) => i % 2),
        two,
        { ...asked, errors: { cluster: 'c', type: 'CR1' } },
      ),
    ).toBe('too-few-clusters');
    expect(
      refusal(
        small((i) => i % 2),
        two,
        { ...asked, errors: 'HC3' },
      ),
    ).toBe('not-understood');
    expect(
      refusal(
        small((i) => i % 2),
        {},
        asked,
      ),
    ).toBe('no-control');
    expect(
      refusal(
        referenceText('data/anorexia.csv'),
        { arm: 'Treat', control: 'Cont' },
        { ...asked, outcome: 'Postwt', received: 'Prewt' },
      ),
    ).toBe('two-arms');
    const three = csvOf([0, 1, 0].map((took, i) => ({ arm: i % 2 ? 'a' : 'b', took, y: i, pre: i * i })));
    expect(refusal(three, two, { ...asked, covariates: ['pre'] })).toBe('too-few');
  });

  it('the intervals hold the truth nineteen times in twenty, Anderson and Rubin’s with a weak instrument, too', () => {
    const trials = process.env.LODTRAEK_FULL === undefined ? 300 : 10_000;
    const draw = seedrandom('complier');
    const normal = () => normalQuantile(draw());
    const missed = { plain: 0, rubin: 0 };
    const weak = { missed: 0, answered: 0 };
    const simulated = (n: number, takes: number) =>
      csvOf(
        Array.from({ length: n }, (_, i) => {
          const peer = i % 2 === 0;
          const will = normal();
          const took = Number(draw() < (peer ? 0.1 + takes : 0.1) + 0.05 * Math.tanh(will));
          return { arm: peer ? 'peer' : 'usual', took, y: took + will + normal() };
        }),
      );
    const two = { arm: 'arm', control: 'usual' };
    for (let trial = 0; trial < trials; trial++) {
      const own = find(simulated(200, 0.6), two, { method: 'complier', outcome: 'y', received: 'took' });
      const { andersonRubin: set } = detailsOf(own);
      if (1 < own.interval!.lower || 1 > own.interval!.upper) missed.plain++;
      if (1 < set.lower || 1 > set.upper) missed.rubin++;
    }
    for (const count of Object.values(missed))
      expect(Math.abs(count / trials - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials));
    if (trials > 1000) process.stdout.write(`${JSON.stringify(missed)} of ${trials}\n`);
    // A set that is everything holds the truth; it is told as a refusal.
    for (let trial = 0; trial < trials; trial++) {
      const thin = simulated(100, 0.2);
      weak.answered++;
      if (refusal(thin, two, { method: 'complier', outcome: 'y', received: 'took' }) !== null) continue;
      const { lower, upper } = detailsOf(find(thin, two, { method: 'complier', outcome: 'y', received: 'took' })).andersonRubin;
      if (1 < lower || 1 > upper) weak.missed++;
    }
    expect(weak.missed / weak.answered).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / trials));
  });
});
