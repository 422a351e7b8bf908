import type { RequestHandler } from 'express';
import type { App } from '../../context';
import { endEveningSession, findEveningLink, insertEveningSession } from '../../db/stores/evening-links';
import { hashOf, setCookie } from '../../http/cookies';
import { Problem } from '../../problem';
import type { Assets } from '../assets';
import { eveningFrame, eveningVisitOf, isLinkGranted, sendEvening } from '../evening-visit';
import { readForm } from '../form';
import { html } from '../html';

/** The page behind an evening's link: a button. Looking at it, as a preview does, uses nothing up. */
export function showEveningLink(app: App, assets: Assets): RequestHandler<{ code: string }> {
  return async (request, response) => {
    const visit = eveningVisitOf(app, request, response);
    const { words, context } = visit;
    const { code } = request.params;
    const link = await findEveningLink(app.database.linkage, hashOf(code), context.realNow);
    if (!link || !(await isLinkGranted(app, link, context.realNow))) throw new Problem('evening-over');
    sendEvening(response, eveningFrame(visit, assets), {
      title: words.link.title,
      content: html`<h1>${words.link.title}</h1>
        <p>${words.link.own}</p>
        <form method="post" action="/e/${code}" data-link="/e">
          <p><button class="primary">${words.link.enter}</button></p>
        </form>`,
    });
  };
}

/** What an address without its code says; the script leaves it in the browser's history in place of the link. */
export function showBareEveningLink(app: App, assets: Assets): RequestHandler {
  return (request, response) => {
    const visit = eveningVisitOf(app, request, response);
    const { bareTitle, bare } = visit.words.link;
    sendEvening(response, eveningFrame(visit, assets), {
      title: bareTitle,
      content: html`<h1>${bareTitle}</h1>
        <p>${bare}</p>`,
    });
  };
}

/** Exchanges the link for a session that ends with the evening, and goes on to an address that says nothing. */
export function enterEvening(app: App): RequestHandler<{ code: string }> {
  return async (request, response) => {
    readForm(request);
    const { context, session } = eveningVisitOf(app, request, response);
    const { linkage } = app.database;
    const link = await findEveningLink(linkage, hashOf(request.params.code), context.realNow);
    if (!link || !(await isLinkGranted(app, link, context.realNow))) throw new Problem('evening-over');

    const token = app.entropy(32).toString('base64url');
    if (session !== undefined) await endEveningSession(linkage, hashOf(session), context.realNow);
    await insertEveningSession(linkage, hashOf(token), link.link, context.realNow);
    setCookie(response, app.config, 'facilitator', token, link.expiresAt);
    response.redirect(303, '/evening');
  };
}
