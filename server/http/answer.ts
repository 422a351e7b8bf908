import type { NextFunction, Request, Response } from 'express';
import { PROBLEMS } from '#contract/problems';
import { problemOf } from '../db/constraints';
import { Problem } from '../problem';
import { languageOf } from './language';
import { requestId } from './request-id';

/** Writes a problem as RFC 9457, its words in both languages. */
export function sendProblem(request: Request, response: Response, problem: Problem): void {
  const { title, cure, status } = PROBLEMS[problem.code];
  const language = languageOf(request);
  response
    .status(status)
    .type('application/problem+json')
    .set('Cache-Control', 'no-store')
    .send(
      JSON.stringify({
        type: `/problems/${problem.code}`,
        title: title[language],
        status,
        detail: cure[language],
        instance: requestId(request),
        words: { da: { title: title.da, cure: cure.da }, en: { title: title.en, cure: cure.en } },
        ...problem.details,
      }),
    );
}

/** Gives the error as a problem where it is an expected "no"; body parsers speak through `type` and `status`. */
export function asProblem(error: unknown): Problem | undefined {
  const known = problemOf(error);
  if (known instanceof Problem) return known;
  const { type, status } = (error ?? {}) as { type?: string; status?: number };
  if (type === 'entity.too.large') return new Problem('too-large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported' || status === 415) return new Problem('wrong-format');
  if (status === 400 && typeof type === 'string') return new Problem('not-understood', { field: 'body' });
  return undefined;
}

/** The last handler for everything below /api: a problem is told, a fault is logged whole and told as a bare 500. */
export function answerErrors(log: (fault: unknown, request: string) => void) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    const problem = asProblem(error);
    if (problem) return sendProblem(request, response, problem);
    log(error, requestId(request));
    const language = languageOf(request);
    response
      .status(500)
      .type('application/problem+json')
      .set('Cache-Control', 'no-store')
      .send(
        JSON.stringify({
          type: '/problems/fault',
          title: language === 'da' ? 'Noget gik galt hos os' : 'Something went wrong on our side',
          status: 500,
          detail:
            language === 'da'
              ? 'Prøv igen. Bliver det ved, så oplys nummeret nedenfor.'
              : 'Try again. If it goes on, give us the number below.',
          instance: requestId(request),
          words: {
            da: { title: 'Noget gik galt hos os', cure: 'Prøv igen. Bliver det ved, så oplys nummeret nedenfor.' },
            en: { title: 'Something went wrong on our side', cure: 'Try again. If it goes on, give us the number below.' },
          },
        }),
      );
  };
}
