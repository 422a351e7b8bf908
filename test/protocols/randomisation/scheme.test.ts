import Ajv from 'ajv';
import { Scheme } from '#protocols/model/scheme';
import { drawLots, type Occasion } from '#protocols/randomisation/draw-lots';
import { blockStep, drawsFor, findSchemeFaults } from '#protocols/randomisation/scheme';

const fits = new Ajv().compile(Scheme);
const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
const arms = [
  { id: 'A', ratio: 1 },
  { id: 'B', ratio: 1 },
];
const blocks: Scheme = { method: 'permuted-blocks', arms, sizes: [4] };
const batch: Scheme = { method: 'batch', arms, minimum: 2 };
const person: Occasion = {
  for: 'participant',
  participant: 'p1',
  trial: 'TRIAL-001',
  scheme: 'scheme-v1',
  stratum: 'site=A|sex=F',
  position: 3,
};
const cohort: Occasion = {
  for: 'cohort',
  trial: 'TRIAL-001',
  scheme: 'scheme-v1',
  stratum: 'site=A',
  cohort: '2026-1',
  ordinal: 1,
  units: [
    { id: 'u1', members: ['p2', 'p1'] },
    { id: 'u2', members: ['p3', 'p4'] },
  ],
};

describe('a scheme', () => {
  test('is read from the protocol as written', () => {
    expect(fits(blocks)).toBe(true);
    expect(fits(batch)).toBe(true);
    expect(fits({ ...batch, maximum: 12 })).toBe(true);
  });

  test.each([
    ['an unknown method', { ...blocks, method: 'coin' }],
    ['one arm', { ...blocks, arms: arms.slice(1) }],
    [
      'a ratio of nought',
      {
        ...blocks,
        arms: [
          { id: 'A', ratio: 0 },
          { id: 'B', ratio: 1 },
        ],
      },
    ],
    [
      'half a ratio',
      {
        ...blocks,
        arms: [
          { id: 'A', ratio: 1.5 },
          { id: 'B', ratio: 1 },
        ],
      },
    ],
    ['no block size', { ...blocks, sizes: [] }],
    ['a word nobody knows', { ...blocks, strata: ['site'] }],
    ['a batch of one', { ...batch, minimum: 1 }],
  ])('does not fit with %s', (_, scheme) => {
    expect(fits(scheme)).toBe(false);
  });

  test('without faults has none to tell', () => {
    expect(findSchemeFaults(blocks)).toEqual([]);
    expect(findSchemeFaults({ ...batch, maximum: 2 })).toEqual([]);
    const reducible = {
      ...blocks,
      arms: [
        { id: 'A', ratio: 2 },
        { id: 'B', ratio: 2 },
      ],
      sizes: [6],
    };
    expect(findSchemeFaults(reducible)).toEqual([]);
    expect(blockStep(reducible.arms)).toBe(2);
  });

  test('says what is wrong, where, and what to do', () => {
    expect(findSchemeFaults({ ...blocks, sizes: [4, 5] })).toEqual([
      {
        path: '/sizes/1',
        code: 'size-breaks-ratio',
        sentence: {
          da: 'En blok på 5 kan ikke holde forholdet mellem armene. Vælg et tal i 2-tabellen.',
          en: 'A block of 5 cannot hold the ratio of the arms. Choose a multiple of 2.',
        },
      },
    ]);
    expect(findSchemeFaults({ ...blocks, arms: [...arms, { id: 'A', ratio: 1 }], sizes: [3] })).toMatchObject([
      { path: '/arms/2/id', code: 'arm-twice' },
    ]);
    expect(findSchemeFaults({ ...batch, minimum: 8, maximum: 6 })).toMatchObject([
      { path: '/maximum', code: 'maximum-below-minimum' },
    ]);
  });

  test('draws for the occasion its method is made for, and refuses the other', () => {
    expect([drawsFor(blocks), drawsFor(batch)]).toEqual(['participant', 'cohort']);
    expect(drawLots(seed, blocks, person)).toEqual({
      lots: [{ participant: 'p1', arm: 'B', probabilities: { A: 0, B: 1 } }],
      trace: {
        label: ['rct-rand/1', 'TRIAL-001', 'scheme-v1', 'block', 'site=A|sex=F', '0'],
        // The first three of the published words of §3.3.
        words: [0xaff45ffb, 0x8946c716, 0x838dfff6],
      },
    });
    const drawn = drawLots(seed, batch, cohort);
    if (!('lots' in drawn)) throw new Error(drawn.refused);
    expect(drawn.lots.map(({ participant }) => participant).sort()).toEqual(['p1', 'p2', 'p3', 'p4']);
    const armOf = new Map(drawn.lots.map(({ participant, arm }) => [participant, arm]));
    expect(armOf.get('p1')).toBe(armOf.get('p2'));
    expect(armOf.get('p1')).not.toBe(armOf.get('p3'));
    expect(drawLots(seed, blocks, cohort)).toEqual({ refused: 'wrong-occasion' });
    expect(drawLots(seed, batch, person)).toEqual({ refused: 'wrong-occasion' });
    expect(drawLots(seed, { ...batch, minimum: 6 }, cohort)).toEqual({ refused: 'below-minimum', people: 4, minimum: 6 });
  });
});
