import type { Protocol } from '../model/protocol';
import type { Instrument } from '../model/instrument';

/** Without another word in the protocol. */
const RESPOND_WITHIN_HOURS = 12;
const HOUR = 3_600_000;

/**
 * The alert that an answer raises, where the protocol asks for it: the instrument's own name of it, else the item's. Whatever becomes of
 * the scores; an item without an answer raises none.
 */
export function alertOf(protocol: Protocol, instrument: Instrument, item: string, code: number | null): string | null {
  if (code === null) return null;
  const counts = protocol.safety.alerts?.some(
    (alert) => alert.instrument === instrument.id && alert.item === item && code >= alert.atLeast,
  );
  if (!counts) return null;
  const named = instrument.alerts?.find((alert) => alert.item === item);
  return `${instrument.id}/${named?.id ?? item}`;
}

/** Whether some answer to the item could raise an alert in the trial: its page has help ready. */
export const mayRaiseAlert = (protocol: Protocol, instrument: string, item: string): boolean =>
  protocol.safety.alerts?.some((alert) => alert.instrument === instrument && alert.item === item) ?? false;

/** Until when somebody must have acted on an alert raised at `now`. */
export const alertDueAt = (protocol: Protocol, now: Date): Date => new Date(now.getTime() + respondWithin(protocol));

/**
 * How many notices of an open alert should have gone out at `now`: one at once, one more each time the deadline passes without anybody
 * having seen it, to the next on the roster. Seen, it is in somebody's hands.
 */
export function noticesDue(protocol: Protocol, alert: { raisedAt: Date; isSeen: boolean }, now: Date): number {
  if (alert.isSeen) return 1;
  return 1 + Math.max(0, Math.floor((now.getTime() - alert.raisedAt.getTime()) / respondWithin(protocol)));
}

const respondWithin = ({ safety }: Protocol): number => (safety.respondWithinHours ?? RESPOND_WITHIN_HOURS) * HOUR;
