import type { unblindParticipant as promise } from '#contract/staff/unblinding';
import { contactsOf, insertDocument } from '../../db/stores/contacts';
import { openingsOf } from '../../db/stores/unblindings';
import { wayOfCode } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { documentDigest } from '../../identity';
import { Problem } from '../../problem';
import { recordOn } from '../../way';

/**
 * Opens one arm in an emergency. The identity zone keeps the words of the reason and commits first; the fact says that and why the arm was
 * opened; the arm leaves the house only when the fact is written, and stands in nothing but this one reply.
 */
export const unblindParticipant: Service<typeof promise> = async (context, { params, body }) => {
  const { database, keys, scope, entropy, now, protocol } = context;
  const found = await database.research.within({ ...scope, reads: 'arms' }, async (tx) => {
    const way = await wayOfCode(tx, params.trial, params.participant);
    return way && { way, before: await openingsOf(tx, way.participant) };
  });
  if (!found) throw new Problem('not-found');
  const { way, before } = found;
  if (!way.allocation) throw new Problem('no-arm-yet');
  if (!body.necessary) throw new Problem('arm-not-needed');
  const arm = protocol.arms.find(({ id }) => id === way.allocation!.arm)!;
  const contact = (await contactsOf(database.linkage, keys, params.trial, [way.participant])).get(way.participant);

  const words = JSON.stringify({ at: now.toISOString(), by: context.actor, note: body.note.trim() });
  const digest = documentDigest(keys, words);
  if (contact) {
    const document = { document: context.uuid(), contact, kind: 'unblinding-reason', text: words, digest } as const;
    await database.identity.within(scope, (tx) => insertDocument(tx, keys, document, entropy));
  }
  const payload = { reason: body.reason, note: contact ? digest : null, knows: body.knows };
  // Those who must know are written to at once.
  const letters = { name: 'letters', data: { trial: params.trial } } as const;
  await recordOn(context, way, [{ kind: 'unblinded', payload }], [letters]);
  return { arm: { id: arm.id, name: arm.name }, at: now.toISOString(), before };
};
