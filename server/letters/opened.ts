import type { Text } from '#protocols/model/text';
import { showInstant } from '../pages/dates';
import type { Letter } from './compose';

/**
 * Tells somebody who must know that a draw was opened in an emergency, in both languages of the staff: the trial, when, and where to see it.
 * Never whose, what it gave, or why.
 * @param page the address of the list of known draws under the receiver's own role.
 */
export function composeOpened(to: string, title: Text, at: Date, page: string, messageId: string): Letter {
  return {
    to,
    subject: 'En lodtrækning er åbnet i en nødsituation / A draw was opened in an emergency',
    text: [
      `${title.da}: en lodtrækning blev åbnet i en nødsituation ${showInstant(at, 'da')}.`,
      'Log ind, og se "Kendte lodtrækninger".',
      '',
      `${title.en}: a draw was opened in an emergency on ${showInstant(at, 'en')}.`,
      'Sign in and see "Known draws".',
      '',
      page,
      '',
    ].join('\n'),
    messageId,
  };
}
