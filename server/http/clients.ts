import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type Response } from 'express';
import type { App } from '../context';
import { nonceOf } from './headers';

/** Where `npm run build` puts the two clients. */
export const CLIENTS = join(__dirname, '..', '..', 'client');

/** Serves the built clients: hashed files for ever, the staff's page fresh with this reply's nonce. */
export function mountClients(web: Express, _app: App): void {
  for (const client of ['participant', 'staff']) {
    web.use(
      `/${client}/assets`,
      express.static(join(CLIENTS, client, 'assets'), { immutable: true, maxAge: '365d', index: false, fallthrough: false }),
    );
  }
  const page = join(CLIENTS, 'staff', 'index.html');
  const html = existsSync(page) ? readFileSync(page, 'utf8') : undefined;
  const show = (response: Response) =>
    html === undefined
      ? response.status(503).type('text').send('The staff’s screens are not built: run npm run build.')
      : response.type('html').send(html.replaceAll('__CSP_NONCE__', nonceOf(response)));
  web.get('/staff', (_request, response) => void show(response));
  web.get('/staff/{*path}', (_request, response) => void show(response));
}
