import type { requestErasure as promise } from '#contract/staff/participants';
import { last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import type { NewFact } from '#protocols/model/fact';
import type { Service } from '../../http/serve';
import { findWay, recordOn } from '../../way';

/** The first of two people. From here on nobody asks the person for more, also while the second person is waited for. */
export const requestErasure: Service<typeof promise> = async (context, { params, body: { reason } }) => {
  const { way } = await findWay(context, params.participant);
  // The latest request counts, so a second one by somebody else would only change who must not carry it out.
  if (last(way, 'erasure-requested')) return {};

  const source = reason === 'participant-asked' ? 'participant' : 'site';
  const stop: NewFact[] = stoppedBy(way) ? [] : [{ kind: 'participation-changed', payload: { change: 'erase', source } }];
  await recordOn(context, way, [{ kind: 'erasure-requested', payload: { reason } }, ...stop]);
  return {};
};
