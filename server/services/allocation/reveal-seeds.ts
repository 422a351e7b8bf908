import { trialStream, type NewFact } from '#protocols/model/fact';
import { ceremoniesOf } from '#protocols/rules/ceremony';
import type { App, Drawn, RevealRequest } from '../../context';
import { retrying } from '../../db/constraints';
import { append, type Recording } from '../../db/facts';
import { gatherConcealed, openSeed } from '../../db/stores/allocations';
import { gatherCeremony, openShare, sealedShares } from '../../db/stores/ceremonies';
import type { Queryable, Scope } from '../../db/zone';
import { Problem } from '../../problem';

type Allocator = Pick<App, 'clock' | 'entropy' | 'uuid' | 'keys'> & { zone: App['database']['allocator'] };

/**
 * Shows the seeds of a trial whose plan two people have locked, each once, as facts: from then on everybody can draw every lot again, and
 * nobody is drawn any more. Asked again it changes nothing. @returns when, and no lots.
 */
export function revealSeeds(allocator: Allocator, request: RevealRequest): Promise<Drawn> {
  const scope: Scope = { trial: request.trial, sites: '*' };
  return retrying(() =>
    allocator.zone.within(scope, async (tx) => {
      const found = await gatherConcealed(tx, request.trial);
      if (!found) throw new Problem('not-found');
      if (!found.locked) throw new Problem('not-locked');
      const now = new Date(allocator.clock().getTime() + found.clock);
      const facts: NewFact[] = [];
      for (const scheme of found.concealed) {
        const seed = await openSeed(tx, allocator.keys, request.trial, scheme);
        const shares = await sharesOf(tx, allocator, request.trial, scheme);
        facts.push({
          kind: 'seed-revealed',
          payload: { scheme, seed: Buffer.from(seed).toString('hex'), ...(shares && { shares }) },
        });
      }

      if (facts.length > 0) {
        const recording: Recording = { ...allocator, now, actor: request.actor, grant: request.grant, request: request.request };
        const stream = { stream: trialStream(request.trial), trial: request.trial, head: found.stream, facts };
        await append(tx, recording, scope, [stream], { door: 'allocation.reveal' });
      }
      return { at: now.toISOString(), allocations: [] };
    }),
  );
}

/** The shares a scheme's seed was made of; undefined for a seed of before there were ceremonies. */
async function sharesOf(tx: Queryable, { keys }: Allocator, trial: string, scheme: string) {
  const steps = (await gatherCeremony(tx, trial))?.steps ?? [];
  const one = ceremoniesOf(steps).find(({ completed, aborted, ...its }) => its.scheme === scheme && completed && !aborted);
  if (!one) return undefined;
  const { ceremony } = one;
  const { first, second } = await sealedShares(tx, trial, ceremony);
  if (first === undefined || second === undefined)
    throw new Error(`ceremony ${ceremony} has lost a share: rebuild it from the sheets`);
  const hex = (place: 'first' | 'second', sealed: string) => openShare(keys, trial, ceremony, place, sealed).toString('hex');
  return { ceremony, first: hex('first', first), second: hex('second', second) };
}
