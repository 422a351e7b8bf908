import type { readToday as promise } from '#contract/staff/overview';
import { byUrgency } from '#protocols/rules/today';
import { isAnybodyHere } from '../../db/stores/overview';
import type { Service } from '../../http/serve';
import { TODAY_OF } from '../../overview/today-by-role';

/** What the role in force does today, the most urgent first. */
export const readToday: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, under, now } = context;
  const somebody = await database.research.within(scope, (tx) => isAnybodyHere(tx, trial));
  const found = await Promise.all(TODAY_OF[under.role].map((gather) => gather(context, trial)));
  return { sentences: byUrgency(found.flat()), isEmpty: !somebody, now: now.toISOString() };
};
