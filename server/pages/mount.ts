import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { App } from '../context';
import { asProblem } from '../http/answer';
import { requestId } from '../http/request-id';
import { Problem } from '../problem';
import { findAssets, type Assets } from './assets';
import { answer, handIn, resumeWave, showQuestion } from './participant/wave';
import { showConsent, showCopy, showDecline, decline, sign } from './participant/consent';
import { showHelp } from './participant/help';
import { showHome } from './participant/home';
import { markRead, showInformation } from './participant/information';
import { enterByLink, showBareLink, showLink } from './participant/link';
import { change, showParticipation } from './participant/participation';
import { answerQuestion, showQuestions } from './participant/questions';
import { chooseLanguage, pause, showPaused } from './participant/session';
import { faultScreen, problemScreen } from './problem-screen';
import { act, frameOf, look, send, visitOf, type OwnVisit } from './visit';

/** Mounts the participant's pages: server-made, plain forms, one line a route. What is looked at changes nothing. */
export function mountPages(web: Express, app: App, log: (fault: unknown, request: string) => void): void {
  const assets = findAssets();
  const shows = (show: (visit: OwnVisit, assets: Assets) => Promise<void>): RequestHandler =>
    look(app, (visit) => show(visit, assets));

  if (assets.folder !== undefined)
    web.use('/participant/assets', express.static(assets.folder, { index: false, redirect: false, setHeaders: keepForEver }));
  web.use(['/l', '/me'], express.urlencoded({ extended: false, limit: '50kb', parameterLimit: 50 }));

  web.get('/l', showBareLink(app, assets));
  web.get('/l/:code', showLink(app, assets));
  web.post('/l/:code', enterByLink(app));

  web.get('/me', shows(showHome));
  web.get('/me/information', shows(showInformation));
  web.post('/me/information', act(app, markRead));
  web.get('/me/questions', shows(showQuestions));
  web.post('/me/questions', act(app, answerQuestion));
  web.get('/me/consent', shows(showConsent));
  web.post('/me/consent', act(app, sign));
  web.get('/me/consent/no', shows(showDecline));
  web.post('/me/consent/no', act(app, decline));
  web.get('/me/consent/copy', shows(showCopy));
  web.get('/me/waves/:wave', shows(resumeWave));
  web.post('/me/waves/:wave', act(app, handIn));
  web.get('/me/waves/:wave/:number', shows(showQuestion));
  web.post('/me/waves/:wave/:number', act(app, answer));
  web.get('/me/participation', shows(showParticipation));
  web.post('/me/participation', act(app, change));
  web.get('/me/help', showHelp(app, assets));
  web.get('/me/paused', showPaused(app, assets));
  web.post('/me/pause', pause(app));
  web.post('/me/language', chooseLanguage(app));

  web.use(['/l', '/me'], (_request, _response, next) => next(new Problem('not-found')));
  web.use(['/l', '/me'], tellErrors(app, assets, log));
}

/** A file's name changes with its content; the pages themselves are never kept. */
function keepForEver(response: Response): void {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
}

/** An address that cannot be decoded, or a form with too many fields: the sender's mistake, not ours. */
function malformed(error: unknown): Problem | undefined {
  const { status } = (error ?? {}) as { status?: number };
  if (status === 400) return new Problem('not-found');
  return status === 413 ? new Problem('too-large') : undefined;
}

/** The last handler of the pages: a problem is told in words, a fault is logged whole and told with its number. */
function tellErrors(app: App, assets: Assets, log: (fault: unknown, request: string) => void) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    const frame = frameOf(visitOf(app, request, response), assets);
    const problem = asProblem(error) ?? malformed(error);
    if (problem) return send(response, frame, problemScreen(frame, problem.code), problem.status);
    log(error, requestId(request));
    send(response, frame, faultScreen(frame, requestId(request)), 500);
  };
}
