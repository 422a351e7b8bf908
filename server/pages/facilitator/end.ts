import type { RequestHandler } from 'express';
import type { App } from '../../context';
import { endEveningSession } from '../../db/stores/evening-links';
import { clearCookie, hashOf } from '../../http/cookies';
import type { Assets } from '../assets';
import { eveningFrame, eveningVisitOf, sendEvening } from '../evening-visit';
import { checkFormToken, readForm } from '../form';
import { html } from '../html';
import { setLanguage } from '../set-language';

/** Closes the page for tonight: the session ends, what was noted stays, and the link still opens. */
export function endEvening(app: App): RequestHandler {
  return async (request, response) => {
    const form = readForm(request);
    const { context, session } = eveningVisitOf(app, request, response);
    if (session !== undefined) {
      checkFormToken(form, session);
      await endEveningSession(context.database.linkage, hashOf(session), context.realNow);
    }
    clearCookie(response, app.config, 'facilitator');
    response.redirect(303, '/evening/ended');
  };
}

export function showEnded(app: App, assets: Assets): RequestHandler {
  return (request, response) => {
    const visit = eveningVisitOf(app, request, response);
    const { title, body } = visit.words.ended;
    sendEvening(response, eveningFrame(visit, assets), {
      title,
      content: html`<h1>${title}</h1>
        <p>${body}</p>`,
    });
  };
}

/** Where a change of language may come back to: a facilitator's pages, never another address. */
const OWN_PATH = /^\/(?:evening|e)(?:\/[\w-]+)*$/;

export function chooseEveningLanguage(app: App): RequestHandler {
  return (request, response) => {
    const form = readForm(request);
    const language = form('language');
    if (language === 'da' || language === 'en') setLanguage(response, app, language);
    const back = form('back');
    response.redirect(303, OWN_PATH.test(back) ? back : '/evening');
  };
}
