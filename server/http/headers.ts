import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Config } from '../config';
import { Problem } from '../problem';

const nonces = new WeakMap<Response, string>();

/** The nonce under which this reply's own style element may stand. */
export const nonceOf = (response: Response): string => nonces.get(response) ?? '';

/** Strict headers on every reply: own origin only, no inline script, no frame, no referrer, nothing cached unless a handler says so. */
export function setHeaders(config: Config, entropy: (bytes: number) => Buffer) {
  const https = config.publicUrl.startsWith('https:');
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    nonces.set(response, entropy(16).toString('base64'));
    response.setHeader('Cache-Control', 'no-store');
    protect(request, response, next);
  };
}

/** Refuses what another site makes a browser send: every request that may change something says where it comes from. */
export function refuseForeign(config: Config) {
  const own = new URL(config.publicUrl).origin;
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    const { origin, host } = request.headers;
    const from = request.headers['sec-fetch-site'];
    const foreign = from !== undefined && from !== 'same-origin' && from !== 'none';
    // Where the product is reached by another name than PUBLIC_URL (a tunnel, a test), the host header is the same origin's word.
    if (foreign || (origin !== undefined && origin !== own && origin !== `http://${host}` && origin !== `https://${host}`)) {
      return next(new Problem('foreign-origin'));
    }
    next();
  };
}
