import { participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import { mayBeDrawn } from '#protocols/rules/journey';
import { exceptionsOf, levelsFor, randomisationOf } from '#protocols/rules/lottery-of';
import { levelsOf } from '#protocols/rules/strata';
import { versionOf, type Drawn, type MishapRequest } from '../context';
import { retrying } from '../db/constraints';
import { protocolsOf } from '../db/stores/allocations';
import { gatherCorrection, gatherPause, gatherReplacement, isPaused } from '../db/stores/lottery-mishaps';
import type { Scope } from '../db/zone';
import { Problem } from '../problem';
import { SOFTWARE } from '../software';
import { record, type Allocator, type Of } from './record';
import { makeSheets, printSheets, useSheet } from './sheets';

/** What goes wrong with draws and bears on later ones: said by the allocator, under the locks of the draws. */
export function takeMishap(allocator: Allocator, request: MishapRequest): Promise<Drawn> {
  return retrying(() => {
    switch (request.what) {
      case 'pause':
        return pause(allocator, request);
      case 'correct-factor':
        return correctFactor(allocator, request);
      case 'replace':
        return replace(allocator, request);
      case 'make-sheets':
        return makeSheets(allocator, request);
      case 'print-sheets':
        return printSheets(allocator, request);
      case 'use-sheet':
        return useSheet(allocator, request);
    }
  });
}

/** @param request `reason` null where the lottery goes on. */
function pause(allocator: Allocator, request: Of<'pause'>): Promise<Drawn> {
  const scope: Scope = { trial: request.trial, sites: '*' };
  return allocator.zone.within(scope, async (tx) => {
    const found = await gatherPause(tx, request.trial);
    if (!found) throw new Problem('not-found');
    if (found.locked) throw new Problem('already-locked');
    if (request.reason !== null && found.paused) throw new Problem('lottery-paused');
    if (request.reason === null && !found.paused) throw new Problem('not-paused');
    const now = new Date(allocator.clock().getTime() + found.clock);

    const fact: NewFact =
      request.reason === null
        ? { kind: 'lottery-resumed', payload: {} }
        : { kind: 'lottery-paused', payload: { reason: request.reason } };
    const at = { stream: trialStream(request.trial), head: found.stream };
    await record(allocator, tx, request, now, scope, at, fact);
    return { at: now.toISOString(), allocations: [] };
  });
}

async function correctFactor(allocator: Allocator, request: Of<'correct-factor'>): Promise<Drawn> {
  const versions = await protocolsOf(allocator.zone, request.trial);
  const { protocol } = versions.at(-1)!;
  const scope: Scope = { trial: request.trial, sites: [request.site], reads: 'arms' };
  return allocator.zone.within(scope, async (tx) => {
    const found = await gatherCorrection(tx, request.trial, request.code);
    if (!found || found.way.site !== request.site) throw new Problem('not-found');
    const { way, scheme, used, corrected } = found;
    if (scheme === null) throw new Problem('no-arm-yet');
    if (found.locked) throw new Problem('already-locked');
    const before = used[request.factor];
    if (before === undefined || !levelsFor(protocol, request.factor).includes(request.corrected))
      throw new Problem('factor-unknown');
    if ((corrected[request.factor] ?? before) === request.corrected) throw new Problem('factor-unchanged');
    const now = new Date(allocator.clock().getTime() + way.clock);

    const payload = { scheme, factor: request.factor, used: before, corrected: request.corrected };
    const at = { stream: participantStream(way.participant), head: way.stream };
    await record(allocator, tx, request, now, scope, at, { kind: 'factor-corrected', payload });
    return { at: now.toISOString(), allocations: [] };
  });
}

async function replace(allocator: Allocator, request: Of<'replace'>): Promise<Drawn> {
  const versions = await protocolsOf(allocator.zone, request.trial);
  const { protocol } = versions.at(-1)!;
  const { id: scheme } = randomisationOf(protocol);
  const scope: Scope = { trial: request.trial, sites: [request.site], reads: 'arms' };
  return allocator.zone.within(scope, async (tx) => {
    const paused = await isPaused(tx, request.trial);
    const found = await gatherReplacement(tx, request.trial, request.code);
    if (!found || found.way.site !== request.site) throw new Problem('not-found');
    const { way, proposer, replaces, arm } = found;
    if (proposer === null || replaces === null || arm === null) throw new Problem('nothing-proposed');
    if (proposer === request.actor) throw new Problem('two-people');
    if (found.locked) throw new Problem('already-locked');
    if (paused) throw new Problem('lottery-paused');
    if (found.replaced) throw new Problem('already-replaced');
    if (found.made >= (exceptionsOf(protocol).replacements ?? 0)) throw new Problem('no-replacement-left');
    const now = new Date(allocator.clock().getTime() + way.clock);
    const refusal = mayBeDrawn(way, versionOf(versions, way.version), now);
    if (refusal) throw new Problem(refusal);

    const factors = levelsOf(protocol, way);
    const payload = { scheme, arm, cohort: way.cohort!.cohort, replaces, factors, proposedBy: proposer, code: SOFTWARE };
    const at = { stream: participantStream(way.participant), head: way.stream };
    await record(allocator, tx, request, now, scope, at, { kind: 'allocated-as-replacement', payload });
    // The arm goes to the site by the site's own page, not to the second of two people.
    return { at: now.toISOString(), allocations: [] };
  });
}
