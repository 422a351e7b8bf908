import type { markInError as promise } from '#contract/staff/mishaps';
import type { ErrorReason } from '#protocols/model/fact';
import { mishapsOf } from '../../db/stores/mishaps';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** The second of two people marks a draw as made in error. It changes nothing that was drawn. */
export const markInError: Service<typeof promise> = async (context, { params }) => {
  const { database, scope, actor } = context;
  const { way } = await findWay(context, params.participant);
  const mishaps = await database.research.within(scope, (tx) => mishapsOf(tx, way.participant));
  const reported = mishaps.findLast(({ kind }) => kind === 'in-error-reported');
  if (!reported || mishaps.some(({ kind }) => kind === 'marked-in-error')) throw new Problem('nothing-proposed');
  if (reported.actor === actor) throw new Problem('two-people');

  const payload = { reason: reported.reason as ErrorReason, reportedBy: reported.actor };
  await recordOn(context, way, [{ kind: 'marked-in-error', payload }]);
  return {};
};
