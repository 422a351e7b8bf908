import type { Fidelity, Presence } from '#protocols/model/delivery';
import type { Language } from '#protocols/model/text';

/** Every sentence of ours that a facilitator meets in the evening. */
export interface EveningWords {
  product: string;
  skip: string;
  language: string;
  demonstration: string;
  link: { title: string; own: string; enter: string; bareTitle: string; bare: string };
  session: (ordinal: number, of: number, date: string) => string;
  notYet: (date: string) => string;
  theme: (theme: string) => string;
  people: string;
  nobody: string;
  hint: string;
  /** How a person is recorded, on the button and once it is. */
  presence: Record<Presence, string>;
  noted: (presence: string) => string;
  notNoted: string;
  held: {
    title: string;
    yes: string;
    no: string;
    wasHeld: string;
    wasNot: string;
    more: string;
    theme: string;
    fidelity: string;
  };
  fidelity: Record<Fidelity, string>;
  concern: { open: string; title: string; body: string; back: string };
  end: string;
  ended: { title: string; body: string };
  until: (time: string) => string;
  back: string;
  fault: { title: string; cure: (number: string) => string };
}

const da: EveningWords = {
  product: 'Lodtræk',
  skip: 'Gå til indholdet',
  language: 'Sprog',
  demonstration: 'Demonstration. Alt her er opdigtet.',
  link: {
    title: 'Din gruppe i aften',
    own: 'Linket er dit eget og virker til i morgen tidlig. Del det ikke med andre.',
    enter: 'Åbn gruppen',
    bareTitle: 'Åbn linket fra din besked',
    bare: 'På en mødedag får du en besked med et link. Mangler du det, så ring til din koordinator.',
  },
  session: (ordinal, of, date) => `Møde ${ordinal} af ${of}, ${date}`,
  notYet: (date) => `Gruppen begynder den ${date}. Du kan notere fremmøde fra den dag.`,
  theme: (theme) => `Tema: ${theme}`,
  people: 'Hvem er her?',
  nobody: 'Der er ingen i gruppen endnu. Din koordinator sætter dem ind.',
  hint: 'Tryk én gang for hver. Du kan altid rette det i aften.',
  presence: { present: 'Er her', absent: 'Ikke her', late: 'Kom senere', excused: 'Meldt afbud' },
  noted: (presence) => `Noteret: ${presence}`,
  notNoted: 'Ikke noteret endnu',
  held: {
    title: 'Mødet',
    yes: 'Mødet er holdt',
    no: 'Mødet blev ikke holdt',
    wasHeld: 'Noteret: mødet er holdt',
    wasNot: 'Noteret: mødet blev ikke holdt',
    more: 'Gik noget anderledes?',
    theme: 'Tema',
    fidelity: 'Hvordan gik det efter planen?',
  },
  fidelity: {
    'as-planned': 'Som planlagt',
    adapted: 'Tilpasset',
    shortened: 'Kortere',
    'other-content': 'Noget andet',
  },
  concern: {
    open: 'Er du bekymret for nogen?',
    title: 'Når du er bekymret',
    body: 'Ring med det samme. Du skal ikke skrive noget her, og du skal ikke bære det alene.',
    back: 'Tilbage til gruppen',
  },
  end: 'Luk for i aften',
  ended: { title: 'Tak for i aften', body: 'Det, du har noteret, er gemt. Åbn linket igen, hvis du vil rette noget i aften.' },
  until: (time) => `Siden er åben til ${time}.`,
  back: 'Tilbage til gruppen',
  fault: {
    title: 'Noget gik galt hos os',
    cure: (number) =>
      `Det, du har noteret, er gemt. Prøv igen om lidt. Hjælper det ikke, så sig nummeret ${number} til din koordinator.`,
  },
};

const en: EveningWords = {
  product: 'Lodtræk',
  skip: 'Skip to the content',
  language: 'Language',
  demonstration: 'Demonstration. Everything here is made up.',
  link: {
    title: 'Your group tonight',
    own: 'The link is your own and works until tomorrow morning. Do not share it.',
    enter: 'Open the group',
    bareTitle: 'Open the link in your message',
    bare: 'On a session day you get a message with a link. If it is missing, call your coordinator.',
  },
  session: (ordinal, of, date) => `Session ${ordinal} of ${of}, ${date}`,
  notYet: (date) => `The group begins on ${date}. You can note attendance from that day.`,
  theme: (theme) => `Theme: ${theme}`,
  people: 'Who is here?',
  nobody: 'Nobody is in the group yet. Your coordinator places them.',
  hint: 'One tap for each. You can correct it all evening.',
  presence: { present: 'Is here', absent: 'Is not here', late: 'Came later', excused: 'Sent word' },
  noted: (presence) => `Noted: ${presence}`,
  notNoted: 'Not noted yet',
  held: {
    title: 'The session',
    yes: 'The session was held',
    no: 'The session was not held',
    wasHeld: 'Noted: the session was held',
    wasNot: 'Noted: the session was not held',
    more: 'Did something go differently?',
    theme: 'Theme',
    fidelity: 'How did it go against the plan?',
  },
  fidelity: {
    'as-planned': 'As planned',
    adapted: 'Adapted',
    shortened: 'Shorter',
    'other-content': 'Something else',
  },
  concern: {
    open: 'Are you worried about someone?',
    title: 'When you are worried',
    body: 'Call at once. There is nothing to write here, and you need not carry it alone.',
    back: 'Back to the group',
  },
  end: 'Close for tonight',
  ended: { title: 'Thank you for tonight', body: 'What you noted is kept. Open the link again to correct something tonight.' },
  until: (time) => `The page is open until ${time}.`,
  back: 'Back to the group',
  fault: {
    title: 'Something went wrong on our side',
    cure: (number) =>
      `What you noted is kept. Try again in a moment. If it does not help, tell your coordinator the number ${number}.`,
  },
};

export const EVENING_WORDS: Readonly<Record<Language, EveningWords>> = { da, en };
