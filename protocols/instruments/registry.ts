/** The instruments that ship. Whatever a file claims beyond its type is checked by a test, not each time a screen opens. */
import type { Instrument, ResponseScale, Wording } from '../model/instrument';
import type { Language } from '../model/text';
import qpr15 from './qpr-15/instrument.json';
import qpr15En from './qpr-15/wordings.en.json';
import tIls from './t-ils/instrument.json';
import tIlsDa from './t-ils/wordings.da.json';
import tIlsEn from './t-ils/wordings.en.json';
import who5 from './who-5/instrument.json';
import who5Da from './who-5/wordings.da.json';
import who5En from './who-5/wordings.en.json';

// TypeScript reads words in JSON as any text, so the shapes are claimed here and proved against the schemas in the tests.
const instruments = [qpr15, who5, tIls] as unknown as Instrument[];
const wordings = [qpr15En, who5En, who5Da, tIlsEn, tIlsDa] as unknown as Wording[];

/** Where the words on a screen come from: they ship here, the study supplied them, or nobody has yet. */
export type ShownWording = Wording & { origin: 'shipped' | 'study' | 'placeholder' };

/** What a wording lacks or has too much of, by item or by `scale/code`. */
export type WordingFault = {
  code: 'item-missing' | 'item-unknown' | 'code-missing' | 'code-unknown' | 'order-differs' | 'other-instrument';
  at: string;
};

/** The ids of all instruments that ship. */
export function instrumentIds(): string[] {
  return instruments.map(({ id }) => id);
}

/** The instrument of that id, or undefined where none ships. */
export function instrumentOf(id: string): Instrument | undefined {
  return instruments.find((instrument) => instrument.id === id);
}

/**
 * The words to show. A study's overlay for this instrument and language comes first and is taken whole: texts of two
 * translations are never mixed; a hole in it shows the placeholder sentence (`findWordingFaults` names it beforehand). Then
 * the wording that ships. Where there is none, sentences that say so, for demonstrations and rehearsals only.
 * @returns a wording with a text for every item and code of the instrument.
 */
export function wordingOf(instrument: Instrument, language: Language, overlay?: Wording): ShownWording {
  const isOurs = (wording: Wording) => wording.instrument === instrument.id && wording.language === language;
  if (overlay && isOurs(overlay)) return fillHoles(overlay, writePlaceholder(instrument, language));
  const shipped = wordings.find(isOurs);
  return shipped ? { ...shipped, origin: 'shipped' } : writePlaceholder(instrument, language);
}

/** Checks that a wording has a text for every item and every code, in an order that names each item once, and nothing else. */
export function findWordingFaults(instrument: Instrument, wording: Wording): WordingFault[] {
  const items = instrument.items.map(({ id }) => id);
  const codes = instrument.scales.flatMap((scale) => scale.codes.map((code) => `${scale.id}/${code}`));
  const worded = Object.entries(wording.codes).flatMap(([scale, texts]) => Object.keys(texts).map((code) => `${scale}/${code}`));
  const faults = (code: WordingFault['code'], wanted: readonly string[], there: readonly string[]) =>
    wanted.filter((id) => !there.includes(id)).map((at) => ({ code, at }));
  return [
    ...(wording.instrument === instrument.id ? [] : [{ code: 'other-instrument' as const, at: wording.instrument }]),
    ...faults('item-missing', items, Object.keys(wording.items)),
    ...faults('item-unknown', Object.keys(wording.items), items),
    ...faults('code-missing', codes, worded),
    ...faults('code-unknown', worded, codes),
    ...([...wording.order].sort().join() === [...items].sort().join()
      ? []
      : [{ code: 'order-differs' as const, at: wording.order.join() }]),
  ];
}

function fillHoles(overlay: Wording, placeholder: ShownWording): ShownWording {
  const known = overlay.order.filter((id) => id in placeholder.items);
  return {
    ...overlay,
    origin: 'study',
    items: { ...placeholder.items, ...overlay.items },
    codes: Object.fromEntries(
      Object.entries(placeholder.codes).map(([scale, texts]) => [scale, { ...texts, ...overlay.codes[scale] }]),
    ),
    order: [...known, ...placeholder.order.filter((id) => !known.includes(id))],
  };
}

function writePlaceholder(instrument: Instrument, language: Language): ShownWording {
  const n = instrument.items.length;
  return {
    id: `${instrument.id}.${language}.placeholder`,
    instrument: instrument.id,
    language,
    source: { text: 'Placeholder: no wording of this instrument ships in this language', mark: 'house' },
    verified: false,
    intro: null,
    stem: null,
    items: Object.fromEntries(instrument.items.map(({ id }, index) => [id, placeholders[language].item(index + 1, n)])),
    codes: Object.fromEntries(instrument.scales.map((scale) => [scale.id, genericCodes(scale, language)])),
    order: instrument.items.map(({ id }) => id),
    origin: 'placeholder',
  };
}

/** Words for codes nobody worded: plain agreement where the scale is one of five, else the answer's number. */
function genericCodes({ kind, codes }: ResponseScale, language: Language): Record<string, string> {
  const { agreement, answer } = placeholders[language];
  const isAgreement = kind === 'agreement' && codes.length === agreement.length;
  return Object.fromEntries(
    codes.map((code, index) => [code, (isAgreement && agreement[index]) || answer(index + 1, codes.length)]),
  );
}

type Placeholder = { item: (i: number, n: number) => string; answer: (i: number, n: number) => string; agreement: string[] };
const placeholders: Record<Language, Placeholder> = {
  da: {
    item: (i, n) => `Udsagn ${i} af ${n} – ordlyden leveres af undersøgelsen`,
    answer: (i, n) => `Svar ${i} af ${n}`,
    agreement: ['Helt uenig', 'Uenig', 'Hverken enig eller uenig', 'Enig', 'Helt enig'],
  },
  en: {
    item: (i, n) => `Statement ${i} of ${n} – wording supplied by the study`,
    answer: (i, n) => `Answer ${i} of ${n}`,
    agreement: ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'],
  },
};
