import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { hashOf } from '../http/cookies';
import { Problem } from '../problem';

/** One posted form: flat text by name; a name sent twice is not ours and counts as absent. */
export type Form = (name: string) => string;

/** The token that a session's own forms carry. It is derived from the cookie's secret, which no other site can read. */
export const formTokenOf = (session: string): string => hashOf(`form of ${session}`);

/** Reads a posted form. @throws Problem 'wrong-format' for another kind of body. */
export function readForm(request: Request): Form {
  if (!request.is('application/x-www-form-urlencoded') && request.headers['content-length'] !== '0')
    throw new Problem('wrong-format');
  const body = new Map(Object.entries((request.body ?? {}) as Record<string, unknown>));
  return (name) => {
    const value = body.get(name);
    return typeof value === 'string' ? value : '';
  };
}

/** @throws Problem 'foreign-origin' where the form was not made for this session. */
export function checkFormToken(form: Form, session: string): void {
  const [given, own] = [Buffer.from(form('token')), Buffer.from(formTokenOf(session))];
  if (given.length !== own.length || !timingSafeEqual(given, own)) throw new Problem('foreign-origin');
}
