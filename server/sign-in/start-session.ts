import type { OpenContext } from '../context';
import { noteAccess } from '../db/stores/staff-accesses';
import { endStaffSession, insertStaffSession, type SessionWay } from '../db/stores/staff-sessions';
import type { Queryable } from '../db/zone';
import { hashOf } from '../http/cookies';

/**
 * Begins a session of `staff` under a new id, and ends the one this browser held before.
 * @returns its secret, for the cookie alone: only the hash is stored.
 */
export async function startSession(tx: Queryable, context: OpenContext, staff: string, way: SessionWay): Promise<string> {
  const { entropy, uuid, realNow, request, held } = context;
  const token = entropy(32).toString('base64url');
  if (held !== undefined) await endStaffSession(tx, held, realNow);
  await insertStaffSession(tx, { tokenHash: hashOf(token), session: uuid(), staff, way, now: realNow });
  await noteAccess(tx, { at: realNow, staff, actor: `staff/${staff}`, event: 'signed-in', way, request });
  return token;
}
