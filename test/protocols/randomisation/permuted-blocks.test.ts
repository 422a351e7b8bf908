import fc from 'fast-check';
import { chancesInBlock, drawFromBlock } from '#protocols/randomisation/permuted-blocks';
import type { PermutedBlocks } from '#protocols/model/scheme';

const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
const seeds = () => fc.uint8Array({ minLength: 32, maxLength: 32 });
const equal: PermutedBlocks = {
  method: 'permuted-blocks',
  arms: [
    { id: 'A', ratio: 1 },
    { id: 'B', ratio: 1 },
  ],
  sizes: [4],
};
const at = (position: number, stratum = 'site=A|sex=F') => ({ trial: 'TRIAL-001', scheme: 'scheme-v1', stratum, position });
const positions = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
const armsOf = (key: Uint8Array, scheme: PermutedBlocks, n: number, stratum?: string) =>
  positions(n).map((position) => drawFromBlock(key, scheme, at(position, stratum)).arm);

/** Any scheme of up to four arms, with sizes that hold its ratio. */
const schemes = (): fc.Arbitrary<PermutedBlocks> =>
  fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    )
    .map(([ratios, multiples]) => ({
      method: 'permuted-blocks',
      arms: ratios.map((ratio, index) => ({ id: `arm-${index}`, ratio })),
      sizes: multiples.map((multiple) => multiple * ratios.reduce((sum, ratio) => sum + ratio, 0)),
    }));

describe('permuted blocks', () => {
  test('replays the published sequence from seed and address alone', () => {
    expect(armsOf(seed, equal, 20).join('')).toBe('AABBABABABABAABBABBA');
    const six = { ...equal, sizes: [6] };
    expect(armsOf(seed, six, 6, 'site=B|sex=M').join('')).toBe('BAABBA');
  });

  test('says which block and which place in it a position is, the last place of a block included', () => {
    const where = [1, 4, 5, 8, 9].map((position) => drawFromBlock(seed, equal, at(position)));
    expect(where.map(({ block, place, size }) => [block, place, size])).toEqual([
      [0, 1, 4],
      [0, 4, 4],
      [1, 1, 4],
      [1, 4, 4],
      [2, 1, 4],
    ]);
  });

  test('holds the ratio in every full block, whatever the seed, ratio and sizes', () => {
    fc.assert(
      fc.property(seeds(), schemes(), (key, scheme) => {
        const blocks = new Map<number, { size: number; arms: string[] }>();
        for (const position of positions(40)) {
          const { arm, block, place, size } = drawFromBlock(key, scheme, at(position));
          const known = blocks.get(block) ?? { size, arms: [] };
          known.arms.push(arm);
          blocks.set(block, known);
          expect(place).toBe(known.arms.length);
          expect(size).toBe(known.size);
          expect(scheme.sizes).toContain(size);
        }
        const sum = scheme.arms.reduce((total, { ratio }) => total + ratio, 0);
        for (const { size, arms } of [...blocks.values()].slice(0, -1)) {
          for (const { id, ratio } of scheme.arms) expect(arms.filter((arm) => arm === id)).toHaveLength((size * ratio) / sum);
        }
      }),
    );
  });

  test('keeps a stratum within half a block of balance at every position, so a block left open is taken up again', () => {
    fc.assert(
      fc.property(seeds(), fc.constantFrom<number[]>([4], [4, 6], [2, 4, 6]), (key, sizes) => {
        let lead = 0;
        for (const arm of armsOf(key, { ...equal, sizes }, 60)) {
          lead += arm === 'A' ? 1 : -1;
          expect(Math.abs(lead)).toBeLessThanOrEqual(Math.max(...sizes) / 2);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('gives each arm its chance: slots left for it over slots left, never drawing an arm without any', () => {
    expect(chancesInBlock(equal.arms, 4, [])).toEqual({ A: 0.5, B: 0.5 });
    expect(chancesInBlock(equal.arms, 4, ['A'])).toEqual({ A: 1 / 3, B: 2 / 3 });
    expect(chancesInBlock(equal.arms, 4, ['A', 'B', 'A'])).toEqual({ A: 0, B: 1 });
    expect(() => chancesInBlock(equal.arms, 4, ['A', 'B', 'A', 'B'])).toThrow(RangeError);
    fc.assert(
      fc.property(seeds(), schemes(), fc.integer({ min: 1, max: 60 }), (key, scheme, position) => {
        const { arm, probabilities } = drawFromBlock(key, scheme, at(position));
        expect(probabilities[arm]).toBeGreaterThan(0);
        expect(Object.values(probabilities).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('draws as often as the stated chances say', () => {
    const scheme: PermutedBlocks = {
      ...equal,
      arms: [
        { id: 'A', ratio: 2 },
        { id: 'B', ratio: 1 },
      ],
      sizes: [3, 6],
    };
    for (const position of positions(9)) {
      const draws = positions(1_000).map((n) => drawFromBlock(seed, scheme, at(position, `site=${n}`)));
      const drawn = draws.filter(({ arm }) => arm === 'A').length / draws.length;
      const stated = draws.reduce((sum, { probabilities }) => sum + (probabilities['A'] ?? 0), 0) / draws.length;
      const fourErrors = 4 * Math.sqrt(2 / 9 / draws.length);
      expect(Math.abs(drawn - 2 / 3)).toBeLessThan(fourErrors);
      expect(Math.abs(stated - 2 / 3)).toBeLessThan(fourErrors);
    }
  });

  test('draws each size as often as it is listed', () => {
    const sizes = positions(2_000).map((n) => drawFromBlock(seed, { ...equal, sizes: [4, 4, 6] }, at(1, `site=${n}`)).size);
    const four = sizes.filter((size) => size === 4).length / sizes.length;
    expect(Math.abs(four - 2 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / sizes.length));
  });

  test('draws strata, trials and schemes independently of each other', () => {
    const pairs = positions(2_000).map((n) => {
      const one = drawFromBlock(seed, equal, at(1, `site=${n}`)).arm;
      return one === drawFromBlock(seed, equal, at(1, `site=${n}|sex=F`)).arm;
    });
    const same = pairs.filter(Boolean).length / pairs.length;
    expect(Math.abs(same - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(pairs.length));
    const sequence = (address: Partial<ReturnType<typeof at>>) =>
      positions(60)
        .map((position) => drawFromBlock(seed, equal, { ...at(position), ...address }).arm)
        .join('');
    const sequences = [
      sequence({}),
      sequence({ trial: 'TRIAL-002' }),
      sequence({ scheme: 'scheme-v2' }),
      sequence({ stratum: '' }),
    ];
    expect(new Set(sequences).size).toBe(4);
  });

  test('does not care about draws for other positions in between', () => {
    const forwards = armsOf(seed, { ...equal, sizes: [4, 6] }, 50);
    const backwards = positions(50)
      .reverse()
      .map((position) => drawFromBlock(seed, { ...equal, sizes: [4, 6] }, at(position)).arm);
    expect(backwards.reverse()).toEqual(forwards);
  });

  test.each([0, -1, 1.5, NaN])('refuses position %p', (position) => {
    expect(() => drawFromBlock(seed, equal, at(position))).toThrow('count from 1');
  });

  test('refuses a block that cannot hold the ratio', () => {
    expect(() => drawFromBlock(seed, { ...equal, sizes: [5] }, at(1))).toThrow('cannot hold the ratio');
  });
});
