import type { OpenContext } from '../../context';
import { findCapability } from '../../db/stores/capabilities';
import { endParticipantSession, insertParticipantSession } from '../../db/stores/sessions';
import { hashOf } from '../../http/cookies';
import { Problem } from '../../problem';

const SESSION_HOURS = 12;

/**
 * Exchanges the code of a personal link for a session. The link goes on working, so that the next device or day begins the same way;
 * a session this browser held before ends.
 * @returns the session's secret, for the cookie alone: only its hash is stored.
 * @throws Problem 'link-dead' for an unknown, expired or replaced link.
 */
export async function openLink(context: OpenContext, code: string, held: string | undefined): Promise<{ token: string }> {
  const { database, realNow } = context;
  const capability = await findCapability(database.linkage, hashOf(code), realNow);
  if (!capability) throw new Problem('link-dead');

  const token = context.entropy(32).toString('base64url');

  if (held !== undefined) await endParticipantSession(database.linkage, hashOf(held), realNow);
  await insertParticipantSession(database.linkage, {
    tokenHash: hashOf(token),
    session: context.uuid(),
    participant: capability.participant,
    trial: capability.trial,
    createdAt: realNow,
    expiresAt: new Date(realNow.getTime() + SESSION_HOURS * 3_600_000),
  });
  return { token };
}
