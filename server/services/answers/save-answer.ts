import type { Input } from '#contract/endpoint';
import type { saveAnswer as promise } from '#contract/participant/answers';
import { instrumentOf } from '#protocols/instruments/registry';
import { participantStream } from '#protocols/model/fact';
import { alertOf } from '#protocols/rules/alerts';
import { decideAnswer, type Decided } from '../../answer-decision';
import { versionOf, type OpenedProtocol, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { answerOfSession, type Answering } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

type Answer = Input<typeof promise>['body'];

/**
 * Saves one answer. A retry with the same key is answered as the first time; a page that showed an older answer is told so and
 * overwrites nothing. The first answer is two round trips, one to know and one to write; the next, in the same process, only writes,
 * on what is remembered: where that no longer holds the database refuses, and all is gathered and decided anew.
 */
export const saveAnswer: Service<typeof promise> = async (context, { body }) => {
  const remembered = context.answering.recall(context.tokenHash, body.wave, context.realNow);
  if (remembered) {
    const versions = await context.protocols(remembered.way.trial);
    const now = new Date(context.realNow.getTime() + remembered.way.clock);
    // A refusal that rests on memory is not told: it may be a retry, or news from another device.
    const decided = attempt(() => decide(context, versions, remembered, body, now));
    if (decided) return record(context, remembered, body, decided, now);
  }
  context.answering.forget(context.tokenHash);

  const found = await answerOfSession(context.database.research, context.tokenHash, context.realNow, body);
  if (!found) throw new Problem('paused');
  const { kept, ...answering } = found;
  const now = new Date(context.realNow.getTime() + answering.way.clock);
  const versions = await context.protocols(answering.way.trial);
  if (kept) {
    const same = (['wave', 'instrument', 'item', 'code', 'blank'] as const).every((part) => kept[part] === body[part]);
    if (!same) throw new Problem('key-reused');
    const help = alertOf(versions.at(-1)!.protocol, instrumentOf(kept.instrument)!, kept.item, kept.code) !== null;
    return { version: kept.version, at: now.toISOString(), ...(help && { help }) };
  }
  return record(context, answering, body, decide(context, versions, answering, body, now), now);
};

function decide(
  context: ParticipantContext,
  versions: readonly OpenedProtocol[],
  answering: Answering,
  body: Answer,
  now: Date,
): Decided {
  const inForce = versions.at(-1)!.protocol;
  return decideAnswer(context, versionOf(versions, answering.way.version), inForce, answering, body, now);
}

function attempt<T>(decision: () => T): T | undefined {
  try {
    return decision();
  } catch (refusal) {
    if (refusal instanceof Problem) return undefined;
    throw refusal;
  }
}

async function record(
  context: ParticipantContext,
  answering: Answering,
  body: Answer,
  { payload, facts, jobs, help }: Decided,
  now: Date,
) {
  const { way } = answering;
  const { tokenHash } = context;
  const recording = {
    now,
    actor: 'participant',
    grant: null,
    request: context.request,
    entropy: context.entropy,
    uuid: context.uuid,
  };
  const scope = { participant: way.participant, session: tokenHash, at: context.realNow.toISOString() };
  try {
    const { heads } = await append(
      context.database.research,
      recording,
      scope,
      [
        {
          stream: participantStream(way.participant),
          trial: way.trial,
          head: way.stream,
          facts,
        },
      ],
      { jobs },
    );
    const { code, blank, version, session } = payload;
    const answers = { ...answering.answers, [`${payload.instrument}/${payload.item}`]: { code, blank, version, session } };
    context.answering.keep(tokenHash, body.wave, context.realNow, {
      way: { ...way, stream: heads[0]! },
      answers,
      lastAt: now.toISOString(),
    });
  } catch (cause) {
    context.answering.forget(tokenHash);
    throw cause;
  }
  return { version: payload.version, at: now.toISOString(), ...(help && { help }) };
}
