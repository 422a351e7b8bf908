import { baselineOf } from '#protocols/rules/waves';
import { USUAL } from '../rehearsal/assumptions';
import { simulatedPerson } from '../rehearsal/person';
import { answerWave, countersignFor, inform, readAndSign, register, screen, type Player } from '../rehearsal/player';
import type { Stage } from '../rehearsal/stage';
import { joinCohort } from '../services/participants/join-cohort';

const STEPS = ['registered', 'informed', 'signed', 'consented', 'screened', 'baseline', 'cohort'] as const;
type Reached = (typeof STEPS)[number];

export interface Walk {
  site: string;
  /** Tells simulated people apart: all about them follows from it. */
  number: number;
  /** When the person is registered; all the rest follows within a few hours. */
  at: Date;
  upTo: Reached;
  cohort?: string;
}

const SEED = 1;

/** Takes one simulated person along the way, as far as asked, through the services that coordinator and participant use. */
export async function walk(stage: Stage, { site, number, at, upTo, cohort }: Walk): Promise<Player> {
  const reaches = (step: Reached) => STEPS.indexOf(upTo) >= STEPS.indexOf(step);
  const minutes = (n: number) => new Date(at.getTime() + n * 60_000);
  const { entropy, uuid } = stage.app;
  const source = { entropy, uuid };
  const person = { ...simulatedPerson(SEED, number, { ...USUAL, english: 0 }), stopsAt: null };
  const player = await register(stage, person, site, source, at);
  if (reaches('informed')) await inform(stage, player, minutes(5));
  if (reaches('signed')) await readAndSign(stage, player, minutes(50), true);
  if (reaches('consented')) await countersignFor(stage, player, minutes(70));
  if (reaches('screened')) await screen(stage, player, minutes(75));
  const baseline = baselineOf(stage.protocol);
  if (reaches('baseline') && baseline) await answerWave(stage, player, baseline, minutes(90), 1, USUAL);
  if (reaches('cohort') && cohort !== undefined) {
    const params = { trial: stage.protocol.id, participant: player.code };
    await joinCohort(await stage.coordinator(site, minutes(180), source), { params, query: {}, body: { cohort } });
    player.cohort = cohort;
  }
  return player;
}
