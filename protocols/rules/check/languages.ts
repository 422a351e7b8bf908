import type { Protocol } from '../../model/protocol';
import type { Language } from '../../model/text';
import { error, warning, type Finding } from './finding';

/** Texts that lack a language the protocol promises; where it promises none, texts that lack one that others have. */
export function findLanguageFaults(protocol: Protocol): Finding[] {
  const texts = [...textsOf(protocol, '')];
  const promised = protocol.languages;
  const others = texts.some(({ text }) => text.en !== undefined) ? (['en'] as const) : [];
  const wanted: readonly Language[] = promised ?? others;
  const lacks = texts.flatMap(({ at, text }) =>
    wanted.filter((language) => !text[language]).map((language) => ({ at, language })),
  );
  const say = promised ? error : warning;
  return lacks.map(({ at, language }) =>
    say(
      at,
      'language-missing',
      `Teksten mangler på "${language}". Skriv den${promised ? `, eller tag "${language}" ud af "languages"` : ''}.`,
      `The text is missing in "${language}". Write it${promised ? `, or take "${language}" out of "languages"` : ''}.`,
    ),
  );
}

/** Every text of the document: an object that has Danish words. Notes explain the protocol to those who run it and are left out. */
function* textsOf(value: unknown, at: string): Generator<{ at: string; text: Partial<Record<Language, string>> }> {
  if (typeof value !== 'object' || value === null) return;
  if ('da' in value && typeof value.da === 'string') return yield { at, text: value as Partial<Record<Language, string>> };
  for (const [key, part] of Object.entries(value)) if (`${at}/${key}` !== '/notes') yield* textsOf(part, `${at}/${key}`);
}
