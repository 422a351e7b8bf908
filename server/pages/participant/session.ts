import type { RequestHandler } from 'express';
import type { App } from '../../context';
import { endParticipantSession } from '../../db/stores/sessions';
import { clearCookie, hashOf } from '../../http/cookies';
import type { Assets } from '../assets';
import { checkFormToken, readForm } from '../form';
import { html } from '../html';
import { setLanguage } from '../set-language';
import { frameOf, send, visitOf } from '../visit';

/** A break: the session ends, what was answered stays. */
export function pause(app: App): RequestHandler {
  return async (request, response) => {
    const form = readForm(request);
    const { context, session } = visitOf(app, request, response);
    if (session !== undefined) {
      checkFormToken(form, session);
      await endParticipantSession(context.database.linkage, hashOf(session), context.realNow);
    }
    clearCookie(response, app.config, 'participant');
    response.redirect(303, '/me/paused');
  };
}

export function showPaused(app: App, assets: Assets): RequestHandler {
  return (request, response) => {
    const visit = visitOf(app, request, response);
    const { paused } = visit.words;
    send(response, frameOf(visit, assets), {
      title: paused.title,
      content: html`<h1>${paused.title}</h1>
        <p>${paused.body}</p>`,
    });
  };
}

/** Where a change of language may come back to: our own pages, never another address. */
const OWN_PATH = /^\/(?:me|l)(?:\/[\w-]+)*$/;

/** Changes the language of the screens, also for somebody without a session. */
export function chooseLanguage(app: App): RequestHandler {
  return (request, response) => {
    const form = readForm(request);
    const language = form('language');
    if (language === 'da' || language === 'en') setLanguage(response, app, language);
    const back = form('back');
    response.redirect(303, OWN_PATH.test(back) ? back : '/me');
  };
}
