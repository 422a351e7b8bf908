import type { RequestHandler } from 'express';
import { inLanguage } from '#protocols/model/text';
import type { App } from '../../context';
import { hashOf } from '../../http/cookies';
import type { Assets } from '../assets';
import { gatherIfKnown } from '../gather';
import { html } from '../html';
import { frameOf, send, visitOf } from '../visit';

/** Help for somebody who has it hard right now: the trial's own words, and words that hold also when nobody is known. */
export function showHelp(app: App, assets: Assets): RequestHandler {
  return async (request, response) => {
    const visit = visitOf(app, request, response);
    const { words, language, context, session } = visit;
    const own = session === undefined ? undefined : await gatherIfKnown({ ...context, tokenHash: hashOf(session) });
    const safety = own?.protocol.safety;

    send(response, frameOf(visit, assets, own), {
      title: words.help.title,
      content: html`<h1>${words.help.title}</h1>
        <p class="strong">${safety ? inLanguage(safety.help, language) : words.help.danger}</p>
        ${!safety && html`<p>${words.help.others}</p>`}
        <p>${safety ? inLanguage(safety.contact, language) : words.help.contact}</p>
        <p><a class="button secondary" href="/me">${words.frame.backToFront}</a></p>`,
    });
  };
}
