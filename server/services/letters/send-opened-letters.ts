import { createHash } from 'node:crypto';
import { isInForce } from '#protocols/rules/grants';
import { OPENED_DAYS } from '#protocols/rules/today';
import type { App } from '../../context';
import { releaseLetter, settleLetter, takeLetter, type OpenedKey } from '../../db/stores/letters';
import { clockOf } from '../../db/stores/sessions';
import { staffAddress } from '../../db/stores/staff';
import { openedToTell, type OpenedToTell } from '../../db/stores/unblindings';
import { composeOpened } from '../../letters/opened';
import { isSurelyUnsent, type Post } from '../../letters/post';

const DAY = 86_400_000;

/**
 * Tells the custodian and the researchers of a whole trial that a draw was opened in an emergency: each account once for each opening, at any
 * hour, while their day shows it too. Whoever got their grant after it is not written to.
 * @returns how many letters were taken in hand and how many sent, so that silence can be noticed.
 */
export async function sendOpenedLetters(app: App, post: Post, trial: string): Promise<{ due: number; sent: number }> {
  const { research } = app.database;
  const now = new Date(app.clock().getTime() + (await clockOf(research, trial)));
  const since = new Date(now.getTime() - OPENED_DAYS * DAY);
  const toTell = await research.within({ trial, sites: '*', reads: 'system' }, (tx) => openedToTell(tx, trial, since));
  const inForce = toTell.filter((one) => isInForce(one, now));
  const count = { due: 0, sent: 0 };
  let unknown: unknown;
  for (const [index, one] of inForce.entries()) {
    // Somebody with two grants has one letter.
    if (inForce.findIndex(({ fact, staff }) => fact === one.fact && staff === one.staff) < index) continue;
    const key: OpenedKey = { wave: one.fact, letter: 'draw-opened', ordinal: 1 };
    if (!(await takeLetter(app.database.linkage, one.staff, key, now))) continue;
    count.due += 1;
    try {
      if (await sendTaken(app, post, trial, one, key, now)) count.sent += 1;
    } catch (cause) {
      // What may have gone out stays taken; the others are written to before the log tells a person.
      unknown = cause;
    }
  }
  if (unknown !== undefined) throw new Error('whether a letter was sent is not known', { cause: unknown });
  return count;
}

/** @returns false where it surely did not go out, and may be tried again. */
async function sendTaken(
  app: App,
  post: Post,
  trial: string,
  { fact, staff, role, at }: OpenedToTell,
  key: OpenedKey,
  now: Date,
): Promise<boolean> {
  const { identity, linkage } = app.database;
  const address = await staffAddress(identity, app.keys, staff, app.entropy);
  if (address === undefined) {
    await releaseLetter(linkage, staff, key);
    return false;
  }
  const { title } = (await app.protocols(trial)).at(-1)!.protocol;
  const page = `${app.config.publicUrl}/staff/${trial}/${role}/known-arms`;
  const messageId = createHash('sha256').update(`${staff}/draw-opened/${fact}`).digest('hex').slice(0, 32);
  try {
    await post(composeOpened(address, title, new Date(at), page, messageId));
  } catch (cause) {
    if (!isSurelyUnsent(cause)) throw cause;
    await releaseLetter(linkage, staff, key);
    return false;
  }
  await settleLetter(linkage, staff, key, now);
  return true;
}
