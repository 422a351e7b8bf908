import type { eraseParticipant as promise } from '#contract/staff/participants';
import { participantStream } from '#protocols/model/fact';
import type { Way } from '#protocols/model/way';
import { last } from '#protocols/rules/journey';
import { recordErasure } from '../../audit/erasures';
import type { StaffContext } from '../../context';
import { append } from '../../db/facts';
import { endCapabilities } from '../../db/stores/capabilities';
import { contactsOf, deleteLink, forgetContact } from '../../db/stores/contacts';
import { countErasable, erasedAt } from '../../db/stores/erasures';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay } from '../../way';

/**
 * The second of two people: what the person said goes, then who they are, then the way from one to the other. Every step may be
 * repeated, so that an erasure cut short is finished by asking again.
 */
export const eraseParticipant: Service<typeof promise> = async (context, { params }) => {
  const { database, keys, scope } = context;
  const { way } = await findWay(context, params.participant);
  const done = await database.research.within(scope, (tx) => erasedAt(tx, way.participant));
  const erased = done ?? (await eraseAnswers(context, way));
  recordErasure(context.config.checkpointDir, { stream: participantStream(way.participant), ...erased });

  const contact = (await contactsOf(database.linkage, keys, params.trial, [way.participant])).get(way.participant);
  if (contact) await database.identity.within({ trial: params.trial, sites: [way.site] }, (tx) => forgetContact(tx, contact));
  await deleteLink(database.linkage, keys, params.trial, way.participant);
  await endCapabilities(database.linkage, way.participant, context.clock());
  return {};
};

async function eraseAnswers(context: StaffContext, way: Way): Promise<{ position: number; at: string }> {
  const { database, scope, actor, now } = context;
  const request = last(way, 'erasure-requested');
  if (!request || request.actor === actor) throw new Problem('two-people');
  const facts = await database.research.within(scope, (tx) => countErasable(tx, way.participant));

  const { position } = await append(
    database.research,
    context,
    scope,
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [{ kind: 'erased', payload: { facts, requestedBy: request.actor } }],
      },
    ],
    { door: 'audit.erase' },
  );
  return { position: Number(position), at: now.toISOString() };
}
