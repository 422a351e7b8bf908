import type { Letter } from './compose';

/** A notice to somebody on the roster, in both languages of the staff: that something waits. Not what, not where, not about whom. */
export function composeNotice(to: string, address: string, messageId: string): Letter {
  return {
    to,
    subject: 'Noget venter på dig / Something waits for you',
    text: [
      'Der er noget, der venter på dig. Log ind, og se listen.',
      '',
      'Something waits for you. Sign in and look at the list.',
      '',
      address,
      '',
    ].join('\n'),
    messageId,
  };
}
