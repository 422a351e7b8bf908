import type { Change } from '../model/fact';
import type { Anchor, Protocol, Wave } from '../model/protocol';
import type { Way } from '../model/way';
import { addDays, dayOf, daysOf, startOfDay } from './calendar';

/**
 * Where a wave stands for one participant at one moment: one function for page, job and analysis alike.
 * A late answer is still possible after the window (it is kept and flagged) while the person has begun: nobody is cut off while typing.
 */
export type WaveState =
  | { state: 'waiting'; for: 'consent' | 'cohort' | 'allocation' }
  | { state: 'not-yet'; opensAt: Date; closesAt: Date }
  | { state: 'open'; opensAt: Date; closesAt: Date; late: boolean }
  | { state: 'closed'; opensAt: Date; closesAt: Date }
  | { state: 'submitted'; at: Date }
  | { state: 'stopped'; change: Change };

/** Changes after which nobody asks for more answers. */
export const STOPS: readonly Change[] = ['no-more-data', 'unlink', 'erase', 'lost', 'died'];

/** Somebody who has begun may finish this long after their last answer, and this long after the window's end at most. */
const IDLE_HOURS = 24;
const GRACE_HOURS = 72;
const HOUR = 3_600_000;

/** The change that ended the asking, if there is one. */
export function stoppedBy(way: Way): Change | null {
  const change = way.milestones.findLast(
    ({ kind, detail }) => kind === 'participation-changed' && STOPS.includes(detail.change as Change),
  );
  return change ? (change.detail.change as Change) : null;
}

/** The state of `wave` for the participant of `way` at `now`. @param lastAnswerAt the newest answer of the wave, if any was given. */
export function waveState(wave: Wave, way: Way, now: Date, lastAnswerAt?: Date): WaveState {
  const submission = way.submissions.findLast((one) => one.wave === wave.id);
  if (submission && !isStale(wave, new Date(submission.at), way, now)) return { state: 'submitted', at: new Date(submission.at) };
  const change = stoppedBy(way);
  if (change) return { state: 'stopped', change };

  const anchor = anchorOf(wave, way);
  if (typeof anchor !== 'object') return { state: 'waiting', for: anchor };
  // The fresh copy of a baseline that grew old has its own time, until the draw.
  const opensAt = startOfDay(addDays(anchor.day, daysOf(wave.window.opens)));
  const closesAt = submission ? startOfDay('9999-12-31') : startOfDay(addDays(anchor.day, daysOf(wave.window.closes) + 1));
  if (now < opensAt) return { state: 'not-yet', opensAt, closesAt };
  if (now < closesAt) return { state: 'open', opensAt, closesAt, late: false };
  const until = lastAnswerAt && Math.min(closesAt.getTime() + GRACE_HOURS * HOUR, lastAnswerAt.getTime() + IDLE_HOURS * HOUR);
  return until !== undefined && now.getTime() < until
    ? { state: 'open', opensAt, closesAt, late: true }
    : { state: 'closed', opensAt, closesAt };
}

/** Whether what is handed in now comes after the wave's window. */
export function isLateAt(wave: Wave, way: Way, now: Date): boolean {
  // With an answer of this very moment the wave is open as long as the grace lasts, and says whether it is late.
  const state = waveState(wave, way, now, now);
  return state.state === 'open' && state.late;
}

/** Whether the baseline handed in at `at` has grown too old for a draw at `now`; after the draw it no longer ages. */
export function isStale(wave: Wave, at: Date, way: Way, now: Date): boolean {
  if (wave.before !== 'randomisation' || wave.freshFor === undefined || way.allocation || way.cohort?.drawnAt) return false;
  return now >= startOfDay(addDays(dayOf(at), daysOf(wave.freshFor) + 1));
}

/** The wave that must be finished before the draw. */
export function baselineOf(protocol: Protocol): Wave | undefined {
  return protocol.waves.find(({ before }) => before === 'randomisation');
}

function anchorOf(wave: Wave, way: Way): { day: string } | 'consent' | 'cohort' | 'allocation' {
  switch (wave.anchor) {
    case 'consent': {
      const consent = way.milestones.find(({ kind }) => kind === 'consent-given');
      return consent ? { day: dayOf(new Date(consent.at)) } : 'consent';
    }
    case 'randomisation':
      return way.allocation ? { day: dayOf(new Date(way.allocation.at)) } : 'allocation';
    case 'baseline': {
      // Follow-up begins with the draw; what was handed in last before it is the baseline.
      if (!way.allocation) return 'allocation';
      const drawnAt = way.allocation.at;
      const baseline = way.submissions.findLast(({ at }) => at <= drawnAt);
      return { day: dayOf(new Date(baseline?.at ?? drawnAt)) };
    }
    default:
      if (!way.cohort) return 'cohort';
      // Without a draw there is no trial to follow up; the dates would be the same in both arms.
      if (!way.allocation) return 'allocation';
      return { day: plannedDayOf(wave.anchor, way.cohort) };
  }
}

/** An anchor that is one of a cohort's planned dates, the same in every arm. */
export type CohortAnchor = Exclude<Anchor, 'consent' | 'baseline' | 'randomisation'>;

export function followsCohort(anchor: Anchor): anchor is CohortAnchor {
  return anchor !== 'consent' && anchor !== 'baseline' && anchor !== 'randomisation';
}

/** The planned date of an anchor; what is delivered is yoked to its cohort, also for those who are not offered it. */
export function plannedDayOf(anchor: CohortAnchor, dates: { startsOn: string; endsOn: string }): string {
  return anchor === 'cohort-start' || anchor.startsWith('delivery-start:') ? dates.startsOn : dates.endsOn;
}
