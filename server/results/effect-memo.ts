import type { Effect } from '#contract/staff/results';
import type { Static } from '@sinclair/typebox';
import type { OpenedProtocol } from '../context';
import { newestWithholding } from '../db/stores/dataset';
import type { Database } from '../db/zone';
import { effectOf } from './effect-of';
import { readDataset } from './read-dataset';

type EffectReply = Static<typeof Effect>;

const known = new WeakMap<Database, Map<string, Promise<EffectReply>>>();

/**
 * The effect of a locked trial at its cut-off. Computed once: a cut-off does not change, save by an erasure or a wish to be let
 * out of the data, which are part of what a result is remembered by.
 */
export async function effectAt(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
): Promise<EffectReply> {
  const withholding = await database.research.within({ trial, sites: '*' }, (tx) => newestWithholding(tx, trial));
  const key = `${trial} ${versions.at(-1)!.digest} ${cutoff} ${withholding}`;
  const kept = known.get(database) ?? new Map<string, Promise<EffectReply>>();
  known.set(database, kept);
  const computed = kept.get(key) ?? compute(database, trial, versions, cutoff);
  kept.set(key, computed);
  // A failure is not remembered: the next reader tries again.
  computed.catch(() => kept.delete(key));
  return computed;
}

async function compute(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
): Promise<EffectReply> {
  const [dataset, prorated] = await readDataset(database.research, trial, versions, cutoff, [{}, { itemMissing: 'prorated' }]);
  return effectOf(versions.at(-1)!.protocol, dataset!, prorated!, cutoff);
}
