import { primaryOf } from '#analysis/data/protocol-plan';
import type { Text } from '#protocols/model/text';
import type { App } from '../context';
import { lockOf } from '../db/stores/dataset';
import type { Queryable } from '../db/zone';
import { effectAt } from '../results/effect-memo';
import { plantedOn } from './planted';
import { powerOf } from './power';
import { readRehearsed } from './read-rehearsed';
import type { Rehearsed } from './rehearse';
import { countRehearsed, type Effect, type RehearsalReport } from './report';

export interface ReportWish {
  seed: number;
  asked: number;
  replicates: number;
  warnings: Text[];
}

/** The report of a rehearsed trial, read from its database. @param owner sees every row */
export async function makeReport(app: App, owner: Queryable, rehearsed: Rehearsed, wish: ReportWish): Promise<RehearsalReport> {
  const { protocol, assumed, complete, refused } = rehearsed;
  const rows = await readRehearsed(owner, protocol.id);
  const outcome = primaryOf(protocol);
  const drawn = rows.people.flatMap(({ drawn: lot, submissions }) =>
    lot ? [{ stratum: lot.stratum, arm: lot.arm, answers: submissions.some(({ wave }) => wave === outcome.wave) }] : [],
  );
  return {
    trial: protocol.id,
    version: protocol.version,
    seed: wish.seed,
    asked: wish.asked,
    complete,
    warnings: wish.warnings,
    assumed,
    ...countRehearsed(protocol, rows),
    effect: await effectFound(app, rehearsed),
    power: powerOf(protocol, drawn, wish.seed, wish.replicates, assumed),
    refused,
  };
}

async function effectFound(app: App, { protocol }: Rehearsed): Promise<Effect | null> {
  const lock = await lockOf(app.database.research, protocol.id);
  if (!lock?.lockedBy) return null;
  const versions = await app.protocols(protocol.id);
  const { rows } = await effectAt(app.database, protocol.id, versions, lock.cutoff);
  const { estimate, interval, p, n, method, refused } = rows[0]!;
  return { estimate, interval, p, n, method, refused, planted: plantedOn(protocol, primaryOf(protocol)) };
}
