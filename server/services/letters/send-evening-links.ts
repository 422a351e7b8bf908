import { createHash } from 'node:crypto';
import { isInForce } from '#protocols/rules/grants';
import { sessionDue } from '#protocols/rules/delivery';
import type { App } from '../../context';
import { retrying } from '../../db/constraints';
import { readFacilitators } from '../../db/stores/facilitators';
import { facilitatorGrants, issuedLinks, listGroups, type PeerGroup } from '../../db/stores/groups';
import { releaseLetter, settleLetter, takeLetter, type EveningKey } from '../../db/stores/letters';
import { clockOf, heldGrants } from '../../db/stores/sessions';
import type { Scope } from '../../db/zone';
import { makeEveningLink, recordEveningLink } from '../../evening';
import { eveningText } from '../../letters/evening';
import { isSurelyUnsent } from '../../letters/post';
import { dialled, type Sms } from '../../letters/sms';

/**
 * Sends the links of tonight's sessions, each facilitator their own, once, on the day itself and out of quiet hours.
 * @returns how many were due and how many were sent, so that silence can be noticed.
 */
export async function sendEveningLinks(app: App, sms: Sms, trial: string): Promise<{ due: number; sent: number }> {
  const scope: Scope = { trial, sites: '*', reads: 'system' };
  const now = new Date(app.clock().getTime() + (await clockOf(app.database.research, trial)));
  const groups = await app.database.research.within(scope, (tx) => listGroups(tx, trial));
  const count = { due: 0, sent: 0 };
  for (const group of groups) {
    const ordinal = sessionDue(group, now);
    if (ordinal === null) continue;
    const issued = await app.database.research.within(scope, (tx) => issuedLinks(tx, group.group));
    for (const { staff, grant } of await facilitatorGrants(app.database.research, trial, group.site, group.group)) {
      // Whoever got one by hand has it already, and a new one would void it.
      if (issued.some((one) => one.staff === staff && one.ordinal === ordinal)) continue;
      count.due += 1;
      if (await sendOne(app, sms, { trial, group, staff, grant, ordinal, now })) count.sent += 1;
    }
  }
  return count;
}

interface Due {
  trial: string;
  group: PeerGroup;
  staff: string;
  grant: string;
  ordinal: number;
  now: Date;
}

/** Takes it, makes the link, hands it over, says so. What may have gone out stays taken and is never sent again. */
async function sendOne(app: App, sms: Sms, { trial, group, staff, grant, ordinal, now }: Due): Promise<boolean> {
  const { linkage, identity, research } = app.database;
  const key: EveningKey = { wave: group.group, letter: 'evening-link', ordinal };
  if (!(await takeLetter(linkage, staff, key, now))) return false;
  const held = (await heldGrants(research, staff, trial)).find((one) => one.grant === grant);
  const kept = await identity.within({ trial, sites: [group.site] }, (tx) =>
    readFacilitators(tx, app.keys, [staff], app.entropy),
  );
  const telephone = kept.get(staff)?.telephone;
  if (!held || !isInForce(held, now) || telephone === undefined) {
    await releaseLetter(linkage, staff, key);
    return false;
  }
  const wish = { staff, grant, group: group.group, trial, site: group.site, ordinal };
  const { url, link, expiresAt } = await makeEveningLink(app, wish, now);
  const messageId = createHash('sha256').update(`${staff}/${group.group}/${ordinal}`).digest('hex').slice(0, 32);
  try {
    await sms({ to: dialled(telephone), text: eveningText('da', url), messageId });
  } catch (cause) {
    if (!isSurelyUnsent(cause)) throw new Error('whether a message was sent is not known', { cause });
    await releaseLetter(linkage, staff, key);
    return false;
  }
  const recording = { now, actor: 'system', grant: null, request: 'letters', entropy: app.entropy, uuid: app.uuid };
  await retrying(() => recordEveningLink(app, recording, { ...wish, link, expiresAt }, 'sms'));
  await settleLetter(linkage, staff, key, now);
  return true;
}
