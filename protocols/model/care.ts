import { Type, type Static } from '@sinclair/typebox';
import { ClosedObject, Id } from './protocol-shapes';
import { Text } from './text';

/** How the trial looks after people: help, alerts, letters, what may be released and who may see groups. */
export const Alert = ClosedObject(
  {
    instrument: Id('The instrument asked at some wave.'),
    item: Type.String({ pattern: '^[0-9a-z][0-9a-z-]{0,19}$', description: 'Its item.' }),
    atLeast: Type.Integer({ description: 'An answer of this code or higher calls the safety contact.' }),
  },
  'An answer that calls the rostered clinician, whether or not the questionnaire was handed in.',
);
export type Alert = Static<typeof Alert>;

export const Safety = ClosedObject(
  {
    help: Text,
    contact: Text,
    alerts: Type.Optional(Type.Array(Alert, { maxItems: 40 })),
    respondWithinHours: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 168, description: 'Within how long the safety contact acts on an alert.' }),
    ),
  },
  'The same for every arm: what is always shown under "Having a hard time right now?", and who acts on what.',
);
export type Safety = Static<typeof Safety>;

const LetterText = ClosedObject({ subject: Text, body: Text });

export const Letters = ClosedObject(
  {
    quietHours: ClosedObject(
      {
        from: Type.Integer({ minimum: 0, maximum: 23, description: 'From this hour nothing is sent.' }),
        until: Type.Integer({ minimum: 0, maximum: 23, description: 'Until this hour.' }),
      },
      'When nobody’s telephone lights up, in Danish time.',
    ),
    maximumContacts: Type.Integer({ minimum: 1, maximum: 12, description: 'Letters about one wave, the invitation included.' }),
    texts: Type.Optional(
      ClosedObject({
        announcement: Type.Optional(LetterText),
        invitation: Type.Optional(LetterText),
        reminder: Type.Optional(LetterText),
      }),
    ),
  },
  'Letters, alike for every arm. Nothing in a subject may reveal what the trial is about.',
);
export type Letters = Static<typeof Letters>;

export const Disclosure = ClosedObject(
  {
    profile: Type.Union([Type.Literal('pseudonymised'), Type.Literal('controlled'), Type.Literal('public')], {
      description: 'The widest release this trial may make.',
    }),
    k: Type.Integer({ minimum: 2, maximum: 50, description: 'Each combination of known traits is shared by at least so many.' }),
    l: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    t: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    smallCells: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'Counts below this are not printed.' })),
  },
  'What a release must keep to.',
);
export type Disclosure = Static<typeof Disclosure>;

export const Note = ClosedObject(
  {
    at: Type.String({ pattern: '^(/[^/]{1,80}){1,12}$', description: 'JSON pointer to the place in this document.' }),
    mark: Type.Union([Type.Literal('published'), Type.Literal('choice')], {
      description: 'Whether the trial published this, or we chose it because nothing was published.',
    }),
    text: Text,
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  },
  'Where a part of the protocol comes from.',
);
export type Note = Static<typeof Note>;
