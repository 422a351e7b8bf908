import { trialStream, type NewFact } from '#protocols/model/fact';
import { commitToShare, type Occasion, type Shares } from '#protocols/randomisation/ceremony';
import { ceremoniesOf, heldFor, schemeDigestOf, underWay } from '#protocols/rules/ceremony';
import { randomisationOf } from '#protocols/rules/lottery-of';
import { append, type Recording } from '../db/facts';
import { keepSeed, protocolsOf } from '../db/stores/allocations';
import { gatherCeremony, keepShare, sealShare } from '../db/stores/ceremonies';
import type { Scope, Zone } from '../db/zone';
import type { Keys } from '../keys';
import { Problem } from '../problem';
import { SOFTWARE } from '../software';
import { complete } from './complete';

/** What stands where a source and its value would, since nobody waits for one. */
const NONE = 'automatic';

/**
 * A ceremony that nobody holds, for a trial whose people do not exist: the same facts in the same order, marked as automatic. Where the
 * scheme has its seed already, nothing happens.
 * @param given the house's time; the trial's own clock is added to it.
 * @throws Problem 'not-a-demonstration' for a trial of people who exist.
 */
export async function holdAutomatically(
  { zone, keys }: { zone: Zone; keys: Keys },
  given: Recording,
  trial: string,
  shares: Shares,
): Promise<void> {
  const versions = await protocolsOf(zone, trial);
  const scope: Scope = { trial, sites: '*' };
  await zone.within(scope, async (tx) => {
    const found = await gatherCeremony(tx, trial);
    const inForce = versions[versions.length - 1];
    if (!found || !inForce) throw new Problem('not-found');
    const { protocol, digest } = inForce;
    if (!protocol.simulated) throw new Problem('not-a-demonstration');
    const recording = { ...given, now: new Date(given.now.getTime() + found.clock) };
    const ceremonies = ceremoniesOf(found.steps);
    if (heldFor(ceremonies, protocol, versions) || underWay(ceremonies)) return;
    const { id: scheme } = randomisationOf(protocol);
    const ceremony = ceremonies.length + 1;
    const bound = { scheme, protocolDigest: digest, schemeDigest: schemeDigestOf(protocol), software: SOFTWARE };
    const on: Occasion = { ...bound, trial, ceremony };
    const made = complete(shares, NONE, protocol, on);
    const knownAt = recording.now.toISOString();
    const facts: NewFact[] = [
      { kind: 'ceremony-announced', payload: { ...bound, ceremony, source: NONE, knownAt, automatic: true } },
      ...(['first', 'second'] as const).map((place): NewFact => {
        return { kind: 'share-committed', payload: { ceremony, place, commitment: commitToShare(shares[place], place, on) } };
      }),
      { kind: 'public-value-entered', payload: { ceremony, value: NONE } },
      ...made.facts,
    ];

    await keepSeed(tx, keys, trial, scheme, made.seed, recording.entropy);
    for (const place of ['first', 'second'] as const) {
      const sealed = sealShare(keys, trial, ceremony, place, Buffer.from(shares[place]), recording.entropy);
      await keepShare(tx, trial, ceremony, place, sealed);
    }
    await append(tx, recording, scope, [{ stream: trialStream(trial), trial, head: found.stream, facts }], {
      door: 'allocation.ceremony',
    });
  });
}
