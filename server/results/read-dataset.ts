import { datasetOf, type Dataset } from '#analysis/data/dataset';
import type { ScoreOptions } from '#protocols/rules/score';
import { itemMissingOf } from '#protocols/rules/score-of';
import type { OpenedProtocol } from '../context';
import { readTrialRows } from '../db/stores/dataset';
import type { Zone } from '../db/zone';

/**
 * The dataset of a locked trial as of position `cutoff`, for the trial's newest version.
 * @param itemMissing instead of the protocol's own rule, for a sensitivity analysis
 */
export async function readDataset(
  research: Zone,
  trial: string,
  versions: readonly OpenedProtocol[],
  cutoff: number,
  itemMissing: readonly ScoreOptions[] = [{}],
): Promise<Dataset[]> {
  const protocol = versions.at(-1)!.protocol;
  const rows = await research.within({ trial, sites: '*', reads: 'dataset' }, (tx) => readTrialRows(tx, trial, cutoff));
  const byVersion = new Map(versions.map((one) => [one.version, one.protocol]));
  return itemMissing.map((options) => datasetOf(rows, protocol, byVersion, { itemMissing: itemMissingOf(protocol), ...options }));
}
