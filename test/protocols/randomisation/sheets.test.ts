import { drawSheet, keyOf, lettersOf } from '#protocols/randomisation/sheets';

const SEED = Uint8Array.from({ length: 32 }, (_, index) => index);
const ARMS = [
  { id: 'a', ratio: 2 },
  { id: 'b', ratio: 1 },
];
const N = 3000;
const places = Array.from({ length: N }, (_, n) => ({ trial: 't', scheme: 'main', list: `list ${n}`, sheet: (n % 40) + 1 }));

describe('sealed sheets', () => {
  it('say the lot by sheet and key together', () => {
    for (const place of places.slice(0, 200)) {
      const key = keyOf(SEED, ARMS, place);
      const said = lettersOf(SEED, ARMS, place).find(({ letter }) => letter === key)!.arm;
      expect(said).toBe(drawSheet(SEED, ARMS, place).arm);
    }
  });

  it('are drawn in the arms’ ratio', () => {
    const n = places.filter((place) => drawSheet(SEED, ARMS, place).arm === 'a').length;
    expect(Math.abs(n - (2 * N) / 3)).toBeLessThan(4 * Math.sqrt((2 * N) / 9));
    expect(drawSheet(SEED, ARMS, places[0]!).probabilities).toEqual({ a: 2 / 3, b: 1 / 3 });
  });

  it('say nothing alone: neither the order of the letters nor the key goes with the lot', () => {
    // Of the sheets of each arm, the same half has the first letter for it, and the same half has that key.
    for (const arm of ['a', 'b']) {
      const own = places.filter((place) => drawSheet(SEED, ARMS, place).arm === arm);
      const spread = 4 * Math.sqrt(own.length / 4);
      const firstForA = own.filter((place) => lettersOf(SEED, ARMS, place)[0]!.arm === 'a').length;
      const firstKey = own.filter((place) => keyOf(SEED, ARMS, place) === lettersOf(SEED, ARMS, place)[0]!.letter).length;
      expect(Math.abs(firstForA - own.length / 2)).toBeLessThan(spread);
      expect(Math.abs(firstKey - own.length / 2)).toBeLessThan(spread);
    }
  });
});
