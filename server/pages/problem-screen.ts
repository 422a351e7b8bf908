import { PROBLEMS, type ProblemCode } from '#contract/problems';
import type { Language } from '#protocols/model/text';
import { html, type Html } from './html';
import type { Frame, Screen } from './layout';
import { wordsIn } from './words/words-in';

/** Problems after which the front page is no way on: nobody is known. */
const OUTSIDE: readonly ProblemCode[] = ['paused', 'link-dead'];

/** A problem in words: what it is and what to do, in the person's language and, below, in the other. */
export function problemScreen({ language, words }: Frame, code: ProblemCode): Screen {
  const other = language === 'da' ? 'en' : 'da';
  const told = (spoken: Language) =>
    wordsIn(spoken).problems[code] ?? { title: PROBLEMS[code].title[spoken], cure: PROBLEMS[code].cure[spoken] };
  const { title, cure } = told(language);
  const second = told(other);
  return screenOf(
    title,
    html`<p>${cure}</p>`,
    html`<p class="aside" lang="${other}">${second.title}. ${second.cure}</p>`,
    !OUTSIDE.includes(code) && words.frame.backToFront,
  );
}

/** A fault of ours; the number finds it in the log. */
export function faultScreen({ words }: Frame, number: string): Screen {
  return screenOf(words.fault.title, html`<p>${words.fault.cure(number)}</p>`, html``, words.frame.backToFront);
}

const screenOf = (title: string, cure: Html, second: Html, front: string | false): Screen => ({
  title,
  content: html`<h1>${title}</h1>
    ${cure} ${front !== false && html`<p><a class="button secondary" href="/me">${front}</a></p>`} ${second}`,
});
