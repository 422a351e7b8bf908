import type { StudyWording } from '#protocols/model/instrument';
import type { Protocol, Wave } from '#protocols/model/protocol';
import { questionsOf, type Question } from '#protocols/rules/respond';
import { stepOf, type Step } from '#protocols/rules/journey';
import { waveState, type WaveState } from '#protocols/rules/waves';
import { versionOf, type ParticipantContext } from '../context';
import { answersOfSession, wayOfSession, type OwnAnswer, type OwnWay } from '../db/stores/ways';
import { Problem } from '../problem';

/** What a page knows of the person who looks at it: their way and their own version of the protocol, at the trial's time. */
export interface Own {
  way: OwnWay;
  protocol: Protocol;
  /** The trial's version in force: what concerns safety reaches everybody at once. */
  inForce: Protocol;
  now: Date;
  step: Step;
  /** The wordings that the trial brings. */
  wordings: readonly StudyWording[];
}

/** A question of a wave with what has been answered to it. */
export interface AskedQuestion extends Question {
  /** The newest answer, also one of an earlier, too old hand-in: its version is what a new answer follows. */
  current?: OwnAnswer;
  isAnswered: boolean;
  /** Whether the answer was given in this same session, and so may be shown. */
  isOwn: boolean;
}

export interface OwnWave extends Own {
  wave: Wave;
  state: WaveState;
  questions: readonly AskedQuestion[];
}

/** @throws Problem 'paused' where the session is over. */
export async function gatherOwn(context: ParticipantContext): Promise<Own> {
  const own = await gatherIfKnown(context);
  if (!own) throw new Problem('paused');
  return own;
}

/** As `gatherOwn`, for a page that is there for everybody. */
export async function gatherIfKnown(context: ParticipantContext): Promise<Own | undefined> {
  const way = await wayOfSession(context.database.research, context.tokenHash, context.realNow);
  return way && ownOf(context, way);
}

async function ownOf(context: ParticipantContext, way: OwnWay): Promise<Own> {
  const versions = await context.protocols(way.trial);
  const protocol = versionOf(versions, way.version);
  const now = new Date(context.realNow.getTime() + way.clock);
  return {
    way,
    protocol,
    inForce: versions.at(-1)!.protocol,
    now,
    step: stepOf(way, protocol, now),
    wordings: context.wordings(way.trial),
  };
}

/** @throws Problem 'paused' where the session is over, 'not-found' where the protocol has no such wave. */
export async function gatherWave(context: ParticipantContext, wanted: string): Promise<OwnWave> {
  const found = await answersOfSession(context.database.research, context.tokenHash, context.realNow, wanted);
  if (!found) throw new Problem('paused');
  const own = await ownOf(context, found.way);
  const wave = own.protocol.waves.find(({ id }) => id === wanted);
  if (!wave) throw new Problem('not-found');
  const { answers } = found;
  const newest = answers.at(-1);
  const earlier = own.way.submissions.findLast((one) => one.wave === wanted);
  const questions = questionsOf(wave, own.way.language, own.wordings).map((question): AskedQuestion => {
    const current = answers.find(({ instrument, item }) => instrument === question.instrument.id && item === question.item);
    const isAnswered = current !== undefined && (earlier === undefined || current.at > earlier.at);
    return { ...question, current, isAnswered, isOwn: isAnswered && current.session === own.way.session };
  });
  return { ...own, wave, state: waveState(wave, own.way, own.now, newest && new Date(newest.at)), questions };
}

/** The number of the first question without an answer; one past the last where all have one. */
export function firstOpen(questions: readonly AskedQuestion[]): number {
  const index = questions.findIndex(({ isAnswered }) => !isAnswered);
  return index === -1 ? questions.length + 1 : index + 1;
}
