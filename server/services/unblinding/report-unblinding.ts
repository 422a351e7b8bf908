import type { reportUnblinding as promise } from '#contract/staff/unblinding';
import type { Service } from '../../http/serve';
import { findWay, recordOn } from '../../way';

/** Records that somebody came to know an arm by accident: who, what and how. Which arm is not asked. */
export const reportUnblinding: Service<typeof promise> = async (context, { params, body: { how, who, learnt } }) => {
  const { way } = await findWay(context, params.participant);

  const payload = { how, who: who ?? 'reporter', learnt: learnt ?? 'arm' } as const;
  await recordOn(context, way, [{ kind: 'unblinded-by-accident', payload }]);
  return {};
};
