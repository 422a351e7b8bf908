import { Type } from '@sinclair/typebox';
import { decline, type Declined, type People } from './method';

/** What counts as an event; undefined where the outcome is 0 and 1. */
export type EventRule = { below: number } | { atLeast: number } | undefined;

/** What counts as an event where the outcome is not 0 and 1 already. */
export const Event = Type.Optional(
  Type.Union(
    [
      Type.Object({ below: Type.Number() }, { additionalProperties: false }),
      Type.Object({ atLeast: Type.Number() }, { additionalProperties: false }),
    ],
    { description: 'What counts as an event, where the outcome is not 0 (no) and 1 (yes) already.' },
  ),
);

/** The outcome as 0 and 1, or the refusal that says why it cannot be. */
export function eventsOf(values: readonly number[], event: EventRule, people: People): number[] | Declined {
  if (event === undefined) {
    const odd = values.find((value) => value !== 0 && value !== 1);
    if (odd === undefined) return [...values];
    return decline(
      'not-binary',
      `The outcome holds ${odd}. Code it 0 (no) and 1 (yes), or say what counts as an "event": {"below": …} or {"atLeast": …}.`,
      people,
    );
  }
  return values.map((value) => (('below' in event ? value < event.below : value >= event.atLeast) ? 1 : 0));
}
