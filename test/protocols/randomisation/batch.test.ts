import fc from 'fast-check';
import { drawBatch, type Unit, type UnitDraw } from '#protocols/randomisation/batch';
import { openStream } from '#protocols/randomisation/draw';
import type { Batch } from '#protocols/model/scheme';
import { countSubsets, drawSubset } from '#protocols/randomisation/subset';

const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
const scheme: Batch = {
  method: 'batch',
  arms: [
    { id: 'peer', ratio: 1 },
    { id: 'usual', ratio: 1 },
  ],
  minimum: 2,
};
const at = (ordinal: number) => ({ trial: 'TRIAL-001', scheme: 'scheme-v1', stratum: 'site=A', cohort: '2026-1', ordinal });

/** Units of the given sizes, with ids and members that show which they are. */
function unitsOf(sizes: readonly number[]): Unit[] {
  return sizes.map((size, index) => ({
    id: `unit-${String(index).padStart(2, '0')}`,
    members: Array.from({ length: size }, (_, member) => `${index}.${member}`),
  }));
}
const singles = (n: number) => unitsOf(Array<number>(n).fill(1));

function lotsOf(units: readonly Unit[], ordinal = 1, of: Batch = scheme, key = seed): UnitDraw[] {
  const drawn = drawBatch(key, of, at(ordinal), units);
  if ('refused' in drawn) throw new Error(drawn.refused);
  return drawn.lots;
}
const peopleIn = (lots: readonly UnitDraw[], arm: string) =>
  lots.filter((lot) => lot.arm === arm).reduce((sum, { members }) => sum + members.length, 0);
const armOf = (lots: readonly UnitDraw[], id: string) => lots.find((lot) => lot.id === id)?.arm;
const ordinals = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
/** Four standard errors of a proportion near one half: exceeded by chance once in 16,000. */
const fourErrors = (n: number) => 2 / Math.sqrt(n);

describe('a batch', () => {
  test('always gives the same lots for the same seed and place', () => {
    // Both orders were also computed by a separate program written from the method's description alone.
    const lots = lotsOf(singles(7)).map(({ id, arm, rank, rankInArm }) => `${id.slice(-1)} ${arm} ${rank} ${rankInArm}`);
    expect(lots).toEqual(['6 peer 1 1', '4 peer 2 2', '5 peer 3 3', '1 peer 4 4', '2 usual 5 1', '0 usual 6 2', '3 usual 7 3']);
    const mixed = lotsOf(unitsOf([2, 1, 1, 2, 1])).map(({ id, arm }) => `${id.slice(-1)} ${arm}`);
    expect(mixed).toEqual(['3 peer', '0 peer', '1 usual', '2 usual', '4 usual']);
  });

  test('does not depend on the order people were queued in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(unitsOf([2, 1, 1, 2, 1, 1]), { minLength: 6 }), (units) => {
        expect(lotsOf(units)).toEqual(lotsOf(unitsOf([2, 1, 1, 2, 1, 1])));
      }),
      { numRuns: 20 },
    );
  });

  test('gives everybody one arm, splits no unit, ranks all without gaps, and comes as near to halves as the units allow', () => {
    const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(keys, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 14 }), (key, sizes) => {
        const units = unitsOf([1, 1, ...sizes]);
        const lots = lotsOf(units, 1, scheme, key);
        expect(lots.map(({ id }) => id).sort()).toEqual(units.map(({ id }) => id));
        expect(lots.flatMap(({ members }) => members).sort()).toEqual(units.flatMap(({ members }) => members).sort());
        expect(lots.map(({ rank }) => rank)).toEqual(lots.map((_, index) => index + 1));
        for (const { id } of scheme.arms) {
          const inArm = lots.filter(({ arm }) => arm === id);
          expect(inArm.map(({ rankInArm }) => rankInArm)).toEqual(inArm.map((_, index) => index + 1));
        }
        const people = units.flatMap(({ members }) => members).length;
        const halves = [...(countSubsets(units.map(({ members }) => members.length))[0] ?? []).entries()];
        const nearest = Math.min(...halves.filter(([, ways]) => ways > 0n).map(([total]) => Math.abs(people - 2 * total)));
        expect(Math.abs(peopleIn(lots, 'peer') - peopleIn(lots, 'usual'))).toBe(nearest);
      }),
    );
  });

  test.each([6, 16])('puts two given people of %i in the same arm (n/2 − 1)/(n − 1) of the time', (n) => {
    const batches = ordinals(3_000).map((ordinal) => lotsOf(singles(n), ordinal));
    expect(batches.every((lots) => peopleIn(lots, 'peer') === n / 2)).toBe(true);
    const together = batches.filter((lots) => armOf(lots, 'unit-00') === armOf(lots, 'unit-03')).length / batches.length;
    expect(Math.abs(together - (n / 2 - 1) / (n - 1))).toBeLessThan(fourErrors(batches.length));
  });

  test('gives everybody in an odd batch one half, by a coin for the odd place', () => {
    const batches = ordinals(3_000).map((ordinal) => lotsOf(singles(15), ordinal));
    const eights = batches.filter((lots) => peopleIn(lots, 'peer') === 8).length;
    const sevens = batches.filter((lots) => peopleIn(lots, 'peer') === 7).length;
    expect(eights + sevens).toBe(batches.length);
    // Rounding always up would give .5333 to each; four errors here are .0024 when all fifteen are counted.
    const share = (8 * eights + 7 * sevens) / 15 / batches.length;
    expect(Math.abs(share - 0.5)).toBeLessThan((4 * (0.5 / 15)) / Math.sqrt(batches.length));
    const first = batches.filter((lots) => armOf(lots, 'unit-00') === 'peer').length / batches.length;
    expect(Math.abs(first - 0.5)).toBeLessThan(fourErrors(batches.length));
    expect(batches[0]?.[0]?.probabilities).toEqual({ peer: 0.5, usual: 0.5 });
  });

  test('gives the twenty halves of six people equally often, and each rank to each of them', () => {
    const counts = new Map<string, number>();
    const firsts = new Map<string, number>();
    for (const ordinal of ordinals(6_000)) {
      const lots = lotsOf(singles(6), ordinal);
      const half = lots.filter(({ arm }) => arm === 'peer').map(({ id }) => id);
      const key = half.sort().join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const first = lots[0]?.id ?? '';
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    const chiSquare = (observed: Map<string, number>, expected: number) =>
      [...observed.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(counts.size).toBe(20);
    expect(firsts.size).toBe(6);
    // The upper 0.1 % points of χ² with 19 and 5 degrees of freedom; the seed is fixed.
    expect(chiSquare(counts, 300)).toBeLessThan(43.82);
    expect(chiSquare(firsts, 1_000)).toBeLessThan(20.52);
  });

  test('holds 2:1 in expectation when it does not divide', () => {
    const uneven: Batch = {
      ...scheme,
      arms: [
        { id: 'peer', ratio: 2 },
        { id: 'usual', ratio: 1 },
      ],
    };
    const sizes = ordinals(3_000).map((ordinal) => peopleIn(lotsOf(singles(10), ordinal, uneven), 'peer'));
    expect(new Set(sizes)).toEqual(new Set([6, 7]));
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(Math.abs(mean - 20 / 3)).toBeLessThan((4 * Math.sqrt(2 / 9)) / Math.sqrt(sizes.length));
  });

  test('serves three arms, each with its share', () => {
    const three: Batch = { ...scheme, arms: ['a', 'b', 'c'].map((id) => ({ id, ratio: 1 })) };
    const batches = ordinals(3_000).map((ordinal) => lotsOf(singles(7), ordinal, three));
    for (const arm of ['a', 'b', 'c']) {
      const sizes = batches.map((lots) => peopleIn(lots, arm));
      expect(new Set(sizes)).toEqual(new Set([2, 3]));
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      expect(Math.abs(mean - 7 / 3)).toBeLessThan((4 * Math.sqrt(2 / 9)) / Math.sqrt(sizes.length));
    }
  });

  test('tells each unit its chance, and draws couples and single people that often', () => {
    const uneven: Batch = {
      ...scheme,
      arms: [
        { id: 'peer', ratio: 2 },
        { id: 'usual', ratio: 1 },
      ],
    };
    const units = unitsOf([2, 2, 1, 1, 1]);
    const batches = ordinals(4_000).map((ordinal) => lotsOf(units, ordinal, uneven));
    for (const unit of units) {
      const stated = batches[0]?.find(({ id }) => id === unit.id)?.probabilities['peer'] ?? NaN;
      const drawn = batches.filter((lots) => armOf(lots, unit.id) === 'peer').length / batches.length;
      expect(Math.abs(drawn - stated)).toBeLessThan(fourErrors(batches.length));
    }
  });

  test('gives couples and single people one half each when the arms are equal', () => {
    for (const sizes of [
      [2, 1],
      [2, 1, 1],
      [3, 2, 1, 1],
      [2, 2, 2, 1],
      [4, 1, 1],
    ]) {
      for (const { probabilities } of lotsOf(unitsOf(sizes))) {
        expect(probabilities['peer']).toBeCloseTo(0.5, 12);
        expect(probabilities['usual']).toBeCloseTo(0.5, 12);
      }
    }
  });
});

describe('a batch that cannot be drawn', () => {
  const refusal = (units: Unit[], of: Batch = scheme) => drawBatch(seed, of, at(1), units);

  test('is refused below its minimum and above its maximum, people counted and not units', () => {
    const six: Batch = { ...scheme, minimum: 6, maximum: 8 };
    expect(refusal(singles(5), six)).toEqual({ refused: 'below-minimum', people: 5, minimum: 6 });
    expect(refusal(unitsOf([2, 2, 2]), six)).toHaveProperty('lots');
    expect(refusal(unitsOf([2, 2, 2, 2, 1]), six)).toEqual({ refused: 'above-maximum', people: 9, maximum: 8 });
    expect(refusal([])).toEqual({ refused: 'below-minimum', people: 0, minimum: 2 });
  });

  test('is refused when a person or unit stands in it twice, or a unit holds nobody', () => {
    const [a, b] = [
      { id: 'a', members: ['1', '2'] },
      { id: 'b', members: ['2'] },
    ];
    expect(refusal([a, b])).toEqual({ refused: 'member-twice', ids: ['2'] });
    expect(refusal([a, { ...b, id: 'a' }])).toEqual({ refused: 'unit-twice', ids: ['a'] });
    expect(refusal([a, { id: 'c', members: [] }])).toEqual({ refused: 'unit-empty', ids: ['c'] });
  });

  test('is refused when there is no lottery left in it', () => {
    expect(refusal(unitsOf([2]))).toEqual({ refused: 'one-unit' });
    const uneven: Batch = {
      ...scheme,
      arms: [
        { id: 'peer', ratio: 2 },
        { id: 'usual', ratio: 1 },
      ],
    };
    expect(refusal(unitsOf([2, 1]), uneven)).toEqual({ refused: 'certain-arm', ids: ['unit-00', 'unit-01'] });
  });

  test('is refused when units differ in size and there are three arms', () => {
    const three: Batch = { ...scheme, arms: ['a', 'b', 'c'].map((id) => ({ id, ratio: 1 })) };
    expect(refusal(unitsOf([2, 1, 1, 1]), three)).toEqual({ refused: 'unequal-units-many-arms' });
  });
});

describe('subsets of a given size', () => {
  test('are counted as by hand, and all are reached', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        const people = sizes.reduce((sum, size) => sum + size, 0);
        const byHand = Array<bigint>(people + 1).fill(0n);
        for (let subset = 0; subset < 2 ** sizes.length; subset += 1) {
          const total = sizes.reduce((sum, size, unit) => sum + ((subset >> unit) & 1) * size, 0);
          byHand[total] = (byHand[total] ?? 0n) + 1n;
        }
        expect(countSubsets(sizes)[0]).toEqual(byHand);
      }),
    );
  });

  test('are drawn equally often', () => {
    const sizes = [3, 2, 2, 1, 1, 1];
    const ways = countSubsets(sizes);
    const counts = new Map<string, number>();
    for (const draw of ordinals(6_000)) {
      const isIn = drawSubset(openStream(seed, ['subset', String(draw)]), sizes, 5, ways);
      expect(sizes.filter((_, unit) => isIn[unit]).reduce((sum, size) => sum + size, 0)).toBe(5);
      counts.set(isIn.join(), (counts.get(isIn.join()) ?? 0) + 1);
    }
    const expected = 6_000 / Number(ways[0]?.[5]);
    expect(counts.size).toBe(Number(ways[0]?.[5]));
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 3+2 in two ways, 3+1+1 in three, 2+2+1 in three, 2+1+1+1 in two; 27.88 is the upper 0.1 % point of χ² with 9 degrees.
    expect(counts.size).toBe(10);
    expect(chiSquare).toBeLessThan(27.88);
  });
});
