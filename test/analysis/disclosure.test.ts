import reference from './reference/results/16_disclosure.json';
import { disclosureOf } from '#analysis/describe/disclosure';
import { changed, csvOf, find, refusal } from './support/analyses';
import { expectClose, referenceText } from './support/reference';

interface Details {
  classes: number;
  k: number;
  unique: number;
  below: Record<string, number>;
  sizes: Record<string, number>;
  meanRisk: number;
  highestRisk: number;
  l: { distinct: number; entropy: number; peopleWithOne: number; peopleBelowThree: number };
  t: number;
  smallest: { values: (string | null)[]; size: number }[];
}
const floored = (cell: string, step: number) =>
  cell === '' || cell === 'NA' ? '' : String(step * Math.floor(Number(cell) / step));
const CASES: [string, string][] = [
  ['bfi_exact_age', referenceText('data/bfi.csv')],
  ['bfi_age_decade', changed('bfi.csv', (row) => ({ ...row, age10: floored(row.age!, 10) }))],
  ['btheb_baseline', changed('btheb_wide.csv', (row) => ({ ...row, pre5: floored(row.bdi_pre!, 5) }))],
];

describe('disclosure agrees with R', () => {
  it.each(CASES)('%s', (id, csv) => {
    const expected = reference.cases.find((candidate) => candidate.id === id)!.result;
    const { quasi_identifiers: quasi, sensitive } = expected;
    const own = find(csv, {}, { method: 'disclosure', quasi, sensitive });
    const details = own.details as unknown as Details;
    expect(own.n).toBe(expected.n);
    expect(details).toMatchObject({
      classes: expected.n_classes,
      k: expected.k_min,
      unique: expected.sample_uniques,
      below: {
        2: expected.records_below_k2,
        3: expected.records_below_k3,
        5: expected.records_below_k5,
        10: expected.records_below_k10,
      },
      sizes: expected.class_size_histogram,
      highestRisk: expected.max_risk,
      l: {
        distinct: expected.l_distinct_min,
        peopleWithOne: expected.records_in_l1_classes,
        peopleBelowThree: expected.records_in_l_below_3,
      },
    });
    expectClose(details.meanRisk, expected.mean_reid_risk);
    expectClose(details.meanRisk * own.n, expected.expected_reid_prosecutor);
    expectClose(details.l.entropy, expected.l_entropy_min);
    expectClose(details.t, expected.t_closeness_max_total_variation);
    expect(details.smallest.map(({ size }) => size)).toEqual(Object.values(expected.smallest_classes));
    expect(own.warnings.map(({ code }) => code)).toEqual(['small-classes']);
  });
});

describe('disclosure', () => {
  it('counted by hand: three alike with two answers, two alike with one', () => {
    const { classes, meanRisk, highestRisk } = disclosureOf([['a', 'a', 'b', 'a', 'b']], ['x', 'x', 'y', 'y', 'y']);
    expect(classes.map(({ values, size, different }) => ({ values, size, different }))).toEqual([
      { values: ['b'], size: 2, different: 1 },
      { values: ['a'], size: 3, different: 2 },
    ]);
    expectClose(classes[0]!.distance, 0.4);
    expectClose(classes[1]!.distance, 2 / 3 - 0.4);
    expectClose(classes[1]!.diversity, Math.exp(-(2 / 3) * Math.log(2 / 3) - (1 / 3) * Math.log(1 / 3)));
    expect([meanRisk, highestRisk]).toEqual([0.4, 0.5]);
  });

  it('rises with every column that is known, and does not care for order or names', () => {
    const csv = referenceText('data/bfi.csv');
    const details = (text: string, quasi: string[]) =>
      find(text, {}, { method: 'disclosure', quasi, sensitive: 'N1' }).details as unknown as Details;
    const one = details(csv, ['gender']);
    const two = details(csv, ['gender', 'education']);
    expect(two.classes).toBeGreaterThan(one.classes);
    expect(two.k).toBeLessThanOrEqual(one.k);
    const [head, ...rows] = csv.trim().split('\n');
    const turned = details([head, ...rows.reverse()].join('\n'), ['education', 'gender']);
    expect({ ...turned, smallest: [], t: 0 }).toEqual({ ...two, smallest: [], t: 0 });
    expectClose(turned.t, two.t);
  });

  it('does not warn where everybody is alike to many, and takes nothing known for a value of its own', () => {
    const csv = csvOf(Array.from({ length: 30 }, (_, i) => ({ sex: i % 3 === 0 ? '' : i % 3, y: i % 2 })));
    const own = find(csv, {}, { method: 'disclosure', quasi: ['sex'], sensitive: 'y' });
    expect(own.warnings).toEqual([]);
    expect((own.details as unknown as Details).smallest[0]).toEqual({ values: ['1'], size: 10 });
    expect((own.details as unknown as Details).classes).toBe(3);
  });

  it('is refused by name', () => {
    const csv = csvOf([{ a: 1, y: 2 }]);
    const asked = { method: 'disclosure', quasi: ['a'], sensitive: 'y' };
    expect(refusal(csv, {}, { ...asked, sensitive: 'a' })).toBe('column-in-two-parts');
    expect(refusal(csv, {}, { ...asked, quasi: ['b'] })).toBe('no-such-column');
    expect(refusal(csv, {}, { ...asked, quasi: [] })).toBe('not-understood');
    expect(refusal('a,visit,y\n1,1,2\n', { visit: 'visit' }, { ...asked, at: 2 })).toBe('no-data');
  });
});
