import { html, type Html } from './html';

/** Plain text as paragraphs: a blank line begins a new one. */
export function paragraphs(text: string): Html {
  return html`${text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => html`<p>${paragraph}</p>`)}`;
}
