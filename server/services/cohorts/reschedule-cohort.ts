import type { rescheduleCohort as promise } from '#contract/staff/cohorts';
import { trialStream } from '#protocols/model/fact';
import { mayReschedule } from '#protocols/rules/cohorts';
import { append } from '../../db/facts';
import { readCohort, waysOfCohort } from '../../db/stores/cohorts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Moves a cohort's dates for every arm alike, before the draw its queue's last day too, as long as no window that follows them has opened. */
export const rescheduleCohort: Service<typeof promise> = async (context, { params: { trial, cohort: id }, body }) => {
  const { database, scope, versions, now } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const found = await database.research.within(scope, async (tx) => {
    const cohort = await readCohort(tx, trial, id);
    return cohort && { cohort, ways: await waysOfCohort(tx, trial, id) };
  });
  if (!found) throw new Problem('not-found');
  const { cohort, ways } = found;
  const isSame = cohort.startsOn === body.startsOn && cohort.endsOn === body.endsOn;
  if (isSame && (body.closesOn ?? cohort.closesOn) === cohort.closesOn) return {};

  const refusal = mayReschedule(
    versions.map(({ protocol }) => protocol),
    cohort,
    ways,
    body,
    now,
  );
  if (refusal === 'cohort-closed' || refusal === 'cohort-drawn') throw new Problem(refusal);
  if (refusal) throw new Problem('not-understood', { field: refusal });

  await append(database.research, context, scope, [
    { stream, trial, head: head!, facts: [{ kind: 'cohort-rescheduled', payload: { cohort: id, ...body } }] },
  ]);
  return {};
};
