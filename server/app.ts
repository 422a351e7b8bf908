import express, { type Express, type Response } from 'express';
import rateLimit from 'express-rate-limit';
import type { App } from './context';
import { answerErrors } from './http/answer';
import { clearCookie, setCookie } from './http/cookies';
import { refuseForeign, setHeaders } from './http/headers';
import { healthOf } from './http/health';
import { numberRequests } from './http/request-id';
import type { Served } from './http/serve';
import { openApi } from './http/open-api';
import { showDocs } from './pages/docs/show-docs';
import { mountPages } from './pages/mount';
import { mountEvening } from './pages/mount-evening';
import { mountClients } from './http/clients';
import { mountVerifiers } from './http/verifiers';
import { Problem } from './problem';
import { ROUTES } from './routes';

/** Faults go to the log with the chain of their causes; nothing of a request's content does. */
export type Log = (fault: unknown, request: string) => void;

/** Where somebody not signed in may try a secret. */
const GUESSABLE = [
  '/api/staff/session',
  '/api/staff/session/second-factor',
  '/api/staff/session/passkey-question',
  '/api/staff/session/passkey',
  '/api/staff/invitations/opened',
  '/api/staff/invitations/accepted',
];

/** Builds the web application: headers, guards, every promise of the contract, the participant's pages, the built clients. */
export function buildApp(app: App, log: Log): Express {
  const web = express();
  web.disable('x-powered-by');
  web.set('query parser', 'simple');
  web.use(numberRequests(app.uuid));
  web.use(setHeaders(app.config, app.entropy));
  web.get('/health', healthOf(app));
  web.use(refuseForeign(app.config));

  web.use('/api', express.json({ limit: '100kb', strict: true }));
  const promises = ROUTES.map(({ promise }) => promise);
  web.get('/api/openapi.json', (_request, response) => void response.json(openApi(promises)));
  web.get('/api/docs', showDocs(promises));
  // A guess costs; saving an answer never does. What is guessed at one account is counted in the database as well.
  for (const path of GUESSABLE) {
    web.post(
      path,
      rateLimit({
        windowMs: 60_000,
        limit: 20,
        standardHeaders: true,
        legacyHeaders: false,
        // A header that anybody can write is not looked at, and that it is there is no mistake of ours.
        validate: { xForwardedForHeader: false },
        handler: (_request, _response, next) => next(new Problem('too-many-tries')),
      }),
    );
  }
  const send = (response: Response, { reply, cookie }: Served<unknown>): void => {
    if (cookie?.value) setCookie(response, app.config, cookie.who, cookie.value);
    if (cookie && !cookie.value) clearCookie(response, app.config, cookie.who);
    response.json(reply);
  };
  for (const { promise, handler } of ROUTES) {
    const method = promise.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    web[method](promise.path, handler(app, send));
  }
  web.use('/api', (_request, _response, next) => next(new Problem('not-found')));
  web.use('/api', answerErrors(log));

  mountPages(web, app, log);
  mountEvening(web, app, log);
  mountVerifiers(web);
  mountClients(web);
  return web;
}
