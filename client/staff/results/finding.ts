import { showNumber, showShare } from '../../shared/format';
import type { Speech } from '../speech';
import { armsOf, type Effect } from './effect-types';

/** The level of an interval in words, "95 %". */
export const levelOf = (level: number, { language }: Pick<Speech, 'language'>): string => showShare(level, 1, language);

/** A name as it stands inside a sentence: a small first letter, unless it is an abbreviation. */
const inSentence = (name: string): string => (/^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);

/** The primary effect as one sentence; null where the primary method refused. */
export function findingOf(effect: Effect, speech: Speech): string | null {
  const { words, text, language } = speech;
  const primary = effect.rows.find(({ kind }) => kind === 'primary');
  const { reference, treated } = armsOf(effect);
  if (!primary?.interval || primary.estimate === null || !reference || !treated) return null;
  const wave = effect.waves.find(({ id }) => id === effect.outcome.wave);
  return words.effect.finding({
    treated: text(treated.name),
    reference: inSentence(text(reference.name)),
    outcome: inSentence(text(effect.outcome.title)),
    wave: wave ? text(wave.title) : effect.outcome.wave,
    size: showNumber(Math.abs(primary.estimate), language, 1),
    higher: primary.estimate >= 0,
    level: levelOf(primary.interval.level, speech),
    lower: showNumber(primary.interval.lower, language, 1),
    upper: showNumber(primary.interval.upper, language, 1),
  });
}
