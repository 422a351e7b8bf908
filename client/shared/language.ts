import type { Language, Text } from '#protocols/model/text';

/** The language a person chose, from the page's cookies; else the browser's first that we speak; else Danish. As the server reads it. */
export function readLanguage(cookies: string, wishes: readonly string[]): Language {
  const chosen = /(?:^|;\s*)language=(da|en)(?:;|$)/.exec(cookies)?.[1];
  const spoken = [chosen, ...wishes.map((wish) => wish.slice(0, 2).toLowerCase())].find((tag) => tag === 'da' || tag === 'en');
  return spoken === 'en' ? 'en' : 'da';
}

/** The cookie that keeps a choice of language for a year; it says nothing else about anyone. */
export function languageCookie(language: Language): string {
  return `language=${language}; path=/; max-age=31536000; samesite=lax`;
}

/** A text in `language`, or in Danish where that language lacks it. */
export function textIn(text: Text, language: Language): string {
  return text[language] ?? text.da;
}
