import type { changeParticipation as promise } from '#contract/staff/participants';
import { last } from '#protocols/rules/journey';
import { endCapabilities } from '../../db/stores/capabilities';
import { deleteLink } from '../../db/stores/contacts';
import type { Service } from '../../http/serve';
import { findWay, recordOn } from '../../way';

/**
 * Records how a person changes their taking part; nothing they said is touched. Where they ask not to be linked any more, the link
 * between name and code goes after the fact, and with it every way in.
 */
export const changeParticipation: Service<typeof promise> = async (context, { params, body: { change, source } }) => {
  const { database, keys } = context;
  const { way } = await findWay(context, params.participant);
  const latest = last(way, 'participation-changed')?.detail;
  // A second click is not a second change; somebody may move twice.
  const isKnown = change !== 'moved' && latest?.change === change && latest.source === source;

  if (!isKnown) await recordOn(context, way, [{ kind: 'participation-changed', payload: { change, source } }]);
  if (change === 'unlink') {
    await deleteLink(database.linkage, keys, params.trial, way.participant);
    await endCapabilities(database.linkage, way.participant, context.clock());
  }
  return {};
};
