import type { Input } from '#contract/endpoint';
import type { saveAnswer as promise } from '#contract/participant/answers';
import { participantStream, type Payload } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import { checkAnswer } from '#protocols/rules/respond';
import { waveState, type WaveState } from '#protocols/rules/waves';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { answerOfSession, type Answering } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { refuseUnlessOpen } from '../../wave-refusal';

type Answer = Input<typeof promise>['body'];

/**
 * Saves one answer. A retry with the same key is answered as the first time; a page that showed an older answer is told so and
 * overwrites nothing. The first answer is two round trips, one to know and one to write; the next, in the same process, only writes,
 * on what is remembered: where that no longer holds the database refuses, and all is gathered and decided anew.
 */
export const saveAnswer: Service<typeof promise> = async (context, { body }) => {
  const remembered = context.answering.recall(context.tokenHash, body.wave, context.realNow);
  if (remembered) {
    const protocol = versionOf(await context.protocols(remembered.way.trial), remembered.way.version);
    const now = new Date(context.realNow.getTime() + remembered.way.clock);
    // A refusal that rests on memory is not told: it may be a retry, or news from another device.
    const decided = attempt(() => decide(context, protocol, remembered, body, now));
    if (decided) return record(context, remembered, body, decided, now);
  }
  context.answering.forget(context.tokenHash);

  const found = await answerOfSession(context.database.research, context.tokenHash, context.realNow, body);
  if (!found) throw new Problem('paused');
  const { kept, ...answering } = found;
  const now = new Date(context.realNow.getTime() + answering.way.clock);
  if (kept) {
    const same = (['wave', 'instrument', 'item', 'code', 'blank'] as const).every((part) => kept[part] === body[part]);
    if (!same) throw new Problem('key-reused');
    return { version: kept.version, at: now.toISOString() };
  }
  const protocol = versionOf(await context.protocols(answering.way.trial), answering.way.version);
  return record(context, answering, body, decide(context, protocol, answering, body, now), now);
};

/** Whether the answer may be saved as things stand. @throws Problem where it may not. */
function decide(
  { wordings }: ParticipantContext,
  protocol: Protocol,
  { way, answers, lastAt }: Answering,
  body: Answer,
  now: Date,
): Payload<'item-answered'> {
  const wave = protocol.waves.find(({ id }) => id === body.wave);
  const instrument = wave?.instruments.includes(body.instrument) ? instrumentOf(body.instrument) : undefined;
  if (!wave || !instrument) throw new Problem('not-found');
  const state: WaveState = waveState(wave, way, now, lastAt === null ? undefined : new Date(lastAt));
  refuseUnlessOpen(state);
  if (!checkAnswer(instrument, body.item, body)) throw new Problem('unknown-code');
  const current = answers[`${body.instrument}/${body.item}`];
  const version = current?.version ?? 0;
  if (version !== body.seen) {
    // Another device's value is not shown to whoever merely holds the link.
    const isOwn = current?.session === way.session;
    throw new Problem('stale-answer', {
      version,
      answer: current && isOwn ? { code: current.code, blank: current.blank } : null,
    });
  }
  return {
    wave: wave.id,
    instrument: instrument.id,
    item: body.item,
    code: body.code,
    blank: body.blank,
    version: version + 1,
    key: body.key,
    session: way.session,
    language: way.language,
    wording: wordingOf(instrument, way.language, wordings(way.trial)).id,
    late: state.late,
  };
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
  payload: Payload<'item-answered'>,
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
    const { heads } = await append(context.database.research, recording, scope, [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [{ kind: 'item-answered', payload }],
      },
    ]);
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
  return { version: payload.version, at: now.toISOString() };
}
