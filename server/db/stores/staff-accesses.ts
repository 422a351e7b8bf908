import type { Queryable } from '../zone';

/** What the log of accesses knows: sign-ins, refused ones, and every change of how somebody proves who they are. */
export type AccessEvent =
  | 'signed-in'
  | 'sign-in-refused'
  | 'second-factor-refused'
  | 'signed-out'
  | 'proved-again'
  | 'proof-refused'
  | 'invited'
  | 'reset'
  | 'invitation-accepted'
  | 'password-changed'
  | 'totp-added'
  | 'totp-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery-codes-made'
  | 'session-ended'
  | 'other-sessions-ended'
  | 'disabled'
  | 'enabled';

/** One line of the log. It holds no secret and no address: who, what, by which way, when, in which request. */
export interface StaffAccess {
  at: Date;
  /** Whose account it is; null for an address that nobody has. */
  staff: string | null;
  /** Who acted: the person, an administrator, the command line, or somebody not known. */
  actor: string;
  event: AccessEvent;
  way?: string;
  request: string;
}

/** Adds a line to the log; it is never changed. */
export async function noteAccess(identity: Queryable, { at, staff, actor, event, way, request }: StaffAccess): Promise<void> {
  await identity.query('INSERT INTO audit.staff_access (at, staff, actor, event, way, request) VALUES ($1, $2, $3, $4, $5, $6)', [
    at,
    staff,
    actor,
    event,
    way ?? null,
    request,
  ]);
}
