import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import {
  findWordingFaults,
  instrumentIds,
  instrumentNamed,
  instrumentNames,
  instrumentOf,
  wordingOf,
} from '#protocols/instruments/registry';
import { Instrument, Wording } from '#protocols/model/instrument';
import { codesOf, itemsOf, pointsOf, score } from '#protocols/rules/score';

const folder = join(__dirname, '../../../protocols/instruments');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const ajv = new Ajv({ allErrors: true });
const isInstrument = ajv.compile<Instrument>(Instrument);
const isWording = ajv.compile<Wording>(Wording);
const known = (id: string): Instrument => {
  const instrument = instrumentOf(id);
  if (!instrument) throw new Error(`${id} is not registered`);
  return instrument;
};

describe('the registry', () => {
  test('knows every instrument that has a folder, and no other', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(instrumentIds().sort()).toEqual(folders.map(({ name }) => name).sort());
    expect(instrumentOf('sf-12')).toBeUndefined();
  });

  test('finds an instrument by the other names it has, which no two share', () => {
    expect(instrumentNamed('ucla-3')).toBe(known('t-ils'));
    expect(instrumentNamed('t-ils')).toBe(known('t-ils'));
    expect(instrumentOf('ucla-3')).toBeUndefined();
    expect(instrumentNamed('sf-12')).toBeUndefined();
    expect(new Set(instrumentNames()).size).toBe(instrumentNames().length);
    expect(instrumentNames()).toEqual(
      expect.arrayContaining(['phq-9', 'gad-7', 'ucla-3', 'djg-6', 'pcl-5', 'mansa', 'eq-5d-5l']),
    );
  });

  test('names the items that somebody has to act upon', () => {
    const alerts = instrumentIds().flatMap((id) =>
      (known(id).alerts ?? []).map(({ item, atLeast }) => `${id}/${item}≥${atLeast}`),
    );
    expect(alerts).toEqual(['phq-9/9≥1', 'reqol-10/6≥1']);
  });
});

describe.each(instrumentIds())('%s', (id) => {
  const instrument = known(id);

  test('is what its file says, and fits the schema', () => {
    expect(instrument).toEqual(readJson(join(folder, id, 'instrument.json')));
    isInstrument(instrument);
    expect(isInstrument.errors ?? []).toEqual([]);
  });

  test('names each item, scale and score once, and only scales and subscales there are', () => {
    for (const ids of [instrument.items, instrument.scales, instrument.scores].map((list) => list.map((entry) => entry.id))) {
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const item of instrument.items) expect(codesOf(instrument, item).length).toBeGreaterThan(1);
    for (const definition of instrument.scores) expect(itemsOf(instrument, definition).length).toBeGreaterThan(0);
    for (const { id: scale } of instrument.scales) expect(instrument.items.some((item) => item.scale === scale)).toBe(true);
    for (const { item } of instrument.alerts ?? []) expect(instrument.items.some(({ id: one }) => one === item)).toBe(true);
    for (const subscale of (instrument.patterns ?? []).flatMap(({ needs }) => Object.keys(needs))) {
      expect(instrument.items.some(({ subscales }) => subscales.includes(subscale))).toBe(true);
    }
  });

  test('has a value for every code and every sum, where its scores are read off a table', () => {
    for (const definition of instrument.scores) {
      const items = itemsOf(instrument, definition);
      for (const item of definition.values ? items : []) {
        for (const code of codesOf(instrument, item)) expect(typeof pointsOf(instrument, definition, item, code)).toBe('number');
      }
      if (!definition.convert) continue;
      const [lowest, highest] = [Math.min, Math.max].map((end) =>
        items.reduce((sum, item) => sum + end(...codesOf(instrument, item)), 0),
      ) as [number, number];
      const sums = Array.from({ length: highest - lowest + 1 }, (_, index) => String(lowest + index));
      expect(Object.keys(definition.convert.table)).toEqual(sums);
      expect(definition.missing.rule).toBe('complete-only');
    }
  });

  test('has the range its codes can reach', () => {
    for (const definition of instrument.scores) {
      const reach = [-1, 1].map((end) => {
        const answers = Object.fromEntries(
          instrument.items.map((item) => {
            const isIn = itemsOf(instrument, definition).includes(item);
            const counts = (code: number) => (isIn ? end * pointsOf(instrument, definition, item, code) : 0);
            const [most] = [...codesOf(instrument, item)].sort((a, b) => counts(b) - counts(a));
            return [item.id, most];
          }),
        );
        const scored = score(instrument, answers);
        const one = 'scores' in scored ? scored.scores[definition.id] : undefined;
        return one && 'value' in one ? one.value : NaN;
      });
      expect(reach).toEqual(definition.range);
    }
  });

  test('ships exactly the wordings its licence allows, each complete and fitting the schema', () => {
    for (const language of ['da', 'en'] as const) {
      const file = join(folder, id, `wordings.${language}.json`);
      expect(existsSync(file)).toBe(instrument.licence.ships[language]?.wording);
      const shown = wordingOf(instrument, language);
      expect(findWordingFaults(instrument, shown)).toEqual([]);
      expect(shown.origin).toBe(existsSync(file) ? 'shipped' : 'placeholder');
      if (!existsSync(file)) continue;
      const written = readJson(file);
      isWording(written);
      expect(isWording.errors ?? []).toEqual([]);
      expect(shown).toEqual({ ...(written as Wording), origin: 'shipped' });
    }
  });

  test('says in a notice where it comes from and whether its wordings were verified', () => {
    const notice = readFileSync(join(folder, id, 'NOTICE.md'), 'utf8');
    expect(notice).toMatch(/not verified/i);
    expect(['da', 'en'].some((language) => wordingOf(instrument, language as 'da' | 'en').verified)).toBe(false);
  });
});

describe('the words on a screen', () => {
  const qpr = known('qpr-15');
  const study: Wording = {
    ...wordingOf(known('t-ils'), 'da'),
    id: 't-ils.da.study',
    items: { '1': 'a', '2': 'b', '3': 'c' },
    order: ['2', '1', '3'],
  };

  test('say that the study supplies them where none ship', () => {
    const danish = wordingOf(qpr, 'da');
    expect(danish.origin).toBe('placeholder');
    expect(danish.items['1']).toBe('Udsagn 1 af 15 – ordlyden leveres af undersøgelsen');
    expect(danish.items['15']).toBe('Udsagn 15 af 15 – ordlyden leveres af undersøgelsen');
    expect(danish.codes['agreement']).toEqual({
      '0': 'Helt uenig',
      '1': 'Uenig',
      '2': 'Hverken enig eller uenig',
      '3': 'Enig',
      '4': 'Helt enig',
    });
    const unknown = { ...qpr, id: 'qpr-16' };
    expect(wordingOf(unknown, 'en').items['1']).toBe('Statement 1 of 15 – wording supplied by the study');
    expect(wordingOf({ ...known('t-ils'), id: 'other' }, 'da').codes['often']).toEqual({
      '1': 'Svar 1 af 3',
      '2': 'Svar 2 af 3',
      '3': 'Svar 3 af 3',
    });
  });

  test('keep the meaning of an item where languages order them differently', () => {
    const loneliness = known('t-ils');
    const [danish, english] = [wordingOf(loneliness, 'da'), wordingOf(loneliness, 'en')];
    expect([danish.order, english.order]).toEqual([
      ['3', '1', '2'],
      ['1', '2', '3'],
    ]);
    expect([danish.items['3'], english.items['3']]).toEqual([
      'Hvor ofte føler du dig isoleret fra andre?',
      'How often do you feel isolated from others?',
    ]);
  });

  test("are the study's own where it brings some, in its order", () => {
    const shown = wordingOf(known('t-ils'), 'da', [study]);
    expect([shown.origin, shown.id, shown.items, shown.order]).toEqual(['study', 't-ils.da.study', study.items, study.order]);
    expect(wordingOf(known('t-ils'), 'en', [study]).origin).toBe('shipped');
    expect(wordingOf(known('who-5'), 'da', [study]).origin).toBe('shipped');
  });

  test('never mix two translations: a hole shows the placeholder, and is reported beforehand', () => {
    const holed: Wording = {
      ...study,
      items: { '1': 'a', '4': 'x' },
      codes: { often: { '1': 'ja', '9': 'nej' } },
      order: ['4', '1'],
    };
    const shown = wordingOf(known('t-ils'), 'da', [holed]);
    expect(shown.items['2']).toBe('Udsagn 2 af 3 – ordlyden leveres af undersøgelsen');
    expect(shown.codes['often']?.['2']).toBe('Svar 2 af 3');
    expect(shown.order).toEqual(['1', '2', '3']);
    expect(findWordingFaults(known('t-ils'), holed)).toEqual([
      { code: 'item-missing', at: '2' },
      { code: 'item-missing', at: '3' },
      { code: 'item-unknown', at: '4' },
      { code: 'code-missing', at: 'often/2' },
      { code: 'code-missing', at: 'often/3' },
      { code: 'code-unknown', at: 'often/9' },
      { code: 'order-differs', at: '4,1' },
    ]);
    expect(findWordingFaults(known('who-5'), study)).toContainEqual({ code: 'other-instrument', at: 't-ils' });
  });
});
