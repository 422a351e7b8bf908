import { participantStream } from '#protocols/model/fact';
import { noticesDue } from '#protocols/rules/alerts';
import { rosterOn } from '#protocols/rules/grants';
import type { App } from '../../context';
import { retrying } from '../../db/constraints';
import { append } from '../../db/facts';
import { alertStanding, listOpenAlerts, releaseNotice, settleNotice, takeNotice, type OpenAlert } from '../../db/stores/alerts';
import { listRoster } from '../../db/stores/grants';
import { clockOf } from '../../db/stores/sessions';
import { staffAddress } from '../../db/stores/staff';
import type { Scope } from '../../db/zone';
import { composeNotice } from '../../letters/notice';
import { isSurelyUnsent, type Post } from '../../letters/post';

/**
 * Tells the roster of a trial what waits: the first on it at once, the next each time the deadline passes and nobody has taken the alert.
 * A notice says that something waits and nothing of what. @returns how many were due and how many sent.
 */
export async function sendDueNotices(app: App, post: Post, trial: string): Promise<{ due: number; sent: number }> {
  const { research } = app.database;
  const scope: Scope = { trial, sites: '*', reads: 'system' };
  const open = await research.within(scope, (tx) => listOpenAlerts(tx, trial));
  const count = { due: 0, sent: 0 };
  if (open.length === 0) return count;
  const now = new Date(app.clock().getTime() + (await clockOf(research, trial)));
  const { protocol } = (await app.protocols(trial)).at(-1)!;
  const roster = await listRoster(research, trial);

  for (const alert of open) {
    const wanted = noticesDue(protocol, { raisedAt: new Date(alert.raisedAt), isSeen: alert.isSeen }, now);
    const people = rosterOn(roster, alert.site, now);
    for (let ordinal = alert.notices + 1; ordinal <= Math.min(wanted, people.length); ordinal += 1) {
      count.due += 1;
      if (await sendOne(app, post, scope, alert, ordinal, people[ordinal - 1]!.staff, now)) count.sent += 1;
    }
  }
  return count;
}

async function sendOne(
  app: App,
  post: Post,
  scope: Scope,
  { alert }: OpenAlert,
  ordinal: number,
  staff: string,
  now: Date,
): Promise<boolean> {
  const { identity, research } = app.database;
  if (!(await takeNotice(identity, alert, ordinal, staff, now))) return false;
  const address = await staffAddress(identity, app.keys, staff, app.entropy);
  if (address === undefined) {
    await releaseNotice(identity, alert, ordinal);
    return false;
  }
  try {
    await post(composeNotice(address, `${app.config.publicUrl}/staff`, `${alert.replaceAll('-', '')}${ordinal}`));
  } catch (cause) {
    if (!isSurelyUnsent(cause)) throw new Error('whether a notice was sent is not known', { cause });
    await releaseNotice(identity, alert, ordinal);
    return false;
  }
  await retrying(async () => {
    const standing = (await research.within(scope, (tx) => alertStanding(tx, alert)))!;
    const recording = { now, actor: 'system', grant: null, request: 'alerts', entropy: app.entropy, uuid: app.uuid };
    await append(research, recording, scope, [
      {
        stream: participantStream(standing.participant),
        trial: standing.trial,
        head: standing.stream,
        facts: [{ kind: 'alert-notified', payload: { alert, ordinal, staff } }],
      },
    ]);
  });
  await settleNotice(identity, alert, ordinal, now);
  return true;
}
