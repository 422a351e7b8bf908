import type { App } from '../context';
import { readStaff } from '../db/stores/staff';
import { noteAccess } from '../db/stores/staff-accesses';
import { insertInvitation } from '../db/stores/staff-invitations';
import { hashOf } from '../http/cookies';
import { composeInvitation } from '../letters/compose-invitation';
import { sendOrProblem } from './send-invitation';

/**
 * A fresh invitation for somebody who has lost every way in, or never used the first one. Nothing changes until it is accepted: a person
 * who still finds the old phone is not locked out by somebody else's request.
 * @throws Problem 'letter-not-sent': then earlier invitations still stand.
 */
export async function resetStaff(
  app: App,
  asked: { actor: string; request: string },
  staff: string,
  language: 'da' | 'en',
): Promise<void> {
  const { database, keys, entropy, config } = app;
  const now = app.clock();
  const { email, password } = await readStaff(database.identity, keys, staff, entropy);
  const kind = password === null ? 'new' : 'reset';
  const code = entropy(32).toString('base64url');
  const invitation = app.uuid();
  const letter = composeInvitation(kind, language, email, `${config.publicUrl}/staff/invitation#${code}`, invitation);

  await database.identity.within({}, async (tx) => {
    await insertInvitation(tx, { invitation, codeHash: hashOf(code), staff, kind, invitedBy: asked.actor, now });
    await noteAccess(tx, {
      at: now,
      staff,
      actor: asked.actor,
      event: kind === 'new' ? 'invited' : 'reset',
      request: asked.request,
    });
    await sendOrProblem(app.post, letter);
  });
}
