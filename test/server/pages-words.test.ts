import { PROBLEMS } from '#contract/problems';
import { da } from '#server/pages/words/da';
import { en } from '#server/pages/words/en';

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}-]+/gu) ?? [];
const sentencesOf = (text: string): string[] =>
  text
    .split(/[.!?:](?:\s|$)/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsOf(sentence).length > 0);

/** LIX: words a sentence plus the share of words longer than six letters. */
function lix(text: string): number {
  const words = wordsOf(text);
  const long = words.filter((word) => word.length > 6).length;
  return words.length / sentencesOf(text).length + (100 * long) / words.length;
}

/** Sample values for what is filled in; the protocol's own words are not ours to count. */
const SAMPLE = '3';

/** Every sentence with its key. */
function spell(words: object, key = ''): { key: string; text: string }[] {
  return Object.entries(words).flatMap(([name, value]) => {
    const path = key === '' ? name : `${key}.${name}`;
    if (typeof value === 'string') return [{ key: path, text: value }];
    if (typeof value === 'function')
      return [{ key: path, text: String((value as (...values: string[]) => string)(SAMPLE, SAMPLE)) }];
    return spell(value as object, path);
  });
}

it('measures readability as published', () => {
  expect(lix('Du kan altid holde pause. Dine svar bliver gemt. Du kan fortsætte senere.')).toBeCloseTo(12.025641, 6);
});

describe('what a participant reads in Danish', () => {
  const texts = spell(da).filter(({ key }) => !key.startsWith('frame.'));
  const sections = [...new Set(texts.map(({ key }) => key.split('.')[0]!))];

  it.each(sections)('is easy: LIX at most 25 in %s', (section) => {
    const own = texts
      .filter(({ key }) => key.startsWith(`${section}.`))
      .map(({ text }) => (/[.!?:]$/.test(text) ? text : `${text}.`));
    expect(lix(own.join(' '))).toBeLessThanOrEqual(25);
  });

  it('has no sentence of more than fifteen words', () => {
    const long = texts.flatMap(({ key, text }) =>
      sentencesOf(text)
        .filter((sentence) => wordsOf(sentence).length > 15)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });
});

describe('what a participant reads', () => {
  it.each([
    ['da', da],
    ['en', en],
  ] as const)('never calls anyone a patient, subject or user, and never shouts (%s)', (_language, words) => {
    const forbidden =
      /patient|forsøgsperson|bruger|\buser\b|subject|kontrolgruppe|control group|allok|allocat|randomis|session|login|ugyldig|invalid|error|fejl \d|!/i;
    expect(spell(words).filter(({ text }) => forbidden.test(text))).toEqual([]);
  });

  it('says the same in both languages: the same sentences, the same values filled in', () => {
    expect(
      spell(en)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(
      spell(da)
        .map(({ key }) => key)
        .sort(),
    );
    const filled = (words: object) =>
      spell(words)
        .filter(({ text }) => text.includes(SAMPLE))
        .map(({ key }) => key)
        .sort();
    expect(filled(en)).toEqual(filled(da));
  });

  it('has own words only for problems that exist', () => {
    for (const code of Object.keys(da.problems)) expect(PROBLEMS).toHaveProperty([code]);
  });
});
