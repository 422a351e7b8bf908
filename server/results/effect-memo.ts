import type { Effect } from '#contract/staff/results';
import type { Static } from '@sinclair/typebox';
import type { OpenedProtocol } from '../context';
import { newestWithholding, readDraws, readTrialRows } from '../db/stores/dataset';
import type { Database } from '../db/zone';
import { type Progress, reckon } from './effect-job';

type EffectReply = Static<typeof Effect>;

/** A result under way or done. */
interface Reckoning {
  result: Promise<EffectReply>;
  progress: Progress;
}

const known = new WeakMap<Database, Map<string, Reckoning>>();

/**
 * The effect of a locked trial at its cut-off. Computed once, in a thread of its own: a cut-off does not change, save by an erasure or a
 * wish to be let out of the data, which are part of what a result is remembered by.
 */
export async function effectAt(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
): Promise<EffectReply> {
  return (await reckoningAt(database, trial, versions, cutoff)).result;
}

/** The same, or how far it has come where it is not done after `patience` milliseconds. */
export async function effectWithin(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
  patience: number,
): Promise<{ effect: EffectReply } | { computing: Progress }> {
  const reckoning = await reckoningAt(database, trial, versions, cutoff);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patience)));
  const effect = await Promise.race([reckoning.result, late]).finally(() => clearTimeout(timer));
  return effect ? { effect } : { computing: reckoning.progress };
}

async function reckoningAt(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
): Promise<Reckoning> {
  const withholding = await database.research.within({ trial, sites: '*' }, (tx) => newestWithholding(tx, trial));
  const key = `${trial} ${versions.at(-1)!.digest} ${cutoff} ${withholding}`;
  const kept = known.get(database) ?? new Map<string, Reckoning>();
  known.set(database, kept);
  const found = kept.get(key);
  if (found) return found;
  const progress: Progress = { done: 0, of: versions.at(-1)!.protocol.outcomes.length };
  const result = compute(database, trial, versions, cutoff, (now) => Object.assign(progress, now));
  const begun = { result, progress };
  kept.set(key, begun);
  // A failure is not remembered: the next reader tries again.
  result.catch(() => kept.delete(key));
  return begun;
}

async function compute(
  database: Database,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
  progress: (now: Progress) => void,
): Promise<EffectReply> {
  const { protocol } = versions.at(-1)!;
  const [rows, draws] = await database.research.within({ trial, sites: '*', reads: 'dataset' }, async (tx) => {
    return [await readTrialRows(tx, trial, cutoff), await readDraws(tx, trial, cutoff)] as const;
  });
  const asked = versions.map((one) => ({ version: one.version, protocol: one.protocol }));
  return reckon({ protocol, versions: asked, rows, draws, cutoff }, progress);
}
