import { sign } from 'node:crypto';
import { makeBundle } from '#protocols/verify/bundle';
import type { App, RevealRequest } from './context';
import { lotteryFacts } from './db/stores/lottery-facts';
import { publicHex } from './keys';

/**
 * The bundle that proves a locked trial's lottery to outsiders. The first asking makes the allocator show its seeds.
 * @throws Problem 'not-locked' before two people have locked the plan.
 */
export async function lotteryBundle(
  app: Pick<App, 'lottery' | 'database' | 'keys'>,
  request: Omit<RevealRequest, 'what'>,
): Promise<Buffer> {
  const { trial } = request;
  const { at } = await app.lottery({ what: 'reveal', ...request });
  const facts = await app.database.research.within({ trial, sites: '*' }, (tx) => lotteryFacts(tx, trial));
  const publicKey = publicHex(app.keys.verifying);
  return Buffer.from(makeBundle({ trial, madeAt: at, facts }, publicKey, (bytes) => sign(null, bytes, app.keys.signing)));
}
