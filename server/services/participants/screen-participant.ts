import type { screenParticipant as promise } from '#contract/staff/participants';
import { assess, wrongAnswer } from '#protocols/rules/eligibility';
import { last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Records whether the person can take part; every criterion is answered, nothing is assumed. */
export const screenParticipant: Service<typeof promise> = async (context, { params, body: { answers } }) => {
  const { way, protocol } = await findWay(context, params.participant);
  if (stoppedBy(way)) throw new Problem('participation-ended');
  if (!last(way, 'consent-given')) throw new Problem('consent-missing');
  if (way.allocation) throw new Problem('already-allocated');
  const wrong = wrongAnswer(protocol, answers);
  if (wrong !== null) throw new Problem('not-understood', { field: `answers/${wrong}` });
  const { eligible, unmet } = assess(protocol.eligibility, answers);

  await recordOn(context, way, [{ kind: 'screened', payload: { answers, eligible, unmet } }]);
  return { eligible, unmet };
};
