import { Problem } from '../problem';
import { inTurns } from './in-turns';
import type { Player } from './player';
import type { Stage } from './stage';

/** When on a day something happens: letters in the morning, visits before the afternoon's lots, answers in the evening. */
export type Part = 'letters' | 'visit' | 'evening';
export type Happening = (at: Date, day: number) => Promise<void>;

/** What people have before them, day by day. */
export interface Agenda {
  later(player: Player, day: number, part: Part, happen: Happening): void;
  /** Plays one part of a day: people side by side, each with their own appointments one after the other. */
  play(day: number, part: Part): Promise<void>;
  /** Whether anything stands after `day`. */
  isEmptyAfter(day: number): boolean;
  /** The first working day from `day` on. */
  workdayFrom(day: number): number;
}

/** Hours of the day at which a part begins, how far people spread over it, and between two appointments of one person. */
const BEGINS: Record<Part, number> = { letters: 9, visit: 9.5, evening: 18 };
const SPREAD_MINUTES: Record<Part, number> = { letters: 20, visit: 240, evening: 120 };
const APART = 0.75;

/**
 * @param width how many people at a time
 * @param onRefused told of what a service would not do: the script goes on without it
 */
export function openAgenda(
  stage: Stage,
  width: number,
  onRefused: (player: Player, code: string) => void,
  signal?: AbortSignal,
): Agenda {
  const waiting = new Map<string, { player: Player; happen: Happening }[]>();
  let lastDay = 0;
  const workdayFrom = (day: number): number => (stage.isWorkday(day) ? day : workdayFrom(day + 1));

  return {
    workdayFrom,
    later(player, day, part, happen) {
      const key = `${day}/${part}`;
      const there = waiting.get(key) ?? [];
      there.push({ player, happen });
      waiting.set(key, there);
      lastDay = Math.max(lastDay, day);
    },
    async play(day, part) {
      const key = `${day}/${part}`;
      const byPlayer = new Map<Player, Happening[]>();
      for (const { player, happen } of waiting.get(key) ?? []) byPlayer.set(player, [...(byPlayer.get(player) ?? []), happen]);
      waiting.delete(key);
      await inTurns([...byPlayer], width, async ([player, own]) => {
        signal?.throwIfAborted();
        for (const [index, happen] of own.entries()) {
          try {
            await happen(stage.momentOf(day, hourFor(player.person.number, part) + index * APART), day);
          } catch (cause) {
            // A refusal is part of what a rehearsal finds out; anything else is a fault.
            if (!(cause instanceof Problem)) throw cause;
            onRefused(player, cause.code);
          }
        }
      });
    },
    isEmptyAfter: (day) => lastDay <= day,
  };
}

/** People of different numbers come at different minutes. */
export const hourFor = (number: number, part: Part): number => BEGINS[part] + (number % SPREAD_MINUTES[part]) / 60;
