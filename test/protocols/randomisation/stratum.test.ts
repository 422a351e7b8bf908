import fc from 'fast-check';
import { stratumKey } from '#protocols/randomisation/stratum';

describe('the key of a stratum', () => {
  test('names factors and codes in the order of the scheme', () => {
    expect(stratumKey(['site', 'sex'], { sex: 'F', site: 'A', age: '40' })).toEqual({ key: 'site=A|sex=F' });
    expect(stratumKey([], { site: 'A' })).toEqual({ key: '' });
  });

  test('says which factors are not known yet', () => {
    expect(stratumKey(['site', 'sex', 'age'], { sex: 'F', age: undefined })).toEqual({ unknown: ['site', 'age'] });
    expect(stratumKey(['constructor'], {})).toEqual({ unknown: ['constructor'] });
  });

  test('takes a letter typed in two ways for one letter', () => {
    const composed = stratumKey(['site'], { site: '\u00e5rhus' });
    expect(stratumKey(['site'], { site: 'a\u030arhus' })).toEqual(composed);
    expect(composed).toEqual({ key: 'site=\u00e5rhus' });
  });

  test('lets no crafted code spell a neighbour', () => {
    const crafted = stratumKey(['site', 'sex'], { site: 'A|sex=F', sex: 'M' });
    expect(crafted).toEqual({ key: 'site=A%7c.sex%3d.F|sex=M' });
    expect(stratumKey(['site'], { site: '%7c.' })).not.toEqual(stratumKey(['site'], { site: '|' }));
    expect(stratumKey(['site'], { site: '\ud800' })).not.toEqual(stratumKey(['site'], { site: '\ud801' }));
  });

  test('keeps any two lists of levels apart', () => {
    const code = fc.string({ unit: fc.constantFrom('a', 'b', '=', '|', '%', '7', 'c', '.', '3', 'd', '2', '5') });
    const levels = fc.array(fc.tuple(code, code), { maxLength: 3 });
    const keyOf = (pairs: [string, string][]) =>
      stratumKey(
        pairs.map(([factor]) => factor),
        Object.fromEntries(pairs),
      );
    fc.assert(
      fc.property(levels, levels, (one, other) => {
        fc.pre([one, other].every((pairs) => new Set(pairs.map(([factor]) => factor)).size === pairs.length));
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(JSON.stringify(keyOf(one)) === JSON.stringify(keyOf(other))).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });
});
