import type { rehearseResults as promise } from '#contract/staff/results';
import { lockOf } from '../../db/stores/dataset';
import { readRehearsalRows } from '../../db/stores/rehearsal-rows';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { reckon } from '../../results/effect-job';
import { permutedRows, watermarked } from '../../results/permuted';

/** The first seed; whoever wants to see another way it could have looked by chance alone asks for another. */
const FIRST_SEED = 1;

/**
 * The whole report as it will look after the lock, on the answers so far and arms that the trial's own lottery gave just now: so that the
 * plan is seen to run, and how large differences come by chance alone. Only whoever acts for the whole trial may.
 */
export const rehearseResults: Service<typeof promise> = async ({ database, versions, under }, { params: { trial }, query }) => {
  if (under.site !== null) throw new Problem('role-missing');
  const lock = await lockOf(database.research, trial);
  const found = await database.research.within({ trial, sites: '*', reads: 'rehearsal' }, (tx) => readRehearsalRows(tx, trial));

  if (lock?.lockedBy) throw new Problem('already-locked');
  const { protocol } = versions.at(-1)!;
  const seed = Number(query.seed ?? FIRST_SEED);
  const { rows, draws } = permutedRows(protocol, found, seed);
  const asked = versions.map((one) => ({ version: one.version, protocol: one.protocol }));
  const effect = await reckon({ protocol, versions: asked, rows, draws, cutoff: 0 }, () => undefined);
  return { seed, effect: watermarked(effect) };
};
