import { trialStream } from '#protocols/model/fact';
import { endOfEvening, eveningOf } from '#protocols/rules/delivery';
import type { App } from './context';
import { append, type Recording } from './db/facts';
import { insertEveningLink, type EveningLink } from './db/stores/evening-links';
import { headOf } from './db/stores/trials';
import { hashOf } from './http/cookies';

/**
 * Makes a link that is good until four the next morning, for one facilitator and one group: 128 random bits in the address, their hash
 * stored. Earlier links of theirs to the group are void.
 * @param now the trial's time, which says which evening it is; the link itself lives in real time, as every link does.
 */
export async function makeEveningLink(
  app: App,
  wish: Omit<EveningLink, 'link' | 'expiresAt'>,
  now: Date,
): Promise<{ url: string; link: string; expiresAt: Date }> {
  const code = app.entropy(16).toString('base64url');
  const link = app.uuid();
  const realNow = app.clock();
  const expiresAt = new Date(realNow.getTime() + (endOfEvening(eveningOf(now)).getTime() - now.getTime()));
  await insertEveningLink(app.database.linkage, hashOf(code), { ...wish, link, expiresAt }, realNow);
  return { url: `${app.config.publicUrl}/e/${code}`, link, expiresAt };
}

/** Records that a link was made, and how it goes out. */
export async function recordEveningLink(
  app: App,
  recording: Recording,
  { link, group, staff, ordinal, trial, site, expiresAt }: Omit<EveningLink, 'grant'>,
  channel: 'sms' | 'by-hand',
): Promise<void> {
  const stream = trialStream(trial);
  const head = await headOf(app.database.research, stream);
  const payload = { link, group, staff, ordinal, channel, expiresAt: expiresAt.toISOString() };
  await append(app.database.research, recording, { trial, sites: [site] }, [
    { stream, trial, head: head!, facts: [{ kind: 'evening-link-issued', payload }] },
  ]);
}
