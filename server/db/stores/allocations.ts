import type { Payload } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Allocated, StratumPlace } from '#protocols/randomisation/memory';
import type { CohortDates, Way } from '#protocols/model/way';
import type { OpenedProtocol } from '../../context';
import type { Keys } from '../../keys';
import { open, seal, type Entropy } from '../../seal';
import type { Head } from '../facts';
import type { Queryable } from '../zone';

/** The trial's versions as the allocator may read them. */
export async function protocolsOf(allocator: Queryable, trial: string): Promise<OpenedProtocol[]> {
  const [row] = await allocator.query<{ versions: { version: string; digest: string; document: Protocol }[] | null }>(
    'SELECT allocation.protocol_of($1) AS versions',
    [trial],
  );
  return (row?.versions ?? []).map(({ version, digest, document }) => ({ version, digest, protocol: document }));
}

/** Locks the person alone: what they are stratified by is read before their stratum can be named. @returns their way. */
export async function lockWay(tx: Queryable, trial: string, code: string): Promise<Way | undefined> {
  const [row] = await tx.query<{ way: Way | null }>('SELECT allocation.lock_way($1, $2) AS way', [trial, code]);
  return row?.way ?? undefined;
}

/** Locks the person, then the stratum. @returns their way and the stratum's next position. */
export async function gatherParticipant(
  tx: Queryable,
  trial: string,
  code: string,
  scheme: string,
  stratum: string,
): Promise<{ way: Way; position: number; locked: boolean } | undefined> {
  const [row] = await tx.query<{ found: { ways: Way[]; slot: number; locked: boolean } | null }>(
    'SELECT allocation.gather_participant($1, $2, $3, $4) AS found',
    [trial, code, scheme, stratum],
  );
  const found = row?.found;
  return found ? { way: found.ways[0]!, position: found.slot, locked: found.locked } : undefined;
}

/** Somebody drawn, with their place and the hash of the fact that says so. */
export type DrawnFact = Allocated & { slot: number; fact: string };

/** Everybody whom the stratum drew from a position on, in their order, with the levels used then. Asked under the stratum's lock. */
export async function drawnSince(tx: Queryable, { trial, scheme, stratum }: StratumPlace, from: number): Promise<DrawnFact[]> {
  const [row] = await tx.query<{ since: DrawnFact[] }>('SELECT allocation.drawn_since($1, $2, $3, $4) AS since', [
    trial,
    scheme,
    stratum,
    from,
  ]);
  return row!.since;
}

/** What the clusters of a scheme got, null before they are drawn, and where the trial's stream stands. */
export interface ClustersDrawn {
  stream: Head;
  drawn: Payload<'clusters-drawn'> | null;
}

/** @param locking locks the trial's stream: where clusters are about to be drawn. */
export async function clustersDrawn(
  tx: Queryable,
  trial: string,
  scheme: string,
  locking: boolean,
): Promise<ClustersDrawn | undefined> {
  const [row] = await tx.query<{ found: ClustersDrawn | null }>('SELECT allocation.clusters_drawn($1, $2, $3) AS found', [
    trial,
    scheme,
    locking,
  ]);
  return row?.found ?? undefined;
}

/** A cohort with its people, as locked; `locked` also says whether two people have locked the trial's plan. */
export interface GatheredCohort {
  cohort: CohortDates & { site: string };
  clock: number;
  stream: Head;
  ways: Way[];
  locked: boolean;
}

/** Locks the cohort, its members, then the trial's own stream. */
export async function gatherCohort(tx: Queryable, trial: string, cohort: string): Promise<GatheredCohort | undefined> {
  const [row] = await tx.query<{ found: GatheredCohort | null }>('SELECT allocation.gather_cohort($1, $2) AS found', [
    trial,
    cohort,
  ]);
  return row?.found ?? undefined;
}

/** A trial whose seeds may be shown: the schemes whose seed is concealed yet. */
export interface Concealed {
  stream: Head;
  clock: number;
  locked: boolean;
  concealed: string[];
}

/** Locks the trial's stream. @returns what is still concealed. */
export async function gatherConcealed(tx: Queryable, trial: string): Promise<Concealed | undefined> {
  const [row] = await tx.query<{ found: Concealed | null }>('SELECT allocation.gather_reveal($1) AS found', [trial]);
  return row?.found ?? undefined;
}

const seedPlace = (trial: string, scheme: string) => ({ table: 'allocation.seed', column: 'sealed', row: `${trial}/${scheme}` });

/** Keeps the seed of a scheme, wrapped by the seed key: the database alone cannot draw. */
export async function keepSeed(
  tx: Queryable,
  keys: Keys,
  trial: string,
  scheme: string,
  seed: Uint8Array,
  entropy: Entropy,
): Promise<void> {
  const sealed = seal(keys.seed, seedPlace(trial, scheme), Buffer.from(seed), entropy);
  await tx.query('SELECT allocation.keep_seed($1, $2, $3)', [trial, scheme, sealed]);
}

/** Opens the seed of a scheme and holds it fast to the end of the transaction. @throws LT061 where no ceremony has made one. */
export async function openSeed(tx: Queryable, keys: Keys, trial: string, scheme: string): Promise<Uint8Array> {
  const [row] = await tx.query<{ sealed: string }>('SELECT allocation.hold_seed($1, $2) AS sealed', [trial, scheme]);
  return open(keys.seed, seedPlace(trial, scheme), row!.sealed);
}
