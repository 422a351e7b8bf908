import { Type, type Static } from '@sinclair/typebox';

/** The languages a screen can speak today; Danish is the language of every protocol, the others are optional. */
export const Language = Type.Union([Type.Literal('da'), Type.Literal('en')]);
export type Language = Static<typeof Language>;

/** A text in the languages it exists in. Danish is always there. */
export const Text = Type.Object(
  { da: Type.String({ minLength: 1, maxLength: 20_000 }), en: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })) },
  { additionalProperties: false },
);
export type Text = Static<typeof Text>;

/** Gives the text in `language`, or in Danish where that language lacks it. */
export function inLanguage(text: Text, language: Language): string {
  return text[language] ?? text.da;
}
