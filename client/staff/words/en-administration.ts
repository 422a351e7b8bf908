import type { AdministrationWords } from './da-administration';

export const enAdministration: AdministrationWords = {
  oneGroup: 'one group only',
  days: (from, until) =>
    from && until ? `From ${from} to ${until}` : from ? `From ${from}` : until ? `Until ${until}` : 'Until the role is ended',
  notNow: 'not in force today',
  end: 'End the role',
  endConsequence: (who, role) => `${who} can no longer work as ${role.toLocaleLowerCase('en')} here. It takes effect at once.`,
  closed: 'The account is closed',
  close: 'Close the account',
  closeConsequence: (who) =>
    `${who} is signed out everywhere and cannot sign in, in other trials either. You can open the account again.`,
  open: 'Open the account again',
  openConsequence: (who) => `${who} can sign in again with the same password and the same roles.`,
  give: 'Give a colleague a role',
  giveLead: 'To somebody who has an account already. A facilitator of one group is added on the group’s page by the coordinator.',
  who: 'Who',
  role: 'Which role',
  site: 'Where',
  from: 'First day (empty: from today)',
  until: 'Last day (empty: until the role is ended)',
  untilHint: 'The last day cannot be before the first.',
  giveIt: 'Give the role',
  given: 'The role is given.',
  letters: {
    title: 'Letters nobody knows about',
    lead: 'The connection was lost while the letter was being sent. Look in the mail server’s log whether it left, and answer for it here.',
    none: 'Every letter is settled',
    noneHint: 'When the sending of a letter is cut short, the letter is here until somebody has found out.',
    kind: (letter, ordinal) => (ordinal > 1 ? `${letter}, number ${ordinal}` : letter),
    taken: 'Was to be sent',
    wasSent: 'It was sent',
    wasSentConsequence: 'The letter stands as sent in the trial’s history and is not sent again.',
    sendAgain: 'Send it again',
    sendAgainConsequence:
      'The letter is sent again in the next round. If it left the first time after all, the person gets it twice.',
  },
};
