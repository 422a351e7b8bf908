import { createHash } from 'node:crypto';
import { participantStream } from '#protocols/model/fact';
import type { Way } from '#protocols/model/way';
import { lettersDue, type LetterKey } from '#protocols/rules/letters';
import { versionOf, type App } from '../../context';
import { retrying } from '../../db/constraints';
import { append } from '../../db/facts';
import { insertCapability } from '../../db/stores/capabilities';
import { contactsOf, readContacts } from '../../db/stores/contacts';
import { listAddressees, readAddressee, releaseLetter, settleLetter, takeLetter } from '../../db/stores/letters';
import { clockOf } from '../../db/stores/sessions';
import type { Scope } from '../../db/zone';
import { hashOf } from '../../http/cookies';
import { compose } from '../../letters/compose';
import { isSurelyUnsent, type Post } from '../../letters/post';

const PAGE = 500;
const LINK_DAYS = 60;

/**
 * Sends what is due in a trial now, to everybody or to the participants with `codes` alone.
 * @returns how many were due and how many were sent, so that silence can be noticed.
 */
export async function sendDueLetters(
  app: App,
  post: Post,
  trial: string,
  codes?: readonly string[],
): Promise<{ due: number; sent: number }> {
  const scope: Scope = { trial, sites: '*', reads: 'system' };
  const now = new Date(app.clock().getTime() + (await clockOf(app.database.research, trial)));
  const versions = await app.protocols(trial);
  const count = { due: 0, sent: 0 };
  for (let after = '0'; ;) {
    const page = await app.database.research.within(scope, (tx) => listAddressees(tx, trial, after, PAGE, codes));
    for (const { way, sent } of page) {
      for (const key of lettersDue(way, versionOf(versions, way.version), now, sent)) {
        count.due += 1;
        if (await sendOne(app, post, scope, way.participant, key, now)) count.sent += 1;
      }
    }
    if (page.length < PAGE) return count;
    after = page[page.length - 1]!.position;
  }
}

/**
 * Sends one letter once: take it, look again whether it is still due, hand it over, say so. A crash between handing over and saying
 * leaves it taken and unsettled, which is reported, never repeated.
 */
async function sendOne(app: App, post: Post, scope: Scope, participant: string, key: LetterKey, now: Date): Promise<boolean> {
  const { linkage } = app.database;
  if (!(await takeLetter(linkage, participant, key, now))) return false;
  const found = await app.database.research.within(scope, (tx) => readAddressee(tx, participant));
  const isDue = found && (await stillDue(app, found.way, key, now, found.sent));
  const address = isDue ? await addressOf(app, found.way, now) : undefined;
  if (!found || !isDue || address === undefined) {
    await releaseLetter(linkage, participant, key);
    return false;
  }
  const link = await linkFor(app, found.way);
  const messageId = createHash('sha256')
    .update(`${participant}/${key.wave}/${key.letter}/${key.ordinal}`)
    .digest('hex')
    .slice(0, 32);
  try {
    await post(compose(key, found.way.language, address, link, messageId));
  } catch (cause) {
    // What may have gone out stays taken: the log tells a person, and the next round goes on with the others.
    if (!isSurelyUnsent(cause)) throw new Error('whether a letter was sent is not known', { cause });
    await releaseLetter(linkage, participant, key);
    return false;
  }
  await retrying(async () => {
    const latest = await app.database.research.within(scope, (tx) => readAddressee(tx, participant));
    const recording = { now, actor: 'system', grant: null, request: 'letters', entropy: app.entropy, uuid: app.uuid };
    await append(app.database.research, recording, scope, [
      {
        stream: participantStream(participant),
        trial: found.way.trial,
        head: latest!.way.stream,
        facts: [{ kind: 'letter-sent', payload: { ...key, channel: 'e-mail' } }],
      },
    ]);
  });
  await settleLetter(linkage, participant, key, now);
  return true;
}

async function stillDue(app: App, way: Way, key: LetterKey, now: Date, sent: readonly LetterKey[]): Promise<boolean> {
  const protocol = versionOf(await app.protocols(way.trial), way.version);
  return lettersDue(way, protocol, now, sent).some(
    (one) => one.wave === key.wave && one.letter === key.letter && one.ordinal === key.ordinal,
  );
}

async function addressOf(app: App, way: Way, now: Date): Promise<string | undefined> {
  const contact = (await contactsOf(app.database.linkage, app.keys, way.trial, [way.participant])).get(way.participant);
  if (contact === undefined) return undefined;
  const access = { at: now, actor: 'system', purpose: 'letter', request: 'letters' };
  const [person] = await app.database.identity.within({ trial: way.trial, sites: [way.site] }, (tx) =>
    readContacts(tx, app.keys, [contact], access, app.entropy),
  );
  return person?.email ?? undefined;
}

/** A link of this letter's own; the one the person already has keeps working. */
async function linkFor(app: App, way: Way): Promise<string> {
  const code = app.entropy(16).toString('base64url');
  const createdAt = app.clock();
  const expiresAt = new Date(createdAt.getTime() + LINK_DAYS * 86_400_000);
  await insertCapability(
    app.database.linkage,
    { codeHash: hashOf(code), link: app.uuid(), participant: way.participant, trial: way.trial, createdAt, expiresAt },
    'beside',
  );
  return `${app.config.publicUrl}/l/${code}`;
}
