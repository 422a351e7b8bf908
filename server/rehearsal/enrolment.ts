import type { Wave } from '#protocols/model/protocol';
import { baselineOf } from '#protocols/rules/waves';
import { hourFor, type Agenda } from './agenda';
import type { Assumptions } from './assumptions';
import { change } from './changing';
import { simulatedPerson } from './person';
import { answerWave, countersignFor, inform, readAndSign, register, screen, type Player } from './player';
import type { Source, Stage } from './stage';

/** From the first contact until lots can be drawn. */
export interface Enrolment {
  /** Somebody new comes to a site. Numbers count from 0 over all sites. */
  arrive(day: number, site: string, number: number): Promise<Player>;
  /** Those who lack nothing but a cohort. */
  ready: Player[];
}

const MINUTE = 60_000;

export function openEnrolment(
  stage: Stage,
  agenda: Agenda,
  seed: number,
  assumed: Assumptions,
  sourceOf: (whose: string) => Source,
): Enrolment {
  const { protocol } = stage;
  const baseline = baselineOf(protocol);
  const ready: Player[] = [];

  async function admitted(player: Player, at: Date, day: number): Promise<void> {
    const { stopsAt, chance } = player.person;
    await countersignFor(stage, player, at);
    const isEligible = await screen(stage, player, new Date(at.getTime() + 5 * MINUTE));
    if (!isEligible || stopsAt === 'baseline') return;
    if (!baseline) ready.push(player);
    else agenda.later(player, day + chance.whole(3), 'evening', (evening, on) => firstAnswers(player, baseline, evening, on));
  }

  async function firstAnswers(player: Player, wave: Wave, at: Date, day: number): Promise<void> {
    await answerWave(stage, player, wave, at, 1, assumed);
    if (player.person.stopsAt === null) return void ready.push(player);
    const visit = agenda.workdayFrom(day + 2);
    agenda.later(player, visit, 'visit', (then) => change(stage, player, 'no-more-data', then));
  }

  return {
    ready,
    async arrive(day, site, number) {
      const person = simulatedPerson(seed, number, assumed, protocol.languages);
      const at = stage.momentOf(day, hourFor(number, 'visit'));
      const player = await register(stage, person, site, sourceOf(`person/${number}`), at);
      await inform(stage, player, new Date(at.getTime() + 20 * MINUTE));
      if (person.stopsAt === 'reading') return player;
      const signs = person.stopsAt !== 'signing';
      const reflection = Math.max(1, Math.ceil(protocol.consent.reflectionHours / 24));
      const reads = day + reflection + person.chance.whole(3);
      agenda.later(player, reads, 'evening', async (evening) => {
        await readAndSign(stage, player, evening, signs);
        if (signs) agenda.later(player, agenda.workdayFrom(reads + 1), 'visit', (visit, on) => admitted(player, visit, on));
      });
      return player;
    },
  };
}
