import type { Kind } from '../model/fact';
import type { ConsentText, Protocol } from '../model/protocol';
import type { Milestone, Way } from '../model/way';
import { baselineOf, isStale, stoppedBy } from './waves';

/**
 * The steps of a participant's way, in their only order. Each is derived from what happened and the moment; nothing is stored.
 * Codes of refusals are the product's problem codes, so that the same "no" reads the same everywhere.
 */
export type Step =
  | 'information'
  | 'reading'
  | 'comprehension'
  | 'signing'
  | 'countersigning'
  | 'screening'
  | 'not-eligible'
  | 'baseline'
  | 'cohort'
  | 'allocation'
  | 'follow-up'
  | 'ended';

export type Refusal =
  | 'participation-ended'
  | 'not-informed'
  | 'information-not-read'
  | 'not-understood-yet'
  | 'reflection-time'
  | 'outdated-text'
  | 'consent-missing'
  | 'not-screened'
  | 'not-eligible'
  | 'baseline-missing'
  | 'baseline-old'
  | 'cohort-missing'
  | 'already-allocated';

/** The newest version of the consent text. */
export function currentText(protocol: Protocol): ConsentText {
  return protocol.consent.versions[protocol.consent.versions.length - 1]!;
}

/** The last milestone of a kind, if it happened. */
export function last(way: Way, kind: Kind): Milestone | undefined {
  return way.milestones.findLast((milestone) => milestone.kind === kind);
}

/** Where the participant is now. */
export function stepOf(way: Way, protocol: Protocol, now: Date): Step {
  if (stoppedBy(way)) return 'ended';
  if (way.allocation) return 'follow-up';
  if (!last(way, 'informed-orally')) return 'information';
  if (!last(way, 'consent-given')) return consentStep(way, protocol);
  const screened = last(way, 'screened');
  if (!screened) return 'screening';
  if (screened.detail.eligible !== true) return 'not-eligible';
  const baseline = baselineOf(protocol);
  const submission = baseline && way.submissions.findLast(({ wave }) => wave === baseline.id);
  if (baseline && (!submission || isStale(baseline, new Date(submission.at), way, now))) return 'baseline';
  return way.cohort ? 'allocation' : 'cohort';
}

function consentStep(way: Way, protocol: Protocol): Step {
  const text = currentText(protocol).version;
  if (last(way, 'consent-signed')?.detail.text === text) return 'countersigning';
  if (last(way, 'information-read')?.detail.text !== text) return 'reading';
  if (protocol.consent.comprehension.length > 0 && last(way, 'comprehension-completed')?.detail.text !== text)
    return 'comprehension';
  return 'signing';
}

/**
 * Whether the participant may sign now.
 * @param wish the person's own wish not to wait until the time to think has passed.
 */
export function maySign(way: Way, protocol: Protocol, text: string, wish: boolean, now: Date): Refusal | null {
  if (stoppedBy(way)) return 'participation-ended';
  const informed = last(way, 'informed-orally');
  if (!informed) return 'not-informed';
  if (text !== currentText(protocol).version) return 'outdated-text';
  const read = last(way, 'information-read');
  if (read?.detail.text !== text) return 'information-not-read';
  if (protocol.consent.comprehension.length > 0 && last(way, 'comprehension-completed')?.detail.text !== text)
    return 'not-understood-yet';
  return wish || isReflected(way, protocol, now) ? null : 'reflection-time';
}

/** Whether the time to think, counted from the oral information, has passed. */
export function isReflected(way: Way, protocol: Protocol, now: Date): boolean {
  const informed = last(way, 'informed-orally');
  return (
    informed !== undefined && now.getTime() >= new Date(informed.at).getTime() + protocol.consent.reflectionHours * 3_600_000
  );
}

/** Whether lots may be drawn for the participant now; the first thing missing, in the order of the way. */
export function mayBeDrawn(way: Way, protocol: Protocol, now: Date): Refusal | null {
  if (way.allocation) return 'already-allocated';
  if (stoppedBy(way)) return 'participation-ended';
  if (!last(way, 'consent-given')) return 'consent-missing';
  const screened = last(way, 'screened');
  if (!screened) return 'not-screened';
  if (screened.detail.eligible !== true) return 'not-eligible';
  const baseline = baselineOf(protocol);
  if (baseline) {
    const submission = way.submissions.findLast(({ wave }) => wave === baseline.id);
    if (!submission) return 'baseline-missing';
    if (isStale(baseline, new Date(submission.at), way, now)) return 'baseline-old';
  }
  return way.cohort ? null : 'cohort-missing';
}
