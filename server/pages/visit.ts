import type { Request, RequestHandler, Response } from 'express';
import { inLanguage, type Language } from '#protocols/model/text';
import type { App, OpenContext, ParticipantContext } from '../context';
import { retrying } from '../db/constraints';
import { hashOf, readCookie } from '../http/cookies';
import { languageOf } from '../http/language';
import { requestId } from '../http/request-id';
import { Problem } from '../problem';
import type { Assets } from './assets';
import { checkFormToken, formTokenOf, readForm, type Form } from './form';
import type { Own } from './gather';
import { layout, type Frame, type Screen } from './layout';
import { wordsIn } from './words/words-in';
import type { Words } from './words/words';

/** A request of somebody: known by their session where the cookie holds one. */
export interface Visit {
  context: OpenContext;
  session: string | undefined;
  words: Words;
  language: Language;
  request: Request;
  response: Response;
}

/** A request of a participant. Whether the session still stands is for what follows to find out. */
export interface OwnVisit extends Visit {
  context: ParticipantContext;
  session: string;
}

export function visitOf(app: App, request: Request, response: Response): Visit {
  const language = languageOf(request);
  return {
    context: { ...app, request: requestId(request), realNow: app.clock() },
    session: readCookie(request, app.config, 'participant'),
    words: wordsIn(language),
    language,
    request,
    response,
  };
}

/** @throws Problem 'paused' without a cookie. */
function ownVisitOf(app: App, request: Request, response: Response): OwnVisit {
  const visit = visitOf(app, request, response);
  if (visit.session === undefined) throw new Problem('paused');
  return { ...visit, session: visit.session, context: { ...visit.context, tokenHash: hashOf(visit.session) } };
}

/** The frame of a page; `own` names the trial and opens what only a participant may do. */
export function frameOf(visit: Visit, assets: Assets, own?: Own): Frame {
  const { words, language, request, session } = visit;
  return {
    words,
    language,
    assets,
    path: request.originalUrl.replace(/\?.*$/, ''),
    formToken: own && session !== undefined ? formTokenOf(session) : undefined,
    trial: own && { title: inLanguage(own.protocol.title, language), simulated: own.protocol.simulated },
  };
}

export function send(response: Response, frame: Frame, screen: Screen, status = 200): void {
  response.status(status).type('html').send(layout(frame, screen).toString());
}

/** A page to look at: changes nothing. */
export function look(app: App, show: (visit: OwnVisit) => Promise<void>): RequestHandler {
  return (request, response) => show(ownVisitOf(app, request, response));
}

/**
 * A form handed in: the session's own token is checked, the act is decided again where two met, and the browser is sent on to a page,
 * so that reloading repeats nothing.
 * @param perform gives the path to go on to.
 */
export function act(app: App, perform: (visit: OwnVisit, form: Form) => Promise<string>): RequestHandler {
  return async (request, response) => {
    const form = readForm(request);
    const visit = ownVisitOf(app, request, response);
    checkFormToken(form, visit.session);
    response.redirect(303, await retrying(() => perform(visit, form)));
  };
}
