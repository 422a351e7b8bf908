import { participantStream, trialStream } from '#protocols/model/fact';
import { drawSheet, keyOf, lettersOf } from '#protocols/randomisation/sheets';
import { drawsFor } from '#protocols/randomisation/scheme';
import { mayBeDrawn } from '#protocols/rules/journey';
import { randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { levelsOf } from '#protocols/rules/strata';
import { versionOf, type Drawn } from '../context';
import { lockWay, openSeed, protocolsOf } from '../db/stores/allocations';
import { gatherPause, sheetListOf, type SheetList } from '../db/stores/lottery-mishaps';
import type { Scope } from '../db/zone';
import { Problem } from '../problem';
import { seal } from '../seal';
import { SOFTWARE } from '../software';
import { record, type Allocator, type Of } from './record';

/** Where the halves of sheets travel, sealed: a queue between two processes keeps nothing that can be read. */
export const halfPlace = (list: string, half: string) => ({ table: 'jobs.job', column: 'sheets', row: `${list}/${half}` });

/** Makes a list of sheets: a number of addresses nobody else draws at. Nothing is drawn before it is printed or used. */
export async function makeSheets(allocator: Allocator, request: Of<'make-sheets'>): Promise<Drawn> {
  const { protocol } = (await protocolsOf(allocator.zone, request.trial)).at(-1)!;
  const scheme = schemeOf(protocol);
  // Whoever is drawn together, or with their site, has no lot of their own to put on a sheet.
  if (drawsFor(scheme) !== 'participant' || scheme.method === 'cluster') throw new Problem('drawn-as-cohort');
  const scope: Scope = { trial: request.trial, sites: '*' };
  return allocator.zone.within(scope, async (tx) => {
    const found = await gatherPause(tx, request.trial);
    if (!found) throw new Problem('not-found');
    if (found.locked) throw new Problem('already-locked');
    const now = new Date(allocator.clock().getTime() + found.clock);

    const { list, site, sheets } = request;
    const payload = { list, scheme: randomisationOf(protocol).id, site, sheets };
    const at = { stream: trialStream(request.trial), head: found.stream };
    await record(allocator, tx, request, now, scope, at, { kind: 'sheets-made', payload });
    return { at: now.toISOString(), allocations: [] };
  });
}

/** One half of the sheets, sealed on its way; that it was printed, and by whom, is a fact. */
export async function printSheets(allocator: Allocator, request: Of<'print-sheets'>): Promise<Drawn> {
  const { protocol } = (await protocolsOf(allocator.zone, request.trial)).at(-1)!;
  const { arms } = schemeOf(protocol);
  const scope: Scope = { trial: request.trial, sites: '*' };
  return allocator.zone.within(scope, async (tx) => {
    const found = await gatherPause(tx, request.trial);
    const list = await sheetListOf(tx, request.trial, request.list);
    if (!found || !list || (request.site !== null && list.site !== request.site)) throw new Problem('not-found');
    const seed = await openSeed(tx, allocator.keys, request.trial, list.scheme);
    const now = new Date(allocator.clock().getTime() + found.clock);
    const half = numbersOf(list).map((sheet) => {
      const place = { trial: request.trial, scheme: list.scheme, list: list.list, sheet };
      return request.half === 'site'
        ? { sheet, letters: lettersOf(seed, arms, place) }
        : { sheet, letter: keyOf(seed, arms, place) };
    });

    const payload = { list: list.list, half: request.half };
    const at = { stream: trialStream(request.trial), head: found.stream };
    await record(allocator, tx, request, now, scope, at, { kind: 'sheets-printed', payload });
    const words = JSON.stringify({ site: list.site, half });
    return {
      at: now.toISOString(),
      allocations: [],
      half: seal(allocator.keys.seed, halfPlace(list.list, request.half), words, allocator.entropy),
    };
  });
}

/** A sheet that was used is registered: its lot is drawn again from its own address. */
export async function useSheet(allocator: Allocator, request: Of<'use-sheet'>): Promise<Drawn> {
  const versions = await protocolsOf(allocator.zone, request.trial);
  const { protocol } = versions.at(-1)!;
  const { arms } = schemeOf(protocol);
  const scope: Scope = { trial: request.trial, sites: [request.site], reads: 'arms' };
  return allocator.zone.within(scope, async (tx) => {
    const way = await lockWay(tx, request.trial, request.code);
    const list = await sheetListOf(tx, request.trial, request.list);
    if (!way || way.site !== request.site) throw new Problem('not-found');
    if (!list || list.site !== way.site || request.sheet > list.sheets) throw new Problem('sheet-unknown');
    if (list.used.includes(request.sheet)) throw new Problem('sheet-used');
    const pause = await gatherPause(tx, request.trial);
    if (pause?.locked) throw new Problem('already-locked');
    const now = new Date(allocator.clock().getTime() + way.clock);
    if (request.openedAt < list.at || request.openedAt > now.toISOString()) throw new Problem('opened-when');
    const refusal = mayBeDrawn(way, versionOf(versions, way.version), now);
    if (refusal) throw new Problem(refusal);
    const seed = await openSeed(tx, allocator.keys, request.trial, list.scheme);
    const place = { trial: request.trial, scheme: list.scheme, list: list.list, sheet: request.sheet };
    const { arm, probabilities, trace } = drawSheet(seed, arms, place);

    const payload = {
      ...{ list: list.list, sheet: request.sheet, scheme: list.scheme, arm, cohort: way.cohort!.cohort },
      ...{ ...trace, probabilities, factors: levelsOf(protocol, way), code: SOFTWARE },
    };
    const at = { stream: participantStream(way.participant), head: way.stream };
    const fact = { kind: 'allocated-by-sheet', payload, occurredAt: request.openedAt } as const;
    await record(allocator, tx, request, now, scope, at, fact);
    return { at: request.openedAt, allocations: [{ code: way.code, arm }] };
  });
}

const numbersOf = ({ sheets }: SheetList): number[] => Array.from({ length: sheets }, (_, index) => index + 1);
