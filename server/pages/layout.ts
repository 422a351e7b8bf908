import type { Language } from '#protocols/model/text';
import type { Assets } from './assets';
import { html, type Content, type Html } from './html';
import type { Words } from './words/words';

/** What stands around every page. */
export interface Frame {
  words: Words;
  language: Language;
  assets: Assets;
  /** The page's own path: where a change of language comes back to. */
  path: string;
  /** Of the session, for every form; absent where nobody is known. */
  formToken?: string;
  /** The trial's title and whether it is a demonstration; absent where nobody is known. */
  trial?: { title: string; simulated: boolean };
}

export interface Screen {
  title: string;
  content: Content;
}

const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'da', name: 'Dansk' },
  { language: 'en', name: 'English' },
];

/** A hidden field with the session's token: a form from elsewhere cannot know it. */
export const tokenField = (frame: Frame): Content =>
  frame.formToken !== undefined && html`<input type="hidden" name="token" value="${frame.formToken}" />`;

/** A whole page. Help, pause and the way out are on every one; nothing on it needs script. */
export function layout(frame: Frame, { title, content }: Screen): Html {
  const { words, language, assets, trial } = frame;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="origin" />
        <title>${title} · ${words.frame.product}</title>
        <link rel="icon" href="data:," />
        ${assets.styles.map((address) => html`<link rel="stylesheet" href="${address}" />`)}
        ${assets.script !== undefined && html`<script type="module" src="${assets.script}"></script>`}
      </head>
      <body>
        <a class="skip" href="#content">${words.frame.skip}</a>
        <header>
          ${brand(frame)} ${menu(frame)}
          ${trial?.simulated === true && html`<p class="demonstration">${words.frame.demonstration}</p>`}
        </header>
        <main id="content" tabindex="-1">${content}</main>
        <footer>
          <a class="help" href="/me/help">${words.frame.help}</a>
          ${
            frame.formToken !== undefined &&
            html`<form method="post" action="/me/pause">
                ${tokenField(frame)}<button class="quiet">${words.frame.pause}</button>
              </form>
              <a href="/me/participation">${words.frame.change}</a>`
          }
        </footer>
      </body>
    </html>`;
}

function brand({ words, trial }: Frame): Html {
  const name = html`${words.frame.product}${trial && html` · ${trial.title}`}`;
  return trial ? html`<a class="brand" href="/me">${name}</a>` : html`<span class="brand">${name}</span>`;
}

function menu(frame: Frame): Html {
  const { words, language, path } = frame;
  return html`<details class="menu">
    <summary aria-label="${words.frame.menu}"><span aria-hidden="true">⋯</span></summary>
    <div class="sheet">
      <form method="post" action="/me/language" aria-label="${words.frame.language}">
        ${tokenField(frame)}<input type="hidden" name="back" value="${path}" />
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
      <button class="quiet" type="button" data-read-aloud data-stop="${words.frame.stopReading}" hidden>
        ${words.frame.readAloud}
      </button>
    </div>
  </details>`;
}
