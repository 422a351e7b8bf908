import type { Language } from '#protocols/model/text';
import type { LetterKey } from '#protocols/rules/letters';

/** A letter ready to send. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** The same for the same letter however often it is handed over, so that a mail server can tell a repetition. */
  messageId: string;
}

/**
 * A letter reveals nothing on a lock screen: no trial, no theme, no arm. It says that there is something, and where. Both arms get
 * the same words.
 */
const WORDS: Record<Language, Record<LetterKey['letter'], { subject: string; lead: string }>> = {
  da: {
    announcement: { subject: 'Der er nyt til dig', lead: 'Der er nyt til dig. Du kan se det på din egen side.' },
    invitation: { subject: 'Nogle spørgsmål til dig', lead: 'Vi har nogle spørgsmål til dig. Det tager cirka ti minutter.' },
    reminder: {
      subject: 'Spørgsmålene venter på dig',
      lead: 'Spørgsmålene er stadig åbne. Du kan svare, når det passer dig, eller lade være.',
    },
  },
  en: {
    announcement: { subject: 'There is news for you', lead: 'There is news for you. You can see it on your own page.' },
    invitation: { subject: 'Some questions for you', lead: 'We have some questions for you. It takes about ten minutes.' },
    reminder: {
      subject: 'The questions wait for you',
      lead: 'The questions are still open. You can answer when it suits you, or leave it.',
    },
  },
};
const CLOSING: Record<Language, string> = {
  da: 'Vil du ikke have flere beskeder? Det kan du sige på siden.',
  en: 'No more messages? You can say so on the page.',
};

/** Writes the letter of `key` to `address`, with the person's own link. */
export function compose(key: LetterKey, language: Language, address: string, link: string, messageId: string): Letter {
  const { subject, lead } = WORDS[language][key.letter];
  return { to: address, subject, text: `${lead}\n\n${link}\n\n${CLOSING[language]}\n`, messageId };
}
