import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { instrumentIds, instrumentOf } from '#protocols/instruments/registry';
import type { Instrument } from '#protocols/model/instrument';
import { type Answers, codesOf, itemsOf, reverse, roundHalfUp, score, type Score } from '#protocols/rules/score';

type Expected =
  | { value: number; bands: string[]; missing: string[] }
  | { fraction: [number, number]; bands: string[]; missing: string[] }
  | Score;
type Vector = {
  answers: (number | null)[];
  itemMissing: 'published-rule' | 'prorated';
  scores?: Record<string, Expected>;
  rejected?: { item: string; code: number; reason: string };
};

const all = instrumentIds().map((id) => instrumentOf(id) as Instrument);
const vectorsOf = ({ id }: Instrument) =>
  (JSON.parse(readFileSync(join(__dirname, `../../../protocols/instruments/${id}/vectors.json`), 'utf8')) as { cases: Vector[] })
    .cases;
const answersOf = (instrument: Instrument, codes: (number | null)[]): Answers =>
  Object.fromEntries(instrument.items.map(({ id }, index) => [id, codes[index] ?? null]));
const scoresOf = (...input: Parameters<typeof score>): Record<string, Score> => {
  const scored = score(...input);
  if ('rejected' in scored) throw new Error(JSON.stringify(scored));
  return scored.scores;
};
const valueOf = (one: Score | undefined) => (one && 'value' in one ? one.value : undefined);

/** An instrument of the kinds the shipped ones lack: reversed items, subscales, a mean, a published person mean. */
const made: Instrument = {
  ...(instrumentOf('t-ils') as Instrument),
  id: 'made',
  scales: [{ id: 'often', kind: 'frequency', codes: [0, 1, 2, 3] }],
  items: ['1', '2', '3', '4'].map((id, index) => ({
    id,
    scale: 'often',
    reversed: index % 2 === 1,
    subscales: index < 2 ? ['front'] : [],
  })),
  scores: (['total', 'front', 'mean'] as const).map((id) => ({
    id,
    title: { da: id, en: id },
    ...(id === 'front' ? { subscale: 'front' } : {}),
    combine: id === 'mean' ? ('mean' as const) : ('sum' as const),
    multiplier: 1,
    range: [0, id === 'mean' ? 3 : id === 'front' ? 6 : 12] as [number, number],
    better: 'lower' as const,
    missing: { rule: 'person-mean' as const, upTo: 1, source: { text: 'made for this test', mark: 'house' as const } },
    important: {},
    bands: [],
  })),
};
const instruments = [...all, made];

/** Any answers an instrument allows; `blanks` allows unanswered items. */
const someAnswers = (instrument: Instrument, blanks: boolean) =>
  fc
    .tuple(
      ...instrument.items.map((item) =>
        blanks ? fc.option(fc.constantFrom(...codesOf(instrument, item))) : fc.constantFrom(...codesOf(instrument, item)),
      ),
    )
    .map((codes) => answersOf(instrument, codes as (number | null)[]));

describe.each(all.map((instrument) => [instrument.id, instrument] as const))('%s', (_, instrument) => {
  test.each(
    vectorsOf(instrument).map(
      (vector) => [vector.answers.map((code) => code ?? '·').join(' '), vector.itemMissing, vector] as const,
    ),
  )('scores %s by the %s as worked out by hand', (_answers, _rule, vector) => {
    const scored = score(instrument, answersOf(instrument, vector.answers), { itemMissing: vector.itemMissing });
    if (vector.rejected) return expect(scored).toEqual({ rejected: vector.rejected });
    const expected = Object.entries(vector.scores ?? {}).map(([id, one]) => {
      if (!('fraction' in one)) return [id, one];
      const { fraction, ...rest } = one;
      return [id, { ...rest, value: fraction[0] / fraction[1] }];
    });
    return expect(scored).toEqual({ scores: Object.fromEntries(expected) });
  });
});

describe.each(instruments.map((instrument) => [instrument.id, instrument] as const))('any answers to %s', (_, instrument) => {
  test('score the same in whatever order they were given', () => {
    fc.assert(
      fc.property(someAnswers(instrument, true), (answers) => {
        const backwards = Object.fromEntries(Object.entries(answers).reverse());
        expect(score(instrument, backwards)).toEqual(score(instrument, answers));
      }),
    );
  });

  test('score within the range, or are refused for a count of missing items above what is allowed', () => {
    fc.assert(
      fc.property(
        someAnswers(instrument, true),
        fc.constantFrom('published-rule' as const, 'prorated' as const),
        (answers, itemMissing) => {
          for (const definition of instrument.scores) {
            const one = scoresOf(instrument, answers, { itemMissing })[definition.id] as Score;
            const blank = itemsOf(instrument, definition).filter(({ id }) => answers[id] === null);
            expect(one.missing).toEqual(blank.map(({ id }) => id));
            if ('refused' in one) {
              expect(one.missing.length).toBeGreaterThan(one.allowed);
            } else {
              expect(one.value).toBeGreaterThanOrEqual(definition.range[0]);
              expect(one.value).toBeLessThanOrEqual(definition.range[1]);
            }
          }
        },
      ),
    );
  });

  test('score higher when one answer goes up, and lower when a reversed one does', () => {
    fc.assert(
      fc.property(someAnswers(instrument, false), fc.constantFrom(...instrument.items), (answers, item) => {
        const higher = codesOf(instrument, item).filter((code) => code > (answers[item.id] ?? Infinity));
        fc.pre(higher.length > 0);
        for (const code of higher) {
          const [before, after] = [scoresOf(instrument, answers), scoresOf(instrument, { ...answers, [item.id]: code })];
          for (const definition of instrument.scores) {
            const isIn = itemsOf(instrument, definition).some(({ id }) => id === item.id);
            const change = Math.sign((valueOf(after[definition.id]) ?? NaN) - (valueOf(before[definition.id]) ?? NaN));
            expect(change).toBe(isIn ? (item.reversed ? -1 : 1) : 0);
          }
        }
      }),
    );
  });

  test('are rejected, and no score given, when one is not a code or not an item', () => {
    fc.assert(
      fc.property(someAnswers(instrument, true), fc.constantFrom(-1, 0.5, 99, NaN, Infinity), (answers, code) => {
        const item = (instrument.items[0] as { id: string }).id;
        expect(score(instrument, { ...answers, [item]: code })).toEqual({ rejected: { item, code, reason: 'unknown-code' } });
        expect(score(instrument, { ...answers, nobody: 1 })).toEqual({
          rejected: { item: 'nobody', code: 1, reason: 'unknown-item' },
        });
      }),
    );
  });
});

describe('scoring', () => {
  test('reverses, and reversing twice gives the code back', () => {
    expect([0, 1, 2, 3].map((code) => reverse([0, 1, 2, 3], code))).toEqual([3, 2, 1, 0]);
    expect([4, 3, 2, 1].map((code) => reverse([4, 3, 2, 1], code))).toEqual([1, 2, 3, 4]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -9, max: 99 }), { minLength: 2 }), (codes) => {
        for (const code of codes) expect(reverse(codes, reverse(codes, code))).toBe(code);
      }),
    );
  });

  test('counts reversed items from the other end, in subscales and means too', () => {
    const scores = scoresOf(made, { '1': 3, '2': 0, '3': 0, '4': 2 });
    expect([valueOf(scores['total']), valueOf(scores['front']), valueOf(scores['mean'])]).toEqual([7, 6, 1.75]);
  });

  test("prorates by the person's own answers up to the published limit, and never counts a blank as nought", () => {
    const scores = scoresOf(made, { '1': 3, '2': 0, '3': 2 });
    expect(scores['total']).toEqual({ value: (8 * 4) / 3, bands: [], missing: ['4'] });
    expect(scores['front']).toEqual({ value: 6, bands: [], missing: [] });
    expect(scores['mean']).toEqual({ value: 8 / 3, bands: [], missing: ['4'] });
    expect(scoresOf(made, { '1': 3, '2': 0 })['total']).toEqual({ refused: 'too-many-missing', missing: ['3', '4'], allowed: 1 });
  });

  test('refuses where nothing at all was answered', () => {
    const one = { ...made, items: made.items.slice(0, 1) };
    expect(scoresOf(one, {})['total']).toEqual({ refused: 'too-many-missing', missing: ['1'], allowed: 1 });
  });

  test('puts no rounding into the value, and rounds halves up for the eye', () => {
    expect(
      valueOf(
        scoresOf(
          instrumentOf('qpr-15') as Instrument,
          answersOf(instrumentOf('qpr-15') as Instrument, [2, 1, 3, 2, 2, 3, 3, 2, 3, 3, 2, 2, 2, 2, null]),
          { itemMissing: 'prorated' },
        )['total'],
      ),
    ).toBe(480 / 14);
    expect([
      roundHalfUp(12.375, 1),
      roundHalfUp(2.5, 0),
      roundHalfUp(1.005, 2),
      roundHalfUp(480 / 14, 4),
      roundHalfUp(35, 1),
    ]).toEqual([12.4, 3, 1.01, 34.2857, 35]);
  });
});
