import { participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';
import type { Protocol } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import type { Profile } from '#protocols/randomisation/covariates/history';
import { compositionOf } from '#protocols/randomisation/batch';
import { drawLots, type Lot } from '#protocols/randomisation/draw-lots';
import { drawsFor } from '#protocols/randomisation/scheme';
import { stratumKey, type StratumKey } from '#protocols/randomisation/stratum';
import { mayDrawCohort } from '#protocols/rules/cohorts';
import { mayBeDrawn } from '#protocols/rules/journey';
import { balancedBy, correctsFromNowOn, covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { levelsOf, numbersOf } from '#protocols/rules/strata';
import { createHash } from 'node:crypto';
import { type App, type Drawn, type DrawRequest, versionOf, type OpenedProtocol } from '../../context';
import { retrying } from '../../db/constraints';
import { append, type Door, type Recording, type StreamAppend } from '../../db/facts';
import { gatherCohort, gatherParticipant, lockWay, openSeed, protocolsOf } from '../../db/stores/allocations';
import { correctionsIn, isPaused } from '../../db/stores/lottery-mishaps';
import type { Queryable, Scope } from '../../db/zone';
import { lotOfSite } from '../../lot-of-site';
import { recall } from '../../lottery-memory';
import { Problem } from '../../problem';
import { SOFTWARE } from '../../software';

/** The allocator's share of the process: its own login, the key that opens seeds, time and entropy. */
export type Allocator = Pick<App, 'clock' | 'entropy' | 'uuid' | 'keys'> & { zone: App['database']['allocator'] };

/** Draws lots. The only place where the seed is opened; what comes out is the arm of a committed row. */
export function drawLotsFor(allocator: Allocator, request: DrawRequest): Promise<Drawn> {
  return retrying(() => (request.what === 'participant' ? drawParticipant(allocator, request) : drawCohort(allocator, request)));
}

async function drawParticipant(allocator: Allocator, request: Extract<DrawRequest, { what: 'participant' }>): Promise<Drawn> {
  const versions = await protocolsOf(allocator.zone, request.trial);
  const { protocol } = inForce(versions);
  const scheme = schemeOf(protocol);
  const { id } = randomisationOf(protocol);
  if (drawsFor(scheme) !== 'participant') throw new Problem('drawn-as-cohort');
  return allocator.zone.within(scopeOf(request), async (tx) => {
    const paused = await isPaused(tx, request.trial);
    const stratum = await stratumOf(tx, protocol, request);
    const found = stratum === null ? undefined : await gatherParticipant(tx, request.trial, request.code, id, stratum);
    if (stratum === null || !found || found.way.site !== request.site) throw new Problem('not-found');
    const { way, position } = found;
    // A lost reply and a second click meet here: the same answer.
    if (way.allocation) return { at: way.allocation.at, allocations: [{ code: way.code, arm: way.allocation.arm }] };
    if (found.locked) throw new Problem('already-locked');
    if (paused) throw new Problem('lottery-paused');
    const now = nowOf(allocator, way.clock);
    const refusal = mayBeDrawn(way, versionOf(versions, way.version), now);
    if (refusal) throw new Problem(refusal);

    if (scheme.method === 'cluster') {
      const { lot, label, drawnNow } = await lotOfSite(tx, () => openSeed(tx, allocator.keys, request.trial, id), scheme, {
        trial: request.trial,
        scheme: id,
        site: way.site,
      });
      const own = allocatedTo(protocol, way, { participant: way.participant, ...lot }, { label, stratum, position, rank: null });
      // One after the other, since positions follow the order of the streams: all clusters come before the first lot.
      for (const one of drawnNow ? [drawnNow, own] : [own]) {
        await record(allocator, tx, request, now, [one], 'allocation.append_in_cluster');
      }
      return { at: now.toISOString(), allocations: [{ code: way.code, arm: lot.arm }] };
    }
    const seed = await openSeed(tx, allocator.keys, request.trial, id);
    const place = { trial: request.trial, scheme: id, stratum, position };
    const corrections = correctsFromNowOn(protocol) ? await correctionsIn(tx, place) : [];
    const before = await recall(allocator.zone, tx, seed, scheme, place, corrections);
    const drawn = drawLots(seed, scheme, {
      for: 'participant',
      participant: way.participant,
      trial: request.trial,
      scheme: id,
      stratum,
      position,
      before,
      profile: profileOf(protocol, way),
    });
    if ('refused' in drawn) throw new Error(`the lottery refused: ${drawn.refused}`);
    const [lot] = drawn.lots;
    await record(allocator, tx, request, now, [
      allocatedTo(protocol, way, lot!, { ...drawn.trace, stratum, position, rank: null }),
    ]);
    return { at: now.toISOString(), allocations: [{ code: way.code, arm: lot!.arm }] };
  });
}

async function drawCohort(allocator: Allocator, request: Extract<DrawRequest, { what: 'cohort' }>): Promise<Drawn> {
  const versions = await protocolsOf(allocator.zone, request.trial);
  const { protocol } = inForce(versions);
  const scheme = schemeOf(protocol);
  const { id } = randomisationOf(protocol);
  if (scheme.method !== 'batch') throw new Problem('drawn-one-by-one');

  return allocator.zone.within(scopeOf(request), async (tx) => {
    const paused = await isPaused(tx, request.trial);
    const found = await gatherCohort(tx, request.trial, request.cohort);
    if (!found || found.cohort.site !== request.site) throw new Problem('not-found');
    const { cohort, ways } = found;
    if (cohort.drawnAt) return { at: cohort.drawnAt, allocations: ways.flatMap(revealed) };
    if (found.locked) throw new Problem('already-locked');
    if (paused) throw new Problem('lottery-paused');
    const now = nowOf(allocator, found.clock);
    const people = ways.map((way) => ({ way, protocol: versionOf(versions, way.version) }));
    const decided = mayDrawCohort(cohort, people, protocol, now);
    if ('refused' in decided) {
      const { refused, ...details } = decided;
      throw new Problem(refused, details);
    }
    const { members, units } = decided;

    const seed = await openSeed(tx, allocator.keys, request.trial, id);
    const stratum = `cohort=${cohort.cohort}`;
    const place = { trial: request.trial, scheme: id, stratum, cohort: cohort.cohort, ordinal: 1 };
    const drawn = drawLots(seed, scheme, { for: 'cohort', units, ...place });
    if ('refused' in drawn) throw new Error(`the lottery refused: ${drawn.refused}`);

    const { label, words } = drawn.trace;
    const streams = drawn.lots.map((lot, index) => {
      const way = members.find(({ participant }) => participant === lot.participant)!;
      const unit = units.find((one) => one.members.includes(lot.participant))!;
      const source = { label, stratum, position: index + 1, rank: index + 1 };
      return allocatedTo(protocol, way, lot, unit.id === lot.participant ? source : { ...source, unit: unit.id });
    });
    const composition = createHash('sha256')
      .update(encodeUtf8(canonicalise(compositionOf(units))))
      .digest('hex');
    const closing: NewFact = {
      kind: 'cohort-drawn',
      payload: { cohort: cohort.cohort, scheme: id, label, words, members: members.length, composition },
    };
    await record(allocator, tx, request, now, [
      ...streams,
      { stream: trialStream(request.trial), trial: request.trial, head: found.stream, facts: [closing] },
    ]);
    return {
      at: now.toISOString(),
      allocations: drawn.lots.map((lot) => ({
        code: members.find(({ participant }) => participant === lot.participant)!.code,
        arm: lot.arm,
      })),
    };
  });
}

const revealed = (way: Way): Drawn['allocations'] => (way.allocation ? [{ code: way.code, arm: way.allocation.arm }] : []);
const inForce = (versions: readonly OpenedProtocol[]): OpenedProtocol => versions[versions.length - 1]!;
const nowOf = (allocator: Allocator, clock: number): Date => new Date(allocator.clock().getTime() + clock);
const scopeOf = ({ trial, site }: DrawRequest): Scope => ({ trial, sites: [site], reads: 'arms' });

/**
 * The stratum a participant is drawn in, or null where there is no such participant. What they chose at screening is read under the
 * lock of their stream, so that it stands when the lot is drawn.
 */
async function stratumOf(
  tx: Queryable,
  protocol: Protocol,
  { trial, code, site }: Extract<DrawRequest, { what: 'participant' }>,
): Promise<string | null> {
  const randomisation = randomisationOf(protocol);
  if (randomisation.method === 'cluster') return `cluster=${site}`;
  const { strata } = randomisation;
  const factors = balancedBy(randomisation);
  if (factors.every((factor) => factor === 'site')) return keyOf(stratumKey(strata, { site }));
  const way = await lockWay(tx, trial, code);
  if (!way) return null;
  const levels = levelsOf(protocol, way);
  keyOf(stratumKey(factors, levels));
  // Where factors take the place of strata, the whole scheme is one stratum with one lock.
  return keyOf(stratumKey(strata, levels));
}

/** @throws Problem 'not-screened' where a factor has no level yet. */
function keyOf(found: StratumKey): string {
  if ('unknown' in found) throw new Problem('not-screened');
  return found.key;
}

/** What the lottery looks at in a person. @throws Problem 'not-screened' where a factor or number is not known yet. */
function profileOf(protocol: Protocol, way: Way): Profile {
  const numbers = numbersOf(way);
  const asked = covariatesOf(randomisationOf(protocol));
  if (asked.some((item) => numbers[item] === undefined)) throw new Problem('not-screened');
  return { levels: levelsOf(protocol, way), covariates: Object.fromEntries(asked.map((item) => [item, numbers[item]!])) };
}

/** Where in the lottery a lot came from, as its fact tells it. */
type Source = { label: string[]; words?: number[]; stratum: string; position: number; rank: number | null; unit?: string };

function allocatedTo(protocol: Protocol, way: Way, lot: Lot, source: Source): StreamAppend {
  const { id, method } = randomisationOf(protocol);
  const { levels, covariates } = profileOf(protocol, way);
  return {
    stream: participantStream(way.participant),
    trial: way.trial,
    head: way.stream,
    facts: [
      {
        kind: 'allocated',
        payload: {
          scheme: id,
          method,
          ...source,
          arm: lot.arm,
          cohort: way.cohort!.cohort,
          probabilities: lot.probabilities,
          factors: levels,
          ...(Object.keys(covariates ?? {}).length > 0 && { covariates }),
          code: SOFTWARE,
        },
      },
    ],
  };
}

async function record(
  allocator: Allocator,
  tx: Queryable,
  request: DrawRequest,
  now: Date,
  streams: StreamAppend[],
  door: Door = 'allocation.append',
): Promise<void> {
  const recording: Recording = { ...allocator, now, actor: request.actor, grant: request.grant, request: request.request };
  const jobs = [{ name: 'letters' as const, data: { trial: request.trial } }];
  await append(tx, recording, scopeOf(request), streams, { door, jobs });
}
