import { participantStream } from '#protocols/model/fact';
import { baselineOf, waveState, type WaveState } from '#protocols/rules/waves';
import { questionsOf, unanswered } from '#protocols/rules/respond';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { answersOfSession } from '../../db/stores/ways';
import { Problem } from '../../problem';
import { refuseUnlessOpen } from '../../wave-refusal';

/**
 * Hands a wave in: once, and only when every question has an answer or a stated "would rather not".
 * @returns when it was handed in; asked again, the first time.
 * @throws Problem 'wave-unfinished' with how many questions are left.
 */
export async function submitWave(context: ParticipantContext, wanted: string): Promise<{ at: Date }> {
  const found = await answersOfSession(context.database.research, context.tokenHash, context.realNow, wanted);
  if (!found) throw new Problem('paused');
  const { way, answers } = found;
  const now = new Date(context.realNow.getTime() + way.clock);
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const wave = protocol.waves.find(({ id }) => id === wanted);
  if (!wave) throw new Problem('not-found');

  const newest = answers.at(-1);
  const state: WaveState = waveState(wave, way, now, newest && new Date(newest.at));
  if (state.state === 'submitted') return { at: state.at };
  refuseUnlessOpen(state);
  const earlier = way.submissions.findLast((one) => one.wave === wanted);
  const left = unanswered(
    questionsOf(wave, way.language, context.wordings(way.trial)),
    earlier ? answers.filter(({ at }) => at > earlier.at) : answers,
  );
  if (left.length > 0) throw new Problem('wave-unfinished', { left: left.length });

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
            kind: 'wave-submitted',
            payload: { wave: wave.id, baseline: baselineOf(protocol)?.id === wave.id, late: state.late },
          },
        ],
      },
    ],
  );
  return { at: now };
}
