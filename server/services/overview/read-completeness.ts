import type { readCompleteness as promise } from '#contract/staff/overview';
import type { Service } from '../../http/serve';
import { readCompleteness as completenessOf } from '../../overview/wave-groups';

/** How each wave stands at the grant's sites, all arms together: counts, and nobody's code. */
export const readCompleteness: Service<typeof promise> = async ({ database, scope, versions, now }, { params: { trial } }) => {
  const waves = await database.research.within({ ...scope, reads: 'system' }, (tx) => completenessOf(tx, trial, versions, now));
  return { waves, now: now.toISOString() };
};
