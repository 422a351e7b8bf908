/** What stands where nobody has brought the words of an instrument yet: sentences that say so, and never somebody else's text. */
import type { Instrument, ResponseScale, Wording } from '../model/instrument';
import type { Language } from '../model/text';

/** @param worded the codes of a scale that have words */
export function writePlaceholder(
  instrument: Instrument,
  language: Language,
  worded: (scale: ResponseScale) => readonly number[],
): Wording {
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
    codes: Object.fromEntries(instrument.scales.map((scale) => [scale.id, genericCodes(scale.kind, worded(scale), language)])),
    order: instrument.items.map(({ id }) => id),
  };
}

/** Words for codes nobody worded: plain ones where the kind has such, else the answer's number. */
function genericCodes(kind: ResponseScale['kind'], codes: readonly number[], language: Language): Record<string, string> {
  const { answer, ...plain } = placeholders[language];
  const known: Partial<Record<ResponseScale['kind'], string[]>> = {
    agreement: plain.agreement,
    'yes-no': plain.yesNo,
    rating: plain.ends,
    number: plain.ends,
  };
  const words = known[kind] ?? [];
  const fits = words.length === codes.length;
  return Object.fromEntries(codes.map((code, index) => [code, (fits && words[index]) || answer(index + 1, codes.length)]));
}

interface Placeholder {
  item: (i: number, n: number) => string;
  answer: (i: number, n: number) => string;
  agreement: string[];
  yesNo: string[];
  ends: string[];
}
const placeholders: Record<Language, Placeholder> = {
  da: {
    item: (i, n) => `Udsagn ${i} af ${n} – ordlyden leveres af undersøgelsen`,
    answer: (i, n) => `Svar ${i} af ${n}`,
    agreement: ['Helt uenig', 'Uenig', 'Hverken enig eller uenig', 'Enig', 'Helt enig'],
    yesNo: ['Nej', 'Ja'],
    ends: ['Lavest', 'Højest'],
  },
  en: {
    item: (i, n) => `Statement ${i} of ${n} – wording supplied by the study`,
    answer: (i, n) => `Answer ${i} of ${n}`,
    agreement: ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'],
    yesNo: ['No', 'Yes'],
    ends: ['Lowest', 'Highest'],
  },
};
