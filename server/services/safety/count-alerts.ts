import type { countAlerts as promise } from '#contract/staff/safety';
import { countAlertRows } from '../../db/stores/alerts';
import { listRoster } from '../../db/stores/grants';
import type { Service } from '../../http/serve';
import { rosterOn } from '#protocols/rules/grants';

/** How many alerts wait and how many people stand on the roster: for those who see to it that somebody acts. */
export const countAlerts: Service<typeof promise> = async ({ database, scope, under, now }, { params: { trial } }) => {
  const counts = await database.research.within(scope, (tx) => countAlertRows(tx, trial, now));
  const roster = await listRoster(database.research, trial);
  return { ...counts, roster: rosterOn(roster, under.site, now).length };
};
