import type { readClock as promise } from '#contract/staff/trial';
import { clockSteps } from '#protocols/rules/clock-steps';
import { listCohorts } from '../../db/stores/cohorts';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Where a demonstration's clock may go next, from the dates of the cohorts at the grant's sites. */
export const readClock: Service<typeof promise> = async ({ database, scope, protocol, config, now }, { params: { trial } }) => {
  const cohorts = await database.research.within(scope, (tx) => listCohorts(tx, trial));

  if (!protocol.simulated || config.production) throw new Problem('not-a-demonstration');
  return { steps: clockSteps(protocol, cohorts, now) };
};
