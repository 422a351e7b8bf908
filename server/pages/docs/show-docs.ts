import type { Request, Response } from 'express';
import type { Endpoint } from '#contract/endpoint';
import { PROBLEMS } from '#contract/problems';
import type { Language } from '#protocols/model/text';
import { nonceOf } from '../../http/headers';
import { languageOf } from '../../http/language';
import { findAssets } from '../assets';
import { html, type Content, type Html } from '../html';
import { AREAS, areaOf } from './areas';
import { docsStyle } from './docs-style';
import { rowsOf, type Row, type Shape } from './schema-rows';
import { docsWords, type DocsWords } from './words';

/**
 * The contract as a page to read: every promise once, under its area. It says nothing about people and is shown to anyone, as
 * `/api/openapi.json` is; it needs no script. `?sprog=da|en` chooses the language, else what the reader chose before.
 */
export function showDocs(promises: readonly Endpoint[]) {
  const { styles } = findAssets();
  return (request: Request, response: Response): void => {
    const language = request.query.sprog === 'da' || request.query.sprog === 'en' ? request.query.sprog : languageOf(request);
    const page = pageOf(promises, { language, styles, nonce: nonceOf(response), words: docsWords(language) });
    response.type('html').send(String(page));
  };
}

interface Reading {
  language: Language;
  words: DocsWords;
  styles: readonly string[];
  nonce: string;
}

function pageOf(promises: readonly Endpoint[], { language, styles, nonce, words }: Reading): Html {
  const areas = AREAS.map((area) => ({ ...area, promises: promises.filter(({ path }) => areaOf(path) === area.id) }));
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${words.title} · Lodtræk</title>
        <link rel="icon" href="data:," />
        ${styles.map((address) => html`<link rel="stylesheet" href="${address}" />`)}
        <style nonce="${nonce}">
          ${docsStyle}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">${words.skip}</a>
        <header>
          <span class="brand">Lodtræk</span>
          <nav aria-label="${words.language}">
            <a href="?sprog=da" lang="da" ${language === 'da' && html`aria-current="true"`}>Dansk</a>
            <a href="?sprog=en" lang="en" ${language === 'en' && html`aria-current="true"`}>English</a>
          </nav>
        </header>
        <main id="content" tabindex="-1">
          <h1>${words.title}</h1>
          <p>${words.intro} ${words.english}</p>
          <p><a href="/api/openapi.json">${words.printed}</a></p>
          <nav aria-label="${words.contents}">
            <ul>
              ${areas.map(({ id, title }) => html`<li><a href="#${id}">${title[language]}</a></li>`)}
              <li><a href="#problems">${words.problems}</a></li>
            </ul>
          </nav>
          ${areas.map(
            ({ id, title, promises: own }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title[language]}</h2>
                ${own.map((promise) => operation(promise, language, words))}
              </section>`,
          )}
          ${allProblems(language, words)}
        </main>
      </body>
    </html>`;
}

/** Folded, so that a telephone shows what there is before it shows all of it; unfolding needs no script. */
function operation(promise: Endpoint, language: Language, words: DocsWords): Html {
  const { id, method, path, who, summary } = promise;
  return html`<article id="${id}">
    <details>
      <summary>
        <h3><code>${method} ${path}</code></h3>
        <span lang="en">${summary}</span>
      </summary>
      <p>
        ${words.who}: ${typeof who === 'string' ? words.callers[who] : who.map((role) => words.roles[role]).join(', ')}.
        ${promise.stepUp === true && words.stepUp}
      </p>
      ${parametersOf(promise, words)} ${promise.body && table(words.body, id, rowsOf(plain(promise.body), words), words)}
      ${
        promise.file
          ? html`<h4>${words.reply}</h4>
              <p>${words.file(promise.file.join(', '))}</p>`
          : table(words.reply, id, rowsOf(plain(promise.reply), words), words)
      }
      ${problemsOf(promise, language, words)}
    </details>
  </article>`;
}

function parametersOf({ id, params, query }: Endpoint, words: DocsWords): Content {
  const rows = (['path', 'query'] as const).flatMap((place) => {
    const schema = place === 'path' ? params : query;
    return schema ? rowsOf(plain(schema), words).map((row) => ({ ...row, place: words.places[place] })) : [];
  });
  return rows.length > 0 && table(words.parameters, id, rows, words);
}

function table(caption: string, of: string, rows: readonly (Row & { place?: string })[], words: DocsWords): Html {
  if (rows.length === 0)
    return html`<h4>${caption}</h4>
      <p>${words.nothing}</p>`;
  const isPlaced = rows[0]!.place !== undefined;
  return html`<h4>${caption}</h4>
    <div class="wide" role="region" tabindex="0" aria-label="${caption}: ${of}">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            ${isPlaced && html`<th scope="col">${words.place}</th>`}
            <th scope="col">${words.kind}</th>
            <th scope="col">${words.needed}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, place, kind, needed }) =>
              html`<tr>
                <th scope="row"><code>${name}</code></th>
                ${isPlaced && html`<td>${place}</td>`}
                <td>${kind}</td>
                <td>${needed ? words.yes : words.no}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function problemsOf({ problems }: Endpoint, language: Language, words: DocsWords): Content {
  if (problems.length === 0) return null;
  return html`<h4>${words.problems}</h4>
    <ul>
      ${problems.map((code) => html`<li><a href="#problem-${code}">${PROBLEMS[code].title[language]}</a></li>`)}
    </ul>`;
}

/** Every refusal once, with what to do; the operations point here. */
function allProblems(language: Language, words: DocsWords): Html {
  return html`<section>
    <h2 id="problems">${words.problems}</h2>
    <div class="wide" role="region" tabindex="0" aria-labelledby="problems">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            <th scope="col">${words.status}</th>
            <th scope="col">${words.means}</th>
            <th scope="col">${words.cure}</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(PROBLEMS).map(
            ([code, { status, title, cure }]) =>
              html`<tr id="problem-${code}">
                <th scope="row"><code>${code}</code></th>
                <td>${status}</td>
                <td>${title[language]}</td>
                <td>${cure[language]}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** TypeBox marks its schemas with symbols and types; what is read here is the JSON Schema they are. */
const plain = (schema: object): Shape => schema as Shape;
