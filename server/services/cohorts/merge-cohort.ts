import type { mergeCohort as promise } from '#contract/staff/cohorts';
import { participantStream, trialStream } from '#protocols/model/fact';
import { mayMerge } from '#protocols/rules/cohorts';
import { append } from '../../db/facts';
import { readCohort, waysOfCohort } from '../../db/stores/cohorts';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/**
 * Merges a cohort whole into another of the same site: everybody joins the other, and the first ends, in one append. A draw meanwhile
 * moves the trial's stream, and somebody who joins meanwhile is met by the database: both times it is decided again.
 */
export const mergeCohort: Service<typeof promise> = async (context, { params: { trial, cohort: id }, body }) => {
  const { database, scope, now } = context;
  const stream = trialStream(trial);
  const head = await headOf(database.research, stream);
  const found = await database.research.within(scope, async (tx) => ({
    from: await readCohort(tx, trial, id),
    into: await readCohort(tx, trial, body.into),
    ways: await waysOfCohort(tx, trial, id),
    others: await waysOfCohort(tx, trial, body.into),
  }));
  const { from, into, ways, others } = found;
  if (!from || !into) throw new Problem('not-found');
  if (id === body.into || from.site !== into.site) throw new Problem('not-understood', { field: 'into' });
  const refusal = mayMerge(
    from,
    ways,
    into,
    others.some(({ allocation }) => allocation !== null),
    now,
  );
  if (refusal) throw new Problem(refusal);

  await append(database.research, context, scope, [
    ...ways.map((way) => ({
      stream: participantStream(way.participant),
      trial,
      head: way.stream,
      facts: [{ kind: 'joined-cohort' as const, payload: { cohort: body.into } }],
    })),
    {
      stream,
      trial,
      head: head!,
      facts: [{ kind: 'cohort-merged', payload: { cohort: id, into: body.into, members: ways.length } }],
    },
  ]);
  return { cohort: body.into, members: ways.length };
};
