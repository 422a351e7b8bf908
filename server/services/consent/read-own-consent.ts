import type { Language } from '#protocols/model/text';
import { last } from '#protocols/rules/journey';
import type { ParticipantContext } from '../../context';
import { contactsOf, readDocument } from '../../db/stores/contacts';
import { wayOfSession } from '../../db/stores/ways';
import { Problem } from '../../problem';

/** The kept copy of a consent, as both signed it. */
export interface KeptConsent {
  text: string;
  language: Language;
  title: string;
  body: string;
  statement: string;
  participant: { name: string; at: string };
  informer: { name: string; at: string };
}

/** A person's own copy. @throws Problem 'consent-missing' before both have signed, and after an erasure. */
export async function readOwnConsent(context: ParticipantContext): Promise<KeptConsent> {
  const { database, keys, entropy } = context;
  const way = await wayOfSession(database.research, context.tokenHash, context.realNow);
  if (!way) throw new Problem('paused');
  const digest = last(way, 'consent-given')?.detail.document;
  const contact = (await contactsOf(database.linkage, keys, way.trial, [way.participant])).get(way.participant);
  if (typeof digest !== 'string' || !contact) throw new Problem('consent-missing');

  const copy = await database.identity.within({ trial: way.trial, sites: [way.site] }, (tx) =>
    readDocument(tx, keys, contact, 'consent', digest, entropy),
  );
  if (copy === undefined) throw new Problem('consent-missing');
  return JSON.parse(copy) as KeptConsent;
}
