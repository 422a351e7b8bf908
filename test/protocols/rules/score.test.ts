import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { instrumentIds, instrumentOf } from '#protocols/instruments/registry';
import type { Instrument } from '#protocols/model/instrument';
import {
  type Answers,
  codesOf,
  type Flag,
  itemsOf,
  pointsOf,
  reverse,
  roundHalfUp,
  score,
  type Score,
} from '#protocols/rules/score';

type Expected = Partial<Score> | { fraction: [number, number]; bands?: string[]; missing?: string[] };
type Vector = {
  answers: (number | 'na' | null)[];
  itemMissing?: 'published-rule' | 'prorated';
  scores?: Record<string, Expected>;
  flags?: Record<string, Flag>;
  rejected?: { item: string; code: number | 'na'; reason: string };
};

const all = instrumentIds().map((id) => instrumentOf(id) as Instrument);
const vectorsOf = ({ id }: Instrument) =>
  (JSON.parse(readFileSync(join(__dirname, `../../../protocols/instruments/${id}/vectors.json`), 'utf8')) as { cases: Vector[] })
    .cases;
const answersOf = (instrument: Instrument, codes: (number | 'na' | null)[]): Answers =>
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
      ...instrument.items.map((item) => {
        const codes: (number | 'na')[] = [...codesOf(instrument, item)];
        if (!blanks) return fc.constantFrom(...codes);
        return fc.option(fc.constantFrom(...codes, ...(item.notApplicable ? ['na' as const] : [])));
      }),
    )
    .map((codes) => answersOf(instrument, codes as (number | 'na' | null)[]));
const isBlank = (answer: Answers[string]) => typeof answer !== 'number';

describe.each(all.map((instrument) => [instrument.id, instrument] as const))('%s', (_, instrument) => {
  test.each(
    vectorsOf(instrument).map(
      (vector) => [vector.answers.map((code) => code ?? '·').join(' '), vector.itemMissing ?? 'published-rule', vector] as const,
    ),
  )('scores %s by the %s as worked out by hand', (_answers, _rule, vector) => {
    const scored = score(instrument, answersOf(instrument, vector.answers), {
      itemMissing: vector.itemMissing ?? 'published-rule',
    });
    if (vector.rejected) return expect(scored).toEqual({ rejected: vector.rejected });
    const expected = Object.entries(vector.scores ?? {}).map(([id, one]) => {
      if (!('fraction' in one)) return [id, one];
      const { fraction, ...rest } = one;
      return [id, { ...rest, value: fraction[0] / fraction[1] }];
    });
    return expect(scored).toMatchObject({ scores: Object.fromEntries(expected), flags: vector.flags ?? {} });
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
            const blanks = [itemsOf(instrument, definition), instrument.items].map((items) =>
              items.map(({ id }) => id).filter((id) => isBlank(answers[id])),
            );
            if ('refused' in one) {
              expect(blanks).toContainEqual(one.missing);
              expect(one.missing.length).toBeGreaterThan(one.allowed);
            } else {
              expect(one.missing).toEqual(blanks[0]);
              expect(one.value).toBeGreaterThanOrEqual(definition.range[0]);
              expect(one.value).toBeLessThanOrEqual(definition.range[1]);
            }
          }
        },
      ),
    );
  });

  test('move a score the way the answer that changed counts for it, and no score it is not in', () => {
    fc.assert(
      fc.property(someAnswers(instrument, false), fc.constantFrom(...instrument.items), (answers, item) => {
        const before = scoresOf(instrument, answers);
        for (const code of codesOf(instrument, item)) {
          const after = scoresOf(instrument, { ...answers, [item.id]: code });
          for (const definition of instrument.scores) {
            const isIn = itemsOf(instrument, definition).includes(item);
            const counts = (one: number) => (isIn ? pointsOf(instrument, definition, item, one) : 0);
            const change = Math.sign((valueOf(after[definition.id]) ?? NaN) - (valueOf(before[definition.id]) ?? NaN));
            expect(change).toBe(Math.sign(counts(code) - counts(answers[item.id] as number)));
          }
        }
      }),
    );
  });

  test('score alike by either rule for missing items when none is missing, and list none', () => {
    fc.assert(
      fc.property(someAnswers(instrument, false), (answers) => {
        expect(score(instrument, answers, { itemMissing: 'prorated' })).toEqual(score(instrument, answers));
        for (const one of Object.values(scoresOf(instrument, answers))) expect(one.missing).toEqual([]);
      }),
    );
  });

  test('raise an alert by its own item alone; a blank is never a no', () => {
    fc.assert(
      fc.property(someAnswers(instrument, true), (answers) => {
        const scored = score(instrument, answers) as { flags: Record<string, Flag> };
        for (const { id, item, atLeast } of instrument.alerts ?? []) {
          const code = answers[item];
          expect(scored.flags[id]).toBe(typeof code !== 'number' ? 'unknown' : code >= atLeast ? 'yes' : 'no');
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

  test('is a pattern where every part has enough, none where one cannot, and unknown where blanks could still decide', () => {
    const pcl5 = instrumentOf('pcl-5') as Instrument;
    const flagOf = (answers: Answers) => (score(pcl5, answers) as { flags: Record<string, Flag> }).flags['provisional'];
    const enough = { '1': 2, '6': 2, '8': 2, '9': 4, '15': 3, '16': 2 };
    expect(flagOf(enough)).toBe('yes');
    expect(flagOf({ ...enough, '16': 1 })).toBe('unknown');
    expect(flagOf({ ...enough, '6': 1, '7': 1 })).toBe('no');
    expect(flagOf({})).toBe('unknown');
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
