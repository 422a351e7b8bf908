import type { NextFunction, Request, Response } from 'express';

const ids = new WeakMap<Request, string>();

/** Gives every request an id of our own making; a caller's header is not trusted, it would end up in facts and logs. */
export function numberRequests(uuid: () => string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const id = uuid();
    ids.set(request, id);
    response.setHeader('Request-Id', id);
    next();
  };
}

export const requestId = (request: Request): string => ids.get(request) ?? 'unnumbered';
