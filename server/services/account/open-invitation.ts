import type { openInvitation as promise } from '#contract/staff/account';
import { findInvitation } from '../../db/stores/staff-invitations';
import { readStaff } from '../../db/stores/staff';
import { hashOf } from '../../http/cookies';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Whose invitation it is. Looking at it does not spend it. */
export const openInvitation: Service<typeof promise> = async ({ database, keys, entropy, realNow }, { body: { code } }) => {
  const invitation = await findInvitation(database.identity, hashOf(code), realNow);
  if (!invitation) throw new Problem('invitation-dead');
  const { name, email } = await readStaff(database.identity, keys, invitation.staff, entropy);
  return { name, email, kind: invitation.kind, expiresAt: invitation.expiresAt.toISOString() };
};
