import { quantile } from '#analysis/describe/quantile';
import { selectionOf, type AtTheDoor, type Selection } from '#analysis/describe/selection';
import type { Protocol } from '#protocols/model/protocol';
import { drawLots } from '#protocols/randomisation/draw-lots';
import { memoryOf } from '#protocols/randomisation/memory';
import { drawsFor } from '#protocols/randomisation/scheme';
import { stratumKey } from '#protocols/randomisation/stratum';
import { covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import type { App, Drawn, GuardRequest } from '../context';
import { openSeed, protocolsOf } from '../db/stores/allocations';
import { guardRows, type GuardRows, type JudgedRow } from '../db/stores/guard';

type Allocator = Pick<App, 'clock' | 'entropy' | 'uuid' | 'keys'> & { zone: App['database']['allocator'] };

/** How long people waited between being judged eligible and the draw. */
export interface Waits {
  judged: number;
  eligible: number;
  drawn: number;
  medianHours: number | null;
  longestHours: number | null;
}

/** Sums alone: whom a person at the door let in, how long it took, and whether that goes with the lot that was to come. */
export interface GuardReport {
  sites: (Waits & { site: string })[];
  people: (Waits & { actor: string })[];
  /** Null where lots are drawn for whole cohorts: nobody can wait for the next one. */
  tests: { eligible: Selection; drawn: Selection; wait: Selection } | null;
}

const HOUR = 3_600_000;

/** Computed where the seed is; what leaves is sums over at least a dozen people, and none of them tells what comes next. */
export function watchSelection(allocator: Allocator, request: GuardRequest): Promise<Drawn> {
  return allocator.zone.within({ trial: request.trial, sites: '*' }, async (tx) => {
    const { protocol } = (await protocolsOf(tx, request.trial)).at(-1)!;
    const rows = await guardRows(tx, request.trial);
    const scheme = schemeOf(protocol);
    const { id } = randomisationOf(protocol);
    let chances: (number | null)[] | null = null;
    if (drawsFor(scheme) === 'participant') {
      const seed = await openSeed(tx, allocator.keys, request.trial, id);
      chances = rows.judged.map((one) => chanceAt(seed, protocol, rows, one));
    }
    const guard: GuardReport = {
      sites: grouped(rows.judged, ({ site }) => site).map(([site, own]) => ({ site, ...waitsOf(own) })),
      people: grouped(rows.judged, ({ actor }) => actor).map(([actor, own]) => ({ actor, ...waitsOf(own) })),
      tests: chances && testsOf(rows.judged, chances),
    };
    return { at: allocator.clock().toISOString(), allocations: [], guard };
  });
}

/** The chance that the next lot, when somebody was judged, would be the first arm beside the reference; null where it cannot be said. */
function chanceAt(seed: Uint8Array, protocol: Protocol, { drawn }: GuardRows, one: JudgedRow): number | null {
  const randomisation = randomisationOf(protocol);
  const chosen = Object.entries(one.answers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const levels = { ...Object.fromEntries(chosen), site: one.site };
  const key = stratumKey(randomisation.strata, levels);
  if ('unknown' in key) return null;
  const before = drawn.filter(
    ({ position, scheme, stratum }) => position < one.position && scheme === randomisation.id && stratum === key.key,
  );
  const place = { trial: protocol.id, scheme: randomisation.id, stratum: key.key };
  const scheme = schemeOf(protocol);
  const memory = memoryOf(scheme, place);
  for (const given of before) memory?.remember(seed, given);
  const covariates = Object.fromEntries(covariatesOf(randomisation).map((item) => [item, Number(one.answers[item])]));
  const next = drawLots(seed, scheme, {
    for: 'participant',
    participant: one.participant,
    ...place,
    position: before.length + 1,
    before: memory,
    profile: { levels, covariates },
  });
  const treated = protocol.arms.find(({ id }) => id !== protocol.analysis.reference);
  return 'refused' in next || !treated ? null : (next.lots[0]!.probabilities[treated.id] ?? 0);
}

function testsOf(judged: readonly JudgedRow[], chances: readonly (number | null)[]): NonNullable<GuardReport['tests']> {
  const at = (include: (one: JudgedRow) => boolean, y: (one: JudgedRow) => number): AtTheDoor[] =>
    judged.flatMap((one, index) => {
      const chance = chances[index];
      return chance === null || chance === undefined || !include(one) ? [] : [{ stratum: one.site, chance, y: y(one) }];
    });
  return {
    eligible: selectionOf(
      at(
        () => true,
        ({ eligible }) => Number(eligible),
      ),
    ),
    // Whoever is on the way has not been kept out.
    drawn: selectionOf(
      at(
        ({ eligible, drawnAt, stopped }) => eligible && (drawnAt !== null || stopped),
        (one) => Number(one.drawnAt !== null),
      ),
    ),
    wait: selectionOf(
      at(
        ({ drawnAt }) => drawnAt !== null,
        (one) => hoursOf(one),
      ),
    ),
  };
}

function waitsOf(own: readonly JudgedRow[]): Waits {
  const hours = own.filter(({ drawnAt }) => drawnAt !== null).map(hoursOf);
  return {
    judged: own.length,
    eligible: own.filter(({ eligible }) => eligible).length,
    drawn: hours.length,
    medianHours: quantile(hours, 0.5),
    longestHours: hours.length === 0 ? null : Math.max(...hours),
  };
}

const hoursOf = ({ at, drawnAt }: JudgedRow): number => (Date.parse(drawnAt!) - Date.parse(at)) / HOUR;

function grouped(judged: readonly JudgedRow[], by: (one: JudgedRow) => string): [string, JudgedRow[]][] {
  const groups = new Map<string, JudgedRow[]>();
  for (const one of judged) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
