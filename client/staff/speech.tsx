import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language, Text } from '#protocols/model/text';
import { showDay, showDayOf, showInstant, showNumber, showTime } from '../shared/format';
import { languageCookie, textIn } from '../shared/language';
import { da, type Words } from './words/da';
import { en } from './words/en';

/** How the page speaks: the words, and dates and numbers, in the language chosen. */
export interface Speech {
  language: Language;
  words: Words;
  choose: (language: Language) => void;
  text: (text: Text) => string;
  instant: (instant: string) => string;
  time: (instant: string) => string;
  day: (day: string) => string;
  dayOf: (instant: string) => string;
  number: (number: number, decimals?: number) => string;
}

const WORDS: Record<Language, Words> = { da, en };

const SpeechContext = createContext<Speech | null>(null);

/** Gives the pages below their language; the choice is kept in a cookie that the server reads too. */
export function SpeechProvider({ first, children }: { first: Language; children: ReactNode }) {
  const [language, setLanguage] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      words: WORDS[language],
      choose: (chosen) => {
        document.cookie = languageCookie(chosen);
        setLanguage(chosen);
      },
      text: (text) => textIn(text, language),
      instant: (instant) => showInstant(instant, language),
      time: (instant) => showTime(instant, language),
      day: (day) => showDay(day, language),
      dayOf: (instant) => showDayOf(instant, language),
      number: (number, decimals) => showNumber(number, language, decimals),
    }),
    [language],
  );
  return <SpeechContext.Provider value={speech}>{children}</SpeechContext.Provider>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('the words are missing around this page');
  return speech;
}
