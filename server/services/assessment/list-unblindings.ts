import type { listUnblindings as promise } from '#contract/staff/assessment';
import { listUnblindingRows } from '../../db/stores/calls';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

/** Whose arm an interviewer came to know, newest first. */
export const listUnblindings: Service<typeof promise> = async (context, { params: { trial } }) => {
  const rows = await context.database.research.within(context.scope, (tx) => listUnblindingRows(tx, trial));
  const nameOf = await actorNames(
    context,
    rows.map(({ actor }) => actor),
  );
  return { unblindings: rows.map(({ code, how, at, actor }) => ({ code, how: how as never, at, by: nameOf(actor) })) };
};
