import type { Language } from '#protocols/model/text';
import type { Letter } from './compose';

/** A letter to staff reveals no trial, no role and no workplace: that there is an account, where, and for how long the link is good. */
const WORDS: Record<Language, { subject: string; lead: Record<'new' | 'reset', string>; closing: string }> = {
  da: {
    subject: 'Din adgang til Lodtræk',
    lead: {
      new: 'Du er inviteret til Lodtræk. Åbn linket, og vælg en adgangskode.',
      reset: 'Du kan få adgang til Lodtræk på ny. Åbn linket, og vælg en ny adgangskode.',
    },
    closing:
      'Linket virker én gang og i syv dage. Venter du ikke dette brev, så lad linket være, og sig det til din administrator.',
  },
  en: {
    subject: 'Your access to Lodtræk',
    lead: {
      new: 'You are invited to Lodtræk. Open the link and choose a password.',
      reset: 'You can have access to Lodtræk anew. Open the link and choose a new password.',
    },
    closing: 'The link works once, for seven days. If you do not expect this letter, leave the link and tell your administrator.',
  },
};

/** Writes an invitation to `address` with its one-time link. */
export function composeInvitation(
  kind: 'new' | 'reset',
  language: Language,
  address: string,
  link: string,
  messageId: string,
): Letter {
  const { subject, lead, closing } = WORDS[language];
  return { to: address, subject, text: `${lead[kind]}\n\n${link}\n\n${closing}\n`, messageId };
}
