import type { Change } from '#protocols/model/fact';
import type { Wave } from '#protocols/model/protocol';
import { dayOf, daysBetween, daysOf } from '#protocols/rules/calendar';
import { waveState } from '#protocols/rules/waves';
import { wayOfCode } from '../db/stores/ways';
import { sendDueLetters } from '../services/letters/send-due-letters';
import type { Agenda } from './agenda';
import type { Assumptions } from './assumptions';
import { change } from './changing';
import { answeringOf, type Answering } from './person';
import { answerWave, correctOne, type Player } from './player';
import { laterWaves, type Source, type Stage } from './stage';

/** What comes after the draw: letters, later questionnaires, changes. */
export interface FollowUp {
  /** From the day a person was drawn. */
  begin(player: Player, day: number): Promise<void>;
  /** Dates have moved: windows that have not opened have new ones. */
  reappoint(player: Player, day: number): Promise<void>;
}

const HOUR = 3_600_000;
/** Days until a change at the latest, until answers at the latest, and after a window's end during which somebody may still finish. */
const CHANGES_WITHIN = 90;
const ANSWERS_WITHIN = 24;
const GRACE = 4;

export function openFollowUp(stage: Stage, agenda: Agenda, assumed: Assumptions, sourceOf: (whose: string) => Source): FollowUp {
  const { protocol } = stage;
  const letterSources = new Map<Player, Source>();
  const plans = new Map<string, Answering>();
  const windows = new Map<string, number>();
  const dayNumber = (at: Date): number => daysBetween(stage.dateOf(0), dayOf(at));

  /** Sends one person what is due to them; the chance behind their letters is their own. */
  async function post(player: Player, at: Date): Promise<void> {
    const source = letterSources.get(player) ?? sourceOf(`letters/${player.person.number}`);
    letterSources.set(player, source);
    const app = { ...stage.app, ...source, clock: () => at };
    await sendDueLetters(app, () => Promise.resolve(), protocol.id, [player.code]);
  }

  async function appoint(player: Player, day: number): Promise<void> {
    const scope = { trial: protocol.id, sites: '*', reads: 'system' } as const;
    const way = await stage.app.database.research.within(scope, (tx) => wayOfCode(tx, protocol.id, player.code));
    for (const wave of laterWaves(protocol)) {
      const state = waveState(wave, way!, stage.momentOf(day, 17));
      if (state.state !== 'not-yet' && state.state !== 'open') continue;
      const place = `${player.code}/${wave.id}`;
      if (!plans.has(place)) plans.set(place, answeringOf(player.person, assumed));
      const [opens, closes] = [dayNumber(state.opensAt), dayNumber(state.closesAt)];
      for (const after of [0, ...(wave.reminders ?? []).map(daysOf)]) {
        agenda.later(player, Math.max(day + 1, opens + after), 'letters', (at) => post(player, at));
      }
      windows.set(place, state.closesAt.getTime());
      answersTo(player, wave, Math.max(day, opens), closes - 1);
      agenda.later(player, closes + GRACE, 'letters', () => Promise.resolve());
    }
  }

  /** The evenings on which a person answers a wave whose window is open from day `opens` to day `last`. */
  function answersTo(player: Player, wave: Wave, opens: number, last: number): void {
    const { chance } = player.person;
    const place = `${player.code}/${wave.id}`;
    const window = windows.get(place);
    const begins = opens + chance.whole(Math.max(1, Math.min(ANSWERS_WITHIN, last - opens - 3)));
    const answer = (day: number, share: number) =>
      agenda.later(player, day, 'evening', async (at) => {
        // A window that has been moved since has appointments of its own.
        if (player.stopped || windows.get(place) !== window) return;
        // Whoever is late has a day from their last answer.
        const moment = day > last ? new Date(at.getTime() - HOUR) : at;
        if (await answerWave(stage, player, wave, moment, share, assumed)) mayCorrect(player, wave, day);
      });
    switch (plans.get(place)!) {
      case 'silent':
        return;
      case 'in-time':
        return answer(begins, 1);
      case 'begun':
        return answer(begins, 0.4);
      case 'resumed':
        answer(begins, 0.5);
        return answer(Math.min(last, begins + 2), 1);
      case 'late':
        answer(last, 0.5);
        return answer(last + 1, 1);
    }
  }

  function mayCorrect(player: Player, wave: Wave, day: number): void {
    if (player.person.chance.share() >= assumed.corrected) return;
    agenda.later(player, agenda.workdayFrom(day + 1), 'visit', async (at) => {
      if (!player.stopped) await correctOne(stage, player, wave, at);
    });
  }

  async function changes(player: Player, what: Change, at: Date): Promise<void> {
    if (player.stopped) return;
    // There is nothing to leave where nothing was given.
    const hasDelivery = protocol.delivery.some(({ arm }) => arm === player.arm);
    await change(stage, player, what === 'leaves-intervention' && !hasDelivery ? 'fewer-contacts' : what, at);
  }

  return {
    async begin(player, day) {
      agenda.later(player, day + 1, 'letters', (at) => post(player, at));
      await appoint(player, day);
      const wish = player.person.change;
      if (!wish) return;
      const on = agenda.workdayFrom(day + 7 + Math.floor(wish.share * CHANGES_WITHIN));
      agenda.later(player, on, 'visit', (at) => changes(player, wish.change, at));
    },
    reappoint: appoint,
  };
}
