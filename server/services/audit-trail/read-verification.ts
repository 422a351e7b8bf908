import type { readVerification as promise } from '#contract/staff/audit-trail';
import { listCommitments, listExportRows, newestCheckpoint } from '../../db/stores/trail';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

/** What the trail can be checked against outside the house: checkpoint, commitments, the digests of files that left. */
export const readVerification: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database } = context;
  const checkpoint = await newestCheckpoint(database.auditor);
  const lotteries = await listCommitments(database.research, trial);
  const left = await listExportRows(database.research, trial);
  const nameOf = await actorNames(
    context,
    left.map(({ actor }) => actor),
  );
  return {
    checkpoint,
    lotteries,
    exports: left.map(({ actor, ...file }) => ({ ...file, by: nameOf(actor) })),
  };
};
