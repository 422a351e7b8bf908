import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Config } from '../config';

type CookieFor = 'staff' | 'participant' | 'facilitator';

/** A cookie with the `__Host-` promise needs https; only an evaluation runs without. */
const nameOf = (config: Config, who: CookieFor): string =>
  config.publicUrl.startsWith('https:') ? `__Host-${who}` : `lodtraek-${who}`;

/** What is stored of a secret that a browser holds: SHA-256, hex. The secrets have 256 random bits, so a plain hash suffices. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function readCookie(request: Request, config: Config, who: CookieFor): string | undefined {
  const name = nameOf(config, who);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** Keeps a secret in the browser, until it is closed or, where given, until `expires`. */
export function setCookie(response: Response, config: Config, who: CookieFor, value: string, expires?: Date): void {
  response.cookie(nameOf(config, who), value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: config.publicUrl.startsWith('https:'),
    encode: String,
    ...(expires && { expires }),
  });
}

export function clearCookie(response: Response, config: Config, who: CookieFor): void {
  response.clearCookie(nameOf(config, who), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  });
  response.setHeader('Clear-Site-Data', '"cache", "storage"');
}
