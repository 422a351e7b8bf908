/**
 * Reckons how a scheme behaves, beside the page and not in it: the pure code of protocols/randomisation, in a thread of the researcher's own
 * browser. The only file of the client that holds it (decision 0028).
 */
import { characteristicsOf } from '#protocols/randomisation/characteristics/characteristics';
import { findSchemeFaults } from '#protocols/randomisation/scheme';
import type { Asked, Reckoned } from './reckoning';

addEventListener('message', ({ data: { scheme, question } }: MessageEvent<Asked>) => {
  const faults = findSchemeFaults(scheme);
  const reckoned: Reckoned = faults.length > 0 ? { faults } : { found: characteristicsOf(scheme, question) };
  postMessage(reckoned);
});
