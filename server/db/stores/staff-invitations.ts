import type { Queryable } from '../zone';

export type InvitationKind = 'new' | 'reset';

const DAYS = `interval '7 days'`;
const STANDS = 'i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2 AND s.disabled_at IS NULL';

/** Keeps an invitation; earlier ones of the same person stop working. */
export async function insertInvitation(
  identity: Queryable,
  invitation: { invitation: string; codeHash: string; staff: string; kind: InvitationKind; invitedBy: string; now: Date },
): Promise<void> {
  await revokeInvitations(identity, invitation.staff, invitation.now);
  await identity.query(
    `INSERT INTO identity.staff_invitation (invitation, code_hash, staff, kind, invited_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + ${DAYS})`,
    [invitation.invitation, invitation.codeHash, invitation.staff, invitation.kind, invitation.invitedBy, invitation.now],
  );
}

export async function revokeInvitations(identity: Queryable, staff: string, now: Date): Promise<void> {
  await identity.query(
    'UPDATE identity.staff_invitation SET revoked_at = $2 WHERE staff = $1 AND accepted_at IS NULL AND revoked_at IS NULL',
    [staff, now],
  );
}

/** The invitation behind a link, while it stands. */
export async function findInvitation(
  identity: Queryable,
  codeHash: string,
  now: Date,
): Promise<{ staff: string; kind: InvitationKind; expiresAt: Date } | undefined> {
  const [row] = await identity.query<{ staff: string; kind: InvitationKind; expiresAt: Date }>(
    `SELECT i.staff, i.kind, i.expires_at AS "expiresAt" FROM identity.staff_invitation i JOIN identity.staff s USING (staff)
     WHERE i.code_hash = $1 AND ${STANDS}`,
    [codeHash, now],
  );
  return row;
}

/** Spends an invitation: of two who accept it at the same moment, one gets true. */
export async function spendInvitation(identity: Queryable, codeHash: string, now: Date): Promise<boolean> {
  const rows = await identity.query(
    `UPDATE identity.staff_invitation i SET accepted_at = $2 FROM identity.staff s
     WHERE i.code_hash = $1 AND s.staff = i.staff AND ${STANDS} RETURNING i.staff`,
    [codeHash, now],
  );
  return rows.length > 0;
}
