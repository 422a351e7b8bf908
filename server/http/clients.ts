import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { nonceOf } from './headers';

/** Where a build leaves the staff's screens, seen from dist/server/http and, in tests, from the sources. */
const CANDIDATES = ['../../client/staff', '../../dist/client/staff'].map((way) => join(__dirname, way));

/** Serves the staff's built screens: hashed files for ever, the page fresh with this reply's nonce; sends the bare address on. */
export function mountClients(web: Express): void {
  const folder = CANDIDATES.find((candidate) => existsSync(join(candidate, 'assets')));
  if (folder)
    web.use('/staff/assets', express.static(join(folder, 'assets'), { index: false, redirect: false, setHeaders: keepForEver }));
  const show = (_request: Request, response: Response): void => {
    if (!folder) return void response.status(503).type('text').send('The staff’s screens are not built: run npm run build.');
    // Read anew: a build beside a running server changes which files the page names.
    response.type('html').send(readFileSync(join(folder, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonceOf(response)));
  };
  web.get('/staff', show);
  web.get('/staff/{*path}', (request, response) =>
    request.path.startsWith('/staff/assets/') ? notHere(request, response) : show(request, response),
  );
  web.get('/', (_request, response) => response.redirect(303, '/l'));
  web.use(notHere);
}

/** A hashed name never changes its content; every other reply is `no-store`. */
const keepForEver = (response: { setHeader(name: string, value: string): unknown }): void => {
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
};

function notHere(_request: Request, response: Response): void {
  response
    .status(404)
    .type('text')
    .send('Siden findes ikke. Brug dit personlige link.\nThere is no such page. Use your personal link.\n');
}
