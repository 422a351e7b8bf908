import type { listUnblindings as promise } from '#contract/staff/unblinding';
import { listUnblindingRows } from '../../db/stores/unblindings';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

/** Whose arm was opened or became known, newest first; never the arm. */
export const listUnblindings: Service<typeof promise> = async (context, { params: { trial } }) => {
  const rows = await context.database.research.within(context.scope, (tx) => listUnblindingRows(tx, trial));
  const nameOf = await actorNames(
    context,
    rows.map(({ actor }) => actor),
  );
  return { unblindings: rows.map(({ actor, ...row }) => ({ ...row, by: nameOf(actor) })) };
};
