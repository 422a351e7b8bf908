import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';

/** A trial that ships, as its file says it. */
export const shippedProtocol = (trial: string): Protocol =>
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'protocols', 'trials', trial, '1.0.0.json'), 'utf8')) as Protocol;
