import { trialStream, type NewFact } from '#protocols/model/fact';
import { commitToShare, escrowOf, type Occasion } from '#protocols/randomisation/ceremony';
import { ceremoniesOf, mayAbort, mayBring, mayKeepEscrow, otherPlace, type Ceremony } from '#protocols/rules/ceremony';
import type { App, CeremonyRequest, CeremonyStep, Drawn, OpenedProtocol } from '../context';
import { retrying } from '../db/constraints';
import { append, type Recording } from '../db/facts';
import { keepSeed, protocolsOf } from '../db/stores/allocations';
import { forgetCeremony, gatherCeremony, keepShare, openShare, sealedShares, sealShare } from '../db/stores/ceremonies';
import type { Queryable, Scope } from '../db/zone';
import { Problem } from '../problem';
import { holdAutomatically } from './automatic';
import { complete } from './complete';

/** The allocator's share of the process: its own login, the key that opens seeds, time and entropy. */
export type Allocator = Pick<App, 'clock' | 'entropy' | 'uuid' | 'keys'> & { zone: App['database']['allocator'] };

/** What a step found: the ceremony under the lock of the trial's stream, and who takes the step when. */
interface Found {
  tx: Queryable;
  one: Ceremony;
  drawn: boolean;
  inForce: OpenedProtocol;
  recording: Recording;
}
type Taken = { facts: NewFact[]; sealed?: string };

/** Takes a step of a ceremony that only the allocator can take; a share comes and goes sealed. Each is one transaction. */
export function takeCeremonyStep(allocator: Allocator, request: CeremonyRequest): Promise<Drawn> {
  if (request.step === 'automatic') return automatic(allocator, request);
  const scope: Scope = { trial: request.trial, sites: '*' };
  return retrying(async () => {
    const versions = await protocolsOf(allocator.zone, request.trial);
    return allocator.zone.within(scope, async (tx) => {
      const found = await gatherCeremony(tx, request.trial);
      const inForce = versions[versions.length - 1];
      const one = ceremoniesOf(found?.steps ?? []).find(({ ceremony }) => ceremony === request.ceremony);
      if (!found || !inForce || !one) throw new Problem('not-found');
      const recording = recordingOf(allocator, request, found.clock);
      const at: Found = { tx, one, inForce, recording, drawn: found.drawn.includes(one.scheme) };
      const { facts, sealed } = await STEPS[request.step](allocator, request as never, at);
      const stream = { stream: trialStream(request.trial), trial: request.trial, head: found.stream, facts };
      await append(tx, recording, scope, [stream], { door: 'allocation.ceremony' });
      return { at: recording.now.toISOString(), allocations: [], ...(sealed !== undefined && { sealed }) };
    });
  });
}

type Of<S extends CeremonyStep['step']> = CeremonyRequest & { step: S };

const STEPS: { [S in Exclude<CeremonyStep['step'], 'automatic'>]: (a: Allocator, request: Of<S>, at: Found) => Promise<Taken> } =
  {
    /** Keeps a share that fits its commitment; with the second of them the seed is made. */
    async bring({ keys, entropy }, { trial, place, sealed }, { tx, one, inForce, recording }) {
      const refusal = mayBring(one, place, recording.actor, inForce.digest);
      if (refusal) throw new Problem(refusal);
      const on: Occasion = { ...one, trial };
      const share = openShare(keys, trial, one.ceremony, place, sealed);
      if (commitToShare(share, place, on) !== one[place]!.commitment) throw new Problem('share-differs');

      await keepShare(tx, trial, one.ceremony, place, sealed);
      const brought: NewFact = { kind: 'share-brought', payload: { ceremony: one.ceremony, place } };
      const other = (await sealedShares(tx, trial, one.ceremony))[otherPlace(place)];
      if (other === undefined) return { facts: [brought] };
      const theirs = openShare(keys, trial, one.ceremony, otherPlace(place), other);
      const shares = place === 'first' ? { first: share, second: theirs } : { first: theirs, second: share };
      const made = complete(shares, one.entered!.value, inForce.protocol, on);
      await keepSeed(tx, keys, trial, one.scheme, made.seed, entropy);
      return { facts: [brought, ...made.facts] };
    },

    /** Gives the ceremony up; what it made goes with it. */
    async abort(_, { trial, reason }, { tx, one, drawn }) {
      const refusal = mayAbort(one, drawn);
      if (refusal) throw new Problem(refusal);
      await forgetCeremony(tx, trial, one.ceremony, one.scheme);
      return { facts: [{ kind: 'ceremony-aborted', payload: { ceremony: one.ceremony, reason } }] };
    },

    /** Gives the third sheet, once. */
    async escrow({ keys, entropy }, { trial }, { tx, one, recording }) {
      const refusal = mayKeepEscrow(one, recording.actor);
      if (refusal) throw new Problem(refusal);
      const { first, second } = await sealedShares(tx, trial, one.ceremony);
      const sheet = escrowOf({
        first: openShare(keys, trial, one.ceremony, 'first', first!),
        second: openShare(keys, trial, one.ceremony, 'second', second!),
      });
      const sealed = sealShare(keys, trial, one.ceremony, 'escrow', Buffer.from(sheet), entropy);
      return { facts: [{ kind: 'escrow-sheet-given', payload: { ceremony: one.ceremony } }], sealed };
    },
  };

async function automatic(allocator: Allocator, request: CeremonyRequest): Promise<Drawn> {
  const recording = recordingOf(allocator, request, 0);
  const shares = { first: allocator.entropy(32), second: allocator.entropy(32) };
  await retrying(() => holdAutomatically(allocator, recording, request.trial, shares));
  return { at: recording.now.toISOString(), allocations: [] };
}

function recordingOf(allocator: Allocator, { actor, grant, request }: CeremonyRequest, clock: number): Recording {
  return { ...allocator, now: new Date(allocator.clock().getTime() + clock), actor, grant, request };
}
