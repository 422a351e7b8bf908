import { type Static, Type } from '@sinclair/typebox';
import { instrumentOf } from '#protocols/instruments/registry';
import type { Instrument } from '#protocols/model/instrument';
import { itemsOf, score } from '#protocols/rules/score';
import { Column, decline, type Declined } from './method';

/** Scale scores that follow from imputed items: new column → instrument, score and the columns of its items in the instrument's order. */
export const Scores = Type.Optional(
  Type.Record(
    Type.String(),
    Type.Object(
      {
        instrument: Type.String({ minLength: 1 }),
        score: Type.Optional(Type.String({ minLength: 1, description: '"total" where left out.' })),
        items: Type.Array(Column, { minItems: 1, uniqueItems: true }),
      },
      { additionalProperties: false },
    ),
  ),
);
export type Scores = Static<typeof Scores> | undefined;

/** A score as it is counted from columns. */
export interface PassiveScore {
  readonly name: string;
  readonly items: readonly string[];
  /** The score of one person's answers in the order of `items`; NaN while one of them is blank. */
  count(answers: readonly number[]): number;
}

/** The scores asked for, or the refusal that says which cannot be counted. */
export function passiveScores(asked: Scores): PassiveScore[] | Declined {
  const scores: PassiveScore[] = [];
  for (const [name, { instrument: id, score: scoreId = 'total', items }] of Object.entries(asked ?? {})) {
    const instrument = instrumentOf(id);
    if (!instrument)
      return decline('unknown-instrument', `There is no instrument “${id}”, from which “${name}” is to be counted.`);
    const definition = instrument.scores.find((one) => one.id === scoreId);
    if (!definition)
      return decline(
        'unknown-score',
        `“${id}” has no score “${scoreId}”. It has ${instrument.scores.map((one) => `“${one.id}”`).join(', ')}.`,
      );
    const wanted = itemsOf(instrument, definition).map((item) => item.id);
    if (wanted.length !== items.length)
      return decline('items', `“${name}” names ${items.length} items, and “${scoreId}” of “${id}” is made of ${wanted.length}.`);
    scores.push({ name, items, count: (answers) => count(instrument, scoreId, wanted, answers) });
  }
  return scores;
}

function count(instrument: Instrument, scoreId: string, items: readonly string[], answers: readonly number[]): number {
  if (answers.some(Number.isNaN)) return NaN;
  const scored = score(instrument, Object.fromEntries(items.map((id, k) => [id, answers[k]!])));
  if ('rejected' in scored) return NaN;
  const own = scored.scores[scoreId]!;
  return 'value' in own ? own.value : NaN;
}
