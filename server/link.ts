import type { NewFact } from '#protocols/model/fact';
import type { StaffContext } from './context';
import { insertCapability } from './db/stores/capabilities';
import { hashOf } from './http/cookies';

/** A personal link lasts for a trial's waves and no longer. */
const LINK_DAYS = 400;

/**
 * Makes a personal link: 128 random bits in the address, only their hash stored; earlier links of the participant stop working.
 * @returns the address to hand over, and the fact that says one was issued (without it).
 */
export async function makeLink(
  context: StaffContext,
  trial: string,
  participant: string,
): Promise<{ url: string; fact: NewFact }> {
  const code = context.entropy(16).toString('base64url');
  const link = context.uuid();
  // Links and sessions live in real time also where a demonstration's clock stands elsewhere.
  const createdAt = context.clock();
  const expiresAt = new Date(createdAt.getTime() + LINK_DAYS * 86_400_000);
  await insertCapability(context.database.linkage, { codeHash: hashOf(code), link, participant, trial, createdAt, expiresAt });
  return {
    url: `${context.config.publicUrl}/l/${code}`,
    fact: { kind: 'link-issued', payload: { link, expiresAt: expiresAt.toISOString() } },
  };
}
