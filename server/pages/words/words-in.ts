import type { Language } from '#protocols/model/text';
import { da } from './da';
import { en } from './en';
import type { Words } from './words';

const WORDS: Readonly<Record<Language, Words>> = { da, en };

/** Our sentences in one language. */
export const wordsIn = (language: Language): Words => WORDS[language];
