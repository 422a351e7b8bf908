import type { Response } from 'express';
import type { Language } from '#protocols/model/text';
import type { App } from '../context';

/** Keeps a choice of language for a year; the cookie says nothing else about anyone. */
export function setLanguage(response: Response, app: App, language: Language): void {
  response.cookie('language', language, {
    path: '/',
    sameSite: 'lax',
    maxAge: 365 * 86_400_000,
    secure: app.config.publicUrl.startsWith('https:'),
  });
}
