import type { LetterKind } from '../model/fact';
import type { Protocol } from '../model/protocol';
import type { Way } from '../model/way';
import { addDays, dayOf, daysOf, hourOf, startOfDay } from './calendar';
import { stoppedBy, waveState } from './waves';

/** One letter, by its key: a participant gets each at most once. `wave` is null where it concerns none. */
export interface LetterKey {
  wave: string | null;
  letter: LetterKind;
  ordinal: number;
}

/** Nobody's telephone lights up at night. */
const QUIET_FROM = 20;
const QUIET_UNTIL = 8;

/**
 * The letters due to a participant now and not yet sent, the same for both arms. Decided again under the lock at sending, so that
 * nothing moot goes out: a submitted wave, a closed window and a person who has asked for quiet have none.
 */
export function lettersDue(way: Way, protocol: Protocol, now: Date, sent: readonly LetterKey[]): LetterKey[] {
  const hour = hourOf(now);
  if (hour >= QUIET_FROM || hour < QUIET_UNTIL || stoppedBy(way) || !way.allocation) return [];
  const isSent = (key: LetterKey) =>
    sent.some((one) => one.wave === key.wave && one.letter === key.letter && one.ordinal === key.ordinal);
  const fewer = way.milestones.some(({ kind, detail }) => kind === 'participation-changed' && detail.change === 'fewer-contacts');

  const due: LetterKey[] = [{ wave: null, letter: 'announcement', ordinal: 1 }];
  for (const wave of protocol.waves) {
    if (wave.before === 'randomisation') continue;
    const state = waveState(wave, way, now);
    if (state.state !== 'open') continue;
    const invitation: LetterKey = { wave: wave.id, letter: 'invitation', ordinal: 1 };
    due.push(invitation);
    // A reminder follows an invitation; somebody invited late is not reminded the same minute.
    if (fewer || !isSent(invitation)) continue;
    const opened = dayOf(state.opensAt);
    const passed = (wave.reminders ?? []).filter((after) => now >= startOfDay(addDays(opened, daysOf(after))));
    if (passed.length > 0) due.push({ wave: wave.id, letter: 'reminder', ordinal: passed.length });
  }
  return due.filter((key) => !isSent(key));
}
