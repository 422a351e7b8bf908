import type { RequestHandler, Response } from 'express';
import type { App } from '../../context';
import { findCapability } from '../../db/stores/capabilities';
import { wayOfSession } from '../../db/stores/ways';
import { hashOf, setCookie } from '../../http/cookies';
import { Problem } from '../../problem';
import { openLink } from '../../services/consent/open-link';
import type { Assets } from '../assets';
import { setLanguage } from '../set-language';
import { html } from '../html';
import { readForm } from '../form';
import { frameOf, send, visitOf } from '../visit';

/** The page behind a personal link: a button. Looking at it, as a mail scanner or a preview does, uses nothing up. */
export function showLink(app: App, assets: Assets): RequestHandler<{ code: string }> {
  return async (request, response: Response) => {
    const visit = visitOf(app, request, response);
    const { words, context } = visit;
    const code = request.params.code;
    if (!(await findCapability(context.database.linkage, hashOf(code), context.realNow))) throw new Problem('link-dead');
    send(response, frameOf(visit, assets), {
      title: words.link.title,
      content: html`<h1>${words.link.title}</h1>
        <p>${words.link.own}</p>
        <form method="post" action="/l/${code}" data-link>
          <p><button class="primary">${words.link.enter}</button></p>
        </form>`,
    });
  };
}

/** What an address without its code says; the script leaves it in the browser's history in place of the link. */
export function showBareLink(app: App, assets: Assets): RequestHandler {
  return (request, response) => {
    const visit = visitOf(app, request, response);
    const { words } = visit;
    send(response, frameOf(visit, assets), {
      title: words.link.bareTitle,
      content: html`<h1>${words.link.bareTitle}</h1>
        <p>${words.link.bare}</p>`,
    });
  };
}

/** Exchanges the link for a session and goes on to an address that says nothing. */
export function enterByLink(app: App): RequestHandler<{ code: string }> {
  return async (request, response) => {
    readForm(request);
    const { context, session } = visitOf(app, request, response);
    const { token } = await openLink(context, request.params.code, session);
    setCookie(response, app.config, 'participant', token);
    // Before anybody chose, screens speak the language of the talk that came first.
    const way = await wayOfSession(context.database.research, hashOf(token), context.realNow);
    if (way && !/(?:^|;\s*)language=/.test(request.headers.cookie ?? '')) setLanguage(response, app, way.language);
    response.redirect(303, '/me');
  };
}
