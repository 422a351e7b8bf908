import descriptives from './reference/results/01_descriptives.json';
import { meansByArm } from '#analysis/describe/means-by-arm';
import { quantile } from '#analysis/describe/quantile';
import { summarise } from '#analysis/describe/summarise';
import { expectClose, numbersOf, referenceTable, textsOf } from './support/reference';

interface Described {
  n: number;
  n_missing: number;
  mean: number;
  sd: number;
  se: number;
  mean_ci95: [number, number];
  median: number;
  q1_type7: number;
  q3_type7: number;
  min: number;
  max: number;
  deciles_type7: number[];
}

const caseOf = <T>(id: string) => descriptives.cases.find((candidate) => candidate.id === id)!.result as unknown as T;

function expectDescribed(values: (number | null)[], expected: Described): void {
  const own = summarise(values);
  expect([own.n, own.missing]).toEqual([expected.n, expected.n_missing]);
  expectClose(own.mean, expected.mean);
  expectClose(own.sd, expected.sd);
  expectClose(own.minimum, expected.min);
  expectClose(own.maximum, expected.max);
  expectClose(own.quartiles!.lower, expected.q1_type7);
  expectClose(own.quartiles!.median, expected.median);
  expectClose(own.quartiles!.upper, expected.q3_type7);
  const present = values.filter((value) => value !== null);
  expected.deciles_type7.forEach((decile, k) => expectClose(quantile(present, (k + 1) / 10), decile));
  const [trajectory] = meansByArm(
    values,
    values.map(() => 'all'),
    ['all'],
    0.95,
  );
  expectClose(trajectory!.standardError, expected.se);
  expectClose(trajectory!.interval!.lower, expected.mean_ci95[0]);
  expectClose(trajectory!.interval!.upper, expected.mean_ci95[1]);
}

describe('descriptives agree with R', () => {
  it('by arm and wave of Beat the Blues', () => {
    const table = referenceTable('btheb_wide.csv');
    const arm = textsOf(table, 'treatment');
    const expected = caseOf<Record<string, Record<string, Described>>>('btheb_bdi_by_arm_and_visit');
    for (const [column, byArm] of Object.entries(expected)) {
      const values = numbersOf(table, column);
      for (const [name, described] of Object.entries(byArm))
        expectDescribed(
          values.filter((_, i) => arm[i] === name),
          described,
        );
    }
  });

  it('by arm of the anorexia trial', () => {
    const table = referenceTable('anorexia.csv');
    const arm = textsOf(table, 'Treat');
    const expected = caseOf<Record<string, Record<string, Described>>>('anorexia_pre_post_by_treat');
    for (const column of ['Prewt', 'Postwt']) {
      for (const [name, described] of Object.entries(expected[column]!)) {
        expectDescribed(
          numbersOf(table, column).filter((_, i) => arm[i] === name),
          described,
        );
      }
    }
  });

  it('on quantiles of type 7', () => {
    const values = numbersOf(referenceTable('btheb_wide.csv'), 'bdi_2m').filter((value) => value !== null);
    const expected = caseOf<Record<string, number[]>>('quantile_types_1_to_9').type7!;
    [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].forEach((p, k) => expectClose(quantile(values, p), expected[k]!));
  });
});

describe('descriptives of little', () => {
  it('say null, not NaN, where there is no answer', () => {
    expect(summarise([null, null])).toEqual({
      n: 0,
      missing: 2,
      mean: null,
      sd: null,
      minimum: null,
      quartiles: null,
      maximum: null,
    });
    expect(summarise([7])).toMatchObject({ n: 1, mean: 7, sd: null, quartiles: { lower: 7, median: 7, upper: 7 } });
    const [nobody, one, same] = meansByArm([null, 3, 4, 4], ['a', 'b', 'c', 'c'], ['a', 'b', 'c'], 0.95);
    expect(nobody).toEqual({ arm: 'a', n: 0, mean: null, standardError: null, interval: null });
    expect(one).toEqual({ arm: 'b', n: 1, mean: 3, standardError: null, interval: null });
    expect(same).toMatchObject({ n: 2, mean: 4, standardError: 0, interval: { lower: 4, upper: 4 } });
  });
});
