import fc from 'fast-check';
import descriptives from './reference/results/01_descriptives.json';
import { tableOf } from '#analysis/data/table';
import { baselineTable, type BaselineWish } from '#analysis/describe/baseline-table';
import { expectClose, referenceTable } from './support/reference';

const label = { da: 'Alder', en: 'Age' };
const age: BaselineWish = { kind: 'quantity', column: 'age', label };
const site: BaselineWish = {
  kind: 'category',
  column: 'site',
  label,
  levels: [
    { code: 'S1', label },
    { code: 'S2', label },
  ],
};
const people = (arm: (string | null)[], ages: (number | null)[], sites: (string | null)[]) =>
  tableOf([
    { kind: 'text', name: 'arm', values: arm },
    { kind: 'number', name: 'age', values: ages },
    { kind: 'text', name: 'site', values: sites },
  ]);

describe('the baseline table', () => {
  it('counts each arm and everybody, leaves out who was not drawn, and says how many have no value', () => {
    const table = people(['a', 'b', 'a', null, 'b'], [20, 30, null, 99, 50], ['S1', 'S2', null, 'S1', 'S2']);
    const found = baselineTable(table, 'arm', ['a', 'b'], [age, site]);
    expect(found.people).toEqual([
      { of: 'a', n: 2 },
      { of: 'b', n: 2 },
      { of: null, n: 4 },
    ]);
    expect(found.rows[0]).toMatchObject({
      summaries: [
        { of: 'a', summary: { n: 1, missing: 1, mean: 20, sd: null } },
        { of: 'b', summary: { n: 2, missing: 0, mean: 40 } },
        { of: null, summary: { n: 3, missing: 1 } },
      ],
    });
    expect(found.rows[1]).toMatchObject({
      levels: [
        { code: 'S1', counts: [{ n: 1 }, { n: 0 }, { n: 1 }] },
        { code: 'S2', counts: [{ n: 0 }, { n: 2 }, { n: 2 }] },
      ],
      missing: [{ n: 1 }, { n: 0 }, { n: 1 }],
    });
  });

  it('agrees with R on Beat the Blues by arm', () => {
    const found = baselineTable(
      referenceTable('btheb_wide.csv'),
      'treatment',
      ['TAU', 'BtheB'],
      [{ kind: 'quantity', column: 'bdi_pre', label }],
    );
    const expected = descriptives.cases.find(({ id }) => id === 'btheb_bdi_by_arm_and_visit')!.result as unknown as Record<
      string,
      Record<string, { n: number; mean: number; sd: number; median: number }>
    >;
    const row = found.rows[0]!;
    if (row.kind !== 'quantity') throw new Error('a quantity was wished for');
    for (const arm of ['TAU', 'BtheB']) {
      const own = row.summaries.find(({ of }) => of === arm)!.summary;
      const r = expected.bdi_pre![arm]!;
      expect(own.n).toBe(r.n);
      expectClose(own.mean, r.mean);
      expectClose(own.sd, r.sd);
      expectClose(own.quartiles!.median, r.median);
    }
  });

  it('does not depend on the order of rows, and its arms add up to everybody', () => {
    const person = fc.record({
      arm: fc.constantFrom('a', 'b', null),
      age: fc.option(fc.integer({ min: 18, max: 90 })),
      site: fc.constantFrom('S1', 'S2', null),
    });
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 30 }), (rows) => {
        const of = (list: typeof rows) =>
          baselineTable(
            people(
              list.map(({ arm }) => arm),
              list.map((one) => one.age),
              list.map((one) => one.site),
            ),
            'arm',
            ['a', 'b'],
            [site],
          );
        const found = of(rows);
        expect(of([...rows].reverse())).toEqual(found);
        const row = found.rows[0]!;
        if (row.kind !== 'category') throw new Error('a category was wished for');
        for (const { counts } of [...row.levels, { counts: row.missing }]) expect(counts[0]!.n + counts[1]!.n).toBe(counts[2]!.n);
      }),
    );
  });

  it('refuses by name a column that is lacking, of another kind, or with a value that is none of its levels', () => {
    const table = people(['a'], [20], ['S9']);
    expect(() => baselineTable(table, 'arm', ['a'], [{ ...age, column: 'weight' }])).toThrow('no column weight of numbers');
    expect(() => baselineTable(table, 'arm', ['a'], [{ ...age, column: 'site' }])).toThrow('no column site of numbers');
    expect(() => baselineTable(table, 'arm', ['a'], [site])).toThrow('the column site holds S9');
  });
});
