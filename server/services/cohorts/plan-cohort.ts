import type { planCohort as promise } from '#contract/staff/cohorts';
import { trialStream } from '#protocols/model/fact';
import { wrongDate } from '#protocols/rules/cohorts';
import { append } from '../../db/facts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Plans a cohort at a site: one set of dates for every arm, known before anybody is drawn. */
export const planCohort: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { database, under, protocol, scope } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);

  if (!protocol.sites.some(({ id }) => id === body.site) || (under.site !== null && under.site !== body.site)) {
    throw new Problem('not-understood', { field: 'site' });
  }
  const wrong = wrongDate(body);
  if (wrong) throw new Problem('not-understood', { field: wrong });
  const cohort = context.uuid();

  const { minimum, capacity } = protocol.cohorts;
  await append(database.research, context, scope, [
    { stream, trial, head: head!, facts: [{ kind: 'cohort-planned', payload: { cohort, ...body, minimum, capacity } }] },
  ]);
  return { cohort };
};
