import { Type } from '@sinclair/typebox';
import { endpoint } from '../endpoint';
import { Instant, Nullable, object, Uuid } from '../shapes';

/** What a questionnaire page saves as it is given. `seen` is the version the page showed (0 for none); `key` makes a retry harmless. */
export const saveAnswer = endpoint({
  id: 'saveAnswer',
  method: 'PUT',
  path: '/api/participant/answers',
  who: 'participant',
  summary: 'Saves one answer. The same key and content is answered alike; a stale page is told, and overwrites nothing.',
  body: object({
    wave: Type.String({ maxLength: 40 }),
    instrument: Type.String({ maxLength: 40 }),
    item: Type.String({ maxLength: 10 }),
    code: Nullable(Type.Integer()),
    blank: Nullable(Type.Union([Type.Literal('declined'), Type.Literal('not-applicable')])),
    seen: Type.Integer({ minimum: 0 }),
    key: Uuid,
  }),
  reply: object({
    version: Type.Integer(),
    at: Instant,
    /** The page shows at once where help is to be had. */
    help: Type.Optional(Type.Literal(true)),
  }),
  problems: [
    'paused',
    'not-found',
    'not-understood',
    'wave-not-open',
    'wave-submitted',
    'participation-ended',
    'unknown-code',
    'stale-answer',
    'key-reused',
    'foreign-origin',
    'wrong-format',
    'too-large',
    'busy',
  ],
});
