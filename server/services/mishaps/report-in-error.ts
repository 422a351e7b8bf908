import type { reportInError as promise } from '#contract/staff/mishaps';
import { contactsOf, insertDocument } from '../../db/stores/contacts';
import { isDrawn } from '../../db/stores/mishaps';
import type { Service } from '../../http/serve';
import { documentDigest } from '../../identity';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** The first of two people: somebody should not have been drawn. The words are kept with the person, the fact holds their digest. */
export const reportInError: Service<typeof promise> = async (context, { params, body }) => {
  const { database, keys, scope, entropy, now } = context;
  const { way } = await findWay(context, params.participant);
  if (!(await database.research.within(scope, (tx) => isDrawn(tx, way.participant)))) throw new Problem('no-arm-yet');
  const contact = (await contactsOf(database.linkage, keys, params.trial, [way.participant])).get(way.participant);
  const words = JSON.stringify({ at: now.toISOString(), by: context.actor, note: body.note.trim() });
  const digest = documentDigest(keys, words);

  if (contact) {
    const document = { document: context.uuid(), contact, kind: 'mishap-reason', text: words, digest } as const;
    await database.identity.within({ trial: params.trial, sites: [way.site] }, (tx) =>
      insertDocument(tx, keys, document, entropy),
    );
  }
  const payload = { reason: body.reason, note: contact ? digest : null };
  await recordOn(context, way, [{ kind: 'in-error-reported', payload }]);
  return {};
};
