import type { Request } from 'express';
import type { Language } from '#protocols/model/text';

/** The language of a request: the person's own choice (cookie), else the browser's first that we speak, matched by prefix; else Danish. */
export function languageOf(request: Request): Language {
  const chosen = /(?:^|;\s*)language=(da|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  if (chosen === 'da' || chosen === 'en') return chosen;
  for (const wish of (request.headers['accept-language'] ?? '').split(',')) {
    const prefix = wish.trim().slice(0, 2).toLowerCase();
    if (prefix === 'da' || prefix === 'en') return prefix;
  }
  return 'da';
}
