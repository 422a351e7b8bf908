import type { Reading, ReadDelivery, ReadWave } from './types';

/** A stretch of the time line, in weeks from the start of the offer. */
export interface Stretch {
  from: number;
  until: number;
}
export interface Course {
  /** Waves handed in before the draw. */
  before: ReadWave[];
  lanes: { arm: Reading['arms'][number]; offers: (Stretch & { delivery: ReadDelivery })[] }[];
  waves: (Stretch & { wave: ReadWave })[];
  first: number;
  last: number;
}

const WEEKS_IN_MONTH = 52 / 12;
const daysOf = (duration: string): number => Number(/\d+/.exec(duration)![0]) * (duration.startsWith('-') ? -1 : 1);

/** How long an offer lasts: a meeting a week, or so many months. */
const weeksOf = ({ sessions, months }: ReadDelivery): number => sessions ?? (months === undefined ? 1 : months * WEEKS_IN_MONTH);

/**
 * The trial on a time line: one offer after the other in each arm, and every wave where its window lies. What ends with a delivery ends
 * with the cohort, for those without the offer too.
 */
export function courseOf({ arms, delivery, waves }: Pick<Reading, 'arms' | 'delivery' | 'waves'>): Course {
  const lanes = arms.map((arm) => {
    let at = 0;
    const offers = delivery
      .filter((one) => one.offeredTo === arm.id)
      .map((one) => {
        const from = at;
        at += weeksOf(one);
        return { delivery: one, from, until: at };
      });
    return { arm, offers };
  });
  const end = weeksOf(delivery.find(({ kind }) => kind === 'group') ?? delivery[0] ?? ({ sessions: 10 } as ReadDelivery));
  const placed = waves
    .filter(({ before }) => before === undefined)
    .map((wave) => {
      const anchor = wave.anchor === 'cohort-end' || wave.anchor.startsWith('delivery-end:') ? end : 0;
      return { wave, from: anchor + daysOf(wave.window.opens) / 7, until: anchor + (daysOf(wave.window.closes) + 1) / 7 };
    });
  const stretches = [...placed, ...lanes.flatMap(({ offers }) => offers)];
  return {
    before: waves.filter(({ before }) => before !== undefined),
    lanes,
    waves: placed,
    first: Math.floor(Math.min(0, ...stretches.map(({ from }) => from))),
    last: Math.ceil(Math.max(end, ...stretches.map(({ until }) => until))),
  };
}
