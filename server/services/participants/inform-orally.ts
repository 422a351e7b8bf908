import type { informOrally as promise } from '#contract/staff/participants';
import { currentText } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Records the conversation that no written text replaces: by whom, in which language, with whom, about which version. */
export const informOrally: Service<typeof promise> = async (context, { params, body }) => {
  const { way, protocol } = await findWay(context, params.participant);
  if (stoppedBy(way)) throw new Problem('participation-ended');

  await recordOn(context, way, [{ kind: 'informed-orally', payload: { ...body, text: currentText(protocol).version } }]);
  return {};
};
