import type { saveAnswer as promise } from '#contract/participant/answers';
import { participantStream } from '#protocols/model/fact';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import { checkAnswer } from '#protocols/rules/respond';
import { waveState, type WaveState } from '#protocols/rules/waves';
import { versionOf } from '../../context';
import { append } from '../../db/facts';
import { answerOfSession } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { refuseUnlessOpen } from '../../wave-refusal';

/**
 * Saves one answer: two round trips, one to know, one to write. A retry with the same key is answered as the first time; a page
 * that showed an older answer is told so and overwrites nothing.
 */
export const saveAnswer: Service<typeof promise> = async (context, { body }) => {
  const found = await answerOfSession(context.database.research, context.tokenHash, context.realNow, body);
  if (!found) throw new Problem('paused');
  const { way, kept } = found;
  const now = new Date(context.realNow.getTime() + way.clock);

  if (kept) {
    const same = (['wave', 'instrument', 'item', 'code', 'blank'] as const).every((part) => kept[part] === body[part]);
    if (!same) throw new Problem('key-reused');
    return { version: kept.version, at: now.toISOString() };
  }
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const wave = protocol.waves.find(({ id }) => id === body.wave);
  const instrument = wave?.instruments.includes(body.instrument) ? instrumentOf(body.instrument) : undefined;
  if (!wave || !instrument) throw new Problem('not-found');
  const state: WaveState = waveState(wave, way, now, found.lastAt === null ? undefined : new Date(found.lastAt));
  refuseUnlessOpen(state);
  if (!checkAnswer(instrument, body.item, body)) throw new Problem('unknown-code');
  const current = found.now;
  if ((current?.version ?? 0) !== body.seen) {
    // Another device's value is not shown to whoever merely holds the link.
    const own = current && current.session === way.session;
    throw new Problem('stale-answer', {
      version: current?.version ?? 0,
      answer: own ? { code: current.code, blank: current.blank } : null,
    });
  }

  const version = body.seen + 1;
  const { code, blank } = body;
  await append(
    context.database.research,
    { now, actor: 'participant', grant: null, request: context.request, entropy: context.entropy, uuid: context.uuid },
    { participant: way.participant },
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [
          {
            kind: 'item-answered',
            payload: {
              wave: wave.id,
              instrument: instrument.id,
              item: body.item,
              code,
              blank,
              version,
              key: body.key,
              session: way.session,
              language: way.language,
              wording: wordingOf(instrument, way.language).id,
              late: state.late,
            },
          },
        ],
      },
    ],
  );
  return { version, at: now.toISOString() };
};
