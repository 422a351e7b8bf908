import type { CallOutcome } from '../model/fact';
import type { Protocol, Wave } from '../model/protocol';
import type { Way } from '../model/way';
import { addDays, dayOf, daysOf, startOfDay } from './calendar';
import type { Question } from './respond';
import { scoreOf } from './score-of';
import { stoppedBy, waveState } from './waves';

/** One try to telephone, as it was logged. */
export interface CallMade {
  wave: string;
  outcome: CallOutcome;
  nextOn: string | null;
  at: string;
}

/** Nobody is rung up more often about one questionnaire, nor twice in a day. */
export const MOST_TRIES = 3;
/** Where no reminder goes out, so long after the window's first day. */
const PATIENCE = 7;

/** Why somebody is not telephoned about a questionnaire now. */
export type CallRefusal =
  'not-open' | 'still-reminded' | 'asked-for-quiet' | 'declined' | 'wrong-number' | 'tried-enough' | 'not-today';

/**
 * Whether somebody may be telephoned about `wave` now: only who did not answer after the last reminder, while the window is open, who has
 * not asked for quiet, and within the limits, which are the same for everybody.
 */
export function mayBeCalled(
  wave: Wave,
  way: Way,
  now: Date,
  calls: readonly CallMade[],
  lastAnswerAt?: Date,
): { closesAt: Date } | { refused: CallRefusal } {
  const state = waveState(wave, way, now, lastAnswerAt);
  if (wave.before === 'randomisation' || state.state !== 'open') return { refused: 'not-open' };
  if (stoppedBy(way) || hasAskedForFewer(way)) return { refused: 'asked-for-quiet' };
  const last = Math.max(...(wave.reminders ?? []).map(daysOf), wave.reminders?.length ? 0 : PATIENCE);
  if (now < startOfDay(addDays(dayOf(state.opensAt), last + 1))) return { refused: 'still-reminded' };

  const made = calls.filter((call) => call.wave === wave.id);
  const newest = made.at(-1);
  if (newest?.outcome === 'declined') return { refused: 'declined' };
  if (newest?.outcome === 'wrong-number') return { refused: 'wrong-number' };
  const today = dayOf(now);
  // Somebody who was reached is in the middle of it: the same talk goes on.
  if (newest?.outcome === 'reached' && dayOf(new Date(newest.at)) === today) return { closesAt: state.closesAt };
  if (made.filter(({ outcome }) => outcome === 'not-answered').length >= MOST_TRIES) return { refused: 'tried-enough' };
  if (newest && (dayOf(new Date(newest.at)) === today || (newest.nextOn !== null && newest.nextOn > today)))
    return { refused: 'not-today' };
  return { closesAt: state.closesAt };
}

const hasAskedForFewer = (way: Way): boolean =>
  way.milestones.some(({ kind, detail }) => kind === 'participation-changed' && detail.change === 'fewer-contacts');

/** The questions an interviewer asks of `all`: the primary outcome's alone where the protocol says so, first in any case. */
export function askedByTelephone(wave: Wave, protocol: Protocol, all: readonly Question[]): Question[] {
  const primary = primaryInstruments(protocol);
  const first = all.filter(({ instrument }) => primary.includes(instrument.id));
  if (wave.interview === 'primary-outcome' && first.length > 0) return first;
  return [...first, ...all.filter((question) => !first.includes(question))];
}

/** The instruments whose scores are primary outcomes. */
const primaryInstruments = (protocol: Protocol): string[] =>
  protocol.outcomes.filter(({ role }) => role === 'primary').map((outcome) => scoreOf(outcome).instrument);
