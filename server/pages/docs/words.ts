import type { Role } from '#protocols/model/role';
import type { Language } from '#protocols/model/text';

export interface DocsWords {
  title: string;
  intro: string;
  english: string;
  printed: string;
  skip: string;
  language: string;
  contents: string;
  who: string;
  callers: Record<'anyone' | 'participant' | 'staff', string>;
  roles: Record<Role, string>;
  stepUp: string;
  parameters: string;
  body: string;
  reply: string;
  file(types: string): string;
  nothing: string;
  problems: string;
  name: string;
  place: string;
  places: Record<'path' | 'query', string>;
  kind: string;
  needed: string;
  yes: string;
  no: string;
  status: string;
  means: string;
  cure: string;
  kinds: Record<'text' | 'whole' | 'number' | 'yesNo' | 'list' | 'object' | 'anything' | 'none', string>;
  oneOf: string;
  shapes(count: number): string;
  orNone: string;
  pattern: string;
  from: string;
  to: string;
  characters: string;
}

const da: DocsWords = {
  title: 'Kontrakten',
  intro: 'Alt, hvad programmet kan bedes om: hvem der må, hvad der skal med, hvad der kommer tilbage, og hvert nej.',
  english: 'Forklaringen til hver handling og navnene står på engelsk, som i koden.',
  printed: 'Hent kontrakten som OpenAPI',
  skip: 'Gå til indholdet',
  language: 'Sprog',
  contents: 'Områder',
  who: 'Hvem må',
  callers: { anyone: 'Alle, også uden at være logget ind', participant: 'Deltageren selv', staff: 'Enhver, der er logget ind' },
  roles: {
    coordinator: 'koordinator',
    facilitator: 'facilitator',
    assessor: 'interviewer',
    researcher: 'forsker',
    custodian: 'ublindet statistiker',
    'safety-contact': 'sikkerhedskontakt',
    'data-manager': 'dataansvarlig',
    monitor: 'monitor',
    administrator: 'administrator',
  },
  stepUp: 'Kræver et bevis fra de sidste ti minutter på, hvem der spørger.',
  parameters: 'I adressen',
  body: 'Skal med',
  reply: 'Kommer tilbage',
  file: (types) => `En fil: ${types}`,
  nothing: 'Intet.',
  problems: 'Hvert nej',
  name: 'Navn',
  place: 'Hvor',
  places: { path: 'i stien', query: 'efter spørgsmålstegnet' },
  kind: 'Hvad',
  needed: 'Skal med',
  yes: 'ja',
  no: 'nej',
  status: 'Nummer',
  means: 'Betyder',
  cure: 'Gør så',
  kinds: {
    text: 'tekst',
    whole: 'helt tal',
    number: 'tal',
    yesNo: 'ja eller nej',
    list: 'liste',
    object: 'felter',
    anything: 'hvad som helst',
    none: 'intet',
  },
  oneOf: 'en af',
  shapes: (count) => `en af ${count} former`,
  orNone: 'eller intet',
  pattern: 'på formen',
  from: 'fra',
  to: 'til',
  characters: 'tegn',
};

const en: DocsWords = {
  title: 'The contract',
  intro: 'Everything the program can be asked to do: who may, what goes in, what comes back, and every refusal.',
  english: 'Names are those of the code.',
  printed: 'Get the contract as OpenAPI',
  skip: 'Go to the content',
  language: 'Language',
  contents: 'Areas',
  who: 'Who may',
  callers: { anyone: 'Anyone, signed in or not', participant: 'The participant', staff: 'Anyone signed in' },
  roles: {
    coordinator: 'coordinator',
    facilitator: 'facilitator',
    assessor: 'assessor',
    researcher: 'researcher',
    custodian: 'unblinded statistician',
    'safety-contact': 'safety contact',
    'data-manager': 'data manager',
    monitor: 'monitor',
    administrator: 'administrator',
  },
  stepUp: 'Needs a proof from the last ten minutes of who asks.',
  parameters: 'In the address',
  body: 'Goes in',
  reply: 'Comes back',
  file: (types) => `A file: ${types}`,
  nothing: 'Nothing.',
  problems: 'Every refusal',
  name: 'Name',
  place: 'Where',
  places: { path: 'in the path', query: 'after the question mark' },
  kind: 'What',
  needed: 'Needed',
  yes: 'yes',
  no: 'no',
  status: 'Number',
  means: 'Means',
  cure: 'Do this',
  kinds: {
    text: 'text',
    whole: 'whole number',
    number: 'number',
    yesNo: 'yes or no',
    list: 'list',
    object: 'fields',
    anything: 'anything',
    none: 'nothing',
  },
  oneOf: 'one of',
  shapes: (count) => `one of ${count} shapes`,
  orNone: 'or nothing',
  pattern: 'of the form',
  from: 'from',
  to: 'to',
  characters: 'characters',
};

/** The words around the contract in one language. */
export const docsWords = (language: Language): DocsWords => (language === 'da' ? da : en);
