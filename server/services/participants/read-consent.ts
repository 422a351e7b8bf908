import type { Reply } from '#contract/endpoint';
import type { readConsent as promise } from '#contract/staff/participants';
import { last } from '#protocols/rules/journey';
import { readDocument } from '../../db/stores/contacts';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';
import { Problem } from '../../problem';
import { findWay } from '../../way';

/** The kept copy of the consent, as both signed it. */
export const readConsent: Service<typeof promise> = async (context, { params }) => {
  const { database, keys, scope, entropy } = context;
  const { way } = await findWay(context, params.participant);
  const given = last(way, 'consent-given');
  // The read of the person is what the log of accesses keeps: a consent holds their name.
  const person = given && (await peopleOf(context, [way.participant], 'read-consent')).get(way.participant);
  if (!given || !person) throw new Problem('consent-missing');
  const digest = String(given.detail.document);
  const copy = await database.identity.within(scope, (tx) => readDocument(tx, keys, person.contact, 'consent', digest, entropy));

  if (copy === undefined) throw new Problem('consent-missing');
  return JSON.parse(copy) as Reply<typeof promise>;
};
