import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { App } from '../context';
import { asProblem } from '../http/answer';
import { requestId } from '../http/request-id';
import { Problem } from '../problem';
import { findAssets, type Assets } from './assets';
import { eveningFault, eveningProblem } from './evening-layout';
import { actInEvening, eveningFrame, eveningVisitOf, lookAtEvening, sendEvening, type OwnEvening } from './evening-visit';
import { showConcern } from './facilitator/concern';
import { chooseEveningLanguage, endEvening, showEnded } from './facilitator/end';
import { showEvening, tapAttendance, tapSession } from './facilitator/evening';
import { enterEvening, showBareEveningLink, showEveningLink } from './facilitator/link';

/** Mounts a facilitator's pages: the link, the evening's one group, whom to call. Plain forms, one line a route. */
export function mountEvening(web: Express, app: App, log: (fault: unknown, request: string) => void): void {
  const assets = findAssets();
  const shows = (show: (visit: OwnEvening, assets: Assets) => Promise<void> | void): RequestHandler =>
    lookAtEvening(app, (visit) => show(visit, assets));
  web.use(['/e', '/evening'], express.urlencoded({ extended: false, limit: '50kb', parameterLimit: 50 }));

  web.get('/e', showBareEveningLink(app, assets));
  web.get('/e/:code', showEveningLink(app, assets));
  web.post('/e/:code', enterEvening(app));

  web.get('/evening', shows(showEvening));
  web.post('/evening/attendance', actInEvening(app, tapAttendance));
  web.post('/evening/session', actInEvening(app, tapSession));
  web.get('/evening/concern', shows(showConcern));
  web.post('/evening/end', endEvening(app));
  web.get('/evening/ended', showEnded(app, assets));
  web.post('/evening/language', chooseEveningLanguage(app));

  web.use(['/e', '/evening'], (_request, _response, next) => next(new Problem('not-found')));
  web.use(['/e', '/evening'], tellErrors(app, assets, log));
}

/** A problem is told in words, a fault is logged whole and told with its number. */
function tellErrors(app: App, assets: Assets, log: (fault: unknown, request: string) => void) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    const frame = eveningFrame(eveningVisitOf(app, request, response), assets);
    const { status } = (error ?? {}) as { status?: number };
    const problem =
      asProblem(error) ?? (status === 400 ? new Problem('not-found') : status === 413 ? new Problem('too-large') : undefined);
    if (problem) return sendEvening(response, frame, eveningProblem(frame, problem.code), problem.status);
    log(error, requestId(request));
    sendEvening(response, frame, eveningFault(frame, requestId(request)), 500);
  };
}
