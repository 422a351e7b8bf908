import type { App, GrantInForce, ParticipantContext, StaffContext } from '../context';
import type { Recording } from '../db/facts';
import { findCapability } from '../db/stores/capabilities';
import { grantsOf, insertParticipantSession } from '../db/stores/sessions';
import { hashOf } from '../http/cookies';
import { lotteryInProcess } from '../lottery';
import { scopeOf } from '../scope-of';

/** The application at a moment of the script's choosing. Its lottery draws at that moment too. */
export function appAt(app: App, at: Date): App {
  const then: App = { ...app, clock: () => at };
  then.lottery = lotteryInProcess(then);
  return then;
}

/** A request of a member of staff at a moment, as `serve` would make it. */
export async function staffAt(
  app: App,
  staff: string,
  role: GrantInForce['role'],
  trial: string,
  at: Date,
): Promise<StaffContext> {
  const grants = await grantsOf(app.database.research, staff, at, trial);
  const under = grants.find((grant) => grant.role === role);
  if (!under) throw new Error(`the script's ${role} holds no grant in ${trial}`);
  const versions = await app.protocols(trial);
  const scope = scopeOf(under);
  return {
    ...appAt(app, at),
    staff,
    under,
    scope,
    versions,
    protocol: versions[versions.length - 1]!.protocol,
    now: at,
    actor: `staff/${staff}`,
    grant: under.grant,
    request: 'simulation',
  };
}

/** A participant's session at a moment, opened with their personal link. */
export async function participantAt(app: App, link: string, at: Date): Promise<ParticipantContext> {
  const found = await findCapability(app.database.linkage, hashOf(link.slice(link.lastIndexOf('/') + 1)), at);
  if (!found) throw new Error('the link of the script does not open');
  const token = app.entropy(32).toString('base64url');
  await insertParticipantSession(app.database.linkage, {
    tokenHash: hashOf(token),
    session: app.uuid(),
    ...found,
    createdAt: at,
    expiresAt: new Date(at.getTime() + 12 * 3_600_000),
  });
  return { ...appAt(app, at), tokenHash: hashOf(token), request: 'simulation', realNow: at };
}

/** What is done by nobody in particular at a moment. */
export const systemAt = ({ entropy, uuid }: App, at: Date): Recording => ({
  now: at,
  actor: 'system',
  grant: null,
  request: 'simulation',
  entropy,
  uuid,
});
