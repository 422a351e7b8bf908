import type { joinCohort as promise } from '#contract/staff/participants';
import { mayJoin } from '#protocols/rules/cohorts';
import { drawnWith } from '#protocols/rules/households';
import { readCohort, waysOfCohort } from '../../db/stores/cohorts';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Puts a participant in a cohort of their own site; the database has the last word on the last seat and on a draw under way. */
export const joinCohort: Service<typeof promise> = async (context, { params, body }) => {
  const { way, protocol } = await findWay(context, params.participant);
  const { cohort, left } = await context.database.research.within(context.scope, async (tx) => ({
    cohort: await readCohort(tx, params.trial, body.cohort),
    left: way.cohort ? await waysOfCohort(tx, params.trial, way.cohort.cohort) : [],
  }));
  if (!cohort || cohort.site !== way.site) throw new Problem('not-found');
  const refusal = mayJoin(way, protocol, cohort, context.now);
  if (refusal) throw new Problem(refusal);
  if (way.cohort?.cohort === cohort.cohort) return {};
  if (drawnWith(way, left).length > 0) throw new Problem('household-together');

  await recordOn(context, way, [{ kind: 'joined-cohort', payload: { cohort: cohort.cohort } }]);
  return {};
};
