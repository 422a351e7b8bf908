import type { countersign as promise } from '#contract/staff/participants';
import type { Language } from '#protocols/model/text';
import { inLanguage } from '#protocols/model/text';
import { currentText, last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import { contactsOf, insertDocument, readDocument } from '../../db/stores/contacts';
import type { Service } from '../../http/serve';
import { documentDigest } from '../../identity';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** A signature as it is kept, sealed with the person it concerns. */
interface Signature {
  name: string;
  at: string;
  text: string;
  language: Language;
}

/**
 * The second signature. The kept copy holds the words that were signed, in the language they were signed in. The identity zone commits
 * first; the fact then names the three documents by their keyed digests.
 */
export const countersign: Service<typeof promise> = async (context, { params, body }) => {
  const { database, keys, scope, entropy, now } = context;
  const { way, protocol } = await findWay(context, params.participant);
  if (stoppedBy(way)) throw new Problem('participation-ended');
  const signed = last(way, 'consent-signed');
  if (!signed) throw new Problem('consent-missing');
  const signature = String(signed.detail.signature);
  // A second click finds the consent given.
  if (last(way, 'consent-given')?.detail.participantSignature === signature) return {};
  const text = currentText(protocol);
  if (signed.detail.text !== text.version) throw new Problem('outdated-text');
  const contact = (await contactsOf(database.linkage, keys, params.trial, [way.participant])).get(way.participant);
  if (!contact) throw new Problem('consent-missing');
  const kept = await database.identity.within(scope, (tx) =>
    readDocument(tx, keys, contact, 'participant-signature', signature, entropy),
  );
  if (kept === undefined) throw new Problem('consent-missing');

  const participant = JSON.parse(kept) as Signature;
  const informer: Signature = {
    name: body.name.trim(),
    at: now.toISOString(),
    text: text.version,
    language: participant.language,
  };
  const inWords = (words: typeof text.title) => inLanguage(words, participant.language);
  const copy = {
    text: text.version,
    language: participant.language,
    title: inWords(text.title),
    body: inWords(text.body),
    statement: inWords(text.statement),
    participant: { name: participant.name, at: participant.at },
    informer: { name: informer.name, at: informer.at },
  };
  const document = (kind: 'informer-signature' | 'consent', content: object) => {
    const written = JSON.stringify(content);
    return { document: context.uuid(), contact, kind, text: written, digest: documentDigest(keys, written) };
  };
  const ofInformer = document('informer-signature', informer);
  const ofBoth = document('consent', copy);

  await database.identity.within(scope, async (tx) => {
    await insertDocument(tx, keys, ofInformer, entropy);
    await insertDocument(tx, keys, ofBoth, entropy);
  });
  await recordOn(context, way, [
    {
      kind: 'consent-given',
      payload: {
        text: text.version,
        participantSignature: signature,
        informerSignature: ofInformer.digest,
        document: ofBoth.digest,
      },
    },
  ]);
  return {};
};
