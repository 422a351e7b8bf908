import type { Language } from '#protocols/model/text';

/** What a facilitator's message says: that the page is open, and where. No trial, no group, nobody's name. */
const WORDS: Record<Language, (link: string) => string> = {
  da: (link) => `Din side til i aften er klar: ${link} Den er åben til i morgen tidlig.`,
  en: (link) => `Your page for tonight is ready: ${link} It is open until tomorrow morning.`,
};

export const eveningText = (language: Language, link: string): string => WORDS[language](link);
