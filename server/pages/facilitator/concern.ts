import { inLanguage } from '#protocols/model/text';
import type { Assets } from '../assets';
import { eveningFrame, sendEvening, type OwnEvening } from '../evening-visit';
import { html } from '../html';

/** Whom to call when one is worried. Nothing about anybody is written here. */
export function showConcern(visit: OwnEvening, assets: Assets): void {
  const { words, language, protocol, response } = visit;
  sendEvening(response, eveningFrame(visit, assets), {
    title: words.concern.title,
    content: html`<h1>${words.concern.title}</h1>
      <p>${words.concern.body}</p>
      <p class="strong">${inLanguage(protocol.safety.contact, language)}</p>
      <p>${inLanguage(protocol.safety.help, language)}</p>
      <p><a class="button secondary" href="/evening">${words.concern.back}</a></p>`,
  });
}
