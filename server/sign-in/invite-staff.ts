import type { App } from '../context';
import { insertStaff, isStaffAddress } from '../db/stores/staff';
import { noteAccess } from '../db/stores/staff-accesses';
import { insertInvitation } from '../db/stores/staff-invitations';
import { hashOf } from '../http/cookies';
import { composeInvitation } from '../letters/compose-invitation';
import { Problem } from '../problem';
import { sendOrProblem } from './send-invitation';

/** Who is invited, by whom, and in which language they are written to. */
export interface StaffWish {
  name: string;
  email: string;
  language: 'da' | 'en';
}

/**
 * Makes an account without a password and writes to its person: one link, once, within seven days. What they may do comes from grants.
 * @param asked who asks, and in which request.
 * @returns the id of the member of staff.
 * @throws Problem 'address-taken', or 'letter-not-sent': then nobody is invited.
 */
export async function inviteStaff(app: App, asked: { actor: string; request: string }, wish: StaffWish): Promise<string> {
  const { database, keys, entropy, config } = app;
  const now = app.clock();
  if (await isStaffAddress(database.identity, keys, wish.email)) throw new Problem('address-taken');
  const staff = app.uuid();
  const code = entropy(32).toString('base64url');
  const invitation = app.uuid();
  const email = wish.email.trim();
  const letter = composeInvitation('new', wish.language, email, `${config.publicUrl}/staff/invitation#${code}`, invitation);

  await database.identity.within({}, async (tx) => {
    await insertStaff(tx, keys, { staff, name: wish.name.trim(), email, password: null }, entropy);
    await insertInvitation(tx, { invitation, codeHash: hashOf(code), staff, kind: 'new', invitedBy: asked.actor, now });
    await noteAccess(tx, { at: now, staff, actor: asked.actor, event: 'invited', request: asked.request });
    // Within the transaction: where the letter cannot leave, nobody was invited and the address stays free.
    await sendOrProblem(app.post, letter);
  });
  return staff;
}
