import { Type } from '@sinclair/typebox';
import { Text } from '#protocols/model/text';
import { LetterKind } from '#protocols/model/fact';
import { endpoint } from '../endpoint';
import { Code, InTrial, Instant, Nothing, Nullable, object } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing'] as const;
const Key = {
  code: Code,
  /** The questionnaire it is about; null for the word about the draw. */
  wave: Nullable(Type.String({ maxLength: 60 })),
  letter: LetterKind,
  ordinal: Type.Integer({ minimum: 1 }),
};

export const listUnsettledLetters = endpoint({
  id: 'listUnsettledLetters',
  method: 'GET',
  path: '/api/staff/trials/:trial/letters',
  who: ['data-manager'],
  summary:
    'Letters whose sending was cut short, so that nobody knows whether they went out; they are never sent again by themselves.',
  params: InTrial,
  reply: object({ letters: Type.Array(object({ ...Key, title: Nullable(Text), takenAt: Instant })) }),
  problems: common,
});

export const settleLetter = endpoint({
  id: 'settleLetter',
  method: 'POST',
  path: '/api/staff/trials/:trial/letters/settlement',
  who: ['data-manager'],
  summary:
    'Says of such a letter that it was sent, which becomes a fact, or that it is to be sent again. Of two who say so, one does.',
  params: InTrial,
  body: object({ ...Key, outcome: Type.Union([Type.Literal('was-sent'), Type.Literal('send-again')]) }),
  reply: Nothing,
  problems: [...common, 'not-understood', 'foreign-origin', 'busy', 'letter-settled'],
});
