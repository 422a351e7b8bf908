import type { RequestHandler } from 'express';
import type { App } from '../context';

/** Alive as soon as it answers; ready when the database does (`/health?ready`). */
export function healthOf(app: App): RequestHandler {
  return async (request, response) => {
    if (request.query.ready === undefined) {
      response.json({ alive: true });
      return;
    }
    const ready = await app.database.research.query('SELECT 1').then(
      () => true,
      () => false,
    );
    response.status(ready ? 200 : 503).json({ alive: true, ready });
  };
}
