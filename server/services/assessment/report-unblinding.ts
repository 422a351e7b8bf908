import type { reportUnblinding as promise } from '#contract/staff/assessment';
import type { Service } from '../../http/serve';
import { findWay, recordOn } from '../../way';

/** Records that the interviewer came to know an arm, and how. Which one is not asked. */
export const reportUnblinding: Service<typeof promise> = async (context, { params, body: { how } }) => {
  const { way } = await findWay(context, params.participant);

  await recordOn(context, way, [{ kind: 'unblinded-by-accident', payload: { how } }]);
  return {};
};
