import { participantStream } from '#protocols/model/fact';
import { inLanguage, type Language } from '#protocols/model/text';
import { currentText, isReflected, last, maySign } from '#protocols/rules/journey';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { contactsOf, insertDocument, readDocument } from '../../db/stores/contacts';
import { wayOfSession } from '../../db/stores/ways';
import { documentDigest } from '../../identity';
import { Problem } from '../../problem';

export interface Signature {
  /** The version of the text that the page showed, and the language it was shown in. */
  text: string;
  language: Language;
  name: string;
  /** The person's own wish to sign before the time to think has passed. */
  wish: boolean;
}

/** What is sealed as a document of kind 'participant-signature', as JSON: who said yes, to which words, when. */
export interface SignedStatement {
  text: string;
  language: Language;
  statement: string;
  name: string;
  at: string;
}

/**
 * A person signs. The signature is sealed in the identity zone first, alone; the fact names it by its keyed digest. A failure in
 * between leaves a document that no fact names.
 */
export async function signConsent(context: ParticipantContext, { text, language, name, wish }: Signature): Promise<void> {
  const { database, keys, entropy } = context;
  const way = await wayOfSession(database.research, context.tokenHash, context.realNow);
  if (!way) throw new Problem('paused');
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const now = new Date(context.realNow.getTime() + way.clock);
  const contact = (await contactsOf(database.linkage, keys, way.trial, [way.participant])).get(way.participant);

  if (last(way, 'consent-signed')?.detail.text === text) return;
  const refusal = maySign(way, protocol, text, wish, now);
  if (refusal) throw new Problem(refusal);
  if (!contact) throw new Error('the participant has no contact to sign for');
  const statement = inLanguage(currentText(protocol).statement, language);
  const signed: SignedStatement = { text, language, statement, name, at: now.toISOString() };
  const document = JSON.stringify(signed);
  const digest = documentDigest(keys, document);

  await database.identity.within({ trial: way.trial, sites: [way.site] }, async (tx) => {
    // Decided again after a moved head, the same signature is not kept twice.
    const kept = await readDocument(tx, keys, contact, 'participant-signature', digest, entropy);
    if (kept === undefined) {
      await insertDocument(
        tx,
        keys,
        { document: context.uuid(), contact, kind: 'participant-signature', text: document, digest },
        entropy,
      );
    }
  });
  await append(
    database.research,
    { now, actor: 'participant', grant: null, request: context.request, entropy, uuid: context.uuid },
    { participant: way.participant },
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [
          { kind: 'consent-signed', payload: { text, language, signature: digest, early: !isReflected(way, protocol, now) } },
        ],
      },
    ],
  );
}
