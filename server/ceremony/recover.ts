import { trialStream } from '#protocols/model/fact';
import type { SheetPlace } from '#protocols/model/ceremony';
import { combineShares, commitToShare, sharesFrom, type Occasion } from '#protocols/randomisation/ceremony';
import { commitTo } from '#protocols/randomisation/commitment';
import { ceremoniesOf } from '#protocols/rules/ceremony';
import type { App } from '../context';
import { append, type Recording } from '../db/facts';
import { keepSeed } from '../db/stores/allocations';
import { gatherCeremony, keepShare, sealShare } from '../db/stores/ceremonies';
import { commitmentOf } from '../db/stores/trial-counts';
import type { Scope } from '../db/zone';

/** What keeps a seed from being rebuilt; `sheet` is the one that does not fit. */
export type NotRecovered =
  { refused: 'no-ceremony' | 'too-few-sheets' | 'seed-differs' } | { refused: 'sheet-differs'; sheet: SheetPlace };

/**
 * Rebuilds the seed of a trial's lottery from two of its three sheets, each held against its commitment and the seed against its own.
 * @param rehearse only proves that it can be done: the running seed is not touched.
 * @returns the number of the ceremony; either way that it was done is a fact.
 */
export async function recoverLottery(
  { database, keys }: Pick<App, 'database' | 'keys'>,
  recording: Recording,
  trial: string,
  sheets: Readonly<Partial<Record<SheetPlace, Buffer>>>,
  rehearse: boolean,
): Promise<{ ceremony: number } | NotRecovered> {
  const scope: Scope = { trial, sites: '*' };
  return database.allocator.within(scope, async (tx) => {
    const found = await gatherCeremony(tx, trial);
    // The newest that stands: a lottery of an earlier version draws nobody any more.
    const one = ceremoniesOf(found?.steps ?? []).findLast(({ completed, aborted }) => completed && !aborted);
    if (!found || !one || one.automatic) return { refused: 'no-ceremony' };
    const on: Occasion = { ...one, trial };
    const commitments = { first: one.first!.commitment, second: one.second!.commitment, escrow: one.completed!.escrow };
    const given = (['first', 'second', 'escrow'] as const).filter((place) => sheets[place]);
    const unfit = given.find((place) => commitToShare(sheets[place]!, place, on) !== commitments[place]);
    if (unfit) return { refused: 'sheet-differs', sheet: unfit };
    const shares = sharesFrom(sheets);
    if (!shares) return { refused: 'too-few-sheets' };
    const seed = combineShares(shares, one.entered!.value, on);
    const published = await commitmentOf(database.research, trial, one.scheme);
    if (commitTo(seed, { trial, scheme: one.scheme, protocolDigest: one.protocolDigest }) !== published) {
      return { refused: 'seed-differs' };
    }

    if (!rehearse) {
      for (const place of ['first', 'second'] as const) {
        const sealed = sealShare(keys, trial, one.ceremony, place, Buffer.from(shares[place]), recording.entropy);
        await keepShare(tx, trial, one.ceremony, place, sealed);
      }
      await keepSeed(tx, keys, trial, one.scheme, seed, recording.entropy);
    }
    const kind = rehearse ? 'recovery-rehearsed' : 'lottery-recovered';
    const facts = [{ kind, payload: { ceremony: one.ceremony, sheets: given } } as const];
    const at = { ...recording, now: new Date(recording.now.getTime() + found.clock) };
    await append(tx, at, scope, [{ stream: trialStream(trial), trial, head: found.stream, facts }], {
      door: 'allocation.ceremony',
    });
    return { ceremony: one.ceremony };
  });
}
