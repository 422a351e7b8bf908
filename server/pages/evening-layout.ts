import { PROBLEMS, type ProblemCode } from '#contract/problems';
import type { Language } from '#protocols/model/text';
import type { Assets } from './assets';
import type { EveningWords } from './evening-words';
import { html, type Content, type Html } from './html';

/** What stands around a facilitator's page. */
export interface EveningFrame {
  words: EveningWords;
  language: Language;
  assets: Assets;
  /** The page's own path: where a change of language comes back to. */
  path: string;
  /** Of the session, for every form; absent where nobody is known. */
  formToken?: string;
  trial?: { title: string; simulated: boolean };
}

export interface EveningScreen {
  title: string;
  content: Content;
}

const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'da', name: 'Dansk' },
  { language: 'en', name: 'English' },
];

export const eveningToken = ({ formToken }: EveningFrame): Content =>
  formToken !== undefined && html`<input type="hidden" name="token" value="${formToken}" />`;

/** A whole page for a facilitator: the participant's plain look, none of the participant's ways on. It needs no script. */
export function eveningLayout(frame: EveningFrame, { title, content }: EveningScreen): Html {
  const { words, language, assets, trial, path } = frame;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="origin" />
        <title>${title} · ${words.product}</title>
        <link rel="icon" href="data:," />
        ${assets.styles.map((address) => html`<link rel="stylesheet" href="${address}" />`)}
        ${assets.script !== undefined && html`<script type="module" src="${assets.script}"></script>`}
      </head>
      <body>
        <a class="skip" href="#content">${words.skip}</a>
        <header>
          <span class="brand">${words.product}${trial && html` · ${trial.title}`}</span>
          <form class="languages" method="post" action="/evening/language" aria-label="${words.language}">
            <input type="hidden" name="back" value="${path}" />
            ${LANGUAGES.map(
              (one) =>
                html`<button
                  class="quiet"
                  name="language"
                  value="${one.language}"
                  lang="${one.language}"
                  ${one.language === language && html`aria-current="true"`}
                >
                  ${one.name}
                </button>`,
            )}
          </form>
          ${trial?.simulated === true && html`<p class="demonstration">${words.demonstration}</p>`}
        </header>
        <main id="content" tabindex="-1">${content}</main>
        ${
          frame.formToken !== undefined &&
          html`<footer>
            <a class="help" href="/evening/concern">${words.concern.open}</a>
            <form method="post" action="/evening/end">${eveningToken(frame)}<button class="quiet">${words.end}</button></form>
          </footer>`
        }
      </body>
    </html>`;
}

/** Problems after which the group is no way on: nobody is known. */
const OUTSIDE: readonly ProblemCode[] = ['evening-over', 'link-dead'];

/** A problem in words, in the reader's language and, below, in the other. */
export function eveningProblem({ language, words }: EveningFrame, code: ProblemCode): EveningScreen {
  const { title, cure } = PROBLEMS[code];
  const other = language === 'da' ? 'en' : 'da';
  return {
    title: title[language]!,
    content: html`<h1>${title[language]}</h1>
      <p>${cure[language]}</p>
      ${!OUTSIDE.includes(code) && html`<p><a class="button secondary" href="/evening">${words.back}</a></p>`}
      <p class="aside" lang="${other}">${title[other]}. ${cure[other]}</p>`,
  };
}

/** A fault of ours; the number finds it in the log. */
export function eveningFault({ words }: EveningFrame, number: string): EveningScreen {
  return {
    title: words.fault.title,
    content: html`<h1>${words.fault.title}</h1>
      <p>${words.fault.cure(number)}</p>
      <p><a class="button secondary" href="/evening">${words.back}</a></p>`,
  };
}
