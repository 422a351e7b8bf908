import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, Response } from 'express';

/** Where a build leaves the stand-alone verifiers, seen from dist/server/http and, in tests, from the sources. */
const CANDIDATES = ['../verify', '../../dist/server/verify'].map((way) => join(__dirname, way));

/** Serves the stand-alone verifiers: a page that works without the network, and a file for Node. Both may be kept and used elsewhere. */
export function mountVerifiers(web: Express): void {
  const folder = CANDIDATES.find((candidate) => existsSync(join(candidate, 'verify.html')));
  const send = (response: Response, name: string, type: string, policy?: string): void => {
    if (!folder) return void response.status(503).type('text').send('The verifiers are not built: run npm run build.');
    // Its script stands in the page, so that the page is one file: it is known by its hash.
    if (policy)
      response.setHeader('Content-Security-Policy', `${readFileSync(join(folder, policy), 'utf8')}; frame-ancestors 'none'`);
    response.type(type).send(readFileSync(join(folder, name), 'utf8'));
  };
  web.get('/verify', (_request, response) => send(response, 'verify.html', 'html', 'policy.txt'));
  web.get('/verify/verify.mjs', (_request, response) => {
    response.setHeader('Content-Disposition', 'attachment; filename="verify.mjs"');
    send(response, 'verify.mjs', 'text/javascript');
  });
}
