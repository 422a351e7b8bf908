import type { noteForced as promise } from '#contract/staff/mishaps';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Says that another arm was given than the one drawn; both stand in the fact, and what was drawn stays drawn. */
export const noteForced: Service<typeof promise> = async (context, { params, body: { given, reason } }) => {
  const { way } = await findWay(context, params.participant);
  if (!way.allocation) throw new Problem('no-arm-yet');
  if (!context.protocol.arms.some(({ id }) => id === given)) throw new Problem('not-understood', { field: 'given' });
  if (given === way.allocation.arm) throw new Problem('arm-as-drawn');

  const payload = { intended: way.allocation.arm, given, reason };
  await recordOn(context, way, [{ kind: 'allocation-forced', payload }]);
  return {};
};
