import type { Language } from '#protocols/model/text';
import { useSpeech } from '../speech';

// Each language by its own name, so that it is found by those who read no other.
const LANGUAGES: Array<[Language, string]> = [
  ['da', 'Dansk'],
  ['en', 'English'],
];

export function LanguageChoice() {
  const { language, words, choose } = useSpeech();
  return (
    <div className="languages" role="group" aria-label={words.top.language}>
      {LANGUAGES.map(([tag, name]) => (
        <button key={tag} type="button" lang={tag} aria-pressed={tag === language} onClick={() => choose(tag)}>
          {name}
        </button>
      ))}
    </div>
  );
}
