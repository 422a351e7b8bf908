import type PgBoss from 'pg-boss';
import { PROBLEMS, type ProblemCode } from '#contract/problems';
import { takeCeremonyStep } from './ceremony/take-step';
import type { App, Drawn, Lottery, LotteryRequest } from './context';
import { watchSelection } from './guard/guard';
import { takeMishap } from './mishaps/take-mishap';
import { Problem } from './problem';
import { drawLotsFor } from './services/allocation/draw';
import { revealSeeds } from './services/allocation/reveal-seeds';

/**
 * Two ways to the lottery: in this process, or through a queue to the process that alone holds the allocator's login and the key of
 * the seeds. A request says who asks and for whom; only the answer comes back, and is taken off the queue as soon as it is read.
 */
const QUEUE = 'draw';
const PATIENCE_SECONDS = 15;
const GLANCE_MILLISECONDS = 100;

type Answer = { drawn: Drawn } | { refused: ProblemCode; details: Record<string, unknown> };

/** Draws in this process, under the allocator's login. */
export function lotteryInProcess(app: App): Lottery {
  const { clock, entropy, uuid, keys, database } = app;
  const allocator = { clock, entropy, uuid, keys, zone: database.allocator };
  return (request) => {
    switch (request.what) {
      case 'ceremony':
        return takeCeremonyStep(allocator, request);
      case 'reveal':
        return revealSeeds(allocator, request);
      case 'participant':
      case 'cohort':
        return drawLotsFor(allocator, request);
      case 'guard':
        return watchSelection(allocator, request);
      default:
        return takeMishap(allocator, request);
    }
  };
}

/**
 * Asks the allocator's process and waits for its answer.
 * @throws the allocator's own Problem, or 'lottery-silent' when nothing has come in `seconds` (then the request is withdrawn: a
 * draw hours later would surprise everybody).
 */
export function lotteryByQueue(boss: PgBoss, seconds = PATIENCE_SECONDS): Lottery {
  return async (request) => {
    const id = await boss.send(QUEUE, request, { retryLimit: 0, expireInSeconds: seconds });
    if (id === null) throw new Error('the queue of the lottery took no request');
    const answer = await answerTo(boss, id, seconds);
    if ('refused' in answer) throw new Problem(answer.refused, answer.details);
    return answer.drawn;
  };
}

async function answerTo(boss: PgBoss, id: string, seconds: number): Promise<Answer> {
  for (let glance = 0; glance * GLANCE_MILLISECONDS < seconds * 1000; glance += 1) {
    await new Promise((resolve) => setTimeout(resolve, GLANCE_MILLISECONDS));
    const job = await boss.getJobById(QUEUE, id);
    if (job?.state === 'failed') throw new Error('the lottery failed; its own process has logged why');
    if (job?.state === 'completed') {
      await boss.deleteJob(QUEUE, id);
      return answerOf(job.output);
    }
  }
  await boss.cancel(QUEUE, id);
  throw new Problem('lottery-silent');
}

function answerOf(output: object): Answer {
  if ('drawn' in output) return output as Answer;
  if ('refused' in output && typeof output.refused === 'string' && output.refused in PROBLEMS) return output as Answer;
  throw new Error('the lottery’s answer is not understood');
}

/**
 * Answers the queue's requests in the allocator's process, one after another. A refusal is an answer; a fault fails the request, is
 * told to `log` and reaches the caller as a fault.
 */
export async function workLottery(boss: PgBoss, app: App, log: (fault: unknown, request: string) => void): Promise<void> {
  const lottery = lotteryInProcess(app);
  await boss.work<LotteryRequest>(QUEUE, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => {
    try {
      return { drawn: await lottery(job!.data) } satisfies Answer;
    } catch (fault) {
      // A job's failure would lose which refusal it was: refusals travel as answers.
      if (fault instanceof Problem) return { refused: fault.code, details: { ...fault.details } } satisfies Answer;
      log(fault, job!.data.request);
      throw fault;
    }
  });
}
