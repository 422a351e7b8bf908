import type { Blank } from '../model/fact';
import type { Instrument, Wording } from '../model/instrument';
import type { Wave } from '../model/protocol';
import type { Language } from '../model/text';
import { instrumentOf, wordingOf } from '../instruments/registry';
import { codesOf } from './score';

/** One question of a wave: which item of which instrument, in the order in which it is asked. */
export interface Question {
  instrument: Instrument;
  item: string;
}

/**
 * The questions of a wave in the order of the protocol's instruments and, within each, of the wording in `language`.
 * @param study the wordings that the trial brings
 */
export function questionsOf(wave: Wave, language: Language, study: readonly Wording[] = []): Question[] {
  return wave.instruments.flatMap((id) => {
    const instrument = instrumentOf(id);
    if (!instrument) throw new RangeError(`the wave ${wave.id} names an unknown instrument ${id}`);
    return wordingOf(instrument, language, study).order.map((item) => ({ instrument, item }));
  });
}

/**
 * Whether an answer is one the item has: a code of its scale, or a stated reason for a blank, never both and never neither. That it
 * does not concern the person can be said only where the instrument allows it.
 */
export function checkAnswer(instrument: Instrument, item: string, answer: { code: number | null; blank: Blank | null }): boolean {
  const found = instrument.items.find(({ id }) => id === item);
  if (!found) return false;
  if (answer.code !== null) return answer.blank === null && codesOf(instrument, found).includes(answer.code);
  return answer.blank === 'not-applicable' ? found.notApplicable === true : answer.blank !== null;
}

/** The questions without a current answer, in order. Someone may hand in a wave when none is left. */
export function unanswered(questions: readonly Question[], answers: readonly { instrument: string; item: string }[]): Question[] {
  return questions.filter(
    ({ instrument, item }) => !answers.some((answer) => answer.instrument === instrument.id && answer.item === item),
  );
}
