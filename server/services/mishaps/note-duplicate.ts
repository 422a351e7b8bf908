import type { noteDuplicate as promise } from '#contract/staff/mishaps';
import { checkPseudonym } from '#protocols/model/pseudonym';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Says that one person was drawn twice: this is the second draw, and the first stands. */
export const noteDuplicate: Service<typeof promise> = async (context, { params, body }) => {
  const { way } = await findWay(context, params.participant);
  const checked = checkPseudonym(body.of);
  if ('rejected' in checked) throw new Problem('not-found');
  const { way: first } = await findWay(context, checked.pseudonym);
  if (!way.allocation || !first.allocation) throw new Problem('no-arm-yet');
  if (first.participant === way.participant || first.allocation.at > way.allocation.at) throw new Problem('not-the-second');

  await recordOn(context, way, [{ kind: 'allocated-twice', payload: { of: first.participant, keep: body.keep } }]);
  return {};
};
