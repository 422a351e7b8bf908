import { useEffect, type ReactNode } from 'react';
import { useSpeech } from '../speech';
import { LanguageChoice } from './language-choice';

/** A page outside the desk: its name in the window and at the top, and the choice of language. */
export function Alone({ title, wide, children }: { title: string; wide?: boolean; children: ReactNode }) {
  const { words } = useSpeech();
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  return (
    <main className={wide ? 'alone alone-wide' : 'alone'}>
      <div className="alone-head">
        <span className="brand">{words.product}</span>
        <LanguageChoice />
      </div>
      <h1>{title}</h1>
      {children}
    </main>
  );
}
