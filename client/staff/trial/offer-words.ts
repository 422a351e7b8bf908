import type { Speech } from '../speech';
import type { ReadDelivery } from './types';

/** An offer in a line: what it is, how often, how long. */
export function offerInWords({ kind, sessions, minutes, months }: ReadDelivery, { words, number }: Speech): string {
  const w = words.protocol;
  const often = sessions === undefined ? null : w.meetings(sessions, minutes === undefined ? null : number(minutes));
  const long = months === undefined ? null : w.months(months);
  return [w.offers[kind], often, long].filter((part) => part !== null).join(', ');
}
