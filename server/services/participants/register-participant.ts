import type { registerParticipant as promise } from '#contract/staff/participants';
import { GENESIS } from '#protocols/model/chain';
import { participantStream } from '#protocols/model/fact';
import { pseudonymFrom } from '#protocols/model/pseudonym';
import { dayOf } from '#protocols/rules/calendar';
import { append } from '../../db/facts';
import { findContacts, insertContact, insertLink } from '../../db/stores/contacts';
import type { Service } from '../../http/serve';
import { gateOfTrial } from '../../gate';
import { Problem } from '../../problem';
import { makeLink } from '../../link';

/**
 * A person becomes a contact in the identity zone, alone and first; then the link, then the research fact by pseudonym. A failure in
 * between leaves an orphan contact, which a sweep removes.
 */
export const registerParticipant: Service<typeof promise> = async (context, { params, body }) => {
  const { database, keys, scope, under, protocol, entropy } = context;
  if (!protocol.sites.some(({ id }) => id === body.site) || (under.site !== null && under.site !== body.site)) {
    throw new Problem('not-understood', { field: 'site' });
  }
  // Simulated people take no harm; a real trial waits until everything is in place.
  const lacking = protocol.simulated ? [] : (await gateOfTrial(context, protocol)).filter(({ met }) => !met);
  if (lacking.length > 0)
    throw new Problem('gate-closed', { lacking: lacking.map(({ condition, site }) => ({ condition, site })) });
  const twins = await database.identity.within({ trial: params.trial, sites: '*' }, (tx) =>
    findContacts(tx, keys, params.trial, body),
  );
  if (twins.length > 0) throw new Problem('already-registered');

  const contact = context.uuid();
  const participant = context.uuid();
  const code = pseudonymFrom(entropy(16));

  await database.identity.within(scope, (tx) =>
    insertContact(tx, keys, { contact, trial: params.trial, ...body, name: body.name.trim() }, dayOf(context.now), entropy),
  );
  await insertLink(database.linkage, keys, params.trial, contact, participant, entropy);
  const { url, fact } = await makeLink(context, params.trial, participant);
  await append(database.research, context, scope, [
    {
      stream: participantStream(participant),
      trial: params.trial,
      head: { seq: 0, head: GENESIS },
      facts: [
        { kind: 'registered', payload: { site: body.site, version: protocol.version, code, language: body.language } },
        fact,
      ],
    },
  ]);
  return { code, link: url };
};
