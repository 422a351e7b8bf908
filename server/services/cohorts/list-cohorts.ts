import type { listCohorts as promise } from '#contract/staff/cohorts';
import { listCohorts as cohortsOf } from '../../db/stores/cohorts';
import type { Service } from '../../http/serve';

/** The cohorts at the grant's sites. */
export const listCohorts: Service<typeof promise> = async ({ database, scope }, { params: { trial } }) => ({
  cohorts: await database.research.within(scope, (tx) => cohortsOf(tx, trial)),
});
