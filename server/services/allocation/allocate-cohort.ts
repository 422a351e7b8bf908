import type { allocateCohort as promise } from '#contract/staff/cohorts';
import { siteOfCohort } from '../../db/stores/cohorts';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Draws lots for a whole cohort of my site; all arms are revealed by one reply. */
export const allocateCohort: Service<typeof promise> = async (context, { params }) => {
  const site = await context.database.research.within(context.scope, (tx) => siteOfCohort(tx, params.trial, params.cohort));
  if (!site) throw new Problem('not-found');

  const drawn = await context.lottery({
    what: 'cohort',
    trial: params.trial,
    cohort: params.cohort,
    actor: context.actor,
    grant: context.under.grant,
    site,
    request: context.request,
  });
  const nameOf = (id: string) => context.protocol.arms.find((arm) => arm.id === id)!.name;
  return { at: drawn.at, allocations: drawn.allocations.map(({ code, arm }) => ({ code, arm: { id: arm, name: nameOf(arm) } })) };
};
