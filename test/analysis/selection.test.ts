import { ENOUGH_AT_THE_DOOR, selectionOf, type AtTheDoor } from '#analysis/describe/selection';

const CHANCES = [
  0.5, 0.25, 0.75, 0.5, 0, 1, 0.5, 1, 0.5, 0.5, 0.75, 0.25, 1, 0, 0.5, 0.75, 0.25, 0.5, 1, 0, 0.5, 0.75, 0.25, 0.5,
];
const CAME = [1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 0];
const people: AtTheDoor[] = CHANCES.map((chance, n) => ({ stratum: 'abc'[Math.floor(n / 8)]!, chance, y: CAME[n]! }));

describe('what came of people at the door, on the chance of the next lot', () => {
  it('agrees with R: lm(y ~ chance + factor(stratum)), vcovHC(type = "HC1")', () => {
    const found = selectionOf(people);
    if ('refused' in found) throw new Error(found.refused);
    expect(found.slope).toBeCloseTo(0.97872340425531945, 12);
    expect(found.standardError).toBeCloseTo(0.15731789383617487, 12);
    expect(found.df).toBe(20);
    expect(found.p).toBeCloseTo(4.4700963506583296e-6, 12);
  });

  it('has a named refusal where nothing can be told', () => {
    expect(selectionOf(people.slice(0, ENOUGH_AT_THE_DOOR - 1))).toMatchObject({ refused: 'too-few' });
    expect(selectionOf(people.map((one) => ({ ...one, chance: 0.5 })))).toMatchObject({ refused: 'nothing-predictable' });
    expect(selectionOf(people.map((one) => ({ ...one, y: 1 })))).toMatchObject({ refused: 'no-variation' });
    expect(selectionOf(people.map((one, n) => ({ ...one, stratum: String(n) })))).toMatchObject({ refused: 'too-few' });
  });
});
